// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/ui/session_fixture.h"

#include "core/quantizers/quantizer.h"
#include "ui/charts/curve_editor.h"
#include "ui/pages/catalogue.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QLabel>

using namespace orthant;
using namespace orthant::ui;

namespace {

struct BenchFixture : SessionFixture {
    std::unique_ptr<Page> page{entries::quantizers().make(*session)};

    BenchFixture() {
        page->resize(1280, 800);
        page->show();
        page->opened();
    }
    void choose(const std::string& id) { // as the person does in the list
        auto* list = page->findChild<QWidget*>("bench")->findChild<QWidget*>("quantizer")->findChild<QComboBox*>();
        for (int i = 0; i < list->count(); ++i)
            if (list->itemText(i) == QString::fromStdString(findEntry(quantizerCatalogue(), id, "quantizer").title)) list->setCurrentIndex(i);
    }
    QString verdict() const { return page->findChild<QLabel*>("verdict")->text(); }
    QAbstractButton* button(const char* name) const { return page->findChild<QAbstractButton*>(name); }
    CurveEditor* maps() const { return page->findChild<CurveEditor*>("maps"); }
};

} // namespace

TEST_CASE("the bench judges BNN+, repairs it, and trains with the repaired pair", "[ui]") {
    BenchFixture bench;
    CHECK(bench.verdict() == "Legal pair"); // BNN++
    bench.choose("swish_sign");
    CHECK(bench.verdict() == "Not legal");
    REQUIRE(bench.button("repair")->isVisible());
    bench.button("repair")->click();
    CHECK(bench.verdict() == "Legal pair");
    CHECK(bench.maps()->curve().size() == 201);
    QString page;
    QObject::connect(&bench.session->navigator(), &Navigator::pageRequested, [&](const QString& id) { page = id; });
    bench.button("train_with")->click();
    CHECK(page == "train");
    CHECK(bench.session->experiment().experiment().name == "glyphs_drawn");
    CHECK(!bench.session->experiment().problem());
}

TEST_CASE("a drawn curve that falls is made to rise on request", "[ui]") {
    BenchFixture bench;
    bench.button("draw")->click();
    REQUIRE(bench.maps()->curve().size() == 201);
    auto falling = bench.maps()->curve();
    falling[150] = -0.5;
    bench.maps()->setCurve(falling, 2);
    Q_EMIT bench.maps()->curveDrawn();
    bench.button("rise")->click();
    const auto& risen = bench.maps()->curve();
    CHECK(std::is_sorted(risen.begin(), risen.end()));
    CHECK(bench.verdict() == "Legal pair");
}

TEST_CASE("a pair is offered to the race under a name that says where it comes from", "[ui]") {
    BenchFixture bench;
    std::vector<Method> offered;
    QObject::connect(bench.session.get(), &Session::methodOffered, [&](const Method& method) { offered.push_back(method); });
    bench.button("race_it")->click();
    bench.choose("swish_sign");
    bench.button("race_it")->click();
    bench.button("repair")->click();
    bench.button("race_it")->click();
    bench.choose("ste_sign");
    bench.button("draw")->click();
    bench.button("race_it")->click();
    REQUIRE(offered.size() == 4);
    CHECK(offered[0] == findMethod("bnn_plus_plus")); // as it is shipped
    CHECK(offered[1] == findMethod("bnn_plus"));
    CHECK(offered[2].title == "BNN+ repaired");
    CHECK(offered[2].weights->id == "drawn");
    CHECK(offered[2].training == findMethod("bnn_plus").training); // nothing else differs
    CHECK(offered[2].activations == findMethod("bnn_plus").activations);
    CHECK(offered[3].title == "Drawn pair");
    CHECK_FALSE(offered[3].activations);
}
