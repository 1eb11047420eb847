// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/message_bar.h"

#include "tests/catch.h"

#include <QApplication>
#include <QClipboard>
#include <QPlainTextEdit>
#include <QToolButton>

using namespace orthant::ui;

namespace {

QToolButton* button(const MessageBar& bar, const QString& name) {
    for (auto* b : bar.findChildren<QToolButton*>()) {
        if (b->text() == name || b->accessibleName() == name) return b;
    }
    return nullptr;
}

} // namespace

TEST_CASE("A message bar is hidden until it has something to say and after it was closed") {
    MessageBar bar;
    CHECK_FALSE(bar.isVisibleTo(nullptr));
    bar.error("The file is damaged.");
    CHECK_FALSE(bar.isHidden());
    CHECK(bar.level() == MessageBar::Level::Error);
    CHECK(bar.accessibleName() == "The file is damaged.");
    REQUIRE(button(bar, "Close the message"));
    button(bar, "Close the message")->click();
    CHECK(bar.isHidden());
    CHECK(bar.text().isEmpty());
}

TEST_CASE("Details are behind a button and are copied with the message") {
    MessageBar bar;
    bar.warning("Not all layers are binarized.", "dense_3: identity");
    auto* details = bar.findChild<QPlainTextEdit*>();
    REQUIRE(details);
    CHECK(details->isHidden());
    button(bar, "Details")->click();
    CHECK_FALSE(details->isHidden());
    CHECK(details->toPlainText() == "dense_3: identity");
    button(bar, "Copy the message")->click();
    CHECK(QApplication::clipboard()->text() == "Not all layers are binarized.\ndense_3: identity");
    bar.info("Saved.");
    CHECK(button(bar, "Details")->isHidden());
    CHECK(details->isHidden());
}
