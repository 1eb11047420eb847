// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/experiment_model.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace orthant::ui {

class ComponentEditor;
class NumberBox;
class ParamForm;

/// Everything that an experiment says, as a form: data, layers, training, probes, seed.
class ExperimentForm final : public QWidget {
    Q_OBJECT
  public:
    explicit ExperimentForm(ExperimentModel& model, QWidget* parent = nullptr);

    /// While a run is going, changes are for the next one; the form says so.
    void setRunning(bool running);

  Q_SIGNALS:
    void saveRequested();
    void methodRequested(); ///< a list of methods to choose from

  private:
    void rebuild();
    void showState();

    ExperimentModel& model_;
    QLabel *title_, *summary_, *running_, *problem_;
    QPushButton *method_, *save_, *revert_;
    QVBoxLayout* column_;
    QWidget* body_ = nullptr;
};

} // namespace orthant::ui
