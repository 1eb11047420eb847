// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace orthant::ui {

/// The list of keyboard shortcuts, in a window of its own that blocks nothing.
void showShortcuts(QWidget& window);

/// Version, libraries, machine, licence.
void showAbout(QWidget& window);

} // namespace orthant::ui
