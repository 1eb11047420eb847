// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/ui/events.h"
#include "tests/ui/session_fixture.h"
#include "ui/charts/boundary_view.h"
#include "ui/charts/confusion_view.h"
#include "ui/charts/plot_view.h"
#include "ui/pages/catalogue.h"
#include "ui/widgets/input_boxes.h"
#include "ui/widgets/method_picker.h"
#include "ui/widgets/sample_grid.h"
#include "ui/widgets/weight_choice.h"
#include "ui/widgets/weight_histogram.h"
#include "ui/widgets/weight_ridges.h"

#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QTabBar>

#include <cmath>

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
    /// Trains the experiment of the form to its end.
    void run() {
        action("start")->trigger();
        if (!waitFor([this] { return !session->currentRun()->active(); })) throw std::runtime_error("the run does not end");
    }
    void showTab(const QString& title) {
        auto* tabs = page->findChild<QTabBar*>();
        for (int i = 0; i < tabs->count(); ++i)
            if (tabs->tabText(i) == title) tabs->setCurrentIndex(i);
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
    weights->choice().setView(WeightView::Latent);
    REQUIRE(weights->plot().title() == "dense_2, latent");
    REQUIRE(weights->plot().series().size() == 1);
    REQUIRE(weights->plot().series()[0].style == PlotSeries::Style::Steps);
    weights->choice().setView(WeightView::Binarized);
    REQUIRE(weights->plot().title() == "dense_2, binarized");
    REQUIRE(weights->plot().series()[0].style == PlotSeries::Style::Spikes); // two values are never a smooth hill
    REQUIRE(weights->plot().series()[0].x == std::vector<double>{-1, 1});
    weights->choice().setView(WeightView::Both);
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

TEST_CASE("the ridges show every reading of the layer that the histogram shows, and the other way round") {
    TrainFixture fixture;
    fixture.run();
    fixture.showTab("Weights");
    auto* weights = fixture.page->findChild<WeightHistogram*>();
    auto* ridges = fixture.page->findChild<WeightRidges*>();
    REQUIRE(ridges->isVisible());
    CHECK(ridges->plot().ridges().size() == 9); // at the start and after each of 8 steps
    CHECK(ridges->plot().title() == "dense_2, latent and binarized over time");
    CHECK(ridges->plot().ridges()[0].levels == std::vector<double>{-1, 1});
    weights->findChild<QComboBox*>()->setCurrentText("dense_1");
    CHECK(ridges->plot().title() == "dense_1, float weights over time");
    CHECK(ridges->plot().ridges()[0].levels.empty());
    ridges->findChild<QComboBox*>()->setCurrentText("dense_2");
    ridges->choice().setView(WeightView::Binarized);
    CHECK(weights->plot().title() == "dense_2, binarized");
}

TEST_CASE("what the packed network gets wrong is counted, shown, and filtered by a cell") {
    TrainFixture fixture;
    fixture.session->experiment().load(parseExperiment(R"({"orthant": 1, "name": "pictures", "title": "", "summary": "",
        "data": {"id": "glyphs", "train": 200, "test": 100},
        "network": {"layers": ["flatten", {"id": "dense", "units": 16}, "batch_norm", "binarize", {"id": "dense", "units": 10}, "batch_norm"]},
        "training": {"epochs": 1, "batchSize": 50}})"));
    fixture.run();
    fixture.showTab("Mistakes");
    auto* matrix = fixture.page->findChild<ConfusionView*>();
    auto* samples = fixture.page->findChild<SampleGrid*>();
    REQUIRE(waitFor([&] { return matrix->confusion().classes == 10; }));
    const Confusion& confusion = matrix->confusion();
    std::uint64_t all = 0;
    for (const std::uint64_t count : confusion.counts) all += count;
    CHECK(all == 100);
    const auto wrong = static_cast<int>(confusion.wrong.size());
    const auto accuracy = fixture.session->currentRun()->last(Metric::TestAccuracy);
    REQUIRE(accuracy);
    CHECK(wrong == std::lround(100 * (1 - *accuracy)));
    REQUIRE(wrong > 0); // four steps are not enough for all
    CHECK(samples->count() == wrong);
    for (std::size_t t = 0; t < 10; ++t)
        for (std::size_t p = 0; p < 10; ++p) {
            if (t == p || confusion.count(t, p) == 0) continue;
            matrix->choose(ConfusionView::Cell{t, p});
            CHECK(samples->count() == static_cast<int>(confusion.count(t, p)));
        }
    matrix->choose(std::nullopt);
    CHECK(samples->count() == wrong);
}

TEST_CASE("data in the plane have the decision map beside the matrix") {
    TrainFixture fixture;
    fixture.run();
    fixture.showTab("Mistakes");
    CHECK(waitFor([&] { return fixture.page->findChild<ConfusionView*>()->confusion().classes == 2; }));
    CHECK(fixture.page->findChild<BoundaryView*>()->isVisible());
    CHECK_FALSE(fixture.page->findChild<SampleGrid*>()->isVisible());
}

TEST_CASE("a click on the title gives a plot all the room, and another one takes it back") {
    TrainFixture fixture;
    fixture.run();
    REQUIRE(waitFor([&] { return fixture.plot("Loss") && fixture.plot("Sign flips"); }));
    PlotView* loss = fixture.plot("Loss");
    const int before = loss->width();
    const auto clickTitle = [&] { test::click(test::surfaceOf(*loss), {30, 18}); };
    clickTitle();
    CHECK_FALSE(fixture.plot("Sign flips")->isVisible());
    CHECK(loss->width() > before);
    clickTitle();
    CHECK(fixture.plot("Sign flips")->isVisible());
    CHECK(loss->width() == before);
}

TEST_CASE("a method is chosen from the list and is put into the experiment, which can be reverted") {
    TrainFixture fixture;
    auto* button = fixture.page->findChild<QAbstractButton*>("choose_method");
    REQUIRE(button);
    button->click();
    auto* panel = fixture.page->findChild<QWidget*>("method_panel");
    REQUIRE(panel->isVisible());
    auto* picker = panel->findChild<MethodPicker*>();
    REQUIRE(picker->shown() > 10);
    picker->setChosen({"bnn_plus_plus"});
    REQUIRE(picker->chosen() == std::vector<std::string>{"bnn_plus_plus"});
    panel->findChild<QAbstractButton*>("use_method")->click();
    CHECK_FALSE(panel->isVisible());
    const ExperimentModel& model = fixture.session->experiment();
    CHECK(model.dirty());
    CHECK_FALSE(model.problem());
    CHECK(model.experiment().layers[3].params->component("weights").id == "bnn_plus_plus");
    CHECK(model.experiment().layers[0].params->component("weights").id == "identity"); // is left as it is
    button->click();
    test::key(panel, Qt::Key_Escape);
    CHECK_FALSE(panel->isVisible());
}

TEST_CASE("the Theory tab has the readings of the run and no room for those that it does not have") {
    TrainFixture fixture;
    fixture.run();
    fixture.showTab("Theory");
    PlotView* flipMass = fixture.plot("Flip mass");
    REQUIRE(flipMass);
    CHECK(flipMass->isVisible());
    REQUIRE(flipMass->series().size() == 1); // one layer is binarized
    CHECK(flipMass->series()[0].name == "dense_2");
    CHECK_FALSE(fixture.plot("Soft less hard accuracy")->isVisible()); // a plain sign trains as it ships
}
