// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/unrolled/plan_form.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/unrolled/unrolled_trainer.h"
#include "ui/pages/unrolled/network_list.h"
#include "ui/pages/unrolled/plan_title.h"
#include "ui/widgets/component_list.h"
#include "ui/widgets/param_form.h"
#include "ui/widgets/section.h"
#include "ui/widgets/text_labels.h"

#include <QVBoxLayout>

#include <algorithm>

namespace orthant::ui {

namespace {

struct Variation {
    const char *choice, *pointer;
};
constexpr Variation variations[] = {{"nothing", ""},
                                    {"training samples", "/training/samples"},
                                    {"layers", "/networks/*/algorithm/layers"},
                                    {"blocks", "/problem/operator/blocks"}};
constexpr const char* otherChoice = "another value";

const std::vector<ParamSpec>& runParams() {
    static const std::vector<ParamSpec> specs = {
        integerParam("seeds", "Seeds", 1, "Every network is trained once with each; three show how far chance alone goes.").range(1, 20),
        choiceParam("vary", "Vary", "nothing", {"nothing", "training samples", "layers", "blocks", otherChoice}, "Every network is trained for every value of it."),
        textParam("pointer", "Its place", "", "JSON pointer into the experiment, * for every network: /networks/*/weights/scale.").onlyFor("vary", {otherChoice}),
        textParam("values", "Values", "300, 1000, 5000", "Numbers with commas between them.").onlyFor("vary", {"training samples", "layers", "blocks", otherChoice})};
    return specs;
}

Params runsOfPlan(const UnrolledPlan& plan) {
    const auto* known = std::ranges::find(variations, plan.varyPointer, &Variation::pointer);
    Params values{{"seeds", static_cast<std::int64_t>(plan.seeds.size())}, {"vary", std::string(known != std::end(variations) ? known->choice : otherChoice)}, {"pointer", plan.varyPointer}};
    if (plan.varyValues.empty()) return values;
    std::string text;
    for (const double value : plan.varyValues) text += (text.empty() ? "" : ", ") + shortest(value);
    values.set("values", text);
    return values;
}

ComponentListWords solverWords() {
    return {.catalogue = "solvers", .add = PlanForm::tr("Add a classical solver"), .up = PlanForm::tr("Move up"), .down = PlanForm::tr("Move down"), .remove = PlanForm::tr("Leave this solver out"), .least = 0};
}

} // namespace

PlanForm::PlanForm(QWidget* parent)
    : QWidget(parent), title_(headingLabel({}, 2, this)), summary_(smallLabel({}, this)), networks_(new NetworkList),
      training_(new ParamForm(unrolledTrainingParams(), {}, nullptr, ParamForm::Help::Tips)), runs_(new ParamForm(runParams(), {}, nullptr, ParamForm::Help::Tips)),
      solvers_(new ComponentList(solverWords(), {})) {
    title_->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 10, 8);
    column->addWidget(title_);
    column->addWidget(summary_);
    addPart(tr("Networks"), networks_, true, column);
    addPart(tr("Training"), training_, false, column);
    addPart(tr("Seeds, and what varies"), runs_, false, column);
    addPart(tr("Classical solvers beside them"), solvers_, false, column);
    column->addStretch(1);
    connect(networks_, &NetworkList::changed, this, &PlanForm::changed);
    connect(training_, &ParamForm::changed, this, &PlanForm::changed);
    connect(runs_, &ParamForm::changed, this, &PlanForm::changed);
    connect(solvers_, &ComponentList::changed, this, &PlanForm::changed);
    connect(this, &PlanForm::changed, this, &PlanForm::showHead);
}

void PlanForm::addPart(const QString& title, QWidget* content, bool open, QVBoxLayout* column) {
    auto* section = new Section(title, this);
    content->setContentsMargins(12, 0, 0, 8);
    section->setContent(content);
    section->setOpen(open);
    column->addWidget(section);
}

void PlanForm::setPlan(const UnrolledPlan& plan) {
    given_ = plan;
    problem_ = plan.problem;
    networks_->setNetworks(plan.networks);
    training_->setValues(plan.training);
    runs_->setValues(runsOfPlan(plan));
    solvers_->setComponents(plan.solvers);
    showHead();
}

void PlanForm::setProblem(const Component& problem) {
    problem_ = problem;
    showHead();
}

void PlanForm::showHead() {
    UnrolledPlan shown = given_;
    try {
        shown = unchecked(problem_);
    } catch (const Error&) {
        // Numbers that are not yet written to their end: the head waits.
    }
    title_->setText(QString::fromStdString(shown.title));
    summary_->setText(QString::fromStdString(shown.summary));
}

void PlanForm::setLinks(const UnrolledDesign& links) {
    std::vector<PlannedNetwork> networks = networks_->networks();
    for (PlannedNetwork& network : networks) {
        network.mask = links.mask;
        network.reach = links.mask == "operator" ? links.reach : 0;
        network.edits = links.edits;
    }
    networks_->setNetworks(std::move(networks));
    Q_EMIT changed();
}

std::size_t PlanForm::setEdits(const UnrolledDesign& links) {
    std::vector<PlannedNetwork> networks = networks_->networks();
    std::size_t count = 0;
    for (PlannedNetwork& network : networks) {
        if (network.mask != links.mask || (links.mask == "operator" && network.reach != links.reach)) continue;
        network.edits = links.edits;
        ++count;
    }
    networks_->setNetworks(std::move(networks));
    if (count > 0) Q_EMIT changed();
    return count;
}

UnrolledPlan PlanForm::plan(const Component& problem) const {
    return parseUnrolledPlan(toJson(unchecked(problem)), given_.folder); // its errors
}

UnrolledPlan PlanForm::unchecked(const Component& problem) const {
    UnrolledPlan plan = given_;
    plan.problem = problem;
    plan.networks = networks_->networks();
    plan.training = training_->values();
    plan.solvers = solvers_->components();
    const Params& runs = runs_->values();
    if (plan.seeds.size() != runs.size("seeds")) {
        plan.seeds.clear();
        for (std::size_t seed = 1; seed <= runs.size("seeds"); ++seed) plan.seeds.push_back(seed);
    }
    const auto* variation = std::ranges::find(variations, runs.text("vary"), &Variation::choice);
    plan.varyPointer = variation == std::end(variations) ? runs.text("pointer") : variation->pointer;
    plan.varyValues.clear();
    if (!plan.varyPointer.empty()) plan.varyValues = parseNumbers(runs.text("values"), "/vary/values");
    nameAfterChanges(plan, given_);
    return plan;
}

} // namespace orthant::ui
