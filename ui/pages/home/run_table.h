// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/run_folder.h"

#include <QWidget>

#include <span>

class QTableWidget;

namespace orthant::ui {

/// Runs as rows: title, test accuracy, bits per weight, time, state. A broken folder is a row with its error.
class RunTable final : public QWidget {
    Q_OBJECT
  public:
    explicit RunTable(QWidget* parent = nullptr);
    void setRuns(std::span<const RunSummary> runs);

  Q_SIGNALS:
    void opened(const QString& folder);

  private:
    QTableWidget* table_;
};

} // namespace orthant::ui
