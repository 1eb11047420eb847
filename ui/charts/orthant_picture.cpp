// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/orthant_picture.h"

#include "ui/charts/color_maps.h"

#include <QFontMetricsF>
#include <QImage>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace orthant::ui {

namespace {

constexpr double degrees = 180 / std::numbers::pi;
constexpr double axisEnd = 1.22;

Point3 scaled(const Point3& a, double f) { return {a[0] * f, a[1] * f, a[2] * f}; }
Point3 sum(const Point3& a, const Point3& b) { return {a[0] + b[0], a[1] + b[1], a[2] + b[2]}; }

QColor faded(QColor color, double alpha) {
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

QColor mixed(const QColor& a, const QColor& b, double share) {
    const auto mix = [share](int x, int y) { return static_cast<int>(std::lround(x + (y - x) * share)); };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

/// Draws one scene; the steps go from back to front.
class Painting {
  public:
    Painting(QPainter& painter, const OrthantScene& scene, const OrthantPlace& place, const PlotLayout& layout, const PlotColors& colors)
        : painter_(painter), scene_(scene), place_(place), layout_(layout), colors_(colors), flat_(scene.dimension == 2),
          corner_(scene.cornerOf(scene.direction)) {}

    void paint() {
        painter_.setRenderHint(QPainter::Antialiasing);
        painter_.setBrush(Qt::NoBrush);
        axes(false);
        ball();
        lines();
        cube();
        axes(true);
        angle();
        vectors();
        labels();
    }

  private:
    Point3 view(const Point3& world) const { return scene_.camera.toView(world); }
    QPointF pixel(const Point3& world) const { return place_.toPixel(view(world)); }
    double depth(const Point3& world) const { return flat_ ? 0 : view(world)[2]; }

    Point3 cornerAt(int index) const {
        Point3 signs{index & 1 ? -1.0 : 1.0, index & 2 ? -1.0 : 1.0, index & 4 ? -1.0 : 1.0};
        return scene_.cornerOf(signs);
    }
    int cornerCount() const { return 1 << scene_.dimension; }

    /// Axes behind the sphere are drawn before it, those in front after it.
    void axes(bool front) {
        for (std::size_t k = 0; k < static_cast<std::size_t>(scene_.dimension); ++k) {
            for (const double sign : {-1.0, 1.0}) {
                Point3 end{};
                end[k] = sign * axisEnd;
                const bool inFront = flat_ || depth(end) >= 0;
                if (inFront != front) continue;
                Point3 start{};
                start[k] = flat_ ? 0 : sign;
                painter_.setPen(QPen(sign > 0 ? colors_.text : colors_.axis, sign > 0 ? 1.4 : 1));
                painter_.drawLine(pixel(start), pixel(end));
                if (sign < 0) continue;
                arrowHead(pixel(start), pixel(end), 7, colors_.text);
                painter_.setFont(layout_.font);
                const QString name = QStringLiteral("v") + QChar(0x2081 + static_cast<int>(k));
                Point3 beyond{};
                beyond[k] = axisEnd + 13 / place_.radius;
                painter_.setPen(colors_.text);
                centred(name, pixel(beyond));
            }
        }
    }

    /// The coloured disc; seen through a little, so that what is behind can be guessed.
    void ball() {
        constexpr int steps = 4096;
        const double least = 1 / std::sqrt(scene_.dimension), greatest = scene_.greatestAngle();
        std::vector<QRgb> own(steps), other(steps);
        for (int i = 0; i < steps; ++i) {
            const double angle = std::acos(std::min(1.0, least + (1 - least) * i / (steps - 1.0))) * degrees;
            QColor color = scene_.shaded ? sequentialColor(0.72 * angle / greatest, colors_) : sequentialColor(0.25, colors_);
            // Rings at every ten degrees; the width is that of one step near the corner.
            const double ring = std::abs(angle - 10 * std::round(angle / 10));
            if (scene_.shaded && !flat_ && angle > 5 && ring < 0.35) color = mixed(color, colors_.text, 0.35);
            own[static_cast<std::size_t>(i)] = color.rgb();
            other[static_cast<std::size_t>(i)] = mixed(color, colors_.background, scene_.shaded ? 0.62 : 0.8).rgb();
        }
        const double ratio = painter_.device() ? painter_.device()->devicePixelRatioF() : 1;
        const int side = std::clamp(static_cast<int>(2 * place_.radius * ratio), 16, 640);
        QImage image(side, side, QImage::Format_ARGB32);
        const double alpha = flat_ ? 0.9 : 0.86;
        const auto opacity = static_cast<unsigned>(std::lround(255 * alpha)) << 24;
        for (int row = 0; row < side; ++row) {
            auto* line = reinterpret_cast<QRgb*>(image.scanLine(row));
            const double y = 1 - (2 * row + 1.0) / side;
            for (int column = 0; column < side; ++column) {
                const double x = (2 * column + 1.0) / side - 1, rest = 1 - x * x - y * y;
                if (rest < 0) {
                    line[column] = 0;
                    continue;
                }
                const Point3 world = flat_ ? Point3{x, y, 0} : scene_.camera.toWorld({x, y, std::sqrt(rest)});
                double share = std::abs(world[0]) + std::abs(world[1]) + std::abs(world[2]);
                if (flat_) share /= std::max(1e-9, std::sqrt(x * x + y * y));
                share *= least;
                const auto step = static_cast<std::size_t>(std::clamp((share - least) / (1 - least), 0.0, 1.0) * (steps - 1));
                bool inside = true;
                for (std::size_t k = 0; k < static_cast<std::size_t>(scene_.dimension); ++k) inside = inside && (world[k] < 0) == (corner_[k] < 0);
                line[column] = ((inside ? own : other)[step] & 0xffffffu) | opacity;
            }
        }
        painter_.setRenderHint(QPainter::SmoothPixmapTransform);
        const double r = place_.radius;
        painter_.drawImage(QRectF(place_.centre.x() - r, place_.centre.y() - r, 2 * r, 2 * r), image);
        painter_.setPen(QPen(colors_.axis, 1.6));
        painter_.drawEllipse(place_.centre, r, r);
    }

    /// The visible part of the circle spanned by two directions around a centre.
    void circle(const Point3& centre, const Point3& a, const Point3& b) {
        constexpr int pieces = 96;
        QPolygonF part;
        for (int i = 0; i <= pieces; ++i) {
            const double t = 2 * std::numbers::pi * i / pieces;
            const Point3 p = sum(centre, sum(scaled(a, std::cos(t)), scaled(b, std::sin(t))));
            if (depth(p) >= -0.01) {
                part.append(pixel(p));
                continue;
            }
            painter_.drawPolyline(part);
            part.clear();
        }
        painter_.drawPolyline(part);
    }

    void lines() {
        if (flat_) {
            painter_.setPen(QPen(faded(colors_.text, 0.45), 1));
            painter_.drawLine(pixel({-1, 0, 0}), pixel({1, 0, 0}));
            painter_.drawLine(pixel({0, -1, 0}), pixel({0, 1, 0}));
            return;
        }
        painter_.setPen(QPen(faded(colors_.text, 0.16), 0.8));
        for (const double latitude : {-60.0, -30.0, 30.0, 60.0}) {
            const double c = std::cos(latitude / degrees), s = std::sin(latitude / degrees);
            circle({0, 0, s}, {c, 0, 0}, {0, c, 0});
        }
        painter_.setPen(QPen(faded(colors_.text, 0.45), 1)); // where a sign changes
        circle({}, {1, 0, 0}, {0, 1, 0});
        circle({}, {1, 0, 0}, {0, 0, 1});
        circle({}, {0, 1, 0}, {0, 0, 1});
    }

    /// The sign vectors, scaled onto the sphere, and the edges between them.
    void cube() {
        for (int i = 0; i < cornerCount(); ++i) {
            for (int bit = 1; bit < cornerCount(); bit <<= 1) {
                if (i & bit) continue;
                const Point3 a = cornerAt(i), b = cornerAt(i | bit);
                const bool back = depth(a) < 0 && depth(b) < 0;
                const bool through = depth(a) < 0 || depth(b) < 0;
                painter_.setPen(QPen(faded(colors_.text, back ? 0.18 : through ? 0.4 : 0.75), back ? 1 : 1.3));
                painter_.drawLine(pixel(a), pixel(b));
            }
        }
        for (int i = 0; i < cornerCount(); ++i) {
            const Point3 c = cornerAt(i);
            painter_.setPen(Qt::NoPen);
            painter_.setBrush(faded(colors_.text, depth(c) < 0 ? 0.25 : 0.9));
            painter_.drawEllipse(pixel(c), 2.6, 2.6);
        }
        painter_.setBrush(Qt::NoBrush);
    }

    void arrowHead(const QPointF& from, const QPointF& to, double size, const QColor& color) {
        const QPointF way = to - from;
        const double length = std::hypot(way.x(), way.y());
        if (length < 2) return;
        const QPointF along = way / length, across(-along.y(), along.x());
        painter_.setPen(Qt::NoPen);
        painter_.setBrush(color);
        painter_.drawPolygon(QPolygonF({to, to - along * size + across * size * 0.42, to - along * size - across * size * 0.42}));
        painter_.setBrush(Qt::NoBrush);
    }

    void arrow(const Point3& to, double width, const QColor& color, double alpha) {
        const QPointF start = place_.centre, end = pixel(to);
        const double length = std::hypot(end.x() - start.x(), end.y() - start.y());
        const QPointF neck = length > 12 ? end - (end - start) * (8 / length) : start;
        painter_.setPen(QPen(faded(colors_.background, 0.8 * alpha), width + 2.4, Qt::SolidLine, Qt::FlatCap));
        painter_.drawLine(start, neck);
        painter_.setPen(QPen(faded(color, alpha), width, Qt::SolidLine, Qt::FlatCap));
        painter_.drawLine(start, neck);
        arrowHead(start, end, 11, faded(color, alpha));
    }

    /// Behind the sphere they are seen through it.
    double presence() const { return depth(scene_.direction) < 0 ? 0.5 : 1; }

    void vectors() {
        const double alpha = presence();
        arrow(corner_, 1.8, colors_.text, alpha);
        arrow(scene_.direction, 2.6, colors_.series(1), alpha);
        painter_.setPen(QPen(faded(colors_.background, alpha), 1.5));
        painter_.setBrush(faded(colors_.series(1), alpha));
        painter_.drawEllipse(pixel(scene_.direction), 6, 6); // the handle
        painter_.setBrush(Qt::NoBrush);
    }

    /// The fan between the vector and its corner, with its arc.
    void angle() {
        const double whole = scene_.angleOf(scene_.direction) / degrees;
        if (whole < 1e-3) return;
        constexpr int pieces = 24;
        QPolygonF arc;
        for (int i = 0; i <= pieces; ++i) {
            const double t = whole * i / pieces;
            const Point3 p = sum(scaled(scene_.direction, std::sin(whole - t) / std::sin(whole)), scaled(corner_, std::sin(t) / std::sin(whole)));
            arc.append(pixel(p));
        }
        QPolygonF fan = arc;
        fan.append(place_.centre);
        painter_.setPen(Qt::NoPen);
        painter_.setBrush(faded(colors_.series(1), 0.28 * presence()));
        painter_.drawPolygon(fan);
        painter_.setBrush(Qt::NoBrush);
        painter_.setPen(QPen(faded(colors_.background, 0.8 * presence()), 4.6));
        painter_.drawPolyline(arc);
        painter_.setPen(QPen(faded(colors_.series(1), presence()), 2.2));
        painter_.drawPolyline(arc);
    }

    void centred(const QString& text, const QPointF& at) {
        painter_.drawText(QRectF(at.x() - 60, at.y() - 12, 120, 24), Qt::AlignCenter, text);
    }

    /// A text on a plate of the background, so that it can be read over everything.
    QRectF plateBox(const QString& text, const QPointF& at, const QFont& font) const {
        const QFontMetricsF metrics(font);
        QRectF box(0, 0, metrics.horizontalAdvance(text) + 10, metrics.height() + 3);
        box.moveCenter(at);
        const QRectF& all = layout_.plot;
        box.moveLeft(std::clamp(box.left(), all.left(), std::max(all.left(), all.right() - box.width())));
        box.moveTop(std::clamp(box.top(), all.top(), std::max(all.top(), all.bottom() - box.height())));
        return box;
    }

    void plate(const QString& text, const QRectF& box, const QFont& font) {
        painter_.setPen(Qt::NoPen);
        painter_.setBrush(faded(colors_.background, 0.86));
        painter_.drawRoundedRect(box, 4, 4);
        painter_.setBrush(Qt::NoBrush);
        painter_.setFont(font);
        painter_.setPen(colors_.text);
        painter_.drawText(box, Qt::AlignCenter, text);
    }

    /// Outwards from the centre of the picture; upwards where there is no such direction.
    QPointF outwards(const QPointF& at, double pixels) const {
        const QPointF way = at - place_.centre;
        const double length = std::hypot(way.x(), way.y());
        return length < 0.12 * place_.radius ? QPointF(at.x(), at.y() - pixels) : at + way * (pixels / length);
    }

    void labels() {
        for (int i = 0; i < cornerCount() && place_.radius > 90; ++i) {
            const Point3 c = cornerAt(i);
            if (dot(c, corner_) > 0.99 || depth(c) < -0.05) continue;
            QString signs;
            for (std::size_t k = 0; k < static_cast<std::size_t>(scene_.dimension); ++k) signs += c[k] < 0 ? QChar(0x2212) : QLatin1Char('+');
            painter_.setFont(layout_.smallFont);
            painter_.setPen(colors_.muted);
            centred(signs, outwards(pixel(c), 19));
        }
        const bool large = place_.radius > 90;
        const QString signs = signText(corner_, scene_.dimension), degreesText = QStringLiteral("%1°").arg(scene_.angleOf(scene_.direction), 0, 'f', 1);
        const QRectF cornerBox = large ? plateBox(signs, outwards(pixel(corner_), 26), layout_.smallFont) : QRectF();
        if (large) plate(signs, cornerBox, layout_.smallFont);
        const QFont& font = large ? layout_.titleFont : layout_.font;
        plate(degreesText, angleBox(degreesText, cornerBox, font), font);
    }

    /// Beside the arc, away from the centre where possible, and off the handle and the label of the corner.
    QRectF angleBox(const QString& text, const QRectF& cornerBox, const QFont& font) const {
        const QPointF tip = pixel(scene_.direction), end = pixel(corner_), middle = pixel(normalized(sum(scene_.direction, corner_)));
        const QPointF chord = end - tip;
        const double length = std::hypot(chord.x(), chord.y());
        QPointF across = length > 1 ? QPointF(-chord.y(), chord.x()) / length : QPointF(1, 0);
        if (QPointF::dotProduct(across, middle - place_.centre) < 0) across = -across;
        const QRectF handle(tip.x() - 7, tip.y() - 7, 14, 14);
        for (const double reach : {30.0, -30.0, 44.0, -44.0, 60.0, -60.0}) {
            const QRectF box = plateBox(text, middle + across * reach, font);
            if (!box.intersects(cornerBox) && !box.intersects(handle)) return box;
        }
        return plateBox(text, middle + across * 30, font);
    }

    QPainter& painter_;
    const OrthantScene& scene_;
    const OrthantPlace& place_;
    const PlotLayout& layout_;
    const PlotColors& colors_;
    bool flat_;
    Point3 corner_;
};

} // namespace

double dot(const Point3& a, const Point3& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

Point3 normalized(const Point3& a) {
    const double length = std::sqrt(dot(a, a));
    return length > 1e-300 && std::isfinite(length) ? scaled(a, 1 / length) : Point3{1, 0, 0};
}

SphereCamera::SphereCamera(double yaw, double pitch) {
    const double sy = std::sin(yaw / degrees), cy = std::cos(yaw / degrees), sp = std::sin(pitch / degrees), cp = std::cos(pitch / degrees);
    right_ = {-sy, cy, 0};
    up_ = {-cy * sp, -sy * sp, cp};
    front_ = {cy * cp, sy * cp, sp};
}

Point3 SphereCamera::toWorld(const Point3& view) const { return sum(scaled(right_, view[0]), sum(scaled(up_, view[1]), scaled(front_, view[2]))); }

Point3 OrthantScene::cornerOf(const Point3& v) const {
    const double side = 1 / std::sqrt(dimension);
    return {v[0] < 0 ? -side : side, v[1] < 0 ? -side : side, dimension == 2 ? 0 : v[2] < 0 ? -side : side};
}

double OrthantScene::angleOf(const Point3& v) const {
    const double length = std::sqrt(dot(v, v));
    return std::acos(std::min(1.0, (std::abs(v[0]) + std::abs(v[1]) + std::abs(v[2])) / (std::sqrt(dimension) * length))) * degrees;
}

double OrthantScene::greatestAngle() const { return std::acos(1 / std::sqrt(dimension)) * degrees; }

bool OrthantPlace::contains(const QPointF& pixel) const {
    return std::hypot(pixel.x() - centre.x(), pixel.y() - centre.y()) <= radius;
}

Point3 OrthantPlace::onSphere(const QPointF& pixel, bool flat) const {
    const double x = (pixel.x() - centre.x()) / radius, y = (centre.y() - pixel.y()) / radius, rest = 1 - x * x - y * y;
    if (flat || rest < 0) return normalized({x, y, 0});
    return {x, y, std::sqrt(rest)};
}

void paintOrthant(QPainter& painter, const OrthantScene& scene, const OrthantPlace& place, const PlotLayout& layout, const PlotColors& colors) {
    Painting(painter, scene, place, layout, colors).paint();
}

QString signText(const Point3& corner, int dimension) {
    QStringList signs;
    for (std::size_t k = 0; k < static_cast<std::size_t>(dimension); ++k) signs.append(corner[k] < 0 ? QStringLiteral("−1") : QStringLiteral("+1"));
    return QStringLiteral("(%1)").arg(signs.join(QStringLiteral(", ")));
}

} // namespace orthant::ui
