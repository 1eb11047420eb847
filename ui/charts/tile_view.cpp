// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/tile_view.h"

#include "ui/charts/color_maps.h"
#include "ui/charts/raster.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace orthant::ui {

namespace {

constexpr double gap = 10;
constexpr double leastForTitles = 34; // a title over a smaller picture would be two letters

struct Extent {
    double greatest = 0; ///< of the absolute values
    bool negative = false;
};

Extent extentOf(const Tile& tile) {
    Extent extent;
    for (const float v : tile.values) {
        if (!std::isfinite(v)) continue;
        extent.greatest = std::max(extent.greatest, std::abs(static_cast<double>(v)));
        extent.negative = extent.negative || v < 0;
    }
    return extent;
}

} // namespace

TileView::TileView(QWidget* parent) : PlotFrame(parent) {}

void TileView::setTiles(std::vector<Tile> tiles) {
    std::erase_if(tiles, [](const Tile& t) {
        return t.width == 0 || t.height == 0 || (t.channels != 1 && t.channels != 3) || t.values.size() != t.width * t.height * t.channels;
    });
    tiles_ = std::move(tiles);
    negative_ = std::any_of(tiles_.begin(), tiles_.end(), [](const Tile& t) { return t.channels == 1 && extentOf(t).negative; });
    changed();
}

void TileView::setGreyRange(double low, double high) {
    grey_ = {low, high};
    changed();
}

TileView::Grid TileView::gridOf(const QSizeF& size, const QSizeF& tools) const {
    PlotTexts texts;
    texts.title = title();
    texts.caption = caption();
    Grid grid{layoutPicture(size, texts, tools), {}, true};
    const QRectF& area = grid.layout.plot;
    const std::size_t count = tiles_.size();
    if (count == 0) return grid;
    double ratio = 0; // of the widest tile
    for (const Tile& t : tiles_) ratio = std::max(ratio, static_cast<double>(t.width) / static_cast<double>(t.height));
    const bool named = std::any_of(tiles_.begin(), tiles_.end(), [](const Tile& t) { return !t.title.empty(); });
    const double titleHeight = named ? QFontMetricsF(grid.layout.smallFont).height() + 2 : 0;
    // The number of columns that gives the largest tiles; first with titles, then, if they are too small for them, without.
    double width = 0, head = titleHeight;
    std::size_t columns = 1;
    for (int pass = 0; pass < 2; ++pass) {
        width = 0;
        for (std::size_t c = 1; c <= count; ++c) {
            const auto across = static_cast<double>(c), down = static_cast<double>((count + c - 1) / c);
            const double byWidth = (area.width() - gap * (across - 1)) / across;
            const double byHeight = ((area.height() - gap * (down - 1)) / down - head) * ratio;
            const double fits = std::min(byWidth, byHeight);
            if (fits > width) {
                width = fits;
                columns = c;
            }
        }
        grid.titles = head > 0;
        if (head == 0 || width >= leastForTitles) break;
        head = 0;
    }
    width = std::max(width, 4.0);
    const double height = width / ratio;
    const std::size_t rows = (count + columns - 1) / columns;
    const double across = static_cast<double>(columns) * (width + gap) - gap, down = static_cast<double>(rows) * (height + head + gap) - gap;
    const double left = area.left() + std::max(0.0, (area.width() - across) / 2), top = area.top() + std::max(0.0, (area.height() - down) / 2);
    for (std::size_t i = 0; i < count; ++i) {
        const QRectF place(left + static_cast<double>(i % columns) * (width + gap), top + static_cast<double>(i / columns) * (height + head + gap) + head, width, height);
        const double own = static_cast<double>(tiles_[i].width) / static_cast<double>(tiles_[i].height);
        QRectF picture(0, 0, std::min(width, height * own), std::min(height, width / own));
        picture.moveCenter(place.center());
        grid.areas.push_back(picture);
    }
    return grid;
}

const TileView::Grid& TileView::grid() const {
    if (grid_.layout.size != QSizeF(size()) || grid_.areas.size() != tiles_.size()) grid_ = gridOf(size(), toolsSize());
    return grid_;
}

const PlotLayout& TileView::layout() const { return grid().layout; }

QRectF TileView::tileArea(std::size_t index) const { return grid().areas.at(index).translated(surface()->pos()); }

QImage TileView::imageOf(const Tile& tile, const PlotColors& colors) const {
    const Extent extent = extentOf(tile);
    const double scale = extent.greatest > 0 ? 1 / extent.greatest : 0;
    const auto level = [&](float v) {
        const double share = std::isfinite(v) ? static_cast<double>(v) * scale : 0;
        return static_cast<int>(std::lround(255 * std::clamp(extent.negative ? 0.5 + share / 2 : share, 0.0, 1.0)));
    };
    QImage image(static_cast<int>(tile.width), static_cast<int>(tile.height), QImage::Format_RGB32);
    for (std::size_t row = 0; row < tile.height; ++row) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(static_cast<int>(row)));
        for (std::size_t column = 0; column < tile.width; ++column) {
            const float* value = &tile.values[(row * tile.width + column) * tile.channels];
            if (tile.channels == 3) line[column] = qRgb(level(value[0]), level(value[1]), level(value[2]));
            else if (grey_) {
                const double share = (static_cast<double>(*value) - grey_->first) / (grey_->second - grey_->first);
                const int shade = std::isfinite(share) ? static_cast<int>(std::lround(255 * std::clamp(share, 0.0, 1.0))) : 0;
                line[column] = qRgb(shade, shade, shade);
            } else if (negative_) line[column] = divergingColor(static_cast<double>(*value) * scale, colors).rgb();
            else line[column] = qRgb(level(*value), level(*value), level(*value));
        }
    }
    return image;
}

void TileView::paint(QPainter& painter, const Grid& grid, const PlotColors& colors) const {
    painter.fillRect(QRectF(QPointF(0, 0), grid.layout.size), colors.background);
    PlotTexts texts;
    texts.title = title();
    texts.caption = caption();
    if (tiles_.empty()) paintEmpty(painter, grid.layout.plot, grid.layout.font, emptyText(), colors);
    const QFontMetricsF metrics(grid.layout.smallFont);
    for (std::size_t i = 0; i < tiles_.size(); ++i) {
        const QRectF& area = grid.areas[i];
        paintCells(painter, area, imageOf(tiles_[i], colors));
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colors.axis, 1));
        painter.drawRect(area.adjusted(-1, -1, 0, 0));
        if (!grid.titles) continue;
        painter.setPen(colors.text);
        painter.setFont(grid.layout.smallFont);
        const QRectF over(area.left() - gap / 2 + 1, area.top() - metrics.height() - 2, area.width() + gap - 2, metrics.height());
        painter.drawText(over, Qt::AlignCenter, metrics.elidedText(QString::fromStdString(tiles_[i].title), Qt::ElideRight, over.width()));
    }
    paintHeadings(painter, grid.layout, texts, colors);
}

void TileView::paintSurface(QPainter& painter) {
    grid_ = gridOf(size(), toolsSize());
    paint(painter, grid_, colors());
}

void TileView::paintTo(QPainter& painter, const QSizeF& size, const PlotColors& colors) const { paint(painter, gridOf(size, {}), colors); }

std::vector<ReadoutLine> TileView::readout(const QPointF& pointer) const {
    const Grid& g = grid();
    for (std::size_t i = 0; i < tiles_.size(); ++i) {
        const Tile& tile = tiles_[i];
        const QRectF& area = g.areas[i];
        if (!area.contains(pointer)) continue;
        const auto at = [](double place, double size, std::size_t count) {
            return std::min(static_cast<std::size_t>(place / size * static_cast<double>(count)), count - 1);
        };
        const std::size_t column = at(pointer.x() - area.left(), area.width(), tile.width);
        const std::size_t row = at(pointer.y() - area.top(), area.height(), tile.height);
        const float* value = &tile.values[(row * tile.width + column) * tile.channels];
        QStringList numbers;
        for (std::size_t c = 0; c < tile.channels; ++c) numbers.append(numberText(static_cast<double>(value[c]), 4));
        std::vector<ReadoutLine> lines;
        if (!tile.title.empty()) lines.push_back({QString::fromStdString(tile.title), {}, false});
        lines.push_back({tr("row %1, column %2").arg(row + 1).arg(column + 1), {}, true});
        lines.push_back({numbers.join(QStringLiteral(", ")), {}, false});
        return lines;
    }
    return {};
}

Table TileView::toTable() const {
    Table table({{"tile", "", {}}, {"row", "", {}}, {"column", "", {}}, {"channel", "", {}}, {"value", "", {}}});
    for (std::size_t i = 0; i < tiles_.size(); ++i) {
        const Tile& t = tiles_[i];
        for (std::size_t k = 0; k < t.values.size(); ++k) {
            const std::size_t pixel = k / t.channels;
            table.addRow({static_cast<double>(i + 1), static_cast<double>(pixel / t.width + 1), static_cast<double>(pixel % t.width + 1),
                          static_cast<double>(k % t.channels + 1), static_cast<double>(t.values[k])});
        }
    }
    return table;
}

} // namespace orthant::ui
