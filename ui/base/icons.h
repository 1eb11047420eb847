// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QStringList>

namespace orthant::ui {

/// A line icon of the program, drawn in the text colour of the current theme each time it is painted: it follows a change
/// of theme by itself. Names: files of resources/icons without ending; "orthant" is the program's own, in colour.
QIcon icon(const QString& name);

/// All names, for the test that every icon draws something.
QStringList iconNames();

} // namespace orthant::ui
