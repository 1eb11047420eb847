// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/exports/size_table.h"

#include "core/base/text.h"
#include "core/exporters/exporter.h"
#include "ui/base/icons.h"
#include "ui/models/background.h"
#include "ui/widgets/text_labels.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

namespace orthant::ui {

namespace {

struct Sizes {
    std::vector<LayerSummary> layers;
    double fileBytes = 0, bitsPerWeight = 0;
};

Sizes measure(const std::filesystem::path& folder, const Experiment& experiment) {
    const Program program = readProgram(folder);
    const Network network(experiment.layers, program.inputShape, program.classNames.size(), experiment.seed);
    return {summarize(network), static_cast<double>(std::filesystem::file_size(folder / "model.safetensors")), program.bitsPerWeight()};
}

QString count(double value) { return value == 0 ? "-" : QString::fromStdString(compactCount(value)); }
QString bytes(double value) { return value == 0 ? "-" : QString::fromStdString(byteSize(value)); }

} // namespace

SizeTable::SizeTable(QWidget* parent)
    : QWidget(parent), note_(smallLabel({}, this)), table_(new QTableWidget(this)),
      copy_(new QPushButton(icon("copy"), tr("Copy as CSV"), this)) {
    const QStringList titles{tr("Layer"), tr("Output"), tr("1 bit"), tr("32 bit"), tr("sign x sign"), tr("float x sign"),
                             tr("float x float"), tr("Trained"), tr("Packed")};
    const QStringList tips{{}, tr("Values for one sample"), tr("Weights that are shipped with one bit"), tr("Values that are shipped with 32 bits"),
                           tr("Multiply-adds that are an XNOR and a count"), tr("Multiply-adds that are an addition or a subtraction"),
                           tr("Multiply-adds of floats"), tr("Bytes of the latent parameters"), tr("Bytes in the program, by formula")};
    table_->setColumnCount(static_cast<int>(titles.size()));
    table_->setHorizontalHeaderLabels(titles);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    table_->horizontalHeader()->setMinimumSectionSize(64);
    table_->horizontalHeader()->setHighlightSections(false);
    for (int i = 0; i < table_->columnCount(); ++i) {
        table_->horizontalHeaderItem(i)->setTextAlignment((i < 2 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
        table_->horizontalHeaderItem(i)->setToolTip(tips[i]);
    }
    table_->verticalHeader()->hide();
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setShowGrid(false);
    table_->setTabKeyNavigation(false);
    table_->setAccessibleName(tr("Size and cost of each layer"));
    auto* head = new QHBoxLayout;
    head->addWidget(headingLabel(tr("Size and cost for one sample"), 2, this), 1);
    head->addWidget(copy_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(head);
    column->addWidget(note_);
    column->addWidget(table_, 1);
    connect(copy_, &QPushButton::clicked, this, &SizeTable::copy);
    setRun(nullptr);
}

void SizeTable::setRun(const RunModel* run) {
    const int asked = ++asked_;
    const bool ready = run && run->hasModel();
    table_->setRowCount(0);
    table_->setVisible(ready);
    copy_->setEnabled(false);
    note_->setText(!run ? tr("Choose a run.") : ready ? tr("Reading the model...") : tr("This run has no model yet: it is written when the run ends or is stopped."));
    if (!ready) return;
    inBackground(
        this, [folder = run->folder(), experiment = run->experiment()] { return measure(folder, experiment); },
        [this, asked](Outcome<Sizes> outcome) {
            if (asked != asked_) return;
            if (outcome.error) {
                note_->setText(tr("The model cannot be read: %1").arg(QString::fromStdString(outcome.error->what())));
                table_->hide();
                return;
            }
            fill(outcome.value->layers);
            copy_->setEnabled(true);
            note_->setText(tr("Parameters by bits, multiply-adds by kind, bytes. Trained: latent weights as floats. Packed: by formula, %1 bits per weight with all thresholds and scales. "
                              "The file model.safetensors of this run has %2.")
                               .arg(outcome.value->bitsPerWeight, 0, 'f', 3)
                               .arg(bytes(outcome.value->fileBytes)));
        });
}

void SizeTable::fill(const std::vector<LayerSummary>& layers) {
    std::vector<LayerSummary> rows = layers;
    LayerSummary sum = total(layers);
    sum.name = tr("all").toStdString();
    sum.output.clear();
    rows.push_back(std::move(sum));
    table_->setRowCount(static_cast<int>(rows.size()));
    for (int row = 0; row < table_->rowCount(); ++row) {
        const LayerSummary& layer = rows[static_cast<std::size_t>(row)];
        const QStringList cells{QString::fromStdString(layer.name), layer.output.empty() ? QString() : QString::fromStdString(toText(layer.output)),
                                count(static_cast<double>(layer.bitParameters)), count(static_cast<double>(layer.floatParameters)),
                                count(layer.macsBinary), count(layer.macsSign), count(layer.macsFloat), bytes(layer.bytesTrained), bytes(layer.bytesPacked)};
        for (int i = 0; i < static_cast<int>(cells.size()); ++i) {
            auto* item = new QTableWidgetItem(cells[i]);
            item->setTextAlignment((i < 2 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
            if (row + 1 == table_->rowCount()) {
                QFont bold = item->font();
                bold.setWeight(QFont::DemiBold);
                item->setFont(bold);
            }
            table_->setItem(row, i, item);
        }
    }
}

void SizeTable::copy() const {
    QStringList lines;
    for (int row = -1; row < table_->rowCount(); ++row) {
        QStringList cells;
        for (int i = 0; i < table_->columnCount(); ++i)
            cells << (row < 0 ? table_->horizontalHeaderItem(i)->text() : table_->item(row, i)->text());
        lines << cells.join(",");
    }
    QGuiApplication::clipboard()->setText(lines.join("\n") + "\n");
}

} // namespace orthant::ui
