// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/matrix_map_view.h"

#include "ui/charts/color_maps.h"
#include "ui/charts/raster.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace orthant::ui {

namespace {

constexpr double widest = 6; ///< a picture of a very long matrix is stretched to this ratio of its sides

PlotTexts headings(const PlotFrame& frame) {
    PlotTexts texts;
    texts.title = frame.title();
    texts.caption = frame.caption();
    return texts;
}

} // namespace

MatrixMapView::MatrixMapView(QWidget* parent) : PlotFrame(parent) {}

void MatrixMapView::setMatrix(MatrixPicture picture) {
    if (picture.values.size() != picture.rows * picture.cols) picture = {};
    picture_ = std::move(picture);
    greatest_ = 0;
    for (const float value : picture_.values)
        if (std::isfinite(value)) greatest_ = std::max(greatest_, std::abs(value));
    grid_ = {};
    changed();
}

MatrixMapView::Grid MatrixMapView::gridOf(const QSizeF& size, const QSizeF& tools) const {
    Grid grid{layoutPicture(size, headings(*this), tools), {}};
    if (picture_.values.empty()) return grid;
    const QRectF& plot = grid.layout.plot;
    const double ratio = std::clamp(static_cast<double>(picture_.cols) / static_cast<double>(picture_.rows), 1 / widest, widest);
    const double width = std::max(4.0, std::min(plot.width() - 2, (plot.height() - 2) * ratio));
    grid.cells = QRectF(0, 0, std::floor(width), std::max(4.0, std::floor(width / ratio)));
    grid.cells.moveCenter(plot.center());
    grid.cells.moveTo(std::round(grid.cells.left()), std::round(grid.cells.top()));
    return grid;
}

const MatrixMapView::Grid& MatrixMapView::grid() const {
    if (grid_.layout.size != QSizeF(size())) grid_ = gridOf(size(), toolsSize());
    return grid_;
}

const PlotLayout& MatrixMapView::layout() const { return grid().layout; }
QRectF MatrixMapView::cells() const { return grid().cells.translated(surface()->pos()); }

QImage MatrixMapView::imageOf(const QSizeF& size, const PlotColors& colors) const {
    const std::size_t height = std::min(picture_.rows, static_cast<std::size_t>(size.height()));
    const std::size_t width = std::min(picture_.cols, static_cast<std::size_t>(size.width()));
    std::vector<float> seen(width * height, 0.0f);
    for (std::size_t row = 0; row < picture_.rows; ++row) {
        const float* line = picture_.values.data() + rowAt(row) * picture_.cols;
        float* out = seen.data() + row * height / picture_.rows * width;
        for (std::size_t col = 0; col < picture_.cols; ++col) {
            float& pixel = out[col * width / picture_.cols];
            const float value = line[colAt(col)];
            if (std::abs(value) > std::abs(pixel)) pixel = value;
        }
    }
    const double scale = greatest_ > 0 ? 1 / static_cast<double>(greatest_) : 0;
    const bool links = picture_.kind == MatrixPicture::Kind::Links;
    const QRgb link = colors.series(0).rgb(), none = divergingColor(0, colors).rgb();
    QImage image(static_cast<int>(width), static_cast<int>(height), QImage::Format_RGB32);
    for (std::size_t y = 0; y < height; ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(static_cast<int>(y)));
        for (std::size_t x = 0; x < width; ++x) {
            const float value = seen[y * width + x];
            line[x] = links ? (value != 0 ? link : none) : divergingColor(static_cast<double>(value) * scale, colors).rgb();
        }
    }
    return image;
}

void MatrixMapView::paint(QPainter& painter, const Grid& grid, const PlotColors& colors) const {
    painter.fillRect(QRectF(QPointF(0, 0), grid.layout.size), colors.background);
    if (picture_.values.empty()) {
        paintEmpty(painter, grid.layout.plot, grid.layout.font, emptyText(), colors);
        return paintHeadings(painter, grid.layout, headings(*this), colors);
    }
    const QRectF& cells = grid.cells;
    paintCells(painter, cells, imageOf(cells.size(), colors));
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colors.axis, 1));
    painter.drawRect(cells.adjusted(-1, -1, 0, 0));
    const double across = cells.width() / static_cast<double>(picture_.cols), down = cells.height() / static_cast<double>(picture_.rows);
    painter.setPen(QPen(colors.series(1), 1.5));
    for (const QRect& box : picture_.boxes) {
        const QRectF place(cells.left() + box.x() * across, cells.top() + box.y() * down, box.width() * across, box.height() * down);
        if (place.width() >= 5 && place.height() >= 5) painter.drawRect(place);
    }
    paintHeadings(painter, grid.layout, headings(*this), colors);
}

void MatrixMapView::paintSurface(QPainter& painter) {
    grid_ = gridOf(size(), toolsSize());
    paint(painter, grid_, colors());
}

void MatrixMapView::paintTo(QPainter& painter, const QSizeF& size, const PlotColors& colors) const { paint(painter, gridOf(size, {}), colors); }

std::vector<ReadoutLine> MatrixMapView::readout(const QPointF& pointer) const {
    const QRectF& cells = grid().cells;
    if (picture_.values.empty() || !cells.contains(pointer)) return {};
    const auto at = [](double share, std::size_t count) { return std::min(static_cast<std::size_t>(share * static_cast<double>(count)), count - 1); };
    const std::size_t row = rowAt(at((pointer.y() - cells.top()) / cells.height(), picture_.rows));
    const std::size_t col = colAt(at((pointer.x() - cells.left()) / cells.width(), picture_.cols));
    const float value = picture_.values[row * picture_.cols + col];
    const QString text = picture_.kind == MatrixPicture::Kind::Values ? numberText(static_cast<double>(value), 4) : value != 0 ? tr("a link") : tr("always 0");
    return {{tr("row %1, column %2").arg(row + 1).arg(col + 1), {}, true}, {text, {}, false}};
}

Table MatrixMapView::toTable() const {
    Table table({{"row", "", {}}, {"column", "", {}}, {"value", "", {}}});
    for (std::size_t row = 0; row < picture_.rows; ++row)
        for (std::size_t col = 0; col < picture_.cols; ++col)
            if (const float value = picture_.values[row * picture_.cols + col]; value != 0)
                table.addRow({static_cast<double>(row + 1), static_cast<double>(col + 1), static_cast<double>(value)});
    return table;
}

} // namespace orthant::ui
