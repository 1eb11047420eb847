// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/method_picker.h"

#include "tests/catch.h"
#include "tests/ui/events.h"

#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QSignalSpy>

using namespace orthant;
using namespace orthant::ui;

namespace {

EntryInfo method(std::string id, std::string title, std::string summary, std::string source, std::string grade) {
    return {std::move(id), std::move(title), std::move(summary), std::move(source), std::move(grade), {}};
}

std::vector<EntryInfo> someMethods() {
    return {method("bnn", "BNN", "sign forward, hard tanh backward", "Hubara et al. 2016", "PC"),
            method("bnn_plus", "BNN+", "sign forward, SignSwish slope backward", "Darabi et al. 2018", "paper"),
            method("reste", "ReSTE", "power function backward", "Wu et al. 2023", "code"),
            method("bop", "Bop", "flips signs, has no latent weights", "Helwegen et al. 2019", "P")};
}

struct Picker {
    MethodPicker picker;
    QLineEdit* query = picker.findChild<QLineEdit*>();
    QListWidget* list = picker.findChild<QListWidget*>();

    explicit Picker(MethodPicker::Mode mode) : picker(mode) {
        picker.setMethods(someMethods());
        picker.resize(400, 400);
        picker.show();
    }
    void type(const QString& text) {
        for (const QChar letter : text) {
            QKeyEvent press(QEvent::KeyPress, 0, Qt::NoModifier, QString(letter));
            QApplication::sendEvent(query, &press);
        }
    }
    QLabel* chips() const { return picker.findChild<QLabel*>("chosen"); }
    QString words() const {
        for (const QLabel* label : picker.findChildren<QLabel*>())
            if (label != chips() && !label->text().isEmpty()) return label->text();
        return {};
    }
};

using Ids = std::vector<std::string>;

} // namespace

TEST_CASE("typing leaves the methods with all the words, in title, rule or source") {
    Picker p(MethodPicker::Mode::One);
    CHECK(p.picker.shown() == 4);
    p.type("bnn");
    CHECK(p.picker.shown() == 2);
    CHECK(p.picker.chosen() == Ids{"bnn"});
    p.query->setText("backward wu");
    CHECK(p.picker.chosen() == Ids{"reste"});
    p.query->setText("nothing like it");
    CHECK(p.picker.shown() == 0);
    CHECK(p.picker.chosen().empty());
    CHECK_FALSE(p.picker.complete());
    CHECK(p.words().contains("Try fewer"));
    test::key(p.query, Qt::Key_Escape);
    CHECK(p.picker.shown() == 4);
}

TEST_CASE("arrows in the search line move through the list, and Enter uses the marked method") {
    Picker p(MethodPicker::Mode::One);
    QSignalSpy used(&p.picker, &MethodPicker::activated), chosen(&p.picker, &MethodPicker::chosenChanged);
    test::key(p.query, Qt::Key_Down);
    test::key(p.query, Qt::Key_Down);
    CHECK(p.picker.chosen() == Ids{"reste"});
    CHECK(chosen.count() == 2);
    test::key(p.query, Qt::Key_Up);
    test::key(p.query, Qt::Key_Return);
    REQUIRE(used.count() == 1);
    CHECK(used[0][0].value<std::string>() == "bnn_plus");
    p.picker.setChosen({"bop"});
    CHECK(p.picker.chosen() == Ids{"bop"});
}

TEST_CASE("several methods are ticked in an order, two to eight at first, and a search forgets none") {
    Picker p(MethodPicker::Mode::Several);
    test::key(p.list, Qt::Key_Space);
    CHECK(p.picker.chosen() == Ids{"bnn"});
    CHECK_FALSE(p.picker.complete());
    p.query->setText("bop");
    test::key(p.query, Qt::Key_Return);
    CHECK(p.picker.chosen() == Ids{"bnn", "bop"});
    CHECK(p.picker.complete());
    CHECK(p.words() == "2 chosen");
    p.query->clear();
    p.picker.setLimits(1, 2);
    test::click(p.list->viewport(), p.list->visualItemRect(p.list->item(2)).center());
    CHECK(p.picker.chosen() == Ids{"bnn", "bop"}); // full
    CHECK(p.words().contains("more do not fit"));
    test::click(p.list->viewport(), p.list->visualItemRect(p.list->item(0)).center());
    CHECK(p.picker.chosen() == Ids{"bop"});
    p.picker.setMethods({someMethods()[0], someMethods()[1]});
    CHECK(p.picker.chosen().empty());
}

TEST_CASE("what is chosen stands above the list with a cross each, and first in the list") {
    Picker p(MethodPicker::Mode::Several);
    p.picker.setChosen({"bop", "bnn_plus"});
    CHECK(p.chips()->text().indexOf("Bop") < p.chips()->text().indexOf("BNN+"));
    CHECK(p.list->item(0)->text() == "BNN+");
    CHECK(p.list->item(1)->text() == "Bop");
    QSignalSpy chosen(&p.picker, &MethodPicker::chosenChanged);
    Q_EMIT p.chips()->linkActivated("bop");
    CHECK(p.picker.chosen() == Ids{"bnn_plus"});
    CHECK(p.list->item(1)->checkState() == Qt::Unchecked);
    CHECK(chosen.count() == 1);
    CHECK_FALSE(Picker(MethodPicker::Mode::One).chips()->isVisible());
}

TEST_CASE("too many chosen methods are counted, and are not complete until one is taken out") {
    Picker p(MethodPicker::Mode::Several);
    p.picker.setLimits(1, 2);
    p.picker.setChosen({"bnn", "bop", "reste"});
    CHECK_FALSE(p.picker.complete());
    CHECK(p.words().contains("3 chosen, at most 2 fit"));
    Q_EMIT p.chips()->linkActivated("bnn");
    CHECK(p.picker.complete());
}
