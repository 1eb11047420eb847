// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/catalogue.h"

#include "core/experiment/catalogues.h"
#include "tests/catch.h"
#include "tests/ui/events.h"
#include "tests/ui/unrolled_fixture.h"
#include "ui/charts/bar_view.h"
#include "ui/charts/matrix_map_view.h"
#include "ui/charts/plot_view.h"
#include "ui/pages/unrolled/link_editor.h"
#include "ui/pages/unrolled/network_list.h"
#include "ui/pages/unrolled/plan_form.h"
#include "ui/pages/unrolled/problem_panel.h"
#include "ui/pages/unrolled/results_table.h"
#include "ui/pages/unrolled/solver_export.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/input_boxes.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTabBar>
#include <QTableWidget>
#include <QToolButton>

#include <algorithm>
#include <filesystem>
#include <fstream>

using namespace orthant;
using namespace orthant::ui;

namespace {

struct PageFixture : UnrolledFixture {
    std::unique_ptr<Page> page;

    PageFixture() {
        page.reset(entries::unrolled().make(*session));
        page->resize(1200, 800);
        page->show();
        page->opened();
        std::ofstream(folder.filePath("tiny.json").toStdString()) << toJson(support::tinyPlan());
    }
    void openTiny() { session->openExperiment(folder.filePath("tiny.json").toStdString()); }
    void showTab(int tab) { page->findChild<QTabBar*>("unrolled_tabs")->setCurrentIndex(tab); }
    QAction* action(const char* name) { return page->findChild<QAction*>(name); }
    PlotView* plot(const QString& part) {
        for (PlotView* each : page->findChildren<PlotView*>())
            if (each->title().contains(part)) return each;
        return nullptr;
    }
};

} // namespace

TEST_CASE("the structure editor shows operator, links, a sample and bits, and follows its form") {
    PageFixture fixture;
    fixture.openTiny();
    auto* facts = fixture.page->findChild<QLabel*>("structure_facts");
    REQUIRE(waitFor([&] { return facts->text().contains("12 measurements of 16 unknowns"); }));
    CHECK(facts->text().contains("2 blocks"));
    const auto matrices = fixture.page->findChildren<MatrixMapView*>();
    REQUIRE(matrices.size() == 2);
    CHECK(matrices[0]->matrix().rows == 12);
    CHECK(matrices[1]->matrix().rows == 16);
    CHECK(matrices[1]->matrix().boxes.size() == 2);
    const auto& bars = fixture.page->findChild<BarView*>()->bars();
    CHECK(bars.size() >= 10);
    CHECK(std::ranges::count(bars, true, &Bar::strong) == 1);
    QSignalSpy asked(fixture.page->findChild<ProblemPanel*>(), &ProblemPanel::linksAsked);
    fixture.page->findChild<QPushButton*>("use_mask")->click();
    CHECK(asked.count() == 1);
}

TEST_CASE("a document fills the form, the form gives it back, and links are given to all networks") {
    PageFixture fixture;
    fixture.openTiny();
    auto* form = fixture.page->findChild<PlanForm*>();
    CHECK(form->plan(fixture.page->findChild<ProblemPanel*>()->problem()) == support::tinyPlan());
    UnrolledDesign links;
    links.mask = "dense";
    form->setLinks(links);
    for (const PlannedNetwork& network : form->plan(support::tinyPlan().problem).networks) CHECK(network.mask == "dense");
}

TEST_CASE("an unchanged plan keeps its title, a changed one says what it is and where it began") {
    PageFixture fixture;
    auto* form = fixture.page->findChild<PlanForm*>();
    for (const auto& file : shippedUnrolledPlans()) {
        const UnrolledPlan shipped = readUnrolledPlan(file);
        form->setPlan(shipped);
        INFO(shipped.name);
        CHECK(form->plan(shipped.problem) == shipped);
    }
    const UnrolledPlan tiny = support::tinyPlan();
    form->setPlan(tiny);
    const Component own = resolveComponent("problems", Component("imported_signals", {{"operator", Component("imported", {{"file", std::string("a.npy")}})}, {"signals", std::string("x.npy")}}), {});
    const UnrolledPlan mine = form->plan(own);
    CHECK(mine.title == "Own matrix, own signals");
    CHECK(mine.name == "own_matrix_own_signals");
    CHECK(mine.summary == "Begun from 'Tiny'; changed: the problem.");
    const auto shows = [&](const char* text) { return std::ranges::any_of(form->findChildren<QLabel*>(), [&](const QLabel* label) { return label->text() == text; }); };
    CHECK(shows("Tiny"));
    form->setProblem(own);
    CHECK(shows("Own matrix, own signals"));
    form->setProblem(tiny.problem);
    CHECK(shows("Tiny"));
    UnrolledDesign links;
    links.mask = "dense";
    form->setLinks(links);
    CHECK(shows("Tiny, changed"));
    CHECK(form->plan(tiny.problem).summary == "Begun from 'Tiny'; changed: the networks.");
}

TEST_CASE("links are forbidden on the picture, by numbers, taken back, and reach the networks on the structure") {
    PageFixture fixture;
    fixture.openTiny();
    auto* facts = fixture.page->findChild<QLabel*>("structure_facts");
    const auto linksAre = [&](const char* text) { return waitFor([&] { return facts->text().contains(text); }); };
    REQUIRE(linksAre("96 of 192")); // two blocks of 8 x 6
    MatrixMapView* view = fixture.page->findChildren<MatrixMapView*>()[1];
    QWidget* surface = test::surfaceOf(*view);
    const QRectF cells = view->cells().translated(-surface->pos());
    const auto at = [&](double row, double col) { return cells.topLeft() + QPointF((col - 0.5) * cells.width() / 12, (row - 0.5) * cells.height() / 16); };
    test::click(surface, at(1, 1));
    CHECK(linksAre("96 of 192"));
    fixture.action("edit_links")->setChecked(true);
    CHECK(view->readingAt(at(2, 3) + surface->pos()).contains("drag to forbid"));
    test::press(surface, at(2, 3));
    test::drag(surface, at(4, 9));
    CHECK(view->readingAt(at(4, 9) + surface->pos()).contains("rows 2 to 4, columns 3 to 9"));
    CHECK(view->readingAt(at(4, 9) + surface->pos()).contains("forbid 12 links"));
    test::release(surface, at(4, 9));
    CHECK(linksAre("84 of 192"));
    CHECK(fixture.page->findChild<QLabel*>("edits_said")->text().contains("12 links forbidden"));
    auto* form = fixture.page->findChild<PlanForm*>();
    const auto networks = [&] { return form->plan(support::tinyPlan().problem).networks; };
    CHECK(networks()[0].edits == std::vector<MaskEdit>{{1, 3, 2, 8, false}});
    CHECK(networks()[3].edits.empty()); // it has every link
    test::click(surface, at(1, 12));
    CHECK(linksAre("85 of 192"));
    CHECK(networks()[1].edits.size() == 2);
    fixture.action("undo_links")->trigger();
    CHECK(linksAre("84 of 192"));
    fixture.action("reset_links")->trigger();
    CHECK(linksAre("96 of 192"));
    CHECK(networks()[1].edits.empty());
    fixture.action("undo_links")->trigger();
    CHECK(linksAre("84 of 192"));

    const auto boxes = fixture.page->findChild<LinkEditor*>()->findChildren<NumberBox*>();
    REQUIRE(boxes.size() == 4);
    boxes[1]->setValue(16);
    boxes[3]->setValue(12);
    fixture.page->findChild<QPushButton*>("allow_links")->click();
    CHECK(linksAre("192 of 192"));
    fixture.page->findChild<QPushButton*>("forbid_links")->click();
    CHECK(linksAre("no link is left"));
    UnrolledPlan edited = support::tinyPlan();
    edited.networks[0].edits = {{0, 0, 0, 0, false}};
    fixture.session->unrolledOpened(edited);
    CHECK(linksAre("95 of 192"));
    CHECK(form->plan(edited.problem) == edited);
}

TEST_CASE("networks are copied and removed, and a wrong plan is an error in the message bar") {
    PageFixture fixture;
    fixture.openTiny();
    auto* list = fixture.page->findChild<NetworkList*>();
    REQUIRE(list->networks().size() == 4);
    list->findChild<QToolButton*>("copy_network")->click();
    CHECK(list->networks().size() == 5);
    CHECK(list->networks()[1].title == "Float 2");
    CHECK(list->networks()[1].weights == list->networks()[0].weights);
    for (int i = 0; i < 4; ++i) {
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        list->findChild<QToolButton*>("remove_network")->click();
    }
    CHECK(list->networks().size() == 1);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    CHECK_FALSE(list->findChild<QToolButton*>("remove_network")->isEnabled());

    UnrolledPlan wrong = support::tinyPlan();
    wrong.varyPointer = "/nowhere";
    wrong.varyValues = {1};
    fixture.page->findChild<PlanForm*>()->setPlan(wrong);
    QSignalSpy failed(fixture.session.get(), &Session::failed);
    fixture.action("unrolled_start")->trigger();
    CHECK(failed.count() == 1);
    CHECK_FALSE(fixture.session->unrolled());
}

TEST_CASE("without a run the tabs say what to do") {
    PageFixture fixture;
    for (const int tab : {2, 3}) {
        fixture.showTab(tab);
        const auto states = fixture.page->findChildren<EmptyState*>();
        CHECK(std::ranges::any_of(states, [](const EmptyState* state) { return state->isVisible(); }));
    }
}

TEST_CASE("a plan trains with live plots, is reconstructed layer by layer, judged, and exported") {
    PageFixture fixture;
    fixture.openTiny();
    fixture.showTab(1);
    fixture.action("unrolled_start")->trigger();
    REQUIRE(fixture.session->unrolled());
    CHECK_FALSE(fixture.action("unrolled_start")->isEnabled());
    REQUIRE(waitFor([&] { return fixture.action("unrolled_start")->isEnabled(); }));
    REQUIRE(waitFor([&] { return fixture.plot("Error after each layer")->series().size() == 4; }));
    CHECK(fixture.plot("Error while it trains")->series().size() >= 8);
    CHECK_FALSE(fixture.plot("Scale")->series().empty());
    CHECK(fixture.plot("Thresholds")->series().size() == 4);
    auto* network = fixture.page->findChild<QComboBox*>("choice_network");
    network->setCurrentIndex(1);
    Q_EMIT network->activated(1);
    PlotView* latent = fixture.plot("PIBiNN: latent and binarized");
    REQUIRE(latent);
    CHECK(latent->series()[1].style == PlotSeries::Style::Spikes);
    CHECK(latent->series()[1].y[0] + latent->series()[1].y[1] == Approx(100));

    fixture.showTab(2);
    auto* layer = fixture.page->findChild<QSlider*>("layer");
    REQUIRE(waitFor([&] { return layer->isEnabled() && layer->maximum() == 3; }));
    layer->setValue(2);
    REQUIRE(fixture.plot("Error of this signal"));
    CHECK(fixture.plot("Error of this signal")->series().size() == 5); // four networks and the layer
    CHECK(fixture.plot("PIBiNN, layer 2"));

    fixture.showTab(3);
    auto* table = fixture.page->findChild<ResultsTable*>()->findChild<QTableWidget*>();
    REQUIRE(table->rowCount() == 4);
    CHECK(table->item(1, 4)->text().contains(QString::fromUtf8("±")));
    CHECK(fixture.plot("Error against bits")->series().size() == 4);
    CHECK_FALSE(fixture.plot("Error against bits")->series()[0].spread.empty());
    const double bits = fixture.plot("Error against bits")->series()[1].x[0];
    fixture.page->findChild<QCheckBox*>("count_thresholds")->setChecked(true);
    CHECK(fixture.plot("Error against bits")->series()[1].x[0] > bits);
    table->selectRow(1);
    auto* bounds = fixture.page->findChild<QLabel*>("bounds");
    REQUIRE(waitFor([&] { return bounds->text().contains("T5"); }));
    CHECK(bounds->text().contains("T3"));

    auto* exporter = fixture.page->findChild<SolverExport*>();
    QSignalSpy done(exporter, &SolverExport::done);
    const QString file = fixture.folder.filePath("solver.npz");
    exporter->exportTo(file);
    REQUIRE(waitFor([&] { return done.count() == 1; }));
    CHECK(done.front().front().toBool());
    CHECK(std::filesystem::file_size(file.toStdString()) > 50);
    CHECK(exporter->findChild<QLabel*>("export_result")->text().contains("Checked"));
}
