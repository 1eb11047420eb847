// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plane_view.h"

#include "ui/charts/plot_canvas.h"
#include "ui/charts/plot_scene.h"

#include <QAction>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace orthant::ui {

struct PlaneView::Plane {
    PlotContent content;
    PlotWindow window;
    PlotScene scene;
    PlotTexts texts;
    PlotSpace space;
    bool stale = true;
    QSize preparedSize;
};

PlaneView::PlaneView(QWidget* parent) : PlotFrame(parent), plane_(std::make_unique<Plane>()) {
    connect(addTool(QStringLiteral("zoom_reset"), tr("Show everything"), Qt::Key_0), &QAction::triggered, this, &PlaneView::resetView);
}

PlaneView::~PlaneView() = default;

void PlaneView::setAxes(const PlotAxis& x, const PlotAxis& y) {
    PlotContent& content = plane_->content;
    // New titles and ends do not move what the person has chosen to see; another kind of scale must.
    if (content.x.logarithmic != x.logarithmic || content.y.logarithmic != y.logarithmic) plane_->window.follows = true;
    content.x = x;
    content.y = y;
    changed();
}

void PlaneView::setSeries(std::vector<PlotSeries> series) {
    plane_->content.setSeries(std::move(series));
    changed();
}

void PlaneView::resetView() {
    plane_->window.follows = true;
    changed();
    Q_EMIT viewChanged();
}

const PlotContent& PlaneView::content() const { return plane_->content; }
const std::vector<PlotSeries>& PlaneView::series() const { return plane_->content.series; }
const PlotAxis& PlaneView::xAxis() const { return plane_->content.x; }
const PlotAxis& PlaneView::yAxis() const { return plane_->content.y; }
bool PlaneView::followsData() const { return plane_->window.follows; }
PlotDrawCounts PlaneView::drawCounts() const { return {plane_->scene.replaces(), plane_->scene.pointsInFrame()}; }

AxisScale PlaneView::fittingX() const { return plane_->content.fittingX(); }
AxisScale PlaneView::fittingY() const { return plane_->content.fittingY(); }
bool PlaneView::hasData() const { return plane_->content.hasPoints(); }

PlotTexts PlaneView::texts(const PlotColors& colors, const QSizeF&) const {
    PlotTexts texts = plane_->content.texts(colors);
    texts.title = title();
    texts.caption = caption();
    return texts;
}

void PlaneView::paintBehind(QPainter& painter, const PlotSpace& space) const {
    if (hasData()) paintGrid(painter, space);
}

void PlaneView::paintAbove(QPainter&, const PlotSpace&) const {}

const PlotSpace& PlaneView::space() const {
    Plane& p = *plane_;
    if (!p.stale && p.preparedSize == size()) return p.space;
    if (p.window.follows) {
        p.window.x = fittingX();
        p.window.y = fittingY();
    }
    p.preparedSize = size(); // the surface fills the frame, at the latest when it is shown
    const PlotColors c = colors();
    p.texts = texts(c, p.preparedSize);
    p.space = {layoutPlot(p.preparedSize, p.texts, p.window.x, p.window.y, toolsSize()), p.window.x, p.window.y, c};
    p.scene.prepare(p.content, p.space);
    p.stale = false;
    return p.space;
}

const PlotLayout& PlaneView::layout() const { return space().layout; }

void PlaneView::changed() {
    plane_->stale = true;
    PlotFrame::changed();
}

void PlaneView::paint(QPainter& painter, PlotScene& scene, const PlotSpace& space, const PlotTexts& texts) const {
    const PlotContent& content = plane_->content;
    painter.fillRect(QRectF(QPointF(0, 0), space.layout.size), space.colors.background);
    paintBehind(painter, space);
    scene.draw(painter, content, space, hasPicture());
    if (!hasData() && !emptyText().isEmpty()) paintEmpty(painter, space.layout.plot, space.layout.font, emptyText(), space.colors);
    paintMask(painter, space.layout, space.colors);
    paintFrame(painter, space, texts);
    scene.drawMarkers(painter, content, space);
    paintAbove(painter, space);
}

void PlaneView::paintSurface(QPainter& painter) {
    space();
    paint(painter, plane_->scene, plane_->space, plane_->texts);
}

void PlaneView::paintTo(QPainter& painter, const QSizeF& size, const PlotColors& colors) const {
    const PlotWindow& w = plane_->window;
    const AxisScale x = w.follows ? fittingX() : w.x, y = w.follows ? fittingY() : w.y;
    const PlotTexts t = texts(colors, size);
    const PlotSpace space{layoutPlot(size, t, x, y, {}), x, y, colors};
    PlotScene scene;
    scene.prepare(plane_->content, space);
    paint(painter, scene, space, t);
}

QRectF PlaneView::visibleRange() const {
    const PlotSpace& s = space();
    return {QPointF(s.x.low(), s.y.low()), QPointF(s.x.high(), s.y.high())};
}

QRectF PlaneView::plotArea() const { return layout().plot.translated(surface()->pos()); }
QPointF PlaneView::toPixel(double x, double y) const { return space().toPixel(x, y) + surface()->pos(); }

std::vector<PlotReading> PlaneView::readingsAt(const QPointF& position) const {
    const PlotSpace& s = space();
    const PlotContent& content = plane_->content;
    const QPointF local = position - surface()->pos();
    std::vector<PlotReading> readings;
    if (!s.layout.plot.contains(local)) return readings;
    for (std::size_t i = 0; i < content.series.size(); ++i) {
        if (content.series[i].faint || !content.shown(i)) continue;
        if (const auto point = nearestPoint(content, i, s, local)) {
            readings.push_back({i, *point, content.series[i].x[*point], content.series[i].y[*point]});
        }
    }
    return readings;
}

QPointF PlaneView::legendEntryCentre(const QString& name) const {
    const PlotLayout& l = layout();
    const auto& legend = plane_->texts.legend;
    for (const auto& placed : l.legend) {
        if (placed.entry < legend.size() && legend[placed.entry].name == name) return placed.rect.center() + surface()->pos();
    }
    return {};
}

const LegendEntry* PlaneView::legendEntryAt(const QPointF& pointer) const {
    const PlotLayout& l = layout();
    const auto& legend = plane_->texts.legend;
    for (const auto& placed : l.legend) {
        if (placed.rect.contains(pointer) && placed.entry < legend.size() && legend[placed.entry].series != LegendEntry::noSeries) return &legend[placed.entry];
    }
    return nullptr;
}

namespace {

/// The reading nearest along x; series sampled at other places say their own x.
const PlotReading& nearestOf(const std::vector<PlotReading>& readings, const PlotSpace& space, const QPointF& pointer) {
    return *std::min_element(readings.begin(), readings.end(), [&](const PlotReading& a, const PlotReading& b) {
        return std::abs(space.toPixel(a.x, a.y).x() - pointer.x()) < std::abs(space.toPixel(b.x, b.y).x() - pointer.x());
    });
}

} // namespace

std::vector<ReadoutLine> PlaneView::readout(const QPointF& pointer) const {
    const std::vector<PlotReading> readings = readingsAt(pointer + surface()->pos());
    if (readings.empty()) return {};
    const PlotSpace& s = space();
    const PlotContent& content = plane_->content;
    const PlotReading& nearest = nearestOf(readings, s, pointer);
    const double place = s.toPixel(nearest.x, nearest.y).x();
    std::vector<ReadoutLine> lines;
    const QString xName = content.x.title.isEmpty() ? QStringLiteral("x") : content.x.title;
    lines.push_back({xName + QStringLiteral(": ") + quantityText(nearest.x, content.x.unit), {}, true});
    QString note;
    double closest = 9;
    for (const PlotReading& r : readings) {
        const PlotSeries& series = content.series[r.series];
        const QPointF at = s.toPixel(r.x, r.y);
        QString text = (series.name.isEmpty() ? content.y.title : series.name) + QStringLiteral(": ") + quantityText(r.y, content.y.unit);
        if (const double spread = content.spreadAt(r.series, r.point); spread > 0) text += QStringLiteral(" ± ") + numberText(spread, 3);
        if (std::abs(at.x() - place) > 1) text += QStringLiteral("  at ") + quantityText(r.x, content.x.unit);
        if (lines.size() < 13) lines.push_back({text, content.look(r.series, s.colors).color, false});
        if (!series.note.isEmpty() && std::abs(at.y() - pointer.y()) < closest) {
            closest = std::abs(at.y() - pointer.y());
            note = series.note;
        }
    }
    if (!note.isEmpty()) {
        for (const QString& part : note.split(QLatin1Char('\n'))) lines.push_back({part, {}, true});
    }
    return lines;
}

void PlaneView::paintOverlay(QPainter& painter, const QPointF& pointer) const {
    const std::vector<PlotReading> readings = readingsAt(pointer + surface()->pos());
    if (readings.empty()) return;
    const PlotSpace& s = space();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(s.colors.axis, 1, Qt::DashLine));
    const PlotReading& nearest = nearestOf(readings, s, pointer);
    const double place = s.toPixel(nearest.x, nearest.y).x();
    painter.drawLine(QPointF(place, s.layout.plot.top()), QPointF(place, s.layout.plot.bottom()));
    for (const PlotReading& r : readings) {
        const QPointF at = s.toPixel(r.x, r.y);
        if (!s.layout.plot.adjusted(-1, -1, 1, 1).contains(at)) continue;
        paintMarker(painter, at, Marker::Circle, 9, plane_->content.look(r.series, s.colors).color, s.colors.background);
    }
    PlotFrame::paintOverlay(painter, pointer);
}

QString PlaneView::toolTipAt(const QPointF& pointer) const {
    const LegendEntry* entry = legendEntryAt(pointer);
    if (!entry) return PlotFrame::toolTipAt(pointer);
    const QString& note = plane_->content.series[entry->series].note;
    return note.isEmpty() ? entry->name : entry->name + QLatin1Char('\n') + note;
}

bool PlaneView::pointerEvent(QEvent* event) {
    Plane& p = *plane_;
    if (event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseMove) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        const LegendEntry* entry = legendEntryAt(mouse->position());
        surface()->setCursor(entry ? Qt::PointingHandCursor : Qt::ArrowCursor);
        if (entry && event->type() == QEvent::MouseButtonPress && mouse->button() == Qt::LeftButton) {
            const QString name = entry->name;
            if (!p.content.hidden.remove(name)) p.content.hidden.insert(name);
            changed();
            return true;
        }
    }
    if (!p.window.pointerEvent(event, layout().plot)) return false;
    changed();
    Q_EMIT viewChanged();
    return true;
}

bool PlaneView::keyPressed(QKeyEvent* event) {
    space(); // keys move what is shown
    if (!plane_->window.keyPressed(event->key())) return false;
    changed();
    Q_EMIT viewChanged();
    return true;
}

} // namespace orthant::ui
