// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace orthant::ui {

/// True when all words of `query` occur in `text`, in any order and case.
bool matchesQuery(const QString& text, const QString& query);

} // namespace orthant::ui
