// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/run_controls.h"

#include "ui/base/icons.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace orthant::ui {

RunControls::RunControls(Session& session, QWidget* parent) : QWidget(parent), session_(session), title_(new QLabel(this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 6, 12, 6);
    row->setSpacing(4);
    start_ = add("play", tr("Start"), Qt::Key_F5, tr("Train this experiment as a new run"));
    pause_ = add("pause", tr("Pause"), Qt::Key_F6, tr("Hold the run, or let it go on"));
    step_ = add("step", tr("Step"), Qt::Key_F7, tr("One optimizer step: starts paused, or holds the run and makes one step"));
    stop_ = add("stop", tr("Stop"), Qt::SHIFT | Qt::Key_F5, tr("End the run after this step; the model and all curves are written"));
    continue_ = add("play", tr("Continue"), Qt::Key_F8, tr("Go on with this stopped run from its last checkpoint"));
    continueButton_ = row->itemAt(row->count() - 1)->widget();
    title_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    title_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    title_->setProperty("role", "muted");
    row->addWidget(title_, 1);
    connect(start_, &QAction::triggered, this, [this] { guarded([this] { session_.start(); }); });
    connect(pause_, &QAction::triggered, this, &RunControls::pauseOrResume);
    connect(step_, &QAction::triggered, this, &RunControls::oneStep);
    connect(stop_, &QAction::triggered, this, [this] {
        if (session_.training()) session_.runs().stop(*session_.currentRun()->id());
    });
    connect(continue_, &QAction::triggered, this, [this] { guarded([this] { session_.continueRun(); }); });
    refresh();
}

QAction* RunControls::add(const QString& iconName, const QString& text, const QKeySequence& keys, const QString& tip) {
    auto* action = new QAction(icon(iconName), text, this);
    action->setShortcut(keys);
    action->setToolTip(tr("%1 (%2)").arg(tip, keys.toString(QKeySequence::NativeText)));
    action->setObjectName("action_" + text.toLower());
    action->setProperty("command", true); // for the command palette and the list of shortcuts
    addAction(action);
    auto* button = new QToolButton(this);
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    static_cast<QHBoxLayout*>(layout())->addWidget(button);
    return action;
}

void RunControls::guarded(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        Q_EMIT session_.failed(tr("The run could not start: %1").arg(QString::fromStdString(error.message())), QString::fromStdString(error.what()));
    }
}

void RunControls::pauseOrResume() {
    if (!session_.training()) return;
    const RunId id = *session_.currentRun()->id();
    if (session_.currentRun()->status() == RunStatus::Paused) session_.runs().resume(id);
    else session_.runs().pause(id);
}

void RunControls::oneStep() {
    guarded([this] {
        if (!session_.training()) session_.start(true);
        const RunId id = *session_.currentRun()->id();
        session_.runs().pause(id);
        session_.runs().step(id);
    });
}

void RunControls::refresh() {
    const RunModel* run = session_.currentRun().get();
    const bool active = session_.training();
    const bool paused = active && run->status() == RunStatus::Paused;
    std::error_code none;
    const bool resumable = run && run->status() == RunStatus::Stopped && run->step() < run->totalSteps() &&
                           std::filesystem::exists(run->folder() / "checkpoints", none);
    start_->setEnabled(!active && !session_.experiment().empty() && !session_.experiment().problem());
    pause_->setEnabled(active);
    pause_->setText(paused ? tr("Resume") : tr("Pause"));
    pause_->setIcon(icon(paused ? "play" : "pause"));
    step_->setEnabled(active || start_->isEnabled());
    stop_->setEnabled(active);
    continue_->setEnabled(resumable);
    continueButton_->setVisible(resumable);
    if (!run) {
        title_->setText(tr("Press start (F5) to train"));
        return;
    }
    const QString folder = QString::fromStdString(run->folder().filename().string());
    title_->setText(run->error().empty() ? folder : tr("%1 failed: %2").arg(folder, QString::fromStdString(run->error())));
    title_->setToolTip(QString::fromStdString(run->folder().string()) + (run->error().empty() ? QString() : "\n" + QString::fromStdString(run->error())));
}

} // namespace orthant::ui
