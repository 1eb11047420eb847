// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/boundary_view.h"

#include "ui/charts/plot_canvas.h"
#include "ui/charts/plot_content.h"

#include <QAction>
#include <QImage>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace orthant::ui {

namespace {

constexpr Marker markers[] = {Marker::Circle, Marker::Square, Marker::Triangle, Marker::Diamond, Marker::Down};

QColor blend(const QColor& back, const QColor& front, double share) {
    const auto mix = [share](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * share)); };
    return {mix(back.red(), front.red()), mix(back.green(), front.green()), mix(back.blue(), front.blue())};
}

} // namespace

class BoundaryView::Canvas {
  public:
    explicit Canvas(BoundaryView& owner) : view(owner), surface(new PlotCanvas(&owner)) {
        surface->drawPlot = [this](QPainter& painter) {
            fit();
            layout = draw(painter, view.size(), PlotColors::of(view.palette()), view.toolsSize());
        };
        surface->showsFocus = [this] { return view.showsFocus(); };
        surface->drawOverlay = [this](QPainter& painter, const QPointF& pointer) {
            const QStringList text = readout(pointer);
            std::vector<ReadoutLine> lines;
            for (const QString& line : text) lines.push_back({line, {}, !lines.empty()});
            paintReadout(painter, layout, pointer, lines, PlotColors::of(view.palette()));
        };
    }

    QString className(int index) const {
        return index < names.size() ? names[index] : BoundaryView::tr("class %1").arg(index);
    }

    void fit() {
        if (!window.follows) return;
        window.x = fitting(x, boundary.xLow, boundary.xHigh, points.x);
        window.y = fitting(y, boundary.yLow, boundary.yHigh, points.y);
    }

    AxisScale fitting(const PlotAxis& axis, double low, double high, const std::vector<double>& values) const {
        if (boundary.classes.empty()) {
            low = std::numeric_limits<double>::infinity();
            high = -low;
            for (const double v : values) {
                if (!std::isfinite(v)) continue;
                low = std::min(low, v);
                high = std::max(high, v);
            }
            const double pad = 0.05 * (high - low);
            low -= pad;
            high += pad;
        }
        return {axis.minimum.value_or(low), axis.maximum.value_or(high), false};
    }

    int classCount() const {
        int count = static_cast<int>(names.size());
        for (const auto c : points.classes) count = std::max(count, c + 1);
        return count;
    }

    PlotTexts texts(const PlotColors& colors) const {
        PlotTexts t{title, caption, axisText(x), axisText(y), {}, {}};
        for (int k = 0; k < std::min(classCount(), 20); ++k) {
            t.legend.push_back({className(k), {colors.series(k), markerOf(k), PlotSeries::Style::Points, false, 0}, false, 0});
        }
        if (t.legend.size() == 1) t.legend.clear();
        return t;
    }

    static Marker markerOf(int k) { return markers[static_cast<std::size_t>(k) % std::size(markers)]; }

    QImage regions(const PlotColors& colors) const {
        const auto width = static_cast<int>(boundary.width), height = static_cast<int>(boundary.height);
        QImage image(width, height, QImage::Format_RGB32);
        // 64 shades of each class are enough for the eye and make a table of the colours.
        constexpr int shades = 64;
        std::vector<QRgb> table;
        const int classes = 1 + *std::max_element(boundary.classes.begin(), boundary.classes.end());
        for (int k = 0; k < classes; ++k) {
            for (int s = 0; s < shades; ++s) {
                const double strength = 0.05 + (colors.dark ? 0.5 : 0.45) * s / (shades - 1);
                table.push_back(blend(colors.background, colors.series(k), strength).rgb());
            }
        }
        for (int row = 0; row < height; ++row) {
            auto* line = reinterpret_cast<QRgb*>(image.scanLine(height - 1 - row));
            for (int column = 0; column < width; ++column) {
                const std::size_t i = static_cast<std::size_t>(row) * boundary.width + static_cast<std::size_t>(column);
                const float margin = i < boundary.margins.size() ? boundary.margins[i] : 1.0f;
                const int shade = static_cast<int>(std::clamp(margin, 0.0f, 1.0f) * (shades - 1));
                line[column] = table[static_cast<std::size_t>(boundary.classes[i] * shades + shade)];
            }
        }
        return image;
    }

    bool hasGrid() const {
        return boundary.width > 0 && boundary.height > 0 && boundary.classes.size() == boundary.width * boundary.height;
    }

    PlotLayout draw(QPainter& painter, const QSizeF& size, const PlotColors& colors, const QSizeF& tools) const {
        const PlotTexts t = texts(colors);
        const PlotLayout l = layoutPlot(size, t, window.x, window.y, tools);
        painter.fillRect(QRectF(QPointF(0, 0), size), colors.background);
        const auto pixel = [&](double px, double py) { return l.toPixel({window.x.toUnit(px), window.y.toUnit(py)}); };
        if (hasGrid()) {
            painter.setRenderHint(QPainter::SmoothPixmapTransform);
            painter.drawImage(QRectF(pixel(boundary.xLow, boundary.yHigh), pixel(boundary.xHigh, boundary.yLow)), regions(colors));
        } else if (!points.x.empty()) {
            paintGrid(painter, l, window.x, window.y, colors);
        }
        painter.setRenderHint(QPainter::Antialiasing);
        drawPoints(painter, l, colors);
        if (!hasGrid() && points.x.empty()) paintEmpty(painter, l.plot, l.font, emptyText, colors);
        paintMask(painter, l, colors);
        paintFrame(painter, l, t, window.x, window.y, colors);
        return l;
    }

    void drawPoints(QPainter& painter, const PlotLayout& l, const PlotColors& colors) const {
        const bool many = points.x.size() > 2000;
        const double size = points.x.size() > 400 ? 5 : 6.5;
        std::vector<QPolygonF> dots(256);
        for (std::size_t i = 0; i < points.x.size(); ++i) {
            const QPointF unit(window.x.toUnit(points.x[i]), window.y.toUnit(points.y[i]));
            if (!(unit.x() >= 0 && unit.x() <= 1 && unit.y() >= 0 && unit.y() <= 1)) continue;
            if (many) dots[points.classes[i]].append(l.toPixel(unit));
            else paintMarker(painter, l.toPixel(unit), markerOf(points.classes[i]), size, colors.series(points.classes[i]), colors.background);
        }
        for (int k = 0; k < 256 && many; ++k) {
            painter.setPen(QPen(colors.series(k), 3, Qt::SolidLine, Qt::RoundCap));
            painter.drawPoints(dots[static_cast<std::size_t>(k)]);
        }
    }

    QStringList readout(const QPointF& pointer) const {
        if (!layout.plot.contains(pointer)) return {};
        const QPointF unit = layout.toUnit(pointer);
        const double vx = window.x.fromUnit(unit.x()), vy = window.y.fromUnit(unit.y());
        const auto named = [](const PlotAxis& axis, const char* other) { return axis.title.isEmpty() ? QString::fromLatin1(other) : axis.title; };
        QStringList lines;
        if (hasGrid()) {
            const double column = std::floor((vx - boundary.xLow) / (boundary.xHigh - boundary.xLow) * static_cast<double>(boundary.width));
            const double row = std::floor((vy - boundary.yLow) / (boundary.yHigh - boundary.yLow) * static_cast<double>(boundary.height));
            if (column >= 0 && row >= 0 && column < static_cast<double>(boundary.width) && row < static_cast<double>(boundary.height)) {
                const std::size_t i = static_cast<std::size_t>(row) * boundary.width + static_cast<std::size_t>(column);
                QString line = BoundaryView::tr("decided: %1").arg(className(boundary.classes[i]));
                if (i < boundary.margins.size()) line += BoundaryView::tr(", margin %1").arg(numberText(boundary.margins[i], 2));
                lines.append(line);
            }
        }
        lines.append(QStringLiteral("%1: %2").arg(named(x, "x"), quantityText(static_cast<float>(vx), x.unit)));
        lines.append(QStringLiteral("%1: %2").arg(named(y, "y"), quantityText(static_cast<float>(vy), y.unit)));
        double least = 12 * 12;
        std::size_t nearest = points.x.size();
        for (std::size_t i = 0; i < points.x.size(); ++i) {
            const QPointF away = layout.toPixel({window.x.toUnit(points.x[i]), window.y.toUnit(points.y[i])}) - pointer;
            if (const double d = QPointF::dotProduct(away, away); d < least) least = d, nearest = i;
        }
        if (nearest < points.x.size()) {
            lines.append(BoundaryView::tr("point %1: %2 (%3, %4)")
                             .arg(nearest + 1)
                             .arg(className(points.classes[nearest]), numberText(points.x[nearest], 4), numberText(points.y[nearest], 4)));
        }
        return lines;
    }

    void changed() {
        surface->contentChanged();
        view.contentChanged();
    }

    BoundaryView& view;
    PlotCanvas* surface;
    QString title, caption, emptyText;
    PlotAxis x{QStringLiteral("x")}, y{QStringLiteral("y")};
    QStringList names;
    BoundaryReading boundary;
    LabelledPoints points;
    PlotWindow window;
    PlotLayout layout;
};

BoundaryView::BoundaryView(QWidget* parent) : PlotFrame(parent), canvas_(std::make_unique<Canvas>(*this)) {
    setCanvas(canvas_->surface);
    canvas_->surface->installEventFilter(this);
    canvas_->emptyText = tr("Nothing to show yet");
    connect(addTool(QStringLiteral("zoom_reset"), tr("Show everything"), Qt::Key_0), &QAction::triggered, this, &BoundaryView::resetView);
}

BoundaryView::~BoundaryView() = default;

void BoundaryView::setTitle(const QString& title) {
    canvas_->title = title;
    setAccessibleName(title);
    canvas_->changed();
}

void BoundaryView::setCaption(const QString& caption) {
    canvas_->caption = caption;
    setAccessibleDescription(tr("%1 Press T for the numbers as a table.").arg(caption));
    canvas_->changed();
}

void BoundaryView::setAxes(const PlotAxis& x, const PlotAxis& y) {
    canvas_->x = x;
    canvas_->y = y;
    canvas_->changed();
}

void BoundaryView::setClassNames(const QStringList& names) {
    canvas_->names = names;
    canvas_->changed();
}

void BoundaryView::setBoundary(BoundaryReading boundary) {
    canvas_->boundary = std::move(boundary);
    canvas_->changed();
}

void BoundaryView::setPoints(LabelledPoints points) {
    const std::size_t n = std::min({points.x.size(), points.y.size(), points.classes.size()});
    points.x.resize(n);
    points.y.resize(n);
    points.classes.resize(n);
    canvas_->points = std::move(points);
    canvas_->changed();
}

void BoundaryView::setEmptyText(const QString& text) {
    canvas_->emptyText = text;
    canvas_->changed();
}

void BoundaryView::resetView() {
    canvas_->window.follows = true;
    canvas_->changed();
    Q_EMIT viewChanged();
}

QRectF BoundaryView::visibleRange() const {
    canvas_->fit();
    const PlotWindow& w = canvas_->window;
    return {QPointF(w.x.low(), w.y.low()), QPointF(w.x.high(), w.y.high())};
}

QString BoundaryView::title() const { return canvas_->title; }

void BoundaryView::paintTo(QPainter& painter, const QSizeF& size, const PlotColors& colors) const {
    canvas_->fit();
    canvas_->draw(painter, size, colors, {});
}

Table BoundaryView::toTable() const {
    constexpr double empty = std::numeric_limits<double>::quiet_NaN();
    const Canvas& c = *canvas_;
    const std::size_t cells = c.hasGrid() ? c.boundary.classes.size() : 0;
    const std::size_t rows = std::max(cells, c.points.x.size());
    const auto column = [&](const QString& name, const QString& unit, std::size_t count, const auto& value) {
        Column result{columnName(name, unit), unit.toStdString(), std::vector<double>(rows, empty)};
        for (std::size_t i = 0; i < count; ++i) result.values[i] = value(i);
        return result;
    };
    const BoundaryReading& b = c.boundary;
    const auto centre = [](double low, double high, std::size_t i, std::size_t n) {
        return low + (high - low) * (static_cast<double>(i) + 0.5) / static_cast<double>(n);
    };
    Table table;
    if (cells > 0) {
        table.addColumn(column(QStringLiteral("grid ") + c.x.title, c.x.unit, cells, [&](std::size_t i) { return centre(b.xLow, b.xHigh, i % b.width, b.width); }));
        table.addColumn(column(QStringLiteral("grid ") + c.y.title, c.y.unit, cells, [&](std::size_t i) { return centre(b.yLow, b.yHigh, i / b.width, b.height); }));
        table.addColumn(column(QStringLiteral("grid class"), {}, cells, [&](std::size_t i) { return b.classes[i]; }));
        table.addColumn(column(QStringLiteral("grid margin"), {}, std::min(cells, b.margins.size()), [&](std::size_t i) { return b.margins[i]; }));
    }
    if (!c.points.x.empty()) {
        const std::size_t n = c.points.x.size();
        table.addColumn(column(QStringLiteral("point ") + c.x.title, c.x.unit, n, [&](std::size_t i) { return c.points.x[i]; }));
        table.addColumn(column(QStringLiteral("point ") + c.y.title, c.y.unit, n, [&](std::size_t i) { return c.points.y[i]; }));
        table.addColumn(column(QStringLiteral("point class"), {}, n, [&](std::size_t i) { return c.points.classes[i]; }));
    }
    return table;
}

QString BoundaryView::readingAt(const QPointF& position) const {
    canvas_->fit();
    canvas_->layout = layoutPlot(canvas_->view.size(), canvas_->texts(PlotColors::of(palette())), canvas_->window.x, canvas_->window.y, toolsSize());
    return canvas_->readout(position - canvas_->surface->pos()).join(QLatin1Char('\n'));
}

bool BoundaryView::eventFilter(QObject* object, QEvent* event) {
    Canvas& c = *canvas_;
    if (object != c.surface) return false;
    if (event->type() == QEvent::Leave) c.surface->setPointer(std::nullopt);
    if (event->type() == QEvent::MouseMove) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        c.surface->setToolTip(c.layout.captionRect.contains(mouse->position()) ? c.caption : QString());
        c.surface->setPointer(mouse->buttons() == Qt::NoButton ? std::optional(mouse->position()) : std::nullopt);
    }
    if (event->type() == QEvent::MouseButtonPress) setFocus(Qt::MouseFocusReason);
    if (c.window.pointerEvent(event, c.layout.plot)) {
        c.changed();
        Q_EMIT viewChanged();
        return true;
    }
    return false;
}

void BoundaryView::keyPressEvent(QKeyEvent* event) {
    if (!tableShown() && !(event->modifiers() & Qt::ControlModifier) && canvas_->window.keyPressed(event->key())) {
        canvas_->changed();
        Q_EMIT viewChanged();
    } else {
        PlotFrame::keyPressEvent(event);
    }
}

void BoundaryView::changeEvent(QEvent* event) {
    PlotFrame::changeEvent(event);
    if (canvas_ && (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)) canvas_->changed();
}

} // namespace orthant::ui
