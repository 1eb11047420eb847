// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/glyph_image.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <numbers>

namespace orthant {

namespace {

constexpr double pi = std::numbers::pi;
constexpr double pixelsPerUnit = 0.2; ///< a digit of 100 units is 20 pixels high
constexpr Point boxCentre = {35, 50};

/// Takes numbers of a generator one after another.
class Draw {
  public:
    explicit Draw(const Rng& rng) : rng_(rng) {}
    double normal() { return rng_.normal(next_++); }
    /// Normal, but never further than two deviations: wild values would make unreadable digits, not harder ones.
    double bounded() { return std::clamp(normal(), -2.0, 2.0); }
    double uniform(double low, double high) { return low + (high - low) * rng_.uniform(next_++); }
    std::size_t below(std::size_t bound) { return rng_.below(next_++, bound); }

  private:
    const Rng& rng_;
    std::uint64_t next_ = 0;
};

Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }
Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }
Point operator*(double s, Point a) { return {s * a.x, s * a.y}; }
double dot(Point a, Point b) { return a.x * b.x + a.y * b.y; }

/// The smooth path through the points of a stroke (uniform Catmull-Rom, end points doubled).
Stroke smoothPath(const Stroke& points) {
    constexpr int steps = 7;
    Stroke path = {points.front()};
    const auto at = [&](std::ptrdiff_t i) {
        return points[static_cast<std::size_t>(
            std::clamp<std::ptrdiff_t>(i, 0, static_cast<std::ptrdiff_t>(points.size()) - 1))];
    };
    for (std::ptrdiff_t i = 0; i + 1 < static_cast<std::ptrdiff_t>(points.size()); ++i) {
        const Point a = at(i - 1), b = at(i), c = at(i + 1), d = at(i + 2);
        for (int step = 1; step <= steps; ++step) {
            const double t = static_cast<double>(step) / steps, t2 = t * t, t3 = t2 * t;
            path.push_back(0.5 * (2.0 * b + t * (c - a) + t2 * (2.0 * a - 5.0 * b + 4.0 * c - d) +
                                  t3 * (3.0 * b - a - 3.0 * c + d)));
        }
    }
    return path;
}

/// A smooth random field of displacements: a few plane waves of about the size of the digit.
class Bend {
  public:
    Bend(Draw& draw, double amplitude) {
        for (Wave& wave : waves_) {
            const double direction = draw.uniform(0, 2 * pi), length = draw.uniform(60, 140);
            wave.vector = 2 * pi / length * Point{std::cos(direction), std::sin(direction)};
            wave.phase = draw.uniform(0, 2 * pi);
            wave.shift = amplitude * Point{draw.bounded(), draw.bounded()};
        }
    }
    Point operator()(Point p) const {
        for (const Wave& wave : waves_)
            p = p + std::sin(dot(wave.vector, p) + wave.phase) * wave.shift;
        return p;
    }

  private:
    struct Wave {
        Point vector, shift;
        double phase = 0;
    };
    std::array<Wave, 3> waves_{};
};

/// Rotation, slant, scale and position, from the drawing's box to pixels.
class Placement {
  public:
    Placement(Draw& draw, double difficulty) {
        const double angle = 0.26 * difficulty * draw.bounded();
        const double slant = 0.10 + 0.30 * difficulty * draw.bounded();
        const double size = pixelsPerUnit * (1 + 0.17 * difficulty * draw.bounded() - 0.06 * difficulty);
        const double width = 1 + 0.26 * difficulty * draw.bounded();
        const double c = std::cos(angle), s = std::sin(angle);
        // x' = width x - slant y, y' = y, then the rotation
        xx_ = size * c * width;
        xy_ = size * (-c * slant - s);
        yx_ = size * s * width;
        yy_ = size * (c - s * slant);
        const double middle = (glyphSide - 1) / 2.0;
        shift_ = {middle + 3.3 * difficulty * draw.bounded(), middle + 2.7 * difficulty * draw.bounded()};
    }
    Point operator()(Point p) const {
        const Point q = p - boxCentre;
        return shift_ + Point{xx_ * q.x + xy_ * q.y, yx_ * q.x + yy_ * q.y};
    }

  private:
    double xx_, xy_, yx_, yy_;
    Point shift_;
};

using Canvas = std::array<double, glyphSide * glyphSide>;

/// Inks a piece of the path: full inside the radius, fading over one pixel.
void inkSegment(Canvas& canvas, Point a, Point b, double radius) {
    const auto clampPixel = [](double v) { return static_cast<std::size_t>(std::clamp(v, 0.0, glyphSide - 1.0)); };
    const double reach = radius + 1;
    const std::size_t left = clampPixel(std::floor(std::min(a.x, b.x) - reach)),
                      right = clampPixel(std::max(a.x, b.x) + reach);
    const std::size_t top = clampPixel(std::floor(std::min(a.y, b.y) - reach)),
                      bottom = clampPixel(std::max(a.y, b.y) + reach);
    const Point along = b - a;
    const double squared = dot(along, along);
    for (std::size_t y = top; y <= bottom; ++y)
        for (std::size_t x = left; x <= right; ++x) {
            const Point pixel{static_cast<double>(x), static_cast<double>(y)};
            const double t = squared > 0 ? std::clamp(dot(pixel - a, along) / squared, 0.0, 1.0) : 0.0;
            const Point away = pixel - (a + t * along);
            const double ink = std::clamp(radius + 0.5 - std::sqrt(dot(away, away)), 0.0, 1.0);
            canvas[y * glyphSide + x] = std::max(canvas[y * glyphSide + x], ink);
        }
}

/// A blur with the weights (w, 1 - 2w, w) in both directions.
void blur(Canvas& canvas, double w) {
    const auto pass = [&](std::size_t step, std::size_t across) {
        for (std::size_t line = 0; line < glyphSide; ++line) {
            double before = 0;
            for (std::size_t i = 0; i < glyphSide; ++i) {
                double& value = canvas[line * across + i * step];
                const double after = i + 1 < glyphSide ? canvas[line * across + (i + 1) * step] : 0.0;
                const double blurred = w * (before + after) + (1 - 2 * w) * value;
                before = value;
                value = blurred;
            }
        }
    };
    pass(1, glyphSide);
    pass(glyphSide, 1);
}

} // namespace

void drawGlyph(std::size_t digit, const Rng& rng, double difficulty, std::span<std::uint8_t> pixels) {
    assert(pixels.size() == glyphSide * glyphSide);
    Draw draw(rng);
    const std::span<const Glyph> ways = glyphsOf(digit);
    const Glyph& glyph = ways[draw.below(ways.size())];
    const Placement place(draw, difficulty);
    const Bend bend(draw, 5.0 * difficulty);
    const double radius = std::max(0.7, 1.15 + 0.55 * difficulty * draw.bounded());

    Canvas canvas{};
    for (const Stroke& stroke : glyph) {
        // Each stroke is moved as a whole a little, and each of its points.
        const Point moved = 2.0 * difficulty * Point{draw.bounded(), draw.bounded()};
        Stroke points;
        for (const Point& point : stroke)
            points.push_back(point + moved + 3.0 * difficulty * Point{draw.bounded(), draw.bounded()});
        const Stroke path = smoothPath(points);
        // The pressure of the pen swings slowly along the stroke.
        const double phase = draw.uniform(0, 2 * pi), swing = 0.3 * difficulty;
        for (std::size_t i = 1; i < path.size(); ++i) {
            const double pressure = 1 + swing * std::sin(phase + 0.35 * static_cast<double>(i));
            inkSegment(canvas, place(bend(path[i - 1])), place(bend(path[i])), radius * pressure);
        }
    }
    blur(canvas, draw.uniform(0.05, 0.16));
    const double ink = 1 - 0.25 * difficulty * draw.uniform(0, 1), noise = 0.10 * difficulty;
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        const double value = ink * canvas[i] + noise * draw.normal();
        pixels[i] = static_cast<std::uint8_t>(std::lround(255 * std::clamp(value, 0.0, 1.0)));
    }
}

} // namespace orthant
