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

void PlotView::setAxes(PlotAxis x, PlotAxis y) {
    const auto choose = [](PlotAxis& axis, bool& given, bool now) {
        if (axis.logarithmic == given && axis.allowLog) axis.logarithmic = now;
        else given = axis.logarithmic;
    };
    choose(x, givenLogX_, xAxis().logarithmic);
    choose(y, givenLogY_, yAxis().logarithmic);
    useAxes(x, y);
}

void PlotView::useAxes(const PlotAxis& x, const PlotAxis& y) {
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
    useAxes(axis, yAxis());
    resetView();
}

void PlotView::setLogY(bool on) {
    PlotAxis axis = yAxis();
    axis.logarithmic = on;
    useAxes(xAxis(), axis);
    resetView();
}

std::size_t PlotView::hiddenByLog() const { return content().hiddenByLog(); }
Table PlotView::toTable() const { return content().toTable(); }

} // namespace orthant::ui
