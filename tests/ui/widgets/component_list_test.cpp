// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/component_list.h"

#include "core/experiment/catalogues.h"
#include "tests/catch.h"
#include "ui/widgets/input_boxes.h"

#include <QAction>
#include <QApplication>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

using namespace orthant;
using namespace orthant::ui;

namespace {

std::string idsOf(const ComponentList& list) {
    std::string text;
    for (const Component& component : list.components()) text += component.id + " ";
    return text;
}

QToolButton* tool(const ComponentList& list, const QString& tip, std::size_t index) {
    QApplication::processEvents(); // what was added is shown by then
    std::vector<QToolButton*> found;
    for (QToolButton* button : list.findChildren<QToolButton*>())
        if (button->accessibleName() == tip && button->isVisibleTo(&list)) found.push_back(button);
    return found.at(index);
}

} // namespace

TEST_CASE("entries are added, moved and removed in their order, down to the least number", "[ui]") {
    ComponentList list({"layers", "Add", "Up", "Down", "Remove", 1}, {});
    list.setComponents({resolveComponent("layers", Component("dense"), {}), resolveComponent("layers", Component("batch_norm"), {})});
    list.show();
    QSignalSpy changed(&list, &ComponentList::changed);
    tool(list, "Down", 0)->click();
    CHECK(idsOf(list) == "batch_norm dense ");
    tool(list, "Up", 1)->click();
    CHECK(idsOf(list) == "dense batch_norm ");
    CHECK_FALSE(tool(list, "Up", 0)->isEnabled());
    for (QPushButton* button : list.findChildren<QPushButton*>())
        if (button->isVisibleTo(&list) && button->menu()) {
            for (QAction* action : button->menu()->actions())
                if (action->text() == QString::fromStdString(catalogueEntry("layers", "binarize").title)) action->trigger();
            break;
        }
    CHECK(idsOf(list) == "dense batch_norm binarize ");
    tool(list, "Remove", 0)->click();
    tool(list, "Remove", 0)->click();
    CHECK(idsOf(list) == "binarize ");
    CHECK_FALSE(tool(list, "Remove", 0)->isEnabled());
    CHECK(changed.count() == 5);
}

TEST_CASE("a value of an entry is changed in its form", "[ui]") {
    ComponentList list({"layers", "Add", "Up", "Down", "Remove", 1}, {});
    list.setComponents({resolveComponent("layers", Component("dense"), {})});
    QSignalSpy changed(&list, &ComponentList::changed);
    list.findChild<QWidget*>("units")->findChild<NumberBox*>()->setValue(77);
    CHECK(list.components()[0].params->integer("units") == 77);
    CHECK(changed.count() == 1);
}
