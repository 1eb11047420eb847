// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/studies/run_picker.h"

#include "core/base/text.h"
#include "ui/widgets/input_boxes.h"
#include "ui/widgets/text_labels.h"

#include <QComboBox>
#include <QFileInfo>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace orthant::ui {

RunPicker::RunPicker(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), runs_(new QComboBox(this)), train_(new QPushButton(this)), state_(smallLabel({}, this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 8);
    column->setSpacing(4);
    auto* label = new QLabel(tr("Trained network"), this);
    label->setBuddy(runs_);
    runs_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    runs_->setMinimumContentsLength(12);
    runs_->setAccessibleName(label->text());
    runs_->setObjectName("runs");
    WheelGuard::protect(runs_);
    train_->setObjectName("train_here");
    column->addWidget(label);
    column->addWidget(runs_);
    column->addWidget(train_);
    column->addWidget(state_);
    connect(runs_, &QComboBox::activated, this, [this](int index) {
        folder_ = runs_->itemData(index).toString().toStdString();
        Q_EMIT picked();
    });
    connect(train_, &QPushButton::clicked, this, &RunPicker::train);
    connect(&session.runList(), &RunListModel::changed, this, &RunPicker::fill);
    setNetwork(readExperiment(findExperiment("glyphs_bnn_mlp"))); // needs no data and takes half a minute
}

void RunPicker::setNetwork(const Experiment& experiment) {
    network_ = experiment;
    train_->setText(tr("Train %1").arg(QString::fromStdString(experiment.name)));
    train_->setToolTip(tr("Trains this experiment and then shows its layers"));
    folder_.clear();
    fill();
}

void RunPicker::setFolder(const std::string& folder) {
    folder_ = folder;
    fill();
}

void RunPicker::fill() {
    const QSignalBlocker block(runs_);
    const std::string before = folder_;
    runs_->clear();
    for (const RunSummary& run : session_.runList().runs()) {
        if (!run.error.empty() || !std::filesystem::exists(run.folder / "model.safetensors")) continue;
        QString text = QString::fromStdString(run.name);
        if (run.testAccuracy) text += tr(", %1 %").arg(*run.testAccuracy * 100, 0, 'f', 1);
        text += ", " + QFileInfo(QString::fromStdString(run.folder.string())).lastModified().toString("d MMM hh:mm");
        runs_->addItem(text, QString::fromStdString(run.folder.string()));
    }
    if (!folder_.empty() && runs_->findData(QString::fromStdString(folder_)) < 0)
        runs_->insertItem(0, QString::fromStdString(std::filesystem::path(folder_).filename().string()), QString::fromStdString(folder_));
    const auto newest = std::ranges::find(session_.runList().runs(), network_.name, &RunSummary::name);
    const std::string wanted = !folder_.empty() ? folder_ : newest != session_.runList().runs().end() ? newest->folder.string() : std::string();
    const int chosen = runs_->findData(QString::fromStdString(wanted));
    runs_->setCurrentIndex(runs_->count() == 0 ? -1 : std::max(0, chosen));
    runs_->setEnabled(runs_->count() > 0);
    folder_ = runs_->currentData().toString().toStdString();
    if (!training_) state_->setText(runs_->count() > 0 ? QString() : tr("There is no trained network yet. Train one here, it takes less than a minute, or start a run on the Train page."));
    state_->setVisible(!state_->text().isEmpty());
    if (folder_ != before) Q_EMIT picked();
}

void RunPicker::train() {
    try {
        session_.experiment().load(network_);
        session_.start();
    } catch (const Error& error) {
        Q_EMIT session_.failed(QString::fromStdString(error.message()), QString::fromStdString(error.what()));
        return;
    }
    training_ = session_.currentRun();
    train_->setEnabled(false);
    connect(training_.get(), &RunModel::changed, this, &RunPicker::followTraining);
    connect(training_.get(), &RunModel::finished, this, [this] {
        const auto run = std::exchange(training_, nullptr);
        run->disconnect(this);
        train_->setEnabled(true);
        if (run->status() == RunStatus::Failed) {
            state_->setText(tr("The training failed: %1").arg(QString::fromStdString(run->error())));
            state_->show();
            return;
        }
        setFolder(run->folder().string());
        Q_EMIT picked();
    });
    followTraining();
}

void RunPicker::followTraining() {
    QString text = tr("Training: epoch %1 of %2").arg(training_->epoch(), 0, 'f', 1).arg(training_->epochs());
    if (const auto accuracy = training_->last(Metric::TestAccuracy)) text += tr(", test accuracy %1 %").arg(*accuracy * 100, 0, 'f', 1);
    if (training_->secondsLeft() > 0) text += tr(", %1 left").arg(QString::fromStdString(duration(training_->secondsLeft())));
    state_->setText(text);
    state_->show();
}

} // namespace orthant::ui
