// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/params.h"

#include <QWidget>

#include <filesystem>
#include <span>
#include <vector>

class QToolButton;
class QVBoxLayout;

namespace orthant::ui {

class ParamEditor;

/// A form made from parameter descriptions: one row each with a title, an input box for its kind, a button that puts the
/// default back while the value differs from it, and the help as a line of small text.
class ParamForm final : public QWidget {
    Q_OBJECT
  public:
    /// @param folder  relative paths in path fields start here
    explicit ParamForm(std::span<const ParamSpec> specs, std::filesystem::path folder = {}, QWidget* parent = nullptr);

    /// Shows these values; what is missing shows its default. Does not emit changed().
    void setValues(const Params& values);
    const Params& values() const { return values_; }

  Q_SIGNALS:
    void changed(); ///< by the user

  private:
    struct Row {
        ParamSpec spec;
        ParamEditor* editor = nullptr;
        QToolButton* reset = nullptr;
    };
    void addRow(const ParamSpec& spec, const std::filesystem::path& folder, QVBoxLayout* layout);
    void take(std::size_t index);
    void showReset(const Row& row);

    Params values_;
    std::vector<Row> rows_;
};

} // namespace orthant::ui
