// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/figure_view.h"

#include "ui/charts/plot_view.h"

#include <QVBoxLayout>

#include <algorithm>

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

bool same(const FigureAxis& a, const FigureAxis& b) {
    return a.title == b.title && a.unit == b.unit && a.logarithmic == b.logarithmic && a.minimum == b.minimum && a.maximum == b.maximum;
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
    layout()->addWidget(frame);
    setFocusProxy(frame);
    connect(frame, &PlotFrame::failed, this, &FigureView::failed);
    connect(frame, &PlotFrame::saved, this, &FigureView::saved);
}

void FigureView::setFigure(const Figure& figure) {
    const bool other = figure.id != id_;
    if (other) use(new PlotView(this));
    auto& plot = static_cast<PlotView&>(*frame_);
    if (other || !same(figure.x, x_) || !same(figure.y, y_)) plot.setAxes(plotAxisOf(figure.x), plotAxisOf(figure.y));
    plot.setTitle(text(figure.title));
    plot.setCaption(text(figure.caption));
    plot.setEmptyText(emptyText_);
    std::vector<PlotSeries> series;
    std::transform(figure.series.begin(), figure.series.end(), std::back_inserter(series), plotSeriesOf);
    plot.setSeries(std::move(series));
    id_ = figure.id;
    x_ = figure.x;
    y_ = figure.y;
    if (other) Q_EMIT frameChanged();
}

void FigureView::setEmptyText(const QString& text) {
    emptyText_ = text;
    static_cast<PlotView&>(*frame_).setEmptyText(text);
}

} // namespace orthant::ui
