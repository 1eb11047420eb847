// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/panel_grid.h"

#include "tests/catch.h"

using namespace orthant::ui;

namespace {

int columnsOf(const std::vector<QWidget*>& panels) {
    int columns = 0;
    for (const QWidget* panel : panels) columns += panel->isVisibleTo(panel->parentWidget()) && panel->y() == panels.front()->y();
    return columns;
}

} // namespace

TEST_CASE("panels stand in one to three columns by the width, do not overlap and are never too low") {
    PanelGrid grid;
    std::vector<QWidget*> panels;
    for (int i = 0; i < 6; ++i) {
        panels.push_back(new QWidget);
        grid.add(panels.back());
    }
    grid.show();
    const std::pair<QSize, int> cases[] = {{{320, 500}, 1}, {{640, 500}, 2}, {{1500, 800}, 3}, {{2100, 1300}, 3}};
    for (const auto& [size, columns] : cases) {
        grid.resize(size);
        INFO(size.width());
        REQUIRE(columnsOf(panels) == columns);
        for (std::size_t i = 0; i < panels.size(); ++i) {
            REQUIRE(panels[i]->height() >= 250);
            REQUIRE(panels[i]->geometry().right() <= size.width());
            for (std::size_t j = 0; j < i; ++j) REQUIRE_FALSE(panels[i]->geometry().intersects(panels[j]->geometry()));
        }
    }
}

TEST_CASE("one panel can take all the room and give it back") {
    PanelGrid grid;
    auto* first = new QWidget;
    auto* second = new QWidget;
    grid.add(first);
    grid.add(second);
    grid.resize(900, 600);
    grid.show();
    grid.enlarge(second);
    REQUIRE_FALSE(first->isVisible());
    REQUIRE(second->size() == QSize(900, 600));
    grid.enlarge(second);
    REQUIRE(first->isVisible());
    REQUIRE(second->width() < 900);
    grid.enlarge(second);
    grid.setAvailable(second, false); // what is gone cannot stay enlarged
    REQUIRE(first->isVisible());
    REQUIRE(grid.enlarged() == nullptr);
}
