// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/param_form.h"

#include "core/experiment/catalogues.h"
#include "tests/catch.h"
#include "ui/widgets/input_boxes.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QToolButton>
#include <QWheelEvent>

using namespace orthant;
using namespace orthant::ui;

namespace {

std::vector<ParamSpec> specsOfEveryKind() {
    return {realParam("rate", "Rate", 0.001, "How fast.").range(1e-6, 1).log(),
            realParam("free", "Free", 0.5, "Any number."),
            integerParam("units", "Units", 256, "How many.").range(1, 65536).in("units"),
            booleanParam("bias", "Bias", false, "Adds a constant."),
            choiceParam("start", "Start", "glorot", {"glorot", "uniform"}, "Initial values."),
            textParam("name", "Name", "x", "A word."),
            pathParam("folder", "Folder", "", "A place."),
            componentParam("weights", "Weights", "quantizers", Component("ste_sign"), "How weights are binarized.")};
}

} // namespace

TEST_CASE("a form shows the defaults and gives them back, components with theirs") {
    const auto specs = specsOfEveryKind();
    ParamForm form(specs);
    REQUIRE(form.values().real("rate") == 0.001);
    REQUIRE(form.values().integer("units") == 256);
    REQUIRE_FALSE(form.values().boolean("bias"));
    REQUIRE(form.values().text("start") == "glorot");
    REQUIRE(form.values().component("weights") == resolveComponent("quantizers", Component("ste_sign"), ""));
}

TEST_CASE("shown values come back unchanged, whatever their digits") {
    const auto specs = specsOfEveryKind();
    ParamForm form(specs);
    Params values = form.values();
    values.set("rate", 3.3333333e-5);
    values.set("free", -1234.5678);
    values.set("units", std::int64_t{65536});
    values.set("bias", true);
    values.set("start", std::string("uniform"));
    values.set("folder", std::string("some where/ü"));
    values.set("weights", resolveComponent("quantizers", Component("swish_sign"), ""));
    QSignalSpy changes(&form, &ParamForm::changed);
    form.setValues(values);
    REQUIRE(changes.count() == 0); // only the user's changes are told
    REQUIRE(form.values() == values);
}

TEST_CASE("an edit is told once, marks its row, and reset puts the default back") {
    const auto specs = specsOfEveryKind();
    ParamForm form(specs);
    form.show();
    QSignalSpy changes(&form, &ParamForm::changed);
    auto* reset = form.findChild<QToolButton*>("reset_units");
    REQUIRE(reset);
    REQUIRE_FALSE(reset->isVisible());
    form.findChild<QWidget*>("units")->findChild<NumberBox*>()->setValue(100);
    REQUIRE(changes.count() == 1);
    REQUIRE(form.values().integer("units") == 100);
    REQUIRE(reset->isVisible());
    reset->click();
    REQUIRE(form.values().integer("units") == 256);
    REQUIRE_FALSE(reset->isVisible());
    REQUIRE(changes.count() == 2);
}

TEST_CASE("another component brings its own parameters and their defaults") {
    const auto specs = specsOfEveryKind();
    ParamForm form(specs);
    auto* box = form.findChild<QWidget*>("weights")->findChild<QComboBox*>();
    REQUIRE(box);
    box->setCurrentIndex(box->findData("swish_sign"));
    REQUIRE(form.values().component("weights") == resolveComponent("quantizers", Component("swish_sign"), ""));
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    auto* beta = form.findChild<QWidget*>("beta");
    REQUIRE(beta);
    beta->findChild<NumberBox*>()->setValue(7);
    REQUIRE(form.values().component("weights").params->real("beta") == 7);
}

TEST_CASE("the wheel over a box that has no focus changes nothing") {
    const auto specs = specsOfEveryKind();
    ParamForm form(specs);
    form.show();
    for (QWidget* input : form.findChildren<QWidget*>()) {
        if (!qobject_cast<NumberBox*>(input) && !qobject_cast<QComboBox*>(input)) continue;
        input->clearFocus();
        QWheelEvent wheel(QPointF(5, 5), input->mapToGlobal(QPointF(5, 5)), {}, {0, 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(input, &wheel);
    }
    REQUIRE(form.values().integer("units") == 256);
    REQUIRE(form.values().text("start") == "glorot");
    REQUIRE(form.values().component("weights").id == "ste_sign");
}

TEST_CASE("a number box reads and writes any size of number with a point, in any locale") {
    QLocale::setDefault(QLocale(QLocale::German));
    NumberBox box(NumberBox::Kind::Real);
    box.setRange(-1e9, 1e9);
    box.setValue(1e-5);
    REQUIRE(box.text().toDouble() == 1e-5);
    REQUIRE(box.valueFromText("2.5e-3") == 2.5e-3);
    QString half = "1e-", wrong = "abc", comma = "1,5";
    int position = 0;
    REQUIRE(box.validate(half, position) == QValidator::Intermediate);
    REQUIRE(box.validate(wrong, position) == QValidator::Invalid);
    REQUIRE(box.validate(comma, position) == QValidator::Invalid);
    box.setStepByRatio(true);
    box.setValue(0.01);
    box.stepBy(1);
    REQUIRE(box.value() == Approx(0.02));
    box.stepBy(2);
    REQUIRE(box.value() == Approx(0.1));
    box.stepBy(-4);
    REQUIRE(box.value() == Approx(0.005));
    NumberBox whole(NumberBox::Kind::Whole);
    QString fraction = "1.5";
    REQUIRE(whole.validate(fraction, position) != QValidator::Acceptable);
    QLocale::setDefault(QLocale::c());
}
