// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/unrolled/plan_title.h"

#include "core/experiment/catalogues.h"
#include "core/experiment/document_fields.h"

#include <QCoreApplication>

#include <cctype>

namespace orthant::ui {

namespace {

std::string tr(const char* text) { return QCoreApplication::translate("PlanTitle", text).toStdString(); }

std::string lowered(std::string text) {
    // "FISTA" stays, "Sparse recovery" becomes a part of a sentence.
    if (text.size() > 1 && std::islower(static_cast<unsigned char>(text[1])) != 0) text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
    return text;
}

std::string changesOf(const UnrolledPlan& plan, const UnrolledPlan& given) {
    std::string text;
    const auto add = [&](bool changed, const std::string& what) {
        if (changed) text += (text.empty() ? "" : ", ") + what;
    };
    add(plan.problem != given.problem, tr("the problem"));
    add(plan.networks != given.networks, tr("the networks"));
    add(plan.training != given.training, tr("the training"));
    add(plan.solvers != given.solvers, tr("the classical solvers"));
    add(plan.seeds != given.seeds, tr("the seeds"));
    add(plan.varyPointer != given.varyPointer || plan.varyValues != given.varyValues, tr("what varies"));
    return text;
}

} // namespace

std::string problemTitle(const Component& problem) {
    const std::string signals = problem.id == "imported_signals" ? tr("Own signals") : catalogueEntry("problems", problem.id).title;
    const ParamValue* value = problem.params ? problem.params->find("operator") : nullptr;
    const auto* op = value ? std::get_if<Component>(value) : nullptr;
    if (!op) return signals;
    return (op->id == "imported" ? tr("Own matrix") : catalogueEntry("operators", op->id).title) + ", " + lowered(signals);
}

void nameAfterChanges(UnrolledPlan& plan, const UnrolledPlan& given) {
    const std::string changes = changesOf(plan, given);
    if (changes.empty()) return;
    plan.title = problemTitle(plan.problem);
    if (plan.problem == given.problem) plan.title = given.title + tr(", changed");
    plan.summary = tr("Begun from '%1'; changed: ") + changes + ".";
    plan.summary.replace(plan.summary.find("%1"), 2, given.title);
    plan.name.clear();
    for (const char c : plan.title) {
        const auto letter = static_cast<unsigned char>(c);
        if (letter < 128 && std::isalnum(letter) != 0) plan.name += static_cast<char>(std::tolower(letter));
        else if (!plan.name.empty() && plan.name.back() != '_') plan.name += '_';
    }
    plan.name = plan.name.substr(0, 60);
    if (plan.name.empty()) plan.name = "changed";
}

} // namespace orthant::ui
