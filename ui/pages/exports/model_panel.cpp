// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/exports/model_panel.h"

#include "core/base/text.h"
#include "core/exporters/exporter.h"
#include "ui/base/icons.h"
#include "ui/models/background.h"
#include "ui/widgets/input_boxes.h"
#include "ui/widgets/text_labels.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QPushButton>
#include <QVBoxLayout>

namespace orthant::ui {

ModelPanel::ModelPanel(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), format_(new QComboBox(this)),
      write_(new QPushButton(icon("model_export"), tr("Export the model..."), this)), summary_(smallLabel({}, this)), result_(smallLabel({}, this)) {
    for (const ExporterEntry& entry : exporters()) format_->addItem(QString::fromStdString(entry.title), QString::fromStdString(entry.id));
    format_->setAccessibleName(tr("Format of the model"));
    WheelGuard::protect(format_);
    result_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(headingLabel(tr("Model"), 2, this));
    column->addWidget(smallLabel(tr("The packed network: bits, thresholds and scales, without training state. After writing, the file is read back and compared."), this));
    column->addWidget(format_);
    column->addWidget(summary_);
    column->addWidget(write_);
    column->addWidget(result_);
    const auto describe = [this] {
        for (const ExporterEntry& entry : exporters())
            if (entry.id == format_->currentData().toString().toStdString()) summary_->setText(QString::fromStdString(entry.summary));
    };
    connect(format_, &QComboBox::currentIndexChanged, this, describe);
    connect(write_, &QPushButton::clicked, this, &ModelPanel::ask);
    describe();
    setRun(nullptr);
}

void ModelPanel::setFormat(const QString& exporterId) { format_->setCurrentIndex(format_->findData(exporterId)); }

void ModelPanel::setRun(std::shared_ptr<RunModel> run) {
    run_ = std::move(run);
    const bool ready = run_ && run_->hasModel();
    write_->setEnabled(ready);
    result_->setText(!run_ ? tr("Choose a run above.") : ready ? QString() : tr("This run has no model yet: it is written when the run ends or is stopped."));
    result_->setVisible(!result_->text().isEmpty());
}

void ModelPanel::ask() {
    const ExporterEntry& entry = findEntry(exporters(), format_->currentData().toString().toStdString(), "exporter");
    const QString ending = QString::fromStdString(entry.extension);
    const QString start = QDir(session_.settings().lastExportFolder()).filePath(QString::fromStdString(run_->experiment().name) + ending);
    QString file = QFileDialog::getSaveFileName(this, tr("Export the model"), start, QString("%1 (*%2)").arg(format_->currentText(), ending));
    if (file.isEmpty()) return;
    if (!file.endsWith(ending)) file += ending;
    session_.settings().setLastExportFolder(QFileInfo(file).absolutePath());
    exportTo(file);
}

void ModelPanel::exportTo(const QString& file) {
    write_->setEnabled(false);
    result_->setText(tr("Writing and checking..."));
    result_->show();
    inBackground(
        this,
        [folder = run_->folder(), id = format_->currentData().toString().toStdString(), path = std::filesystem::path(file.toStdString())] {
            return exportProgram(readProgram(folder), id, path);
        },
        [this](Outcome<ExportReport> outcome) {
            write_->setEnabled(run_ && run_->hasModel());
            if (outcome.error) {
                result_->setText(tr("Not written: %1").arg(QString::fromStdString(outcome.error->what())));
                Q_EMIT session_.failed(tr("The model was not written: %1").arg(QString::fromStdString(outcome.error->message())), QString::fromStdString(outcome.error->what()));
                Q_EMIT done(false);
                return;
            }
            const ExportReport& report = *outcome.value;
            result_->setText(tr("%1\n%2. %3")
                                 .arg(QString::fromStdString(report.file.string()), QString::fromStdString(byteSize(static_cast<double>(report.bytes))),
                                      (report.verified ? tr("Checked: %1") : tr("Not checked: %1")).arg(QString::fromStdString(report.check))));
            Q_EMIT done(report.verified);
        });
}

} // namespace orthant::ui
