// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_painter.h"

#include <QFontInfo>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QPainter>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace orthant::ui {

namespace {

constexpr double margin = 12, gap = 6, tickLength = 4, swatchWidth = 22, entryGap = 16;
constexpr double leastForPlot = 140; ///< height that a caption of several lines leaves to the plot

QFont sized(double factor, bool bold = false) {
    QFont font = QGuiApplication::font();
    const int base = std::max(12, QFontInfo(font).pixelSize());
    font.setPixelSize(static_cast<int>(std::lround(base * factor)));
    font.setWeight(bold ? QFont::DemiBold : QFont::Normal);
    return font;
}

/// Rows of legend entries from left to right; the last row ends with "+ n more" when not all find room.
double placeLegend(PlotLayout& layout, const PlotTexts& texts, double top, double width) {
    const QFontMetricsF metrics(layout.smallFont);
    const double rowHeight = metrics.height() + 4, left = margin, right = width - margin;
    const int mostRows = std::max(1, static_cast<int>(layout.size.height() * 0.22 / rowHeight));
    const double moreWidth = metrics.horizontalAdvance(QStringLiteral("+ 99 more"));
    double x = left, y = top;
    int row = 1;
    for (std::size_t i = 0; i < texts.legend.size(); ++i) {
        const double longest = std::max(80.0, (right - left) * 0.6);
        const QString text = metrics.elidedText(texts.legend[i].name, Qt::ElideMiddle, longest);
        const double wide = swatchWidth + gap + metrics.horizontalAdvance(text) + 2;
        const bool last = i + 1 == texts.legend.size();
        const double room = right - x - (row == mostRows && !last ? moreWidth + entryGap : 0);
        if (wide > room && x > left) {
            if (row == mostRows) {
                const QString more = QStringLiteral("+ %1 more").arg(texts.legend.size() - i);
                layout.legend.push_back({QRectF(x, y, metrics.horizontalAdvance(more) + 2, rowHeight), more, texts.legend.size()});
                break;
            }
            ++row;
            x = left;
            y += rowHeight;
        }
        layout.legend.push_back({QRectF(x, y, wide, rowHeight), text, i});
        x += wide + entryGap;
    }
    return y + rowHeight;
}

/// A text in lines of this width; what finds no room in the last one ends with an ellipsis.
QStringList wrapped(const QString& text, const QFont& font, double width, int most) {
    const QFontMetricsF metrics(font);
    QTextLayout layout(text, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    QStringList lines;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        if (lines.size() + 1 == most) {
            lines.append(metrics.elidedText(text.mid(line.textStart()), Qt::ElideRight, width));
            break;
        }
        lines.append(text.mid(line.textStart(), line.textLength()).trimmed());
    }
    layout.endLayout();
    return lines;
}

double widestLabel(const std::vector<Tick>& ticks, const QFontMetricsF& metrics) {
    double widest = 0;
    for (const Tick& tick : ticks) widest = std::max(widest, metrics.horizontalAdvance(tick.label));
    return widest;
}

/// Ticks of a vertical axis: about 38 pixels apart, nearer in a low plot, where one label alone would say nothing.
std::vector<Tick> verticalTicks(const AxisScale& scale, double height, double labelHeight) {
    const int room = static_cast<int>(height / (labelHeight + 3));
    int most = std::max(2, static_cast<int>(height / 38));
    while (true) {
        std::vector<Tick> ticks = ticksOf(scale, most);
        const auto labels = std::count_if(ticks.begin(), ticks.end(), [](const Tick& t) { return !t.label.isEmpty(); });
        if (labels >= 3 || most >= room) return ticks;
        ++most;
    }
}

/// As many ticks as stand beside each other with air between them.
std::vector<Tick> fittingTicks(const AxisScale& scale, double width, const QFontMetricsF& metrics, bool whole) {
    int most = std::max(2, static_cast<int>(width / 48));
    while (true) {
        std::vector<Tick> ticks = ticksOf(scale, most, whole);
        double end = -1e9;
        bool fits = true;
        for (const Tick& tick : ticks) {
            if (tick.label.isEmpty()) continue;
            const double half = metrics.horizontalAdvance(tick.label) / 2, at = scale.toUnit(tick.value) * width;
            fits = fits && at - half > end + 12;
            end = at + half;
        }
        if (fits || most <= 2) return ticks;
        --most;
    }
}

void paintLegend(QPainter& painter, const PlotLayout& layout, const PlotTexts& texts, const PlotColors& colors) {
    painter.setFont(layout.smallFont);
    for (const auto& placed : layout.legend) {
        if (placed.entry == texts.legend.size()) {
            painter.setPen(colors.muted);
            painter.drawText(placed.rect, Qt::AlignVCenter | Qt::AlignLeft, placed.text);
            continue;
        }
        const LegendEntry& entry = texts.legend[placed.entry];
        QColor color = entry.look.color;
        if (entry.hidden) color.setAlphaF(0.35f);
        const double middle = placed.rect.center().y(), left = placed.rect.left();
        if (entry.look.style == PlotSeries::Style::Steps) {
            QColor fill = color;
            fill.setAlphaF(0.3f * fill.alphaF());
            painter.setPen(QPen(color, 1.4));
            painter.setBrush(fill);
            painter.drawRect(QRectF(left + 4, middle - 5, swatchWidth - 8, 10));
        } else {
            QPen pen(color, 2);
            pen.setCapStyle(Qt::FlatCap);
            setDashes(pen, entry.look);
            painter.setPen(pen);
            if (entry.look.style != PlotSeries::Style::Points) {
                painter.drawLine(QPointF(left, middle), QPointF(left + swatchWidth, middle));
            }
            paintMarker(painter, {left + swatchWidth / 2, middle}, entry.look.marker, 7, color, colors.background);
        }
        painter.setPen(entry.hidden ? colors.muted : colors.text);
        painter.drawText(placed.rect.adjusted(swatchWidth + gap, 0, 2, 0), Qt::AlignVCenter | Qt::AlignLeft, placed.text);
        if (entry.hidden) {
            painter.drawLine(QPointF(left + swatchWidth + gap, middle + 1), QPointF(placed.rect.right(), middle + 1));
        }
    }
}

} // namespace

PlotLayout layoutPicture(const QSizeF& size, const PlotTexts& texts, const QSizeF& tools) {
    PlotLayout layout;
    layout.size = size;
    layout.font = sized(1);
    layout.smallFont = sized(0.92);
    layout.titleFont = sized(1.08, true);
    const QFontMetricsF small(layout.smallFont), titles(layout.titleFont);

    double top = margin - 2;
    const double headHeight = std::max(texts.title.isEmpty() ? 0 : titles.height(), tools.height() - top + 2);
    if (headHeight > 0) {
        layout.titleRect = QRectF(margin, top, size.width() - 2 * margin - tools.width(), headHeight);
        top += headHeight + gap - 1;
    }
    if (!texts.legend.empty()) top = placeLegend(layout, texts, top, size.width()) + gap;

    double bottom = size.height() - margin + 2;
    QString caption = texts.caption;
    if (!texts.remark.isEmpty()) caption += (caption.isEmpty() ? QString() : QStringLiteral(" ")) + texts.remark;
    if (!caption.isEmpty()) {
        const double width = size.width() - 2 * margin;
        // More than one line only where the plot stays the larger part.
        const int most = std::clamp(static_cast<int>((bottom - top - leastForPlot) / small.lineSpacing()), 1, 6);
        const QStringList lines = wrapped(caption, layout.smallFont, width, most);
        layout.captionText = lines.join(QLatin1Char('\n'));
        const double height = static_cast<double>(lines.size()) * small.lineSpacing();
        layout.captionRect = QRectF(margin, bottom - height, width, height);
        bottom = layout.captionRect.top() - gap;
    }
    layout.plot = QRectF(margin, top, std::max(20.0, size.width() - 2 * margin - texts.rightRoom), std::max(20.0, bottom - top));
    return layout;
}

PlotLayout layoutPlot(const QSizeF& size, const PlotTexts& texts, const AxisScale& x, const AxisScale& y, const QSizeF& tools) {
    PlotLayout layout = layoutPicture(size, texts, tools);
    const QFontMetricsF metrics(layout.font), small(layout.smallFont);
    const double top = std::max(layout.plot.top(), margin + small.ascent() / 2);
    double bottom = layout.plot.bottom();
    if (!texts.xTitle.isEmpty()) bottom -= metrics.height() + 2;
    const double xTitleTop = bottom + 2;
    bottom -= small.height() + tickLength + 3;

    const double height = std::max(20.0, bottom - top);
    layout.yTicks = verticalTicks(y, height, small.height());
    double left = margin + widestLabel(layout.yTicks, small) + tickLength + 4;
    if (!texts.yTitle.isEmpty()) left += metrics.height() + 3;
    const double end = size.width() - margin - texts.rightRoom;
    double right = end;
    for (int pass = 0; pass < 2; ++pass) {
        layout.xTicks = fittingTicks(x, std::max(20.0, right - left), small, texts.wholeX);
        double over = 0; // how far a label sticks out at the right
        for (const Tick& tick : layout.xTicks) {
            const double at = left + x.toUnit(tick.value) * (right - left);
            over = std::max(over, at + small.horizontalAdvance(tick.label) / 2 - (end + 6));
        }
        right -= std::min(over, 40.0);
    }
    layout.plot = QRectF(left, top, std::max(20.0, right - left), height);
    if (!texts.xTitle.isEmpty()) layout.xTitleRect = QRectF(left, xTitleTop, layout.plot.width(), metrics.height());
    if (!texts.yTitle.isEmpty()) layout.yTitleRect = QRectF(margin - 2, top, metrics.height(), height);
    return layout;
}

void paintGrid(QPainter& painter, const PlotSpace& space) {
    const auto& [layout, x, y, colors] = space;
    painter.setRenderHint(QPainter::Antialiasing, false);
    QColor minor = colors.grid;
    minor.setAlphaF(0.55f);
    const QRectF& plot = layout.plot;
    for (const Tick& tick : layout.xTicks) {
        const double at = std::round(plot.left() + x.toUnit(tick.value) * plot.width());
        painter.setPen(QPen(tick.label.isEmpty() ? minor : colors.grid, 1));
        painter.drawLine(QPointF(at, plot.top()), QPointF(at, plot.bottom()));
    }
    for (const Tick& tick : layout.yTicks) {
        const double at = std::round(plot.bottom() - y.toUnit(tick.value) * plot.height());
        painter.setPen(QPen(tick.label.isEmpty() ? minor : colors.grid, 1));
        painter.drawLine(QPointF(plot.left(), at), QPointF(plot.right(), at));
    }
}

void paintMask(QPainter& painter, const PlotLayout& layout, const PlotColors& colors) {
    const QRectF& plot = layout.plot;
    const double width = layout.size.width(), height = layout.size.height();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.fillRect(QRectF(0, 0, width, plot.top()), colors.background);
    painter.fillRect(QRectF(0, 0, plot.left(), height), colors.background);
    painter.fillRect(QRectF(plot.right() + 1, 0, width - plot.right() - 1, height), colors.background);
    painter.fillRect(QRectF(0, plot.bottom() + 1, width, height - plot.bottom() - 1), colors.background);
}

void paintHeadings(QPainter& painter, const PlotLayout& layout, const PlotTexts& texts, const PlotColors& colors) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colors.text);
    painter.setFont(layout.titleFont);
    const QFontMetricsF titles(layout.titleFont);
    painter.drawText(layout.titleRect, Qt::AlignLeft | Qt::AlignVCenter,
                     titles.elidedText(texts.title, Qt::ElideRight, layout.titleRect.width()));
    painter.setFont(layout.smallFont);
    painter.setPen(colors.muted);
    painter.drawText(layout.captionRect, Qt::AlignLeft | Qt::AlignTop, layout.captionText);
    paintLegend(painter, layout, texts, colors);
}

void paintFrame(QPainter& painter, const PlotSpace& space, const PlotTexts& texts) {
    const auto& [layout, x, y, colors] = space;
    const QRectF& plot = layout.plot;
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(colors.axis, 1));
    const double bottom = std::round(plot.bottom()), left = std::round(plot.left());
    painter.drawLine(QPointF(left, bottom), QPointF(plot.right(), bottom));
    painter.drawLine(QPointF(left, plot.top()), QPointF(left, bottom));
    const QFontMetricsF small(layout.smallFont);
    painter.setFont(layout.smallFont);
    for (const Tick& tick : layout.xTicks) {
        const double at = std::round(plot.left() + x.toUnit(tick.value) * plot.width());
        painter.setPen(QPen(colors.axis, 1));
        painter.drawLine(QPointF(at, bottom), QPointF(at, bottom + (tick.label.isEmpty() ? tickLength / 2 : tickLength)));
        painter.setPen(colors.muted);
        const double half = small.horizontalAdvance(tick.label) / 2 + 2;
        painter.drawText(QRectF(at - half, bottom + tickLength + 2, 2 * half, small.height()), Qt::AlignCenter, tick.label);
    }
    for (const Tick& tick : layout.yTicks) {
        const double at = std::round(plot.bottom() - y.toUnit(tick.value) * plot.height());
        painter.setPen(QPen(colors.axis, 1));
        painter.drawLine(QPointF(left - (tick.label.isEmpty() ? tickLength / 2 : tickLength), at), QPointF(left, at));
        painter.setPen(colors.muted);
        painter.drawText(QRectF(0, at - small.height() / 2, left - tickLength - 3, small.height()),
                         Qt::AlignRight | Qt::AlignVCenter, tick.label);
    }

    painter.setRenderHint(QPainter::Antialiasing);
    const QFontMetricsF metrics(layout.font);
    painter.setPen(colors.text);
    painter.setFont(layout.font);
    painter.drawText(layout.xTitleRect, Qt::AlignCenter, metrics.elidedText(texts.xTitle, Qt::ElideRight, layout.xTitleRect.width()));
    if (!layout.yTitleRect.isEmpty()) {
        painter.save();
        painter.translate(layout.yTitleRect.left(), layout.yTitleRect.bottom());
        painter.rotate(-90);
        painter.drawText(QRectF(0, 0, layout.yTitleRect.height(), layout.yTitleRect.width()), Qt::AlignCenter,
                         metrics.elidedText(texts.yTitle, Qt::ElideRight, layout.yTitleRect.height()));
        painter.restore();
    }
    paintHeadings(painter, layout, texts, colors);
}

void paintEmpty(QPainter& painter, const QRectF& area, const QFont& font, const QString& text, const PlotColors& colors) {
    painter.setFont(font);
    painter.setPen(colors.muted);
    painter.drawText(area.adjusted(12, 8, -12, -8), Qt::AlignCenter | Qt::TextWordWrap, text);
}

void paintMarker(QPainter& painter, const QPointF& centre, Marker marker, double size, const QColor& color, const QColor& background) {
    if (marker == Marker::None) return;
    painter.save();
    painter.translate(centre);
    painter.setBrush(color);
    painter.setPen(QPen(background, 1));
    const double r = size / 2, t = r * 1.15;
    switch (marker) {
    case Marker::Circle: painter.drawEllipse(QPointF(0, 0), r, r); break;
    case Marker::Square: painter.drawRect(QRectF(-r * 0.9, -r * 0.9, r * 1.8, r * 1.8)); break;
    case Marker::Triangle: painter.drawPolygon(QPolygonF({{0, -t}, {t, t * 0.8}, {-t, t * 0.8}})); break;
    case Marker::Down: painter.drawPolygon(QPolygonF({{0, t}, {t, -t * 0.8}, {-t, -t * 0.8}})); break;
    case Marker::Diamond: painter.drawPolygon(QPolygonF({{0, -t * 1.1}, {t * 1.1, 0}, {0, t * 1.1}, {-t * 1.1, 0}})); break;
    case Marker::Cross:
    case Marker::Plus:
        if (marker == Marker::Cross) painter.rotate(45);
        painter.setPen(QPen(color, 2));
        painter.drawLine(QPointF(-r, 0), QPointF(r, 0));
        painter.drawLine(QPointF(0, -r), QPointF(0, r));
        break;
    case Marker::None: break;
    }
    painter.restore();
}

QVector<qreal> dashPattern(int dash) {
    static const QVector<qreal> patterns[] = {{4, 2.5}, {1.2, 2}, {6, 2, 1.2, 2}, {8, 3}};
    return patterns[static_cast<std::size_t>(dash) % std::size(patterns)];
}

void setDashes(QPen& pen, const SeriesLook& look) {
    if (look.style == PlotSeries::Style::Theory) pen.setDashPattern(dashPattern(look.dash));
    else if (look.style == PlotSeries::Style::Line && look.dash > 0) pen.setDashPattern(dashPattern(look.dash - 1));
    else return;
    pen.setCapStyle(Qt::FlatCap);
}

void paintReadout(QPainter& painter, const PlotLayout& layout, const QPointF& pointer, const std::vector<ReadoutLine>& lines,
                  const PlotColors& colors) {
    if (lines.empty()) return;
    const QFontMetricsF metrics(layout.smallFont);
    const double lineHeight = metrics.lineSpacing() + 1, pad = 7, swatch = 14, widest = std::max(120.0, layout.size.width() * 0.55);
    double width = 0;
    for (const ReadoutLine& line : lines) {
        const double own = metrics.horizontalAdvance(line.text) + (line.color.isValid() ? swatch : 0);
        width = std::max(width, std::min(own, widest));
    }
    QRectF box(0, 0, width + 2 * pad, lineHeight * static_cast<double>(lines.size()) + 2 * pad - 3);
    // Beside the pointer, on the side with more room, inside of the widget.
    const bool toLeft = pointer.x() > layout.plot.center().x();
    box.moveLeft(toLeft ? pointer.x() - 14 - box.width() : pointer.x() + 14);
    box.moveTop(pointer.y() - box.height() - 10 < layout.plot.top() ? pointer.y() + 14 : pointer.y() - box.height() - 10);
    box.moveLeft(std::clamp(box.left(), 2.0, std::max(2.0, layout.size.width() - box.width() - 2)));
    box.moveTop(std::clamp(box.top(), 2.0, std::max(2.0, layout.size.height() - box.height() - 2)));

    painter.setRenderHint(QPainter::Antialiasing);
    QColor back = colors.background;
    back.setAlphaF(0.95f);
    painter.setBrush(back);
    painter.setPen(QPen(colors.axis, 1));
    painter.drawRoundedRect(box.translated(0.5, 0.5), 5, 5);
    painter.setFont(layout.smallFont);
    double y = box.top() + pad - 2;
    for (const ReadoutLine& line : lines) {
        double x = box.left() + pad;
        if (line.color.isValid()) {
            painter.fillRect(QRectF(x, y + lineHeight / 2 - 4, 8, 8), line.color);
            x += swatch;
        }
        painter.setPen(line.muted ? colors.muted : colors.text);
        painter.drawText(QRectF(x, y, box.right() - pad - x + 1, lineHeight), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(line.text, Qt::ElideRight, box.right() - pad - x + 1));
        y += lineHeight;
    }
}

} // namespace orthant::ui
