// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/geometry/study.h"

#include <QScrollArea>

#include <map>

class QPushButton;
class QVBoxLayout;

namespace orthant::ui {

class NumberBox;
class ParamForm;

/// The controls of one study: presets, its variant, all parameters with sliders, and the seed.
class StudyForm final : public QScrollArea {
    Q_OBJECT
  public:
    explicit StudyForm(QWidget* parent = nullptr);

    /// Shows the controls of a study with these values.
    /// @param extra  a widget above the parameters (taken over), with the ids of the parameters that it stands for
    void setStudy(const StudyEntry& study, const Params& values, QWidget* extra = nullptr, const std::vector<std::string>& extraIds = {});
    void setValues(const Params& values);
    const Params& values() const { return values_; }
    std::uint64_t seed() const;
    void setSeed(std::uint64_t seed);

  Q_SIGNALS:
    void changed();                                ///< values() or seed(), by the user
    void variantAsked(const std::string& studyId); ///< the same values, another study

  private:
    void takeForm();

    const StudyEntry* study_ = nullptr;
    Params values_;
    ParamForm* form_ = nullptr;
    NumberBox* seed_ = nullptr;
    std::uint64_t seedValue_ = 1;
};

} // namespace orthant::ui
