// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/operators/blur.h"

#include "core/base/error.h"
#include "core/unrolled/matrices.h"
#include "core/unrolled/operators/catalogue.h"

#include <cmath>
#include <numbers>
#include <optional>

namespace orthant {

namespace {

/// Weights of (2 r + 1)^2 neighbours; their sum is 1, so that a grey field stays as it is.
struct Kernel {
    std::ptrdiff_t radius = 0;
    std::vector<double> weights;

    double& at(std::ptrdiff_t dy, std::ptrdiff_t dx) {
        return weights[static_cast<std::size_t>((dy + radius) * (2 * radius + 1) + dx + radius)];
    }
};

/// The points of a line through the middle, each shared among the four pixels around it.
void drawLine(Kernel& kernel, double angle) {
    const double down = -std::sin(angle), right = std::cos(angle), reach = static_cast<double>(kernel.radius);
    constexpr int perPixel = 8;
    for (int s = -perPixel * static_cast<int>(kernel.radius); s <= perPixel * static_cast<int>(kernel.radius); ++s) {
        const double t = static_cast<double>(s) / perPixel;
        const double y = t * down, x = t * right, top = std::floor(y), left = std::floor(x);
        for (const double dy : {top, top + 1})
            for (const double dx : {left, left + 1}) {
                const double share = (1 - std::abs(y - dy)) * (1 - std::abs(x - dx));
                if (share > 1e-9 && std::abs(dy) <= reach && std::abs(dx) <= reach)
                    kernel.at(static_cast<std::ptrdiff_t>(dy), static_cast<std::ptrdiff_t>(dx)) += share;
            }
    }
}

Kernel kernelOf(const Params& params) {
    const auto radius = static_cast<std::ptrdiff_t>(params.size("radius"));
    const auto side = static_cast<std::size_t>(2 * radius + 1);
    Kernel kernel{radius, std::vector<double>(side * side, 0.0)};
    const std::string& shape = params.text("kernel");
    if (shape == "motion") drawLine(kernel, params.real("angle") * std::numbers::pi / 180);
    for (std::ptrdiff_t dy = -radius; dy <= radius && shape != "motion"; ++dy)
        for (std::ptrdiff_t dx = -radius; dx <= radius; ++dx) {
            const double deviation = static_cast<double>(radius) / 2;
            kernel.at(dy, dx) =
                shape == "box" ? 1 : std::exp(-static_cast<double>(dy * dy + dx * dx) / (2 * deviation * deviation));
        }
    double sum = 0;
    for (const double weight : kernel.weights)
        sum += weight;
    for (double& weight : kernel.weights)
        weight /= sum;
    return kernel;
}

/// Where a neighbour at `at` outside 0 .. size - 1 takes its value from; nothing: from darkness.
std::optional<std::ptrdiff_t> inside(std::ptrdiff_t at, std::ptrdiff_t size, const std::string& boundary) {
    if (at >= 0 && at < size) return at;
    if (boundary == "zero") return std::nullopt;
    if (boundary == "periodic") return (at % size + size) % size;
    return at < 0 ? -at - 1 : 2 * size - 1 - at; // the edge pixel is seen twice
}

} // namespace

std::vector<ParamSpec> blurParams() {
    return {choiceParam("kernel", "Kernel", "gaussian", {"gaussian", "box", "motion"},
                        "Out of focus as a bell (deviation: half the radius) or as a square, or moved along a line."),
            integerParam("radius", "Radius", 2, "Pixels on each side that enter a pixel.").in("pixels").range(1, 15),
            realParam("angle", "Angle", 30, "Direction of the motion, from the right, counter-clockwise.")
                .in("degrees")
                .range(-180, 180)
                .onlyFor("kernel", {"motion"}),
            choiceParam("boundary", "Boundary", "reflect", {"reflect", "zero", "periodic"},
                        "Beyond the edge: a mirror image, darkness, or the opposite edge.")};
}

LinearOperator blurOperator(const Params& params, std::size_t height, std::size_t width, const std::string& where) {
    checkSides(height * width, height * width, where + "/height");
    Kernel kernel = kernelOf(params);
    if (2 * params.size("radius") + 1 > std::min(height, width))
        throw Error("found a radius of " + std::to_string(kernel.radius) + " pixels for pictures of " +
                        std::to_string(height) + " x " + std::to_string(width) + ", expected at most " +
                        std::to_string((std::min(height, width) - 1) / 2),
                    where + "/radius");
    const std::size_t n = height * width;
    LinearOperator op{params.text("kernel") + " blur of " + std::to_string(height) + " x " + std::to_string(width) +
                          " pixels, radius " + std::to_string(kernel.radius),
                      Tensor({n, n})};
    const auto h = static_cast<std::ptrdiff_t>(height), w = static_cast<std::ptrdiff_t>(width);
    const std::string& boundary = params.text("boundary");
    for (std::ptrdiff_t y = 0; y < h; ++y)
        for (std::ptrdiff_t x = 0; x < w; ++x)
            for (std::ptrdiff_t dy = -kernel.radius; dy <= kernel.radius; ++dy)
                for (std::ptrdiff_t dx = -kernel.radius; dx <= kernel.radius; ++dx) {
                    const double weight = kernel.at(dy, dx);
                    const auto fromY = inside(y + dy, h, boundary), fromX = inside(x + dx, w, boundary);
                    if (weight != 0 && fromY && fromX)
                        op.matrix[static_cast<std::size_t>(y * w + x) * n +
                                  static_cast<std::size_t>(*fromY * w + *fromX)] += static_cast<float>(weight);
                }
    return op;
}

OperatorEntry operator_entries::blur() {
    std::vector<ParamSpec> params = {
        integerParam("height", "Height", 16, "Rows of the picture.").in("pixels").range(1, 256),
        integerParam("width", "Width", 16, "Columns of the picture.").in("pixels").range(1, 256)};
    for (ParamSpec& spec : blurParams())
        params.push_back(std::move(spec));
    return {{"blur", "Blur of a picture", "Every pixel spreads over its neighbours: bands within bands in the matrix",
             "derived here", "derived", std::move(params)},
            [](const Params& values, const OperatorContext& context) {
                return blurOperator(values, values.size("height"), values.size("width"), context.where);
            }};
}

} // namespace orthant
