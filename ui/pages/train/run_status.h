// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/run_model.h"

#include <QWidget>

class QLabel;

namespace orthant::ui {

/// The numbers of a run in one line: state, epoch, step, speed, elapsed and remaining time, test accuracy.
class RunStatusLine final : public QWidget {
    Q_OBJECT
  public:
    explicit RunStatusLine(QWidget* parent = nullptr);
    void show(const RunModel* run); ///< null: nothing has run

  private:
    enum Field { State, Epoch, Step, Speed, Elapsed, Left, TestAccuracy, FieldCount };
    QLabel* values_[FieldCount];
};

} // namespace orthant::ui
