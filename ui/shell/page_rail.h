// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <functional>

class QButtonGroup;
class QVBoxLayout;

namespace orthant::ui {

/// The pages as buttons with icon and name, one below the other.
class PageRail final : public QWidget {
    Q_OBJECT
  public:
    explicit PageRail(QWidget* parent = nullptr);
    void addPage(const QString& id, const QString& title, const QString& iconName, const QString& tip);
    /// A button at the bottom that is not a page.
    void addTool(const QString& iconName, const QString& text, const QString& tip, const std::function<void()>& action);
    void setCurrent(const QString& id);

  Q_SIGNALS:
    void pageChosen(const QString& id);

  private:
    QVBoxLayout* column_;
    QButtonGroup* group_;
    int pages_ = 0;
};

} // namespace orthant::ui
