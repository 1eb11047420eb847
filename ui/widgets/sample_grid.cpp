// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sample_grid.h"

#include "ui/base/colors.h"

#include <QImage>
#include <QPainter>
#include <QPolygonF>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

#include <algorithm>
#include <cmath>

namespace orthant::ui {

namespace {

constexpr int curveRole = Qt::UserRole, firstRole = curveRole + 1, secondRole = curveRole + 2;
constexpr int picture = 64, cellWidth = 84, gap = 4;

struct Range {
    float low = 0, high = 0;
};

Range rangeOf(const std::vector<float>& values) {
    Range range{INFINITY, -INFINITY};
    for (const float v : values) {
        if (!std::isfinite(v)) continue;
        range.low = std::min(range.low, v);
        range.high = std::max(range.high, v);
    }
    return range.low <= range.high ? range : Range{};
}

/// Channels of an image; 0: these are no images.
std::size_t channelsOf(const Shape& shape) {
    const bool sides = shape.size() >= 2 && shape[0] >= 4 && shape[1] >= 4;
    if (sides && shape.size() == 2) return 1;
    return sides && shape.size() == 3 && (shape[2] == 1 || shape[2] == 3) ? shape[2] : 0;
}

/// From the darkest to the brightest value of this sample.
QImage imageOf(const std::vector<float>& values, const Shape& shape, std::size_t channels) {
    const Range range = rangeOf(values);
    const float scale = range.high > range.low ? 255 / (range.high - range.low) : 0;
    const auto level = [&](float v) { return std::isfinite(v) ? static_cast<int>(std::lround((v - range.low) * scale)) : 0; };
    QImage image(static_cast<int>(shape[1]), static_cast<int>(shape[0]), QImage::Format_RGB32);
    for (std::size_t row = 0; row < shape[0]; ++row) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(static_cast<int>(row)));
        for (std::size_t column = 0; column < shape[1]; ++column) {
            const float* pixel = &values[(row * shape[1] + column) * channels];
            line[column] = channels == 3 ? qRgb(level(pixel[0]), level(pixel[1]), level(pixel[2])) : qRgb(level(*pixel), level(*pixel), level(*pixel));
        }
    }
    return image;
}

/// Curves in the unit square, one for each channel.
QList<QPolygonF> curvesOf(const std::vector<float>& values, const Shape& shape) {
    const std::size_t channels = shape.size() > 1 ? std::max<std::size_t>(1, shape.back()) : 1, length = values.size() / channels;
    const Range range = rangeOf(values);
    QList<QPolygonF> curves(static_cast<qsizetype>(channels));
    for (std::size_t i = 0; i < length; ++i)
        for (std::size_t c = 0; c < channels; ++c) {
            const float v = values[i * channels + c];
            if (!std::isfinite(v)) continue;
            const double x = length > 1 ? static_cast<double>(i) / static_cast<double>(length - 1) : 0.5;
            const double y = range.high > range.low ? static_cast<double>((v - range.low) / (range.high - range.low)) : 0.5;
            curves[static_cast<qsizetype>(c)] << QPointF(x, 1 - y);
        }
    return curves;
}

QFont smallFont(QFont font) {
    font.setPointSizeF(font.pointSizeF() * 0.88);
    return font;
}

class SampleDelegate final : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override {
        return {cellWidth, picture + 2 * QFontMetrics(smallFont(option.font)).height() + 3 * gap};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        painter->save();
        if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver)) painter->fillRect(option.rect, option.palette.color(QPalette::AlternateBase));
        if ((option.state & QStyle::State_Selected) && (option.state & QStyle::State_HasFocus)) {
            painter->setPen(option.palette.color(QPalette::Highlight));
            painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
        }
        const QRect area(option.rect.center().x() - picture / 2, option.rect.top() + gap, picture, picture);
        if (const auto image = index.data(Qt::DecorationRole).value<QImage>(); !image.isNull()) {
            QSize size = image.size().scaled(area.size(), Qt::KeepAspectRatio);
            QRect place(QPoint(0, 0), size);
            place.moveCenter(area.center());
            painter->drawImage(place, image);
        } else {
            painter->setRenderHint(QPainter::Antialiasing);
            int color = 0;
            for (const QPolygonF& curve : index.data(curveRole).value<QList<QPolygonF>>()) {
                QPolygonF placed;
                for (const QPointF& point : curve) placed << QPointF(area.left() + point.x() * area.width(), area.top() + point.y() * area.height());
                painter->setPen(QPen(PlotColors::of(option.palette).series(color++), 1.2));
                painter->drawPolyline(placed);
            }
        }
        const QFont font = smallFont(option.font);
        const QFontMetrics metrics(font);
        painter->setFont(font);
        int top = area.bottom() + gap;
        for (const int role : {firstRole, secondRole}) {
            painter->setPen(option.palette.color(role == firstRole ? QPalette::Text : QPalette::PlaceholderText));
            const QRect line(option.rect.left() + 2, top, option.rect.width() - 4, metrics.height());
            painter->drawText(line, Qt::AlignCenter, metrics.elidedText(index.data(role).toString(), Qt::ElideRight, line.width()));
            top += metrics.height();
        }
        painter->restore();
    }
};

} // namespace

SampleGrid::SampleGrid(QWidget* parent) : QListView(parent), model_(new QStandardItemModel(this)) {
    setModel(model_);
    setItemDelegate(new SampleDelegate(this));
    setFlow(QListView::LeftToRight);
    setWrapping(true);
    setResizeMode(QListView::Adjust);
    setUniformItemSizes(true);
    setMouseTracking(true);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void SampleGrid::setSamples(const std::vector<SampleCard>& cards, const orthant::Shape& shape) {
    const std::size_t channels = channelsOf(shape);
    model_->clear();
    for (const SampleCard& card : cards) {
        if (card.values.size() != elementCount(shape)) continue;
        auto* item = new QStandardItem;
        if (channels > 0) item->setData(imageOf(card.values, shape, channels), Qt::DecorationRole);
        else item->setData(QVariant::fromValue(curvesOf(card.values, shape)), curveRole);
        item->setData(card.first, firstRole);
        item->setData(card.second, secondRole);
        item->setToolTip(card.tip);
        item->setData(card.tip, Qt::AccessibleTextRole);
        model_->appendRow(item);
    }
    scrollToTop();
}

int SampleGrid::count() const { return model_->rowCount(); }

} // namespace orthant::ui
