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
/// default back while the value differs from it, and the help as a line of small text. Rows that do not apply beside the
/// other values are hidden.
class ParamForm final : public QWidget {
    Q_OBJECT
  public:
    enum class Help {
        Lines, ///< under each row
        Tips,  ///< tool tips only: a compact form beside a live plot
    };

    /// @param folder  relative paths in path fields start here
    explicit ParamForm(std::span<const ParamSpec> specs, std::filesystem::path folder = {}, QWidget* parent = nullptr,
                       Help help = Help::Lines);

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
        QWidget* line = nullptr; ///< all of the row
    };
    void addRow(const ParamSpec& spec, const std::filesystem::path& folder, QVBoxLayout* layout, Help help);
    void take(std::size_t index);
    void showReset(const Row& row);
    void showApplying();

    Params values_;
    std::vector<Row> rows_;
};

} // namespace orthant::ui
