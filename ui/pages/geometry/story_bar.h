// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace orthant::ui {

/// One step of a story above the live controls: what to look at, with ways back, on and out.
class StoryBar final : public QWidget {
    Q_OBJECT
  public:
    explicit StoryBar(QWidget* parent = nullptr);

    void showStep(const QString& story, int step, int steps, const QString& title, const QString& text);

  Q_SIGNALS:
    void moved(int by); ///< -1 or +1
    void left();

  private:
    QLabel *head_, *text_;
    QPushButton *back_, *next_;
};

} // namespace orthant::ui
