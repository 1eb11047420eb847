// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/page.h"

namespace orthant::ui {

Page::Page(const QString& id, const QString& title, const QString& iconName, QWidget* parent)
    : QWidget(parent), id_(id), title_(title), iconName_(iconName) {
    setObjectName(id);
    setAccessibleName(title);
}

} // namespace orthant::ui
