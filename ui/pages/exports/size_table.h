// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/summary.h"
#include "ui/models/run_model.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;
class QTableWidget;

namespace orthant::ui {

/// What the model of a run costs: for each layer its shape, parameters by bit width, multiply-adds by kind and bytes as
/// trained and as packed, with the sum; beside them the bytes of the file.
class SizeTable final : public QWidget {
    Q_OBJECT
  public:
    explicit SizeTable(QWidget* parent = nullptr);
    void setRun(const RunModel* run); ///< null, or without a model: says what is missing

  private:
    void fill(const std::vector<LayerSummary>& layers);
    void copy() const;

    int asked_ = 0; ///< answers to older questions are dropped
    QLabel* note_;
    QTableWidget* table_;
    QPushButton* copy_;
};

} // namespace orthant::ui
