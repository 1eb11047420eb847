// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/exports/plot_panel.h"

#include "ui/base/icons.h"
#include "ui/charts/plot_export.h"
#include "ui/models/background.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/input_boxes.h"
#include "ui/widgets/text_labels.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace orthant::ui {

PlotPanel::PlotPanel(Session& session, QStackedWidget* preview, QWidget* parent)
    : QWidget(parent), session_(session), preview_(preview), list_(new QListWidget(this)), format_(new QComboBox(this)),
      saveOne_(new QPushButton(icon("save"), tr("Save..."), this)), saveAll_(new QPushButton(icon("export"), tr("Save ticked..."), this)),
      copy_(new QPushButton(icon("copy"), tr("Copy"), this)) {
    list_->setAccessibleName(tr("Plots of the run"));
    list_->setMinimumHeight(150);
    list_->setSpacing(2);
    const struct {
        PlotFormat format;
        QString text;
    } formats[] = {{PlotFormat::Svg, tr("SVG, for slides and papers")}, {PlotFormat::Pdf, tr("PDF, for papers")},
                   {PlotFormat::Png, tr("PNG, a picture")}, {PlotFormat::Csv, tr("CSV, the numbers")}};
    for (const auto& entry : formats) format_->addItem(entry.text, static_cast<int>(entry.format));
    format_->setAccessibleName(tr("Format of the plots"));
    WheelGuard::protect(format_);
    saveOne_->setToolTip(tr("Write the plot that is shown, with its present zoom"));
    saveAll_->setToolTip(tr("Write all ticked plots into one folder"));
    copy_->setToolTip(tr("Copy the plot that is shown as a picture"));

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(headingLabel(tr("Plots"), 2, this));
    column->addWidget(list_, 1);
    column->addWidget(format_);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(6);
    for (QPushButton* button : {saveOne_, saveAll_, copy_}) buttons->addWidget(button);
    column->addLayout(buttons);

    connect(list_, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row >= 0 && row < count()) preview_->setCurrentWidget(plots_[static_cast<std::size_t>(row)].second);
    });
    connect(saveOne_, &QPushButton::clicked, this, &PlotPanel::saveOne);
    connect(saveAll_, &QPushButton::clicked, this, &PlotPanel::saveAll);
    connect(copy_, &QPushButton::clicked, this, [this] {
        const int row = list_->currentRow();
        if (row >= 0 && row < count()) plots_[static_cast<std::size_t>(row)].second->copyImage();
    });
    setRun(nullptr);
}

void PlotPanel::setRun(std::shared_ptr<RunModel> run) {
    run_ = std::move(run);
    rebuild();
}

void PlotPanel::rebuild() {
    const int before = list_->currentRow();
    list_->clear();
    plots_.clear();
    while (preview_->count() > 0) {
        QWidget* old = preview_->widget(0);
        preview_->removeWidget(old);
        old->deleteLater();
    }
    for (NamedPlot& named : run_ ? allRunPlots(*run_) : std::vector<NamedPlot>{}) {
        PlotFrame* plot = named.plot.release();
        auto* item = new QListWidgetItem(plot->title(), list_);
        item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
        item->setCheckState(Qt::Checked);
        plots_.emplace_back(named.name, plot);
        preview_->addWidget(plot);
        connect(plot, &PlotFrame::failed, this, [this](const QString& message) { Q_EMIT session_.failed(message, {}); });
        connect(plot, &PlotFrame::saved, this, [this](const QString& file) { Q_EMIT session_.said(tr("Saved %1").arg(file)); });
        if (auto* boundary = qobject_cast<BoundaryView*>(plot))
            inBackground(
                boundary, [experiment = run_->experiment()] { return planePoints(experiment); },
                [boundary](Outcome<LabelledPoints> points) { if (points.value) boundary->setPoints(std::move(*points.value)); });
    }
    for (QPushButton* button : {saveOne_, saveAll_, copy_}) button->setEnabled(!plots_.empty());
    if (plots_.empty())
        preview_->addWidget(new EmptyState("chart", run_ ? tr("Nothing to plot yet") : tr("No run"),
                                           run_ ? tr("Plots appear with the first readings of the run.") : tr("Train an experiment, or choose a run at the left."), preview_));
    else list_->setCurrentRow(std::clamp(before, 0, count() - 1));
}

PlotFormat PlotPanel::format() const { return static_cast<PlotFormat>(format_->currentData().toInt()); }

void PlotPanel::saveOne() {
    const int row = list_->currentRow();
    if (row < 0 || row >= count()) return;
    const auto& [name, plot] = plots_[static_cast<std::size_t>(row)];
    const QString start = QDir(session_.settings().lastExportFolder()).filePath(name + "." + endingOf(format()));
    const QString file = QFileDialog::getSaveFileName(this, tr("Save the plot"), start);
    if (file.isEmpty()) return;
    session_.settings().setLastExportFolder(QFileInfo(file).absolutePath());
    QString error;
    if (exportPlot(*plot, file, plotFormatOf(file).value_or(format()), defaultPlotSize, &error)) Q_EMIT session_.said(tr("Saved %1").arg(file));
    else Q_EMIT session_.failed(tr("The plot was not saved: %1").arg(error), file);
}

void PlotPanel::saveAll() {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder for the plots"), session_.settings().lastExportFolder());
    if (folder.isEmpty()) return;
    session_.settings().setLastExportFolder(folder);
    const int written = exportTo(folder, format());
    if (written > 0) Q_EMIT session_.said(tr("Plots saved in %2: %1").arg(written).arg(folder));
}

int PlotPanel::exportTo(const QString& folder, PlotFormat format) {
    int written = 0;
    for (int row = 0; row < count(); ++row) {
        if (list_->item(row)->checkState() != Qt::Checked) continue;
        const auto& [name, plot] = plots_[static_cast<std::size_t>(row)];
        const QString file = QDir(folder).filePath(name + "." + endingOf(format));
        QString error;
        if (exportPlot(*plot, file, format, defaultPlotSize, &error)) {
            ++written;
        } else {
            Q_EMIT session_.failed(tr("%1 was not saved: %2").arg(name, error), file);
            break; // the next one would fail for the same reason
        }
    }
    return written;
}

} // namespace orthant::ui
