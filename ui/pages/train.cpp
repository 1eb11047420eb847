// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/catalogue.h"
#include "ui/pages/train/experiment_form.h"
#include "ui/pages/train/method_panel.h"
#include "ui/pages/train/run_controls.h"
#include "ui/pages/train/run_panels.h"
#include "ui/pages/train/run_status.h"

#include <QFileDialog>
#include <QSplitter>
#include <QVBoxLayout>

namespace orthant::ui {

namespace {

/// Form and controls on one side, plots on the other. The run itself belongs to the session.
class TrainPage final : public Page {
  public:
    explicit TrainPage(Session& session);
    void opened() override;
    void closed() override;

  private:
    void follow();
    void showNumbers();
    void save();

    Session& session_;
    std::shared_ptr<RunModel> run_;
    bool front_ = false;
    RunControls* controls_;
    ExperimentForm* form_;
    RunPanels* panels_;
    RunStatusLine* status_;
    QSplitter* splitter_;
    MethodPanel* methods_;
};

TrainPage::TrainPage(Session& session)
    : Page("train", tr("Train"), "train"), session_(session), controls_(new RunControls(session)),
      form_(new ExperimentForm(session.experiment())), panels_(new RunPanels), status_(new RunStatusLine),
      splitter_(new QSplitter(Qt::Horizontal)), methods_(new MethodPanel(session.experiment(), this)) {
    splitter_->addWidget(form_);
    splitter_->addWidget(panels_);
    splitter_->setStretchFactor(0, 0);
    splitter_->setStretchFactor(1, 1);
    splitter_->setCollapsible(1, false);
    splitter_->setSizes({320, 900});
    splitter_->restoreState(session.settings().splitter("train"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(controls_);
    column->addWidget(splitter_, 1);
    column->addWidget(status_);

    connect(splitter_, &QSplitter::splitterMoved, this, [this] { session_.settings().setSplitter("train", splitter_->saveState()); });
    connect(&session, &Session::currentRunChanged, this, &TrainPage::follow);
    connect(&session.experiment(), &ExperimentModel::changed, controls_, &RunControls::refresh);
    connect(form_, &ExperimentForm::saveRequested, this, &TrainPage::save);
    connect(form_, &ExperimentForm::methodRequested, methods_, &MethodPanel::open);
    connect(methods_, &MethodPanel::used, this, [this](const QString& title) { Q_EMIT session_.said(tr("The experiment uses %1. Press start.").arg(title)); });
    connect(methods_, &MethodPanel::failed, &session, &Session::failed);
    connect(panels_, &RunPanels::failed, this, [this](const QString& message) { Q_EMIT session_.failed(message, {}); });
    connect(panels_, &RunPanels::saved, this, [this](const QString& file) { Q_EMIT session_.said(tr("Saved %1").arg(file)); });
    follow();
}

void TrainPage::opened() {
    front_ = true;
    panels_->setLive(true);
    showNumbers();
}

void TrainPage::closed() {
    front_ = false;
    panels_->setLive(false);
}

void TrainPage::follow() {
    if (run_) run_->disconnect(this);
    run_ = session_.currentRun();
    if (run_) {
        connect(run_.get(), &RunModel::changed, this, &TrainPage::showNumbers);
        connect(run_.get(), &RunModel::finished, this, [this] {
            if (run_->status() == RunStatus::Failed)
                Q_EMIT session_.failed(tr("The run failed: %1").arg(QString::fromStdString(run_->error())), QString::fromStdString(run_->folder().string()));
        });
    }
    panels_->setRun(run_);
    showNumbers();
}

void TrainPage::showNumbers() {
    controls_->refresh();
    form_->setRunning(session_.training());
    if (front_) status_->show(run_.get());
}

void TrainPage::save() {
    const QString name = QString::fromStdString(session_.experiment().experiment().name + ".json");
    QString file = QFileDialog::getSaveFileName(this, tr("Save the experiment"), name, tr("Experiments (*.json)"));
    if (file.isEmpty()) return;
    if (!file.endsWith(".json")) file += ".json";
    try {
        session_.experiment().save(file.toStdString());
        session_.settings().addRecentFile(file);
        Q_EMIT session_.said(tr("Saved %1").arg(file));
    } catch (const Error& error) {
        Q_EMIT session_.failed(tr("Not saved: %1").arg(QString::fromStdString(error.message())), QString::fromStdString(error.what()));
    }
}

} // namespace

PageEntry entries::train() {
    return {"train", [](Session& session) { return new TrainPage(session); }};
}

} // namespace orthant::ui
