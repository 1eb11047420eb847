// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace orthant::ui {

/// Small, quiet, wrapped text: a help line, a caption.
QLabel* smallLabel(const QString& text, QWidget* parent);
/// The title of a page or of a part of it. @param level 1: page, 2: part
QLabel* headingLabel(const QString& text, int level, QWidget* parent);

} // namespace orthant::ui
