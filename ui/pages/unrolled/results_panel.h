// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/session.h"
#include "ui/models/solver_bounds.h"

#include <QTimer>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QSplitter;
class QStackedWidget;

namespace orthant::ui {

class PanelGrid;
class PlotView;
class ResultsTable;
class SolverExport;

/// What the networks of a plan cost and give: table, error against bits, generalization, bounds beside measurements, export.
class ResultsPanel final : public QWidget {
    Q_OBJECT
  public:
    explicit ResultsPanel(Session& session, QWidget* parent = nullptr);

    void setFront(bool front); ///< false: sleep

  private:
    QWidget* makeSide();
    PlotView* addPlot();
    void follow();
    void draw();
    void choose();
    std::optional<std::size_t> chosenJob() const;
    void askBounds();
    void showBounds(const std::vector<MeasuredBound>& bounds);

    Session& session_;
    std::shared_ptr<UnrolledModel> model_;
    bool front_ = false, busy_ = false;
    std::optional<std::size_t> boundsOf_; ///< the job whose bounds are shown
    QCheckBox* thresholds_;
    QComboBox *network_, *varied_;
    SolverExport* export_;
    QLabel* bounds_;
    QStackedWidget* pages_;
    QSplitter* right_;
    PanelGrid* grid_;
    PlotView *pareto_, *variation_;
    PlotView* gap_ = nullptr; ///< T5
    std::vector<PlotView*> boundPlots_; ///< as many of T2, T3 and both T4 as have a curve
    ResultsTable* table_;
    QTimer timer_;
};

} // namespace orthant::ui
