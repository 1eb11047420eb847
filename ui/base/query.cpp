// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/query.h"

#include <QStringList>

#include <algorithm>

namespace orthant::ui {

bool matchesQuery(const QString& text, const QString& query) {
    const QStringList words = query.split(' ', Qt::SkipEmptyParts);
    return std::all_of(words.begin(), words.end(), [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

} // namespace orthant::ui
