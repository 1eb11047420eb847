// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/params.h"

#include <QWidget>

#include <filesystem>

namespace orthant::ui {

/// The input of one parameter.
class ParamEditor : public QWidget {
    Q_OBJECT
  public:
    using QWidget::QWidget;

    virtual ParamValue value() const = 0;
    /// Shows a value; does not emit edited().
    virtual void setValue(const ParamValue& value) = 0;
    virtual QWidget* focusTarget() = 0;
    /// A line of its own below the title.
    virtual bool wide() const { return false; }
    /// The value with all that the input adds to it: a component with its defaults.
    virtual ParamValue completed(const ParamValue& value) const { return value; }
    /// A value as the input shows it.
    virtual QString textOf(const ParamValue& value) const;

  Q_SIGNALS:
    void edited(); ///< by the user
};

/// The input for this parameter's kind, owned by `parent`.
/// @param folder  relative paths start here
ParamEditor* makeParamEditor(const ParamSpec& spec, const std::filesystem::path& folder, QWidget* parent);

} // namespace orthant::ui
