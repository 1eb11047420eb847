// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/session.h"

#include <QWidget>

class QAction;
class QLabel;
class QToolButton;

namespace orthant::ui {

/// Start, pause, single step, stop and continue, with the title of the run. The actions carry the shortcuts.
class RunControls final : public QWidget {
    Q_OBJECT
  public:
    explicit RunControls(Session& session, QWidget* parent = nullptr);
    void refresh(); ///< after the run or the experiment changed

  private:
    QAction* add(const QString& iconName, const QString& text, const QKeySequence& keys, const QString& tip);
    void guarded(const std::function<void()>& work);
    void pauseOrResume();
    void oneStep();

    Session& session_;
    QAction *start_, *pause_, *step_, *stop_, *continue_;
    QWidget* continueButton_ = nullptr;
    QLabel* title_;
};

} // namespace orthant::ui
