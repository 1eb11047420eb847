// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/experiment_model.h"

#include <QFrame>

class QCheckBox;
class QLabel;
class QPushButton;

namespace orthant::ui {

class MethodPicker;

/// Methods to choose from, over the page, with all that is known of the marked one. "Use this method" puts it into the
/// experiment.
class MethodPanel final : public QFrame {
    Q_OBJECT
  public:
    /// @param page  is covered while this is open
    MethodPanel(ExperimentModel& model, QWidget* page);
    void open();

  Q_SIGNALS:
    void used(const QString& title);
    void failed(const QString& message, const QString& details);

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void place();
    void describe();
    void use();

    ExperimentModel& model_;
    MethodPicker* picker_;
    QLabel* text_;
    QCheckBox* realEnds_;
    QPushButton* use_;
};

} // namespace orthant::ui
