// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/param_editor.h"

class QComboBox;
class QFrame;
class QLabel;
class QVBoxLayout;

namespace orthant::ui {

class ParamForm;

/// Chooses an entry of a catalogue; its own parameters follow below, indented.
class ComponentEditor final : public ParamEditor {
    Q_OBJECT
  public:
    /// @param catalogue  "quantizers", "datasets", ...
    ComponentEditor(std::string catalogue, std::filesystem::path folder, QWidget* parent = nullptr);

    ParamValue value() const override { return component_; }
    void setValue(const ParamValue& value) override;
    QWidget* focusTarget() override;
    bool wide() const override { return true; }
    ParamValue completed(const ParamValue& value) const override;
    QString textOf(const ParamValue& value) const override;

    const Component& component() const { return component_; }
    void setComponent(const Component& component);

  private:
    void choose(const QString& id);
    void rebuild();

    std::string catalogue_;
    std::filesystem::path folder_;
    Component component_;
    QComboBox* box_;
    QLabel* summary_;
    QFrame* frame_ = nullptr;
    ParamForm* form_ = nullptr;
};

} // namespace orthant::ui
