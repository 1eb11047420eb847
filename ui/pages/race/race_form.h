// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/race.h"

#include <QWidget>

#include <string>
#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;
class QSpinBox;

namespace orthant::ui {

class MethodPicker;

/// What a race is made of: experiment, methods, seeds, epochs.
class RaceForm final : public QWidget {
    Q_OBJECT
  public:
    explicit RaceForm(QWidget* parent = nullptr);

    void setRace(const Race& race);
    /// Chooses a method beside those that are chosen: a shipped one, or one of one's own, whose title gets a number where another
    /// one has it. @return the title
    std::string addMethod(Method method);
    /// @param own  the experiment of the Train page, offered beside the shipped ones; empty: none
    void setOwnExperiment(const std::string& file);
    /// The race as the form says it. @errors  Error when the experiment or a method cannot be used
    Race race() const;
    /// Whether enough methods are chosen.
    bool complete() const;

  Q_SIGNALS:
    void changed();

  private:
    void showEpochs();

    Race given_; ///< what the form does not show
    QComboBox* experiment_;
    QLabel* about_;
    MethodPicker* methods_;
    QSpinBox* seeds_;
    QSpinBox* epochs_;
    QCheckBox* realEnds_;
};

} // namespace orthant::ui
