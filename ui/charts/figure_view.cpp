// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/figure_view.h"

#include "ui/charts/density_view.h"
#include "ui/charts/plot_view.h"
#include "ui/charts/tile_view.h"

#include <QVBoxLayout>

namespace orthant::ui {

namespace {

QString text(const std::string& s) { return QString::fromStdString(s); }

PlotSeries::Style styleOf(FigureSeries::Style style) {
    switch (style) {
    case FigureSeries::Style::Line: return PlotSeries::Style::Line;
    case FigureSeries::Style::Steps: return PlotSeries::Style::Steps;
    case FigureSeries::Style::Spikes: return PlotSeries::Style::Spikes;
    case FigureSeries::Style::Points: return PlotSeries::Style::Points;
    case FigureSeries::Style::Theory: break;
    }
    return PlotSeries::Style::Theory;
}

} // namespace

PlotSeries plotSeriesOf(const FigureSeries& series) {
    return {text(series.name), series.x, series.y, styleOf(series.style), -1, text(series.note)};
}

PlotAxis plotAxisOf(const FigureAxis& axis) {
    return {text(axis.title), text(axis.unit), axis.logarithmic, true, axis.minimum, axis.maximum};
}

FigureView::FigureView(QWidget* parent) : QWidget(parent), emptyText_(tr("Nothing to show yet")) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    use(new PlotView(this));
}

FigureView::~FigureView() = default;

void FigureView::use(PlotFrame* frame) {
    delete frame_;
    frame_ = frame;
    frame->setEmptyText(emptyText_);
    layout()->addWidget(frame);
    setFocusProxy(frame);
    connect(frame, &PlotFrame::failed, this, &FigureView::failed);
    connect(frame, &PlotFrame::saved, this, &FigureView::saved);
}

FigureView::Kind FigureView::kindOf(const Figure& figure) {
    return figure.map ? Kind::Map : !figure.tiles.empty() ? Kind::Tiles : Kind::Curves;
}

void FigureView::setFigure(const Figure& figure) {
    const Kind kind = kindOf(figure);
    const bool other = figure.id != id_ || kind != kind_;
    if (other) {
        const bool focused = frame_->hasFocus();
        if (kind == Kind::Map) use(new DensityView(this));
        else if (kind == Kind::Tiles) use(new TileView(this));
        else use(new PlotView(this));
        if (focused) frame_->setFocus();
    }
    id_ = figure.id;
    kind_ = kind;
    frame_->setTitle(text(figure.title));
    frame_->setCaption(text(figure.caption));
    std::vector<PlotSeries> series;
    for (const FigureSeries& s : figure.series) series.push_back(plotSeriesOf(s));
    if (kind == Kind::Curves) {
        auto& plot = static_cast<PlotView&>(*frame_);
        plot.setAxes(plotAxisOf(figure.x), plotAxisOf(figure.y));
        plot.setSeries(std::move(series));
    } else if (kind == Kind::Map) {
        auto& plot = static_cast<DensityView&>(*frame_);
        plot.setAxes(plotAxisOf(figure.x), plotAxisOf(figure.y));
        plot.setMap(*figure.map);
        plot.setSeries(std::move(series));
    } else {
        static_cast<TileView&>(*frame_).setTiles(figure.tiles);
    }
    if (other) Q_EMIT frameChanged();
}

void FigureView::setEmptyText(const QString& text) {
    emptyText_ = text;
    frame_->setEmptyText(text);
}

} // namespace orthant::ui
