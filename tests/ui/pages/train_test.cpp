// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/ui/session_fixture.h"
#include "ui/charts/boundary_view.h"
#include "ui/charts/plot_view.h"
#include "ui/pages/catalogue.h"
#include "ui/widgets/input_boxes.h"
#include "ui/widgets/weight_histogram.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>

using namespace orthant;
using namespace orthant::ui;

namespace {

struct TrainFixture : SessionFixture {
    std::unique_ptr<Page> page;

    TrainFixture() {
        session->experiment().load(tinyExperiment());
        page.reset(entries::train().make(*session));
        page->resize(1200, 800);
        page->show();
        page->opened();
    }
    QAction* action(const char* name) { return page->findChild<QAction*>(QString("action_") + name); }
    QString status(int field) { return page->findChild<QLabel*>("status_" + QString::number(field))->text(); }
    PlotView* plot(const QString& title) {
        for (PlotView* view : page->findChildren<PlotView*>())
            if (view->title() == title) return view;
        return nullptr;
    }
};

} // namespace

TEST_CASE("start trains the experiment of the form, and the plots and numbers fill") {
    TrainFixture fixture;
    REQUIRE(fixture.action("start")->isEnabled());
    REQUIRE_FALSE(fixture.action("stop")->isEnabled());
    fixture.action("start")->trigger();
    const auto run = fixture.session->currentRun();
    REQUIRE(run);
    REQUIRE_FALSE(fixture.action("start")->isEnabled());
    REQUIRE(waitFor([&] { return !run->active(); }));
    REQUIRE(waitFor([&] { return fixture.status(0) == "finished"; }));
    REQUIRE(fixture.status(2) == "8 / 8");
    REQUIRE(fixture.action("start")->isEnabled());
    REQUIRE(waitFor([&] { return fixture.plot("Loss") && fixture.plot("Loss")->series().size() == 3; })); // raw, smoothed, test
    REQUIRE(fixture.plot("Sign flips")->series().size() == 1);
    REQUIRE(fixture.page->findChild<BoundaryView*>()->isVisible());
}

TEST_CASE("the weight plot says which weights it shows") {
    TrainFixture fixture;
    fixture.action("start")->trigger();
    REQUIRE(waitFor([&] { return !fixture.session->currentRun()->active(); }));
    auto* weights = fixture.page->findChild<WeightHistogram*>();
    weights->refresh();
    weights->findChild<QComboBox*>()->setCurrentText("dense_2");
    weights->setView(WeightView::Latent);
    REQUIRE(weights->plot().title() == "dense_2, latent");
    REQUIRE(weights->plot().series().size() == 1);
    REQUIRE(weights->plot().series()[0].style == PlotSeries::Style::Steps);
    weights->setView(WeightView::Binarized);
    REQUIRE(weights->plot().title() == "dense_2, binarized");
    REQUIRE(weights->plot().series()[0].style == PlotSeries::Style::Spikes); // two values are never a smooth hill
    REQUIRE(weights->plot().series()[0].x == std::vector<double>{-1, 1});
    weights->setView(WeightView::Both);
    REQUIRE(weights->plot().series().size() == 2);
    weights->findChild<QComboBox*>()->setCurrentText("dense_1"); // not binarized
    REQUIRE(weights->plot().title() == "dense_1, float weights");
    REQUIRE(weights->plot().series().size() == 1);
}

TEST_CASE("single steps from the first one, then pause and stop") {
    TrainFixture fixture;
    fixture.action("step")->trigger();
    const auto run = fixture.session->currentRun();
    REQUIRE(run);
    REQUIRE(waitFor([&] { return run->step() == 1 && run->status() == RunStatus::Paused; }));
    REQUIRE(waitFor([&] { return fixture.action("pause")->text() == "Resume"; }));
    fixture.action("step")->trigger();
    REQUIRE(waitFor([&] { return run->step() == 2 && run->status() == RunStatus::Paused; }));
    fixture.action("stop")->trigger();
    REQUIRE(waitFor([&] { return run->status() == RunStatus::Stopped; }));
    REQUIRE(waitFor([&] { return fixture.action("continue")->isEnabled(); }));
}

TEST_CASE("what is changed in the form is what the next run trains") {
    TrainFixture fixture;
    QWidget* epochs = nullptr;
    for (QWidget* widget : fixture.page->findChildren<QWidget*>("epochs")) epochs = widget;
    REQUIRE(epochs);
    epochs->findChild<NumberBox*>()->setValue(1);
    REQUIRE(fixture.session->experiment().experiment().training.integer("epochs") == 1);
    REQUIRE(fixture.session->experiment().dirty());
    fixture.action("start")->trigger();
    const auto run = fixture.session->currentRun();
    REQUIRE(waitFor([&] { return !run->active(); }));
    REQUIRE(run->step() == 4);
}
