// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/ui/session_fixture.h"

#include "core/geometry/study.h"
#include "ui/charts/figure_view.h"
#include "ui/charts/plot_view.h"
#include "ui/pages/catalogue.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>

using namespace orthant;
using namespace orthant::ui;

namespace {

struct GeometryFixture : SessionFixture {
    std::unique_ptr<Page> page{entries::geometry().make(*session)};

    GeometryFixture() {
        page->resize(1280, 800);
        page->show();
        page->opened();
    }
    QString numbers() const { return page->findChild<QLabel*>("readings")->text(); }
    bool shows(const QString& text) const {
        return waitFor([&] { return numbers().contains(text); });
    }
    QAbstractButton* button(const QString& name) const { return page->findChild<QAbstractButton*>(name); }
    /// A figure with data in it that can be seen.
    bool hasFigure() const {
        const auto views = page->findChildren<FigureView*>();
        return std::ranges::any_of(views, [](const FigureView* view) {
            return view->isVisible() && view->frame().isVisible() && view->frame().toTable().rows() > 0;
        });
    }
    PlotView* mainPlot() const {
        for (const auto* view : page->findChildren<FigureView*>())
            if (auto* plot = qobject_cast<PlotView*>(&view->frame()); plot && view->isVisible() && !plot->series().empty()) return plot;
        return nullptr;
    }
};

} // namespace

TEST_CASE("the geometry page shows a live histogram with its theory as soon as it is opened", "[ui]") {
    const GeometryFixture fixture;
    REQUIRE(fixture.shows("Mean angle to the signs"));
    REQUIRE(fixture.mainPlot());
    CHECK(fixture.mainPlot()->series().size() == 4);
    CHECK(fixture.numbers().contains("theory </span>37.0")); // 37.048 at d = 1000, rounded as the error asks
}

TEST_CASE("a preset and a number box change what is measured", "[ui]") {
    const GeometryFixture fixture;
    REQUIRE(fixture.button("preset_0"));
    fixture.button("preset_0")->click(); // two dimensions
    REQUIRE(fixture.shows("theory </span>22.5"));
    auto* dimension = fixture.page->findChild<QWidget*>("dimension")->findChild<QDoubleSpinBox*>();
    REQUIRE(dimension);
    dimension->setValue(3);
    CHECK(fixture.shows("theory </span>28.11"));
}

TEST_CASE("each study of the strip opens with something to see, by its defaults", "[ui]") {
    const GeometryFixture fixture;
    for (const StudyEntry& study : studyCatalogue()) {
        INFO(study.id);
        if (study.lab != Lab::Geometry) {
            CHECK_FALSE(fixture.button("study_" + QString::fromStdString(study.id)));
            continue;
        }
        auto* card = fixture.button("study_" + QString::fromStdString(study.id));
        REQUIRE(card);
        card->click();
        const bool needsRun = std::ranges::any_of(study.params, [](const ParamSpec& spec) { return spec.id == "run"; });
        if (!needsRun) CHECK(fixture.shows("</p>"));
    }
}

TEST_CASE("each study shows a figure with data, whichever one was open before", "[ui][slow]") {
    const GeometryFixture fixture;
    std::vector<QString> studies;
    for (const StudyEntry& study : studyCatalogue())
        if (study.lab == Lab::Geometry && std::ranges::none_of(study.params, [](const ParamSpec& spec) { return spec.id == "run"; }))
            studies.push_back("study_" + QString::fromStdString(study.id));
    for (const QString& before : studies)
        for (const QString& study : studies) {
            if (study == before) continue;
            INFO(before.toStdString() << ", then " << study.toStdString());
            fixture.button(before)->click();
            REQUIRE(waitFor([&] { return fixture.hasFigure(); }));
            fixture.button(study)->click();
            REQUIRE_FALSE(fixture.hasFigure()); // nothing of the study before
            REQUIRE(waitFor([&] { return fixture.hasFigure(); }));
        }
}
