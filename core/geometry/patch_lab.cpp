// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/patch_lab.h"

#include "core/kernels/normals.h"

#include <cassert>
#include <cmath>

namespace orthant {

namespace {

constexpr std::size_t pairsPerBlock = 512;
constexpr std::array<const char*, 6> ids = {"r_weights",         "r_inputs",         "r_both",
                                            "r_weights_rotated", "r_inputs_rotated", "r_both_rotated"};
constexpr std::array<const char*, 6> titles = {"Correlation, weights binarized", "Correlation, inputs binarized",
                                               "Correlation, both binarized",    "Weights rotated and binarized",
                                               "Inputs rotated and binarized",   "Both rotated and binarized"};

/// R C R^T of a rotation that may fill up.
std::vector<double> rotated(const RandomRotation& rotation, const std::vector<double>& c, std::size_t d) {
    const std::size_t n = rotation.outputs();
    Tensor unit({d, d}), columns({d, n}); // row i of `columns` is R e_i
    for (std::size_t i = 0; i < d; ++i)
        unit[i * d + i] = 1;
    rotation.apply(unit.matrix(), columns.matrix());
    std::vector<double> half(d * n), result(n * n); // C R^T, R (C R^T)
    for (std::size_t i = 0; i < d; ++i)
        for (std::size_t k = 0; k < d; ++k)
            for (std::size_t j = 0; j < n; ++j)
                half[i * n + j] += c[i * d + k] * static_cast<double>(columns[k * n + j]);
    for (std::size_t k = 0; k < d; ++k)
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j)
                result[i * n + j] += static_cast<double>(columns[k * n + i]) * half[k * n + j];
    return result;
}

} // namespace

std::vector<double> patchCovariance(std::size_t side, std::size_t channels, double length, double channelCorrelation) {
    const std::size_t d = side * side * channels;
    std::vector<double> c(d * d);
    for (std::size_t i = 0; i < d; ++i)
        for (std::size_t j = 0; j < d; ++j) {
            const std::size_t p = i / channels, q = j / channels;
            const double down = static_cast<double>(p / side) - static_cast<double>(q / side);
            const double across = static_cast<double>(p % side) - static_cast<double>(q % side);
            c[i * d + j] =
                std::exp(-std::hypot(down, across) / length) * (i % channels == j % channels ? 1 : channelCorrelation);
        }
    return c;
}

std::vector<double> zeroMeanCovariance(std::size_t d) {
    std::vector<double> s(d * d, -1 / (static_cast<double>(d) - 1));
    for (std::size_t i = 0; i < d; ++i)
        s[i * d + i] = 1;
    return s;
}

std::vector<double> choleskyFactor(const std::vector<double>& c, std::size_t d) {
    assert(c.size() == d * d);
    std::vector<double> l(d * d);
    for (std::size_t i = 0; i < d; ++i)
        for (std::size_t j = 0; j <= i; ++j) {
            double rest = c[i * d + j];
            for (std::size_t k = 0; k < j; ++k)
                rest -= l[i * d + k] * l[j * d + k];
            if (i == j)
                l[i * d + i] = std::sqrt(std::max(0.0, rest)); // rounding may leave a little less than nothing
            else
                l[i * d + j] = l[j * d + j] > 0 ? rest / l[j * d + j] : 0;
        }
    return l;
}

void PatchCorrelations::merge(const PatchCorrelations& block) {
    square += block.square;
    for (std::size_t way = 0; way < sums.size(); ++way) {
        sums[way].product += block.sums[way].product;
        sums[way].square += block.sums[way].square;
        blocks[way].add(block.correlation(way));
    }
}

double PatchCorrelations::correlation(std::size_t way) const {
    return sums[way].product / std::sqrt(square * sums[way].square);
}

PatchLab::PatchLab(double length, double channels, const std::function<RandomRotation(std::size_t)>& draw) {
    const std::vector<double> inputs = patchCovariance(side, colours, length, channels),
                              filters = zeroMeanCovariance(dimension);
    root_ = choleskyFactor(inputs, dimension);
    const theory::PooledMoments plain = theory::pooledMoments(inputs, filters);
    theory::PooledMoments pooled;
    for (std::size_t i = 0; i < rotations; ++i) {
        rotations_.push_back(draw(i));
        pooled += theory::pooledMoments(rotated(rotations_.back(), inputs, dimension),
                                        rotated(rotations_.back(), filters, dimension));
    }
    theory_ = {plain.weights(), plain.inputs(), plain.both(), pooled.weights(), pooled.inputs(), pooled.both()};
}

PatchCorrelations PatchLab::measure(std::uint64_t block, const Rng& rng) const {
    const RandomRotation& rotation = rotations_[block % rotations];
    const std::size_t n = rotation.outputs();
    Tensor noise({2 * pairsPerBlock, dimension}), x({pairsPerBlock, dimension}), w({pairsPerBlock, dimension});
    fillNormal(rng, 1, noise.values());
    for (std::size_t p = 0; p < pairsPerBlock; ++p) {
        const std::span<const float> z = noise.row(p), raw = noise.row(pairsPerBlock + p);
        double mean = 0;
        for (std::size_t i = 0; i < dimension; ++i) {
            double sum = 0;
            for (std::size_t k = 0; k <= i; ++k)
                sum += root_[i * dimension + k] * static_cast<double>(z[k]);
            x[p * dimension + i] = static_cast<float>(sum);
            mean += static_cast<double>(raw[i]) / static_cast<double>(dimension);
        }
        for (std::size_t i = 0; i < dimension; ++i)
            w[p * dimension + i] = raw[i] - static_cast<float>(mean);
    }
    Tensor xr({pairsPerBlock, n}), wr({pairsPerBlock, n});
    rotation.apply(x.matrix(), xr.matrix());
    rotation.apply(w.matrix(), wr.matrix());

    PatchCorrelations found;
    const auto sign = [](float value) { return value >= 0 ? 1.0 : -1.0; };
    for (std::size_t p = 0; p < pairsPerBlock; ++p) {
        double real = 0;
        for (std::size_t i = 0; i < dimension; ++i)
            real += static_cast<double>(x[p * dimension + i]) * static_cast<double>(w[p * dimension + i]);
        found.square += real * real;
        const auto add = [&](std::size_t way, std::span<const float> a, std::span<const float> b) {
            std::array<double, 3> products{};
            for (std::size_t i = 0; i < a.size(); ++i) {
                products[0] += static_cast<double>(a[i]) * sign(b[i]);
                products[1] += sign(a[i]) * static_cast<double>(b[i]);
                products[2] += sign(a[i]) * sign(b[i]);
            }
            for (const double product : products) {
                found.sums[way].product += real * product;
                found.sums[way++].square += product * product;
            }
        };
        add(0, x.row(p), w.row(p));
        add(3, xr.row(p), wr.row(p));
    }
    return found;
}

void PatchLab::addReadings(const PatchCorrelations& found, std::vector<Reading>& readings) const {
    for (std::size_t way = 0; way < ids.size(); ++way)
        readings.push_back({ids[way], titles[way], "", found.correlation(way), theory_[way],
                            found.blocks[way].standardError(),
                            "exact for these rotations: sums of covariances and their arcsines"});
}

Figure PatchLab::figure(const PatchCorrelations& found) const {
    using Style = FigureSeries::Style;
    Figure result{
        "correlations",
        "Correlation of dot products with their binarized copies",
        "1: weights binarized, 2: inputs, 3: both. 0.96 was published for the second layer of a trained network.",
        {"What is binarized"},
        {"Correlation r"},
        {}};
    result.x.minimum = 0.5;
    result.x.maximum = 3.5;
    result.y.minimum = 0;
    result.y.maximum = 1;
    const auto series = [&](const char* name, std::size_t first, double shift, Style style) {
        FigureSeries points{name, {}, {}, style, style == Style::Theory ? "exact" : ""};
        for (std::size_t i = 0; i < 3; ++i) {
            points.x.push_back(static_cast<double>(i + 1) + shift);
            points.y.push_back(style == Style::Theory ? theory_[first + i] : found.correlation(first + i));
        }
        return points;
    };
    result.series = {series("plain", 0, -0.05, Style::Points), series("theory, plain", 0, -0.05, Style::Theory),
                     series("rotated", 3, 0.05, Style::Points), series("theory, rotated", 3, 0.05, Style::Theory)};
    return result;
}

} // namespace orthant
