// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/unrolled_model.h"

#include <QWidget>

class QTableWidget;

namespace orthant::ui {

/// What each network costs and gives: bits by formula and of the file, error, time. One row for each network and varied value.
class ResultsTable final : public QWidget {
    Q_OBJECT
  public:
    explicit ResultsTable(QWidget* parent = nullptr);

    void setModel(const UnrolledModel* model, bool thresholds); ///< null: empty
    int wholeHeight() const; ///< that shows every row

  Q_SIGNALS:
    void chosen(std::size_t network, double varied); ///< a row, by the person

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void paintColors();

    QTableWidget* table_;
};

} // namespace orthant::ui
