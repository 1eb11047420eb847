// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/geometry/study.h"

#include <QWidget>

#include <string>

namespace orthant::ui {

class PlotFrame;

/// A picture that is handled with the mouse and stands for parameters of its study: the quantizer designer, the cube.
class StudyStage : public QWidget {
    Q_OBJECT
  public:
    using QWidget::QWidget;

    /// Shows the parameters; does not emit edited().
    virtual void show(const Params& params) = 0;
    /// What the study found, where the stage depends on it.
    virtual void learn(const StudyResult&) {}
    /// The plot in it, for export and enlarging; null when there is none.
    virtual PlotFrame* frame() { return nullptr; }

  Q_SIGNALS:
    void edited(const orthant::Params& changes); ///< by the user; parameters that are to change
};

/// The stage of a study; null when it has none.
StudyStage* makeStudyStage(const std::string& study);

} // namespace orthant::ui
