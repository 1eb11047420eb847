// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/orthant_view.h"

#include <QAction>
#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace orthant::ui {

namespace {

constexpr double startYaw = 68, startPitch = 16, keyDegrees = 2;
constexpr double factsWidth = 190, leastForFacts = 230;

Point3 directionOf(const std::vector<double>& v) {
    Point3 p{};
    for (std::size_t k = 0; k < std::min<std::size_t>(v.size(), 3); ++k) p[k] = v[k];
    return normalized(p);
}

double lengthOf(const std::vector<double>& v) {
    double squares = 0;
    for (const double x : v) squares += x * x;
    return std::sqrt(squares);
}

} // namespace

OrthantView::OrthantView(QWidget* parent) : PlotFrame(parent), vector_{0.9, 0.5, 0.25}, yaw_(startYaw), pitch_(startPitch) {
    scene_.direction = directionOf(vector_);
    scene_.camera = SphereCamera(yaw_, pitch_);
    connect(addTool(QStringLiteral("zoom_reset"), tr("Turn the scene back"), Qt::Key_0), &QAction::triggered, this, &OrthantView::resetView);
}

void OrthantView::setDimension(int dimension) {
    if (dimension == scene_.dimension || (dimension != 2 && dimension != 3)) return;
    scene_.dimension = dimension;
    vector_.resize(static_cast<std::size_t>(dimension), 0.0);
    if (dimension == 3) vector_[2] = (std::abs(vector_[0]) + std::abs(vector_[1])) / 2;
    if (lengthOf(vector_) == 0) vector_[0] = 1; // it pointed along the axis that is gone
    scene_.direction = directionOf(vector_);
    scene_.camera = dimension == 2 ? SphereCamera() : SphereCamera(yaw_, pitch_);
    changed();
}

void OrthantView::setVector(const std::vector<double>& vector) {
    const double length = lengthOf(vector);
    if (vector.size() != vector_.size() || vector == vector_ || !(length > 0) || !std::isfinite(length)) return;
    vector_ = vector;
    scene_.direction = directionOf(vector_);
    changed();
}

std::vector<double> OrthantView::corner() const {
    std::vector<double> signs;
    for (const double x : vector_) signs.push_back(x < 0 ? -1 : 1);
    return signs;
}

double OrthantView::angle() const { return scene_.angleOf(scene_.direction); }

void OrthantView::setShaded(bool on) {
    scene_.shaded = on;
    changed();
}

void OrthantView::resetView() { turn(startYaw - yaw_, startPitch - pitch_); }

void OrthantView::turn(double yaw, double pitch) {
    if (scene_.dimension == 2) return;
    yaw_ = std::remainder(yaw_ + yaw, 360);
    pitch_ = std::clamp(pitch_ + pitch, -90.0, 90.0);
    scene_.camera = SphereCamera(yaw_, pitch_);
    changed();
    Q_EMIT viewChanged();
}

void OrthantView::moveTo(const Point3& direction) {
    const double length = lengthOf(vector_);
    for (std::size_t k = 0; k < vector_.size(); ++k) vector_[k] = length * direction[k];
    scene_.direction = direction;
    changed();
    Q_EMIT vectorChanged(vector_);
}

QStringList OrthantView::facts() const {
    QStringList numbers;
    for (const double x : vector_) numbers.append(QString::number(x, 'f', 2).replace(QLatin1Char('-'), QChar(0x2212)));
    const double cosine = std::cos(angle() * std::numbers::pi / 180);
    return {QStringLiteral("v = (%1)").arg(numbers.join(QStringLiteral(", "))),
            QStringLiteral("sign v = %1").arg(signText(scene_.cornerOf(scene_.direction), scene_.dimension)),
            tr("angle %1°").arg(angle(), 0, 'f', 2),
            QStringLiteral("cos = |v|₁ / (√%1 |v|₂) = %2").arg(scene_.dimension).arg(cosine, 0, 'f', 4)};
}

PlotLayout OrthantView::layoutFor(const QSizeF& size, const QSizeF& tools) const {
    PlotTexts texts;
    texts.title = title();
    texts.caption = caption();
    return layoutPicture(size, texts, tools);
}

OrthantPlace OrthantView::placeIn(const PlotLayout& layout) const {
    QRectF area = layout.plot;
    // The facts stand beside the circle, or over it where the picture is high; a small picture says the angle alone.
    if (area.width() >= area.height() + factsWidth) area.setLeft(area.left() + factsWidth);
    else if (area.height() > area.width() || area.height() >= leastForFacts) area.setTop(area.top() + 2 * QFontMetricsF(layout.smallFont).lineSpacing());
    return {area.center(), std::max(12.0, (std::min(area.width(), area.height()) / 2 - 20) / 1.22)};
}

void OrthantView::paint(QPainter& painter, const PlotLayout& layout, const PlotColors& colors) const {
    painter.fillRect(QRectF(QPointF(0, 0), layout.size), colors.background);
    paintOrthant(painter, scene_, placeIn(layout), layout, colors);
    PlotTexts texts;
    texts.title = title();
    texts.caption = caption();
    paintHeadings(painter, layout, texts, colors);

    const QRectF& area = layout.plot;
    QStringList lines = facts();
    const bool beside = area.width() >= area.height() + factsWidth;
    if (!beside && area.height() < leastForFacts && area.height() <= area.width()) return;
    if (!beside) lines = {lines[0] + QStringLiteral("   ") + lines[1], lines[2] + QStringLiteral("   ") + lines[3]};
    const QFontMetricsF metrics(layout.smallFont);
    painter.setFont(layout.smallFont);
    double y = area.top();
    for (const QString& line : lines) {
        painter.setPen(colors.text);
        const double width = beside ? factsWidth + 30 : area.width();
        painter.drawText(QRectF(area.left(), y, width, metrics.lineSpacing()), Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(line, Qt::ElideRight, width));
        y += metrics.lineSpacing() + (beside ? 4 : 0);
    }
}

const PlotLayout& OrthantView::layout() const {
    if (layout_.size != QSizeF(size())) layout_ = layoutFor(size(), toolsSize());
    return layout_;
}

void OrthantView::paintSurface(QPainter& painter) {
    layout_ = layoutFor(size(), toolsSize());
    paint(painter, layout_, colors());
}

void OrthantView::paintTo(QPainter& painter, const QSizeF& size, const PlotColors& colors) const { paint(painter, layoutFor(size, {}), colors); }

QPointF OrthantView::tipPixel() const { return placeIn(layout()).toPixel(scene_.camera.toView(scene_.direction)) + surface()->pos(); }

QRectF OrthantView::sphereArea() const {
    const OrthantPlace place = placeIn(layout());
    QRectF area(0, 0, 2 * place.radius, 2 * place.radius);
    area.moveCenter(place.centre + surface()->pos());
    return area;
}

std::vector<ReadoutLine> OrthantView::readout(const QPointF& pointer) const {
    const OrthantPlace place = placeIn(layout());
    if (!place.contains(pointer)) return {};
    const Point3 here = scene_.camera.toWorld(place.onSphere(pointer, scene_.dimension == 2));
    const QString signs = signText(scene_.cornerOf(here), scene_.dimension);
    return {{tr("%1° from here to %2").arg(scene_.angleOf(here), 0, 'f', 1).arg(signs), {}, false}, {tr("Press to put the vector here."), {}, true}};
}

bool OrthantView::pointerEvent(QEvent* event) {
    if (event->type() == QEvent::Wheel) return false;
    const auto* mouse = static_cast<QMouseEvent*>(event);
    const OrthantPlace place = placeIn(layout());
    const bool flat = scene_.dimension == 2;
    const auto pull = [&] { moveTo(scene_.camera.toWorld(place.onSphere(mouse->position(), flat))); };
    switch (event->type()) {
    case QEvent::MouseButtonPress: {
        if (mouse->button() != Qt::LeftButton) return false;
        const bool onSphere = place.contains(mouse->position()) && !(mouse->modifiers() & Qt::ShiftModifier);
        drag_ = onSphere ? Drag::Vector : flat ? Drag::None : Drag::Scene;
        last_ = mouse->position();
        if (drag_ == Drag::Vector) pull();
        surface()->setCursor(drag_ == Drag::Scene ? Qt::ClosedHandCursor : Qt::ArrowCursor);
        return drag_ != Drag::None;
    }
    case QEvent::MouseMove: {
        if (!(mouse->buttons() & Qt::LeftButton)) {
            surface()->setCursor(place.contains(mouse->position()) ? Qt::CrossCursor : flat ? Qt::ArrowCursor : Qt::OpenHandCursor);
            return false;
        }
        const QPointF way = mouse->position() - last_;
        last_ = mouse->position();
        if (drag_ == Drag::Vector) pull();
        // A drag of one radius turns by one radian: the front of the sphere follows the pointer.
        const double perPixel = 180 / std::numbers::pi / place.radius;
        if (drag_ == Drag::Scene) turn(-way.x() * perPixel, way.y() * perPixel);
        return drag_ != Drag::None;
    }
    case QEvent::MouseButtonRelease: drag_ = Drag::None; return false;
    case QEvent::MouseButtonDblClick:
        if (!place.contains(mouse->position())) resetView();
        return true;
    default: return false;
    }
}

bool OrthantView::keyPressed(QKeyEvent* event) {
    double right = 0, up = 0;
    switch (event->key()) {
    case Qt::Key_Left: right = -1; break;
    case Qt::Key_Right: right = 1; break;
    case Qt::Key_Up: up = 1; break;
    case Qt::Key_Down: up = -1; break;
    default: return false;
    }
    if (event->modifiers() & Qt::ShiftModifier) {
        turn(-5 * right, -5 * up);
        return true;
    }
    const double step = keyDegrees * std::numbers::pi / 180;
    if (scene_.dimension == 2) { // left and up: against the clock
        const double at = std::atan2(scene_.direction[1], scene_.direction[0]) + (up - right) * step;
        moveTo({std::cos(at), std::sin(at), 0});
        return true;
    }
    const Point3 way = scene_.camera.toWorld({right, up, 0});
    const Point3& v = scene_.direction;
    const double along = dot(way, v);
    // Along the sphere: the part of the way that points out of it is taken off.
    const Point3 tangent{way[0] - along * v[0], way[1] - along * v[1], way[2] - along * v[2]};
    if (dot(tangent, tangent) < 1e-6) return true;
    const Point3 unit = normalized(tangent);
    const double c = std::cos(step), s = std::sin(step);
    moveTo(normalized({c * v[0] + s * unit[0], c * v[1] + s * unit[1], c * v[2] + s * unit[2]}));
    return true;
}

Table OrthantView::toTable() const {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    Column component{"component", "", {}}, angles{"angle_degrees", "degrees", {}};
    for (std::size_t k = 0; k < vector_.size(); ++k) {
        component.values.push_back(static_cast<double>(k + 1));
        angles.values.push_back(k == 0 ? angle() : none);
    }
    return Table({component, {"vector", "", vector_}, {"corner", "", corner()}, angles});
}

} // namespace orthant::ui
