// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/unrolled/operators/catalogue.h"
#include "core/unrolled/operators/random_params.h"

#include <cmath>
#include <functional>

namespace orthant {

namespace {

/// Values of a pulse; values[centre] falls on the spike itself.
struct Pulse {
    std::vector<double> values;
    std::ptrdiff_t centre = 0;
};

Pulse symmetric(std::ptrdiff_t half, const std::function<double(double)>& shape) {
    Pulse pulse{{}, half};
    for (std::ptrdiff_t k = -half; k <= half; ++k)
        pulse.values.push_back(shape(static_cast<double>(k)));
    return pulse;
}

Pulse pulseOf(const Params& params, const std::string& where) {
    const std::string& shape = params.text("pulse");
    const double width = params.real("width");
    const auto reach = [&](double widths) { return static_cast<std::ptrdiff_t>(std::ceil(widths * width)); };
    if (shape == "gaussian")
        return symmetric(reach(3), [&](double t) { return std::exp(-t * t / (2 * width * width)); });
    if (shape == "ricker")
        return symmetric(reach(4), [&](double t) {
            const double u = t * t / (width * width);
            return (1 - u) * std::exp(-u / 2);
        });
    if (shape == "box") return symmetric(reach(1), [](double) { return 1.0; });
    if (shape == "decay") {
        Pulse pulse;
        for (std::ptrdiff_t k = 0; k <= reach(5); ++k)
            pulse.values.push_back(std::exp(-static_cast<double>(k) / width));
        return pulse;
    }
    Pulse pulse{parseNumbers(params.text("values"), where + "/values"), 0};
    if (pulse.values.empty()) throw Error("no values of the pulse are given", where + "/values");
    pulse.centre = static_cast<std::ptrdiff_t>(pulse.values.size() / 2);
    return pulse;
}

void toUnitNorm(Pulse& pulse, const std::string& where) {
    double squares = 0;
    for (const double value : pulse.values)
        squares += value * value;
    if (squares == 0) throw Error("every value of the pulse is zero", where + "/values");
    for (double& value : pulse.values)
        value /= std::sqrt(squares);
}

LinearOperator make(const Params& params, const OperatorContext& context) {
    Pulse pulse = pulseOf(params, context.where);
    toUnitNorm(pulse, context.where);
    const std::size_t n = params.size("unknowns"), length = pulse.values.size();
    const std::string& boundary = params.text("boundary");
    if (length > n)
        throw Error("the pulse has " + std::to_string(length) + " values, expected at most the " + std::to_string(n) +
                        " of the signal",
                    context.where + (params.text("pulse") == "values" ? "/values" : "/width"));
    const bool full = boundary == "full";
    const std::size_t m = full ? n + length - 1 : n;
    checkSides(m, n, context.where + "/unknowns");
    LinearOperator op{"convolution with " + std::to_string(length) + " values, " + std::to_string(m) + " x " +
                          std::to_string(n),
                      Tensor({m, n})};
    const std::ptrdiff_t shift = full ? 0 : pulse.centre;
    const auto rows = static_cast<std::ptrdiff_t>(m);
    for (std::size_t j = 0; j < n; ++j)
        for (std::size_t k = 0; k < length; ++k) {
            std::ptrdiff_t i = static_cast<std::ptrdiff_t>(j + k) - shift;
            if (boundary == "periodic") i = (i + rows) % rows;
            if (i >= 0 && i < rows)
                op.matrix[static_cast<std::size_t>(i) * n + j] += static_cast<float>(pulse.values[k]);
        }
    return op;
}

} // namespace

OperatorEntry operator_entries::convolution() {
    return {
        {"convolution",
         "Convolution",
         "A signal seen through a pulse: every unknown spreads over its neighbours, a band in the matrix",
         "derived here",
         "derived",
         {unknownsParam(128),
          choiceParam(
              "pulse", "Pulse", "gaussian", {"gaussian", "ricker", "decay", "box", "values"},
              "Shape, scaled to unit norm: a bell (to 3 widths), a Mexican hat (to 4), an exponential decay (to "
              "5), a rectangle, or values of your own."),
          realParam("width", "Width", 1.5, "Standard deviation, time constant, or half of the rectangle.")
              .in("samples")
              .range(0.1, 256)
              .onlyFor("pulse", {"gaussian", "ricker", "decay", "box"}),
          textParam("values", "Values", "1, 2, 1", "Values of the pulse; the middle one falls on the spike.")
              .onlyFor("pulse", {"values"}),
          choiceParam("boundary", "Boundary", "zero", {"zero", "periodic", "full"},
                      "At the ends: what leaves the window is lost; it comes in again at the other end; or the window "
                      "is longer than the signal and loses nothing.")}},
        make};
}

} // namespace orthant
