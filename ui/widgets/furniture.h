// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QBoxLayout;
class QSplitter;
class QTableWidget;
class QToolButton;
class QWidget;

namespace orthant::ui {

class Settings;

// What several pages are furnished with.

/// A form that scrolls, and beside it what it is about; where they meet is remembered.
/// @param least  width that the form keeps
/// @param wished its width at first
/// @param key    of Settings::splitter(); `settings` outlives the result
QSplitter* formBeside(QWidget* form, QWidget* content, int least, int wished, Settings& settings, const QString& key);

/// A table of results: whole rows, nothing to edit, the column with the names takes the room that is left.
void showAsResults(QTableWidget& table, int nameColumn);

/// A flat button with an icon; the tip is its accessible name too.
QToolButton* iconButton(const QString& iconName, const QString& tip, bool enabled, QWidget* parent);

/// Hides and deletes all widgets of a layout, later, because the button that was clicked may be one of them.
void clearLater(QBoxLayout& layout);

} // namespace orthant::ui
