// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/matrix_map_view.h"

#include "ui/charts/color_maps.h"
#include "ui/charts/raster.h"

#include <QKeyEvent>
#include <QMouseEvent>
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
    dragFrom_.reset();
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
    if (picture_.values.empty() || (!dragFrom_ && !grid().cells.contains(pointer))) return {};
    MatrixCells cells = cellsBetween(dragFrom_.value_or(pointer), pointer);
    if (!asItStands()) { // cells that share a pixel are no neighbours in the matrix
        cells.row0 = cells.row1 = rowAt(cells.row0);
        cells.col0 = cells.col1 = colAt(cells.col0);
    }
    const auto range = [](std::size_t first, std::size_t last, const QString& one, const QString& many) {
        return first == last ? one.arg(first + 1) : many.arg(first + 1).arg(last + 1);
    };
    const QString place = range(cells.row0, cells.row1, tr("row %1"), tr("rows %1 to %2")) + QStringLiteral(", ") +
                          range(cells.col0, cells.col1, tr("column %1"), tr("columns %1 to %2"));
    if (dragFrom_)
        return {{place, {}, true}, {dragFills_ ? tr("allow %1 links").arg(cells.count() - filled(cells)) : tr("forbid %1 links").arg(filled(cells)), {}, false}};
    QString text;
    if (picture_.kind == MatrixPicture::Kind::Links)
        text = cells.count() > 1 ? tr("%1 of %2 are links").arg(filled(cells)).arg(cells.count()) : filled(cells) > 0 ? tr("a link") : tr("always 0");
    else {
        float seen = 0;
        for (std::size_t row = cells.row0; row <= cells.row1; ++row)
            for (std::size_t col = cells.col0; col <= cells.col1; ++col)
                if (const float value = picture_.values[row * picture_.cols + col]; std::abs(value) > std::abs(seen)) seen = value;
        text = numberText(static_cast<double>(seen), 4);
        if (cells.count() > 1) text = tr("%1, the largest of %2").arg(text).arg(cells.count());
    }
    std::vector<ReadoutLine> lines{{place, {}, true}, {text, {}, false}};
    if (editable_ && asItStands()) lines.push_back({fills(pointer, Qt::NoModifier) ? tr("drag to allow links") : tr("drag to forbid links"), {}, false});
    return lines;
}

MatrixCells MatrixMapView::cellsBetween(const QPointF& a, const QPointF& b) const {
    const QRectF& cells = grid().cells;
    // The same sharing of pixels as in imageOf().
    const auto range = [](double from, double to, double side, std::size_t count) {
        const std::size_t pixels = std::min(count, static_cast<std::size_t>(side));
        const auto pixel = [&](double at) { return static_cast<std::size_t>(std::clamp(at / side * static_cast<double>(pixels), 0.0, static_cast<double>(pixels) - 1)); };
        const auto first = [&](std::size_t p) { return (p * count + pixels - 1) / pixels; };
        return std::pair(first(pixel(std::min(from, to))), first(pixel(std::max(from, to)) + 1) - 1);
    };
    const auto [row0, row1] = range(a.y() - cells.top(), b.y() - cells.top(), cells.height(), picture_.rows);
    const auto [col0, col1] = range(a.x() - cells.left(), b.x() - cells.left(), cells.width(), picture_.cols);
    return {row0, row1, col0, col1};
}

QRectF MatrixMapView::areaOf(const MatrixCells& cells) const {
    const QRectF& all = grid().cells;
    const double across = all.width() / static_cast<double>(picture_.cols), down = all.height() / static_cast<double>(picture_.rows);
    return {all.left() + static_cast<double>(cells.col0) * across, all.top() + static_cast<double>(cells.row0) * down,
            static_cast<double>(cells.col1 - cells.col0 + 1) * across, static_cast<double>(cells.row1 - cells.row0 + 1) * down};
}

std::size_t MatrixMapView::filled(const MatrixCells& cells) const {
    std::size_t count = 0;
    for (std::size_t row = cells.row0; row <= cells.row1; ++row)
        for (std::size_t col = cells.col0; col <= cells.col1; ++col) count += picture_.values[row * picture_.cols + col] != 0;
    return count;
}

bool MatrixMapView::fills(const QPointF& from, Qt::KeyboardModifiers keys) const {
    if (keys & Qt::ControlModifier) return false;
    return (keys & Qt::ShiftModifier) || filled(cellsBetween(from, from)) == 0;
}

void MatrixMapView::setEditable(bool on) {
    editable_ = on;
    dragFrom_.reset();
    surface()->setCursor(Qt::ArrowCursor);
}

void MatrixMapView::paintOverlay(QPainter& painter, const QPointF& pointer) const {
    if (dragFrom_ || (editable_ && asItStands() && grid().cells.contains(pointer) && !picture_.values.empty())) {
        const QRectF area = areaOf(cellsBetween(dragFrom_.value_or(pointer), pointer));
        QColor inside = colors().series(dragFrom_ && !dragFills_ ? 1 : 2);
        painter.setPen(QPen(inside, 2));
        inside.setAlpha(90);
        painter.setBrush(dragFrom_ ? QBrush(inside) : QBrush(Qt::NoBrush));
        painter.drawRect(area);
    }
    PlotFrame::paintOverlay(painter, pointer);
}

bool MatrixMapView::pointerEvent(QEvent* event) {
    if (!editable_ || !asItStands() || picture_.values.empty() || event->type() == QEvent::Wheel) return false;
    const auto* mouse = static_cast<QMouseEvent*>(event);
    const QPointF at = mouse->position();
    if (event->type() == QEvent::MouseMove) {
        surface()->setCursor(dragFrom_ || grid().cells.contains(at) ? Qt::CrossCursor : Qt::ArrowCursor);
        if (dragFrom_) showOverlay(at);
        return dragFrom_.has_value();
    }
    if (mouse->button() != Qt::LeftButton) return false;
    if (event->type() == QEvent::MouseButtonRelease) {
        if (!dragFrom_) return false;
        const MatrixCells cells = cellsBetween(*dragFrom_, at);
        dragFrom_.reset();
        showOverlay(at);
        Q_EMIT drawn(cells, dragFills_);
        return true;
    }
    if (!grid().cells.contains(at)) return false;
    dragFrom_ = at;
    dragFills_ = fills(at, mouse->modifiers());
    showOverlay(at);
    return true;
}

bool MatrixMapView::keyPressed(QKeyEvent* event) {
    if (event->key() != Qt::Key_Escape || !dragFrom_) return false;
    dragFrom_.reset();
    surface()->update();
    return true;
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
