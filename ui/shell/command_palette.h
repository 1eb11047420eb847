// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include <vector>

class QAction;
class QLineEdit;
class QListWidget;

namespace orthant::ui {

/// The actions of the window that are commands, in the order in which they were made.
std::vector<QAction*> commandsOf(const QWidget& window);

/// A line to type into over the window, with the commands that match below it. Return runs the chosen one, Escape closes.
class CommandPalette final : public QFrame {
    Q_OBJECT
  public:
    explicit CommandPalette(QWidget* window);
    void open();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void filter(const QString& query);
    void run();

    QLineEdit* line_;
    QListWidget* list_;
};

} // namespace orthant::ui
