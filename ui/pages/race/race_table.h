// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/race_model.h"

#include <QWidget>

class QTableWidget;

namespace orthant::ui {

/// One row for each method with its colour; a click on a head sorts. Return or a double click asks for a run.
class RaceTable final : public QWidget {
    Q_OBJECT
  public:
    explicit RaceTable(QWidget* parent = nullptr);
    void setRows(const std::vector<RaceRow>& rows);
    int wholeHeight() const; ///< that shows all rows
    /// "97.41 +- 0.12 %"
    static QString accuracyText(const RaceRow& row);

  Q_SIGNALS:
    void opened(std::size_t method);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void paintColors();

    QTableWidget* table_;
};

} // namespace orthant::ui
