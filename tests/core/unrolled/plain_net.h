// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/unrolled/algorithms/algorithm.h"
#include "core/unrolled/link_layout.h"
#include "core/unrolled/unrolled_net.h"
#include "tests/catch.h"
#include "tests/core/unrolled/net_helpers.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

namespace orthant::test {

/// The definition of an unrolled network in plain loops and double precision, one sample after the other.
struct PlainNet {
    using Matrix = std::vector<std::vector<double>>;
    using Vector = std::vector<double>;

    UnrolledForm form;
    Matrix a, sparsifier;
    std::vector<Matrix> links, second; ///< one for each layer
    Vector thresholds, steps;
    std::vector<std::size_t> passing;
    std::size_t channels = 1;

    static Matrix matrixOf(const Tensor& t) {
        Matrix m(t.rows());
        for (std::size_t r = 0; r < t.rows(); ++r) m[r].assign(t.row(r).begin(), t.row(r).end());
        return m;
    }
    static PlainNet of(const PackedSolver& solver) {
        PlainNet net;
        net.form = unrolledEntry(solver.algorithm).form;
        net.a = matrixOf(solver.matrix);
        net.sparsifier = matrixOf(solver.sparsifier);
        net.channels = solver.channels;
        const std::size_t n = solver.matrix.cols();
        for (std::size_t k = 0; k < solver.layers(); ++k) {
            net.links.push_back(matrixOf(solver.weights[solver.weights.size() == 1 ? 0 : k].dequantize()));
            if (!solver.second.empty())
                net.second.push_back(matrixOf(solver.second[solver.second.size() == 1 ? 0 : k].dequantize()));
            net.thresholds.push_back(static_cast<double>(solver.thresholds[k]));
            net.steps.push_back(static_cast<double>(solver.steps[k]));
            const double share = solver.passShare.empty() ? 0 : static_cast<double>(solver.passShare[k]);
            net.passing.push_back(static_cast<std::size_t>(share * static_cast<double>(n) + 1e-4));
        }
        return net;
    }

    static Vector times(const Matrix& m, const Vector& x, bool transposed = false) {
        Vector out(transposed ? m[0].size() : m.size());
        for (std::size_t r = 0; r < m.size(); ++r)
            for (std::size_t c = 0; c < m[0].size(); ++c) out[transposed ? c : r] += m[r][c] * x[transposed ? r : c];
        return out;
    }

    /// q: the channels of one sample.
    void shrink(std::vector<Vector>& q, std::size_t k) const {
        if (!form.shrinks) return;
        const std::size_t n = q[0].size();
        Vector size(n);
        for (const Vector& channel : q)
            for (std::size_t i = 0; i < n; ++i) size[i] += channel[i] * channel[i];
        for (double& s : size) s = std::sqrt(s);
        Vector sorted = size;
        std::ranges::sort(sorted, std::greater<>());
        const double from = passing[k] == 0 ? std::numeric_limits<double>::infinity() : sorted[passing[k] - 1];
        for (Vector& channel : q)
            for (std::size_t i = 0; i < n; ++i) {
                if (size[i] <= thresholds[k]) channel[i] = 0;
                else if (size[i] < from) channel[i] *= 1 - thresholds[k] / size[i];
            }
    }

    /// The estimate for the rows of one sample.
    std::vector<Vector> run(const std::vector<Vector>& y) const {
        const std::size_t n = a[0].size();
        std::vector<Vector> z(y.size(), Vector(n)), q = z;
        for (std::size_t k = 0; k < links.size(); ++k) {
            std::vector<Vector> next;
            for (std::size_t c = 0; c < y.size(); ++c) {
                if (form.split) {
                    Vector u = times(links[k], y[c]);
                    const Vector back = times(second[k], z[c]);
                    for (std::size_t i = 0; i < n; ++i) u[i] += back[i];
                    next.push_back(u);
                    continue;
                }
                Vector v = z[c], u = z[c], r = y[c];
                if (form.relaxed)
                    for (std::size_t i = 0; i < n; ++i) v[i] = 2 * z[c][i] - q[c][i];
                const Vector seen = times(a, v);
                for (std::size_t i = 0; i < r.size(); ++i) r[i] -= seen[i];
                const Vector move = times(links[k], r);
                for (std::size_t i = 0; i < n; ++i) u[i] += steps[k] * move[i];
                next.push_back(u);
            }
            q = next;
            if (!sparsifier.empty())
                for (Vector& u : next) u = times(sparsifier, u);
            shrink(next, k);
            if (!sparsifier.empty())
                for (Vector& u : next) u = times(sparsifier, u, true);
            z = next;
        }
        return z;
    }
    /// All samples.
    Matrix run(ConstMatrixView y) const {
        Matrix result;
        for (std::size_t first = 0; first < y.rows; first += channels) {
            std::vector<Vector> sample;
            for (std::size_t c = 0; c < channels; ++c) sample.emplace_back(y.row(first + c), y.row(first + c) + y.cols);
            for (Vector& row : run(sample)) result.push_back(std::move(row));
        }
        return result;
    }
};

/// sum of up * estimate.
inline double plainLoss(const PlainNet& net, const Tensor& y, const Tensor& up) {
    const PlainNet::Matrix estimate = net.run(y.matrix());
    double sum = 0;
    for (std::size_t r = 0; r < estimate.size(); ++r)
        for (std::size_t c = 0; c < estimate[r].size(); ++c) sum += estimate[r][c] * static_cast<double>(up.row(r)[c]);
    return sum;
}

struct NetBench {
    Problem problem;
    UnrolledDesign design;
    std::size_t samples = 5;

    /// forward() is the plain definition to float rounding, and every gradient of a float network is the slope of the plain
    /// network in double precision.
    void check(const std::function<void(UnrolledNet&)>& prepare = {}) const {
        UnrolledNet net(problem, design);
        net.setQuantized(false);
        if (prepare) prepare(net);
        net.changed();
        const std::size_t rows = samples * problem.channels;
        Tensor x({rows, problem.op.unknowns()}), y({rows, problem.op.measurements()}), up(x.shape());
        problem.draw(Part::Train, 0, x.matrix(), y.matrix());
        fillNormal(Rng(99), 1, up.values());
        const PlainNet plain = PlainNet::of(net.pack());
        const ConstMatrixView estimate = net.forward(y.matrix(), net.layers());
        const PlainNet::Matrix expected = plain.run(y.matrix());
        for (std::size_t r = 0; r < rows; ++r)
            for (std::size_t c = 0; c < x.cols(); ++c)
                REQUIRE(static_cast<double>(estimate.row(r)[c]) == Approx(expected[r][c]).epsilon(1e-4).margin(2e-5));
        net.backward(y.matrix(), up.matrix(), net.layers());

        const LinkLayout layout = layoutOf(net.mask());
        const auto slope = [&](const std::function<void(PlainNet&, double)>& move) {
            PlainNet high = plain, low = plain;
            move(high, 1e-6);
            move(low, -1e-6);
            return (plainLoss(high, y, up) - plainLoss(low, y, up)) / 2e-6;
        };
        const auto compare = [](float found, double wanted) {
            REQUIRE(static_cast<double>(found) == Approx(wanted).epsilon(1e-3).margin(1e-3));
        };
        std::size_t compared = 0;
        for (std::size_t k = 0; k < net.layers(); ++k)
            for (Parameter* parameter : net.parametersOf(k)) {
                const bool second = parameter->name.ends_with("second/weights"), links = parameter->name.ends_with("weights");
                const std::size_t stride = links ? 7 : 1; // some of the many
                for (std::size_t i = 0; i < parameter->value.size(); i += stride, ++compared) {
                    if (!links) {
                        const bool threshold = parameter->name.ends_with("threshold");
                        compare(parameter->gradient[0], slope([&](PlainNet& p, double by) {
                                    (threshold ? p.thresholds : p.steps)[k] += by;
                                }));
                        continue;
                    }
                    Tensor one(parameter->value.shape());
                    one[i] = 1;
                    const PlainNet::Matrix at = PlainNet::matrixOf(second ? layoutOf(squareMask(net.mask())).whole(one) : layout.whole(one));
                    if (!second && !layout.stored.get(i / layout.width, i % layout.width)) {
                        REQUIRE(parameter->gradient[i] == 0.0F);
                        continue;
                    }
                    const bool tied = !parameter->name.starts_with("layer");
                    compare(parameter->gradient[i], slope([&](PlainNet& p, double by) {
                                for (std::size_t layer = tied ? 0 : k; layer < (tied ? net.layers() : k + 1); ++layer) {
                                    PlainNet::Matrix& m = second ? p.second[layer] : p.links[layer];
                                    for (std::size_t r = 0; r < m.size(); ++r)
                                        for (std::size_t c = 0; c < m[r].size(); ++c) m[r][c] += by * at[r][c];
                                }
                            }));
                }
            }
        REQUIRE(compared > net.layers());
    }
};

/// Every step its own value, so that nothing is 1 or equal by chance.
inline void unequalSteps(UnrolledNet& net) {
    for (Parameter* parameter : net.parameters())
        if (parameter->name.ends_with("step")) parameter->value[0] = 0.8F + 0.1F * static_cast<float>(parameter->name[5] - '0');
}

} // namespace orthant::test
