// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/navigator.h"

namespace orthant::ui {

void Navigator::go(const QString& pageId) { Q_EMIT pageRequested(pageId); }
void Navigator::openExperiment(const QString& file) { Q_EMIT experimentRequested(file); }
void Navigator::openRun(const QString& folder) { Q_EMIT runRequested(folder); }

} // namespace orthant::ui
