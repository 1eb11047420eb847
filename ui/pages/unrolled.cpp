// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/file.h"
#include "ui/pages/catalogue.h"
#include "ui/pages/unrolled/plan_form.h"
#include "ui/pages/unrolled/problem_panel.h"
#include "ui/pages/unrolled/reconstruction_panel.h"
#include "ui/pages/unrolled/results_panel.h"
#include "ui/pages/unrolled/training_panel.h"

#include <QFileDialog>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

namespace orthant::ui {

namespace {

/// Unrolled networks for inverse problems: the structure and its price, training, reconstructions, results.
class UnrolledPage final : public Page {
  public:
    explicit UnrolledPage(Session& session);
    void opened() override;
    void closed() override;

  private:
    enum Tab { Problem, Train, Reconstructions, Results };

    void setPlan(const UnrolledPlan& plan);
    void showTab();
    void start();
    void save();
    void guarded(const std::function<void()>& work);

    Session& session_;
    bool front_ = false;
    QTabBar* tabs_;
    QStackedWidget* stack_;
    ProblemPanel* problem_;
    TrainingPanel* training_;
    ReconstructionPanel* reconstructions_;
    ResultsPanel* results_;
};

UnrolledPage::UnrolledPage(Session& session)
    : Page("unrolled", tr("Unrolled"), "unrolled"), session_(session), tabs_(new QTabBar), stack_(new QStackedWidget), problem_(new ProblemPanel(session)),
      training_(new TrainingPanel(session)), reconstructions_(new ReconstructionPanel(session)), results_(new ResultsPanel(session)) {
    const std::tuple<QString, QString, QWidget*> tabs[] = {
        {tr("Problem"), tr("The operator, the links that it allows, and what they cost"), problem_},
        {tr("Train"), tr("Networks side by side, with their stages live"), training_},
        {tr("Reconstructions"), tr("A signal or picture after each layer"), reconstructions_},
        {tr("Results"), tr("Bits against error, bounds, and the export"), results_}};
    tabs_->setDrawBase(false);
    tabs_->setExpanding(false);
    tabs_->setObjectName("unrolled_tabs");
    for (const auto& [title, tip, widget] : tabs) {
        tabs_->setTabToolTip(tabs_->addTab(title), tip);
        stack_->addWidget(widget);
    }
    auto* head = new QHBoxLayout;
    head->setContentsMargins(8, 4, 8, 0);
    head->addWidget(tabs_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(stack_, 1);

    connect(tabs_, &QTabBar::currentChanged, this, &UnrolledPage::showTab);
    connect(training_, &TrainingPanel::startAsked, this, &UnrolledPage::start);
    connect(training_, &TrainingPanel::saveAsked, this, &UnrolledPage::save);
    connect(problem_, &ProblemPanel::planAsked, this, [this](const QString& name) {
        guarded([&] { setPlan(readUnrolledPlan(findExperiment(name.toStdString()))); });
    });
    connect(problem_, &ProblemPanel::changed, this, [this] { training_->form().setProblem(problem_->problem()); });
    connect(problem_, &ProblemPanel::linksAsked, this, [this](const UnrolledDesign& links) {
        training_->form().setLinks(links);
        Q_EMIT session_.said(tr("All networks of the Train tab have these links."));
    });
    connect(problem_, &ProblemPanel::linksEdited, this, [this](const UnrolledDesign& links) {
        const std::size_t count = training_->form().setEdits(links);
        Q_EMIT session_.said(count == 0 ? tr("No network of the Train tab has these links yet: give them to all of them.")
                             : count == 1 ? tr("One network of the Train tab has these links now.")
                                          : tr("%1 networks of the Train tab have these links now.").arg(count));
    });
    connect(&session, &Session::unrolledOpened, this, &UnrolledPage::setPlan);
    guarded([this] {
        const auto shipped = shippedUnrolledPlans();
        const auto first = std::ranges::find_if(shipped, [](const auto& file) { return file.stem() == "pibinn_default"; });
        if (first != shipped.end()) setPlan(readUnrolledPlan(*first));
    });
}

void UnrolledPage::setPlan(const UnrolledPlan& plan) {
    problem_->setPlan(plan);
    training_->form().setPlan(plan);
}

void UnrolledPage::opened() {
    front_ = true;
    showTab();
}

void UnrolledPage::closed() {
    front_ = false;
    showTab();
}

void UnrolledPage::showTab() {
    stack_->setCurrentIndex(tabs_->currentIndex());
    problem_->setFront(front_ && tabs_->currentIndex() == Problem);
    training_->setFront(front_ && tabs_->currentIndex() == Train);
    reconstructions_->setFront(front_ && tabs_->currentIndex() == Reconstructions);
    results_->setFront(front_ && tabs_->currentIndex() == Results);
}

void UnrolledPage::start() {
    guarded([this] { session_.startUnrolled(training_->form().plan(problem_->problem())); });
}

void UnrolledPage::save() {
    guarded([this] {
        const UnrolledPlan plan = training_->form().plan(problem_->problem());
        QString file = QFileDialog::getSaveFileName(this, tr("Save the plan"), QString::fromStdString(plan.name + ".json"), tr("Experiments (*.json)"));
        if (file.isEmpty()) return;
        if (!file.endsWith(".json")) file += ".json";
        writeFileAtomically(file.toStdString(), toJson(plan));
        Q_EMIT session_.said(tr("Saved %1").arg(file));
    });
}

void UnrolledPage::guarded(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        Q_EMIT session_.failed(QString::fromStdString(error.message()), QString::fromStdString(error.what()));
    }
}

} // namespace

PageEntry entries::unrolled() {
    return {"unrolled", [](Session& session) { return new UnrolledPage(session); }};
}

} // namespace orthant::ui
