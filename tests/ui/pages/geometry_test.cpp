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
