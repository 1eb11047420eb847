// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/unrolled/packed_solver.h"
#include "ui/models/session.h"

#include <QWidget>

#include <optional>

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;

namespace orthant::ui {

/// Writes the packed solver of a trained network into a file that runs without the program, and says where its bytes are.
class SolverExport final : public QWidget {
    Q_OBJECT
  public:
    explicit SolverExport(Session& session, QWidget* parent = nullptr);

    /// @param job  a trained network of the plan that is shown; empty: none
    void setJob(std::shared_ptr<UnrolledModel> model, std::optional<std::size_t> job);
    void exportTo(const QString& file); ///< npz or safetensors, told by the ending

  Q_SIGNALS:
    void done(bool verified); ///< also after an error

  private:
    void ask();
    void tell(const SolverFile& file);

    Session& session_;
    std::shared_ptr<UnrolledModel> model_;
    std::optional<std::size_t> job_;
    QComboBox* format_;
    QCheckBox* withOperator_;
    QPushButton* write_;
    QLabel* result_;
};

} // namespace orthant::ui
