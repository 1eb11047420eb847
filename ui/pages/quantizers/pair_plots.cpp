// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/quantizers/pair_plots.h"

#include "ui/charts/curve_editor.h"
#include "ui/charts/plot_view.h"
#include "ui/widgets/panel_grid.h"

#include <QAction>
#include <QVBoxLayout>

#include <algorithm>

namespace orthant::ui {

PairPlots::PairPlots(QWidget* parent)
    : QWidget(parent), grid_(new PanelGrid(this)), maps_(new CurveEditor), proximal_(new PlotView), outer_(new PlotView), regularizer_(new PlotView) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 4, 6, 4);
    column->addWidget(grid_);
    for (PlotFrame* plot : std::initializer_list<PlotFrame*>{maps_, proximal_, outer_, regularizer_}) add(*plot);
    maps_->setObjectName("maps");
    maps_->setTitle(tr("Forward F and backward B"));
    maps_->setAxes({tr("Latent weight w")}, {tr("Value")});
    proximal_->setTitle(tr("P: the proximal map behind the pair"));
    proximal_->setAxes({tr("Latent weight w")}, {tr("P(w)")});
    proximal_->setCaption(tr("P(w) is the integral of dF/B. The pair is legal when P never falls."));
    outer_->setTitle(tr("T: F = T(P), B = T'(P)"));
    outer_->setAxes({tr("P")}, {tr("Value")});
    outer_->setCaption(tr("Training with the pair is ProxConnect on the loss behind this change of variables."));
    regularizer_->setTitle(tr("Regularizer implied by P"));
    regularizer_->setAxes({tr("p = P(w)")}, {tr("r(p)")});
    regularizer_->setCaption(tr("What P pulls the weights towards: minima are where they come to rest."));
    connect(maps_, &CurveEditor::curveDrawn, this, &PairPlots::curveDrawn);
}

void PairPlots::add(PlotFrame& plot) {
    grid_->add(&plot);
    connect(plot.addEnlarge(), &QAction::triggered, this, [this, &plot] { grid_->enlarge(&plot); });
    connect(&plot, &PlotFrame::failed, this, &PairPlots::failed);
    connect(&plot, &PlotFrame::saved, this, &PairPlots::saved);
}

const std::vector<double>& PairPlots::curve() const { return maps_->curve(); }

void PairPlots::show(const SampledPair& pair, const std::optional<Decomposition>& behind, const std::vector<double>& curve, double reach) {
    const PlotSeries forward{tr("F, forward"), pair.w, pair.forward, PlotSeries::Style::Line, 0};
    const PlotSeries backward{tr("B, backward"), pair.w, pair.backward, PlotSeries::Style::Line, 1};
    maps_->setCurve(curve, reach);
    maps_->setDrawing(!curve.empty());
    maps_->setName(tr("F, drawn"));
    maps_->setCaption(curve.empty() ? tr("Gradients at w are multiplied by B(w).") : tr("Drag to draw F; hold Shift for a straight line, Ctrl to move the view."));
    maps_->setSeries(curve.empty() ? std::vector{forward, backward} : std::vector{backward});
    const QString why = tr("A pair that is not legal has no proximal map");
    for (PlotView* plot : {proximal_, outer_, regularizer_}) plot->setEmptyText(why);
    if (!behind) {
        for (PlotView* plot : {proximal_, outer_, regularizer_}) plot->setSeries({});
        return;
    }
    proximal_->setSeries({{tr("P"), pair.w, behind->proximal, PlotSeries::Style::Line, 2},
                          {tr("identity"), pair.w, pair.w, PlotSeries::Style::Theory, -1, tr("P = w: plain gradient descent through F")}});
    outer_->setSeries({{tr("T"), behind->proximal, pair.forward, PlotSeries::Style::Line, 0}, {tr("T', slope"), behind->proximal, pair.backward, PlotSeries::Style::Line, 1}});
    // A pair of plain gradient descent has r = 0; the rounding of its integral must not fill the plot.
    PlotAxis r{tr("r(p)")};
    r.minimum = 0;
    r.maximum = std::max(0.25, 1.05 * *std::ranges::max_element(behind->regularizer));
    regularizer_->setAxes({tr("p = P(w)")}, r);
    regularizer_->setSeries({{tr("r"), behind->proximal, behind->regularizer, PlotSeries::Style::Line, 3}});
}

void PairPlots::clear(const QString& why) {
    maps_->setCurve({}, 2);
    for (PlaneView* plot : std::initializer_list<PlaneView*>{maps_, proximal_, outer_, regularizer_}) {
        plot->setSeries({});
        plot->setEmptyText(why);
    }
}

} // namespace orthant::ui
