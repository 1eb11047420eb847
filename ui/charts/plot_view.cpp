// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_view.h"

#include <QAction>
#include <QSignalBlocker>

namespace orthant::ui {

PlotView::PlotView(QWidget* parent)
    : PlaneView(parent), logX_(addMenuAction(tr("Logarithmic x axis"))),
      logY_(addTool(QStringLiteral("log_axis"), tr("Logarithmic y axis"), Qt::Key_L)) {
    logX_->setCheckable(true);
    logY_->setCheckable(true);
    connect(logX_, &QAction::toggled, this, &PlotView::setLogX);
    connect(logY_, &QAction::toggled, this, &PlotView::setLogY);
}

void PlotView::setAxes(const PlotAxis& x, const PlotAxis& y) {
    logX_->setVisible(x.allowLog);
    logY_->setVisible(y.allowLog);
    const QSignalBlocker blockX(logX_), blockY(logY_);
    logX_->setChecked(x.logarithmic);
    logY_->setChecked(y.logarithmic);
    PlaneView::setAxes(x, y);
}

void PlotView::setLogX(bool on) {
    PlotAxis axis = xAxis();
    axis.logarithmic = on;
    setAxes(axis, yAxis());
    Q_EMIT viewChanged();
}

void PlotView::setLogY(bool on) {
    PlotAxis axis = yAxis();
    axis.logarithmic = on;
    setAxes(xAxis(), axis);
    Q_EMIT viewChanged();
}

std::size_t PlotView::hiddenByLog() const { return content().hiddenByLog(); }
Table PlotView::toTable() const { return content().toTable(); }

} // namespace orthant::ui
