// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_view.h"

#include "ui/charts/plot_canvas.h"
#include "ui/charts/plot_scene.h"

#include <QAction>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace orthant::ui {

/// Everything of the view; the name says where it is drawn.
class PlotView::Canvas {
  public:
    explicit Canvas(PlotView& owner) : view(owner), surface(new PlotCanvas(&owner)) {
        surface->drawPlot = [this](QPainter& painter) {
            prepare();
            scene.draw(painter, content, window.x, window.y, colors());
        };
        surface->showsFocus = [this] { return view.showsFocus(); };
        surface->drawOverlay = [this](QPainter& painter, const QPointF& pointer) { drawReadout(painter, pointer); };
    }

    PlotColors colors() const { return PlotColors::of(view.palette()); }

    /// Fits the window, lays out and decimates; done once for any number of changes.
    void prepare() {
        if (!stale && preparedSize == view.size()) return;
        if (window.follows) {
            window.x = content.fittingX();
            window.y = content.fittingY();
        }
        preparedSize = view.size(); // the surface fills the frame, at the latest when it is shown
        scene.prepare(content, window.x, window.y, preparedSize, colors(), view.toolsSize());
        stale = false;
    }

    void changed() {
        stale = true;
        surface->contentChanged();
        view.contentChanged();
    }

    void moved() {
        changed();
        Q_EMIT view.viewChanged();
    }

    void drawReadout(QPainter& painter, const QPointF& pointer) const {
        const PlotLayout& layout = scene.layout();
        if (!layout.plot.contains(pointer)) return;
        const std::vector<PlotReading> readings = view.readingsAt(pointer);
        if (readings.empty()) return;
        const PlotColors c = colors();
        painter.setRenderHint(QPainter::Antialiasing);

        // Series sampled at other places than the nearest one say their own x.
        const auto pixel = [&](const PlotReading& r) { return layout.toPixel({window.x.toUnit(r.x), window.y.toUnit(r.y)}); };
        const auto nearest = std::min_element(readings.begin(), readings.end(), [&](const PlotReading& a, const PlotReading& b) {
            return std::abs(pixel(a).x() - pointer.x()) < std::abs(pixel(b).x() - pointer.x());
        });
        painter.setPen(QPen(c.axis, 1, Qt::DashLine));
        painter.drawLine(QPointF(pixel(*nearest).x(), layout.plot.top()), QPointF(pixel(*nearest).x(), layout.plot.bottom()));

        std::vector<ReadoutLine> lines;
        const QString xName = content.x.title.isEmpty() ? QStringLiteral("x") : content.x.title;
        lines.push_back({xName + QStringLiteral(": ") + quantityText(nearest->x, content.x.unit), {}, true});
        QString note;
        double closest = 9;
        for (const PlotReading& r : readings) {
            const PlotSeries& s = content.series[r.series];
            const SeriesLook look = content.look(r.series, c);
            const QPointF at = pixel(r);
            if (layout.plot.adjusted(-1, -1, 1, 1).contains(at)) paintMarker(painter, at, Marker::Circle, 9, look.color, c.background);
            QString text = (s.name.isEmpty() ? content.y.title : s.name) + QStringLiteral(": ") + quantityText(r.y, content.y.unit);
            if (std::abs(at.x() - pixel(*nearest).x()) > 1) {
                text += QStringLiteral("  at ") + quantityText(r.x, content.x.unit);
            }
            if (lines.size() < 13) lines.push_back({text, look.color, false});
            if (!s.note.isEmpty() && std::abs(at.y() - pointer.y()) < closest) {
                closest = std::abs(at.y() - pointer.y());
                note = s.note;
            }
        }
        if (!note.isEmpty()) {
            for (const QString& part : note.split(QLatin1Char('\n'))) lines.push_back({part, {}, true});
        }
        paintReadout(painter, layout, pointer, lines, c);
    }

    const LegendEntry* legendEntryAt(const QPointF& position) const {
        for (const auto& placed : scene.layout().legend) {
            if (placed.rect.contains(position) && placed.entry < legend.size()) return &legend[placed.entry];
        }
        return nullptr;
    }

    void toggle(const QString& name) {
        if (!content.hidden.remove(name)) content.hidden.insert(name);
        changed();
    }

    PlotView& view;
    PlotCanvas* surface;
    PlotContent content;
    PlotScene scene;
    PlotWindow window;
    std::vector<LegendEntry> legend;
    QAction* logX = nullptr;
    QAction* logY = nullptr;
    bool stale = true;
    QSize preparedSize;
};

PlotView::PlotView(QWidget* parent) : PlotFrame(parent), canvas_(std::make_unique<Canvas>(*this)) {
    Canvas& c = *canvas_;
    setCanvas(c.surface);
    c.surface->installEventFilter(this);
    c.content.emptyText = tr("Nothing to show yet");
    QAction* reset = addTool(QStringLiteral("zoom_reset"), tr("Show everything"), Qt::Key_0);
    connect(reset, &QAction::triggered, this, &PlotView::resetView);
    c.logY = addTool(QStringLiteral("log_axis"), tr("Logarithmic y axis"), Qt::Key_L);
    c.logX = addMenuAction(tr("Logarithmic x axis"));
    c.logX->setCheckable(true);
    c.logY->setCheckable(true);
    connect(c.logX, &QAction::toggled, this, &PlotView::setLogX);
    connect(c.logY, &QAction::toggled, this, &PlotView::setLogY);
}

PlotView::~PlotView() = default;

void PlotView::setTitle(const QString& title) {
    canvas_->content.title = title;
    setAccessibleName(title);
    canvas_->changed();
}

void PlotView::setCaption(const QString& caption) {
    if (caption == canvas_->content.caption) return;
    canvas_->content.caption = caption;
    setAccessibleDescription(tr("%1 Press T for the numbers as a table.").arg(caption));
    canvas_->changed();
}

void PlotView::setAxes(const PlotAxis& x, const PlotAxis& y) {
    Canvas& c = *canvas_;
    c.content.x = x;
    c.content.y = y;
    c.logX->setVisible(x.allowLog);
    c.logY->setVisible(y.allowLog);
    const QSignalBlocker blockX(c.logX), blockY(c.logY);
    c.logX->setChecked(x.logarithmic);
    c.logY->setChecked(y.logarithmic);
    c.window.follows = true;
    c.changed();
}

void PlotView::setSeries(std::vector<PlotSeries> series) {
    canvas_->content.setSeries(std::move(series));
    canvas_->changed();
}

void PlotView::setEmptyText(const QString& text) {
    canvas_->content.emptyText = text;
    canvas_->changed();
}

void PlotView::setLogX(bool on) {
    canvas_->content.x.logarithmic = on;
    canvas_->logX->setChecked(on);
    resetView();
}

void PlotView::setLogY(bool on) {
    canvas_->content.y.logarithmic = on;
    canvas_->logY->setChecked(on);
    resetView();
}

void PlotView::resetView() {
    canvas_->window.follows = true;
    canvas_->moved();
}

const std::vector<PlotSeries>& PlotView::series() const { return canvas_->content.series; }
const PlotAxis& PlotView::xAxis() const { return canvas_->content.x; }
const PlotAxis& PlotView::yAxis() const { return canvas_->content.y; }
bool PlotView::followsData() const { return canvas_->window.follows; }
std::size_t PlotView::hiddenByLog() const { return canvas_->content.hiddenByLog(); }
QString PlotView::title() const { return canvas_->content.title; }
Table PlotView::toTable() const { return canvas_->content.toTable(); }

QRectF PlotView::visibleRange() const {
    canvas_->prepare();
    const PlotWindow& w = canvas_->window;
    return {QPointF(w.x.low(), w.y.low()), QPointF(w.x.high(), w.y.high())};
}

QRectF PlotView::plotArea() const {
    canvas_->prepare();
    return canvas_->scene.layout().plot.translated(canvas_->surface->pos());
}

QPointF PlotView::toPixel(double x, double y) const {
    canvas_->prepare();
    return canvas_->scene.layout().toPixel({canvas_->window.x.toUnit(x), canvas_->window.y.toUnit(y)}) + canvas_->surface->pos();
}

std::vector<PlotReading> PlotView::readingsAt(const QPointF& position) const {
    canvas_->prepare();
    const PlotLayout& layout = canvas_->scene.layout();
    const PlotContent& content = canvas_->content;
    const PlotWindow& window = canvas_->window;
    const QPointF local = position - canvas_->surface->pos();
    std::vector<PlotReading> readings;
    if (!layout.plot.contains(local)) return readings;
    for (std::size_t i = 0; i < content.series.size(); ++i) {
        if (content.series[i].faint || !content.shown(i)) continue;
        if (const auto point = nearestPoint(content, i, window.x, window.y, layout, local)) {
            readings.push_back({i, *point, content.series[i].x[*point], content.series[i].y[*point]});
        }
    }
    return readings;
}

QPointF PlotView::legendEntryCentre(const QString& name) const {
    canvas_->prepare();
    const auto legend = canvas_->content.texts(canvas_->colors()).legend;
    for (const auto& placed : canvas_->scene.layout().legend) {
        if (placed.entry < legend.size() && legend[placed.entry].name == name) return placed.rect.center() + canvas_->surface->pos();
    }
    return {};
}

PlotDrawCounts PlotView::drawCounts() const { return {canvas_->scene.replaces(), canvas_->scene.pointsInFrame()}; }

void PlotView::paintTo(QPainter& painter, const QSizeF& size, const PlotColors& colors) const {
    PlotScene scene;
    const PlotWindow& w = canvas_->window;
    const AxisScale x = w.follows ? canvas_->content.fittingX() : w.x;
    const AxisScale y = w.follows ? canvas_->content.fittingY() : w.y;
    scene.prepare(canvas_->content, x, y, size, colors, {});
    scene.draw(painter, canvas_->content, x, y, colors);
}

bool PlotView::eventFilter(QObject* object, QEvent* event) {
    Canvas& c = *canvas_;
    if (object != c.surface) return false;
    if (event->type() == QEvent::Leave) c.surface->setPointer(std::nullopt);
    if (event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseMove) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        c.legend = c.content.texts(c.colors()).legend;
        const LegendEntry* entry = c.legendEntryAt(mouse->position());
        c.surface->setCursor(entry ? Qt::PointingHandCursor : Qt::ArrowCursor);
        if (event->type() == QEvent::MouseMove) {
            const QString note = entry ? c.content.series[entry->series].note : QString();
            const bool onCaption = c.scene.layout().captionRect.contains(mouse->position());
            c.surface->setToolTip(entry       ? (note.isEmpty() ? entry->name : entry->name + QLatin1Char('\n') + note)
                                  : onCaption ? c.content.caption
                                              : QString());
            c.surface->setPointer(mouse->buttons() == Qt::NoButton ? std::optional(mouse->position()) : std::nullopt);
        } else if (entry && mouse->button() == Qt::LeftButton) {
            c.toggle(entry->name);
            return true;
        }
        setFocus(Qt::MouseFocusReason);
    }
    c.prepare();
    if (c.window.pointerEvent(event, c.scene.layout().plot)) {
        c.moved();
        return true;
    }
    return false;
}

void PlotView::keyPressEvent(QKeyEvent* event) {
    canvas_->prepare();
    if (!tableShown() && !(event->modifiers() & Qt::ControlModifier) && canvas_->window.keyPressed(event->key())) canvas_->moved();
    else PlotFrame::keyPressEvent(event);
}

void PlotView::changeEvent(QEvent* event) {
    PlotFrame::changeEvent(event);
    const auto type = event->type();
    if (canvas_ && (type == QEvent::PaletteChange || type == QEvent::FontChange || type == QEvent::StyleChange)) canvas_->changed();
}

} // namespace orthant::ui
