// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filter_pad.h"

#include "tests/catch.h"
#include "tests/ui/events.h"

using namespace orthant::ui;

TEST_CASE("cells are painted with the mouse and the keys", "[ui]") {
    FilterPad pad;
    pad.resize(200, 200);
    pad.setFilter(3, 1, {});
    int paintings = 0;
    QObject::connect(&pad, &FilterPad::painted, [&] { ++paintings; });
    test::press(&pad, pad.cellRect(0, 1).center());
    test::drag(&pad, pad.cellRect(1, 1).center());
    test::mouse(&pad, QEvent::MouseButtonPress, pad.cellRect(2, 2).center(), Qt::RightButton, Qt::RightButton);
    CHECK(pad.values() == std::vector<double>{0, 1, 0, 0, 1, 0, 0, 0, -1});
    test::press(&pad, pad.cellRect(0, 1).center()); // again: back to 0
    test::key(&pad, Qt::Key_Left);
    test::key(&pad, Qt::Key_Space);
    CHECK(pad.values() == std::vector<double>{1, 0, 0, 0, 1, 0, 0, 0, -1});
    CHECK(paintings == 5);
}

TEST_CASE("one channel is painted alone", "[ui]") {
    FilterPad pad;
    pad.resize(200, 200);
    pad.setFilter(2, 3, {});
    pad.setChannel(1);
    test::press(&pad, pad.cellRect(1, 0).center());
    pad.setChannel(-1);
    test::press(&pad, pad.cellRect(0, 0).center());
    CHECK(pad.values() == std::vector<double>{1, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0});
}
