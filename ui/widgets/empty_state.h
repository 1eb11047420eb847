// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace orthant::ui {

/// What a place shows while it has nothing: what would be here and what to do next.
class EmptyState final : public QWidget {
    Q_OBJECT
  public:
    EmptyState(const QString& iconName, const QString& title, const QString& text, QWidget* parent = nullptr);
    /// A button for the next thing to do.
    void setAction(const QString& text);

  Q_SIGNALS:
    void actionTriggered();
};

} // namespace orthant::ui
