// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/base/page.h"
#include "ui/models/session.h"

#include <functional>
#include <span>

namespace orthant::ui {

/// An entry of the catalogue of pages.
struct PageEntry {
    QString id;
    std::function<Page*(Session&)> make; ///< without a parent
};

std::span<const PageEntry> pages();

} // namespace orthant::ui

namespace orthant::ui::entries {

#define ORTHANT_ENTRY(id) PageEntry id();
#include "ui/pages/catalogue.def"
#undef ORTHANT_ENTRY

} // namespace orthant::ui::entries
