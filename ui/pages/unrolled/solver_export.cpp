// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/unrolled/solver_export.h"

#include "core/base/text.h"
#include "ui/base/icons.h"
#include "ui/models/background.h"
#include "ui/widgets/input_boxes.h"
#include "ui/widgets/text_labels.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QPushButton>
#include <QVBoxLayout>

namespace orthant::ui {

SolverExport::SolverExport(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), format_(new QComboBox(this)), withOperator_(new QCheckBox(tr("With the operator"), this)),
      write_(new QPushButton(icon("model_export"), tr("Export the solver..."), this)), result_(smallLabel({}, this)) {
    format_->addItem(tr("NumPy archive (.npz)"), ".npz");
    format_->addItem(tr("safetensors"), ".safetensors");
    format_->setAccessibleName(tr("Format of the solver"));
    WheelGuard::protect(format_);
    withOperator_->setToolTip(tr("The matrix A goes into the file, so that the solver runs without anything else. Otherwise the file says how to make it again."));
    write_->setObjectName("export_solver");
    result_->setObjectName("export_result");
    result_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(smallLabel(tr("Packed signs, scales and thresholds, without training state. After writing, the file is read back and its outputs are compared."), this));
    column->addWidget(format_);
    column->addWidget(withOperator_);
    column->addWidget(write_);
    column->addWidget(result_);
    connect(write_, &QPushButton::clicked, this, &SolverExport::ask);
    setJob(nullptr, {});
}

void SolverExport::setJob(std::shared_ptr<UnrolledModel> model, std::optional<std::size_t> job) {
    if (model == model_ && job == job_ && write_->isEnabled()) return; // what was said of the last file stays
    model_ = std::move(model);
    job_ = job;
    write_->setEnabled(model_ && job_);
    result_->setText(job_ ? QString() : tr("Choose a trained network in the table."));
}

void SolverExport::ask() {
    const QString ending = format_->currentData().toString();
    const UnrolledJob& job = model_->jobs()[*job_];
    const QString name = QString::fromStdString(std::filesystem::path(job.folder).filename().string()) + ending;
    QString file = QFileDialog::getSaveFileName(this, tr("Export the solver"), QDir(session_.settings().lastExportFolder()).filePath(name), QString("%1 (*%2)").arg(format_->currentText(), ending));
    if (file.isEmpty()) return;
    if (!file.endsWith(ending)) file += ending;
    session_.settings().setLastExportFolder(QFileInfo(file).absolutePath());
    exportTo(file);
}

void SolverExport::exportTo(const QString& file) {
    write_->setEnabled(false);
    result_->setText(tr("Writing and checking..."));
    inBackground(
        this,
        [plan = model_->plan(), folder = model_->folder(), job = model_->jobs()[*job_], path = std::filesystem::path(file.toStdString()), whole = withOperator_->isChecked()] {
            return writeSolver(solverOf(plan, folder, job), path, whole);
        },
        [this](Outcome<SolverFile> outcome) {
            write_->setEnabled(model_ && job_);
            if (outcome.value) return tell(*outcome.value);
            result_->setText(tr("Not written: %1").arg(QString::fromStdString(outcome.error->what())));
            Q_EMIT session_.failed(tr("The solver was not written: %1").arg(QString::fromStdString(outcome.error->message())), QString::fromStdString(outcome.error->what()));
            Q_EMIT done(false);
        });
}

void SolverExport::tell(const SolverFile& file) {
    const auto bytes = [](std::uintmax_t count) { return QString::fromStdString(byteSize(static_cast<double>(count))); };
    QString text = tr("%1\n%2: ").arg(QString::fromStdString(file.file.string()), bytes(file.bytes));
    QStringList shares;
    for (const FileShare& share : file.shares) shares << tr("%1 %2").arg(QString::fromStdString(share.text), bytes(share.bytes));
    text += shares.join(", ") + (file.verified ? tr(".\nChecked: read back, the outputs are the same.") : tr(".\nNot checked."));
    result_->setText(text);
    Q_EMIT done(file.verified);
}

} // namespace orthant::ui
