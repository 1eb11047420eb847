// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/bounds.h"

#include "core/tensor/gemm.h"
#include "core/unrolled/algorithms/algorithm.h"
#include "core/unrolled/matrices.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdio>
#include <numbers>

namespace orthant {

namespace {

/// The iteration comes from below; a thousandth above it is above the norm.
double normAbove(ConstMatrixView a) { return 1.001 * spectralNorm(a); }

std::string shortNumber(double value) {
    char text[32];
    std::snprintf(text, sizeof text, value >= 1000 && value < 1e6 ? "%.0f" : "%.3g", value);
    return text;
}

Bound named(const char* id, const char* title) { return {id, title, "derived here", false, {}, {}}; }

/// gamma_k W_k.
Tensor layerWeights(const PackedSolver& solver, std::size_t k) {
    Tensor weights = solver.weights[solver.weights.size() == 1 ? 0 : k].dequantize();
    if (!solver.steps.empty())
        for (float& value : weights.values())
            value *= solver.steps[k];
    return weights;
}

/// I - W A.
Tensor errorMap(const Tensor& weights, const Tensor& matrix) {
    const std::size_t n = matrix.cols();
    Tensor map({n, n});
    floatProduct(weights.matrix(), Transpose::No, matrix.matrix(), Transpose::No, map.matrix());
    for (std::size_t i = 0; i < map.size(); ++i)
        map[i] = (i % (n + 1) == 0 ? 1.0F : 0.0F) - map[i];
    return map;
}

struct LayerNorms {
    double rho = 0;    ///< |I - W A|
    double weight = 0; ///< |W|
};

/// Norms of all layers; those of a tied network without steps of their own are made one time.
std::vector<LayerNorms> normsOf(const PackedSolver& solver) {
    std::vector<LayerNorms> norms;
    for (std::size_t k = 0; k < solver.layers(); ++k) {
        const bool same =
            k > 0 && solver.weights.size() == 1 && (solver.steps.empty() || solver.steps[k] == solver.steps[k - 1]);
        if (same) {
            norms.push_back(norms.back());
            continue;
        }
        const Tensor weights = layerWeights(solver, k);
        norms.push_back({normAbove(errorMap(weights, solver.matrix).matrix()), normAbove(weights.matrix())});
    }
    return norms;
}

/// Why T2 and T4 do not speak of this network; empty: they do.
std::string obstacle(const PackedSolver& solver) {
    const UnrolledForm form = unrolledEntry(solver.algorithm).form;
    if (form.split) return "not applicable: the layer is not of the form x + W (y - A x)";
    if (form.relaxed) return "not applicable: the residual is not that of the estimate itself";
    if (std::ranges::any_of(solver.passShare, [](float share) { return share > 0; }))
        return "not applicable: with support selection an estimate can jump";
    return {};
}

double thresholdOf(const PackedSolver& solver, std::size_t k) {
    return unrolledEntry(solver.algorithm).form.shrinks ? static_cast<double>(solver.thresholds[k]) : 0;
}

} // namespace

ScaleError scaleError(const Tensor& weights, const Mask& mask) {
    assert(weights.rows() == mask.rows() && weights.cols() == mask.cols());
    struct Sums {
        double count = 0, magnitude = 0, squares = 0;
    } all;
    std::vector<Sums> rows(mask.rows());
    for (std::size_t i = 0; i < mask.rows(); ++i) {
        for (std::size_t j = 0; j < mask.cols(); ++j) {
            if (!mask.get(i, j)) continue;
            const double size = std::abs(static_cast<double>(weights.row(i)[j]));
            rows[i].count += 1;
            rows[i].magnitude += size;
            rows[i].squares += size * size;
        }
        all.count += rows[i].count;
        all.magnitude += rows[i].magnitude;
        all.squares += rows[i].squares;
    }
    // The best scale is the mean magnitude; what it leaves is sum w^2 - (sum |w|)^2 / count.
    const auto residual = [](const Sums& sums) {
        return sums.count > 0 ? sums.squares - sums.magnitude * sums.magnitude / sums.count : 0;
    };
    ScaleError error;
    error.global = residual(all);
    error.relative = all.squares > 0 ? error.global / all.squares : 0;
    for (const Sums& row : rows) {
        if (row.count == 0) continue;
        error.channel += residual(row);
        const double apart = row.magnitude / row.count - all.magnitude / all.count;
        error.between += row.count * apart * apart;
    }
    return error;
}

Bound contractionBound(const PackedSolver& solver, double start, double noise, std::size_t nonzeros) {
    Bound bound = named("T2", "Linear contraction");
    bound.reason = obstacle(solver);
    if (!bound.reason.empty()) return bound;
    double worst = 0;
    bound.values.push_back(start);
    const std::vector<LayerNorms> norms = normsOf(solver);
    for (std::size_t k = 0; k < norms.size(); ++k) {
        worst = std::max(worst, norms[k].rho);
        bound.values.push_back(norms[k].rho * bound.values.back() + norms[k].weight * noise +
                               thresholdOf(solver, k) * std::sqrt(static_cast<double>(nonzeros)));
    }
    bound.applies = worst < 1;
    bound.reason = bound.applies ? "rho = " + shortNumber(worst)
                                 : "not applicable: rho = |I - W A| = " + shortNumber(worst) + ", it must be below 1";
    return bound;
}

RecoveryConstants recoveryConstants(ConstMatrixView weights, ConstMatrixView matrix, std::size_t nonzeros) {
    Tensor product({weights.rows, matrix.cols});
    floatProduct(weights, Transpose::No, matrix, Transpose::No, product.matrix());
    RecoveryConstants constants;
    for (std::size_t i = 0; i < product.rows(); ++i)
        for (std::size_t j = 0; j < product.cols(); ++j) {
            const auto value = static_cast<double>(product.row(i)[j]);
            if (i == j)
                constants.delta = std::max(constants.delta, std::abs(1 - value));
            else
                constants.mu = std::max(constants.mu, std::abs(value));
        }
    constants.c = constants.delta + (2 * static_cast<double>(nonzeros) - 1) * constants.mu;
    return constants;
}

std::vector<RecoveryBlock> recoveryBlocks(const PackedSolver& solver, std::span<const float> x,
                                          std::span<const float> noise) {
    Mask mask = operatorMask({{}, solver.matrix});
    for (std::size_t w = 0; w < mask.words().size(); ++w)
        mask.words()[w] |= solver.mask.words()[w];
    const BlockForm form = blockForm(mask);
    std::vector<RecoveryBlock> blocks(form.blocks.size());
    const auto unknown = [&](const BlockForm::Block& block, std::size_t i) { return form.rowOrder[block.row + i]; };
    std::size_t seen = 0;
    for (std::size_t b = 0; b < blocks.size(); ++b)
        for (std::size_t i = 0; i < form.blocks[b].rows; ++i, ++seen) {
            blocks[b].nonzeros += x[unknown(form.blocks[b], i)] != 0;
            blocks[b].start += std::abs(static_cast<double>(x[unknown(form.blocks[b], i)]));
        }
    for (std::size_t k = 0; k < solver.layers() && (k == 0 || solver.weights.size() > 1 || !solver.steps.empty());
         ++k) {
        const Tensor weights = layerWeights(solver, k);
        for (std::size_t b = 0; b < blocks.size(); ++b) {
            const BlockForm::Block& block = form.blocks[b];
            Tensor w({block.rows, block.cols}), a({block.cols, block.rows});
            for (std::size_t i = 0; i < block.rows; ++i) {
                double mixed = 0;
                for (std::size_t j = 0; j < block.cols; ++j) {
                    const std::size_t measurement = form.colOrder[block.col + j];
                    w.row(i)[j] = weights.row(unknown(block, i))[measurement];
                    a.row(j)[i] = solver.matrix.row(measurement)[unknown(block, i)];
                    if (!noise.empty())
                        mixed += static_cast<double>(w.row(i)[j]) * static_cast<double>(noise[measurement]);
                }
                blocks[b].nu = std::max(blocks[b].nu, std::abs(mixed));
            }
            const RecoveryConstants here = recoveryConstants(w.matrix(), a.matrix(), blocks[b].nonzeros);
            RecoveryConstants& worst = blocks[b].constants;
            worst.delta = std::max(worst.delta, here.delta);
            worst.mu = std::max(worst.mu, here.mu);
            worst.c = worst.delta + (2 * static_cast<double>(blocks[b].nonzeros) - 1) * worst.mu;
        }
    }
    RecoveryBlock unseen; // unknowns that no measurement depends on stay zero
    for (; seen < form.rowOrder.size(); ++seen) {
        const float value = x[form.rowOrder[seen]];
        unseen.nonzeros += value != 0;
        unseen.start += std::abs(static_cast<double>(value));
    }
    unseen.constants = {1, 0, 1};
    if (unseen.nonzeros > 0) blocks.push_back(unseen);
    return blocks;
}

RecoveryBound recoveryBound(std::span<const RecoveryBlock> blocks, std::size_t layers) {
    RecoveryBound result{named("T3", "Sparse recovery, in the l1 norm"), {}};
    Bound& bound = result.bound;
    std::vector<double> errors;
    double worst = 0;
    for (const RecoveryBlock& block : blocks) {
        errors.push_back(block.nonzeros == 0 ? 0 : block.start);
        if (block.nonzeros > 0) worst = std::max(worst, block.constants.c);
    }
    const auto sum = [&] {
        double total = 0;
        for (const double error : errors)
            total += error;
        return total;
    };
    bound.values.push_back(sum());
    for (std::size_t k = 0; k < layers; ++k) {
        double threshold = 0;
        for (std::size_t b = 0; b < blocks.size(); ++b)
            threshold = std::max(threshold, blocks[b].constants.mu * errors[b] + blocks[b].nu);
        result.thresholds.push_back(threshold);
        for (std::size_t b = 0; b < blocks.size(); ++b) {
            const auto s = static_cast<double>(blocks[b].nonzeros);
            if (s > 0)
                errors[b] = (blocks[b].constants.delta + (s - 1) * blocks[b].constants.mu) * errors[b] +
                            s * (blocks[b].nu + threshold);
        }
        bound.values.push_back(sum());
    }
    bound.applies = worst < 1;
    bound.reason = bound.applies
                       ? "c = " + shortNumber(worst)
                       : "not applicable: c = delta + (2 s - 1) mu = " + shortNumber(worst) + ", it must be below 1";
    return result;
}

Bound sensitivityBound(const PackedSolver& first, const PackedSolver& second, std::span<const double> residualNorms) {
    Bound bound = named("T4", "Two sets of weights");
    bound.reason = obstacle(first);
    if (bound.reason.empty()) bound.reason = obstacle(second);
    if (bound.reason.empty() && first.thresholds != second.thresholds)
        bound.reason = "not applicable: the two networks have different thresholds";
    if (!bound.reason.empty()) return bound;
    assert(residualNorms.size() >= first.layers());
    const std::vector<LayerNorms> norms = normsOf(second);
    bound.values.push_back(0);
    double largest = 0;
    for (std::size_t k = 0; k < norms.size(); ++k) {
        Tensor difference = layerWeights(second, k);
        const Tensor other = layerWeights(first, k);
        for (std::size_t i = 0; i < difference.size(); ++i)
            difference[i] -= other[i];
        const double change = normAbove(difference.matrix());
        largest = std::max(largest, change);
        bound.values.push_back(norms[k].rho * bound.values.back() + change * residualNorms[k]);
    }
    bound.applies = true;
    bound.reason = "|W' - W| at most " + shortNumber(largest);
    return bound;
}

Bound stabilityBound(const PackedSolver& solver, double change) {
    Bound bound = named("T4", "A change of the measurements");
    bound.reason = obstacle(solver);
    if (!bound.reason.empty()) return bound;
    bound.values.push_back(0);
    for (const LayerNorms& norms : normsOf(solver))
        bound.values.push_back(norms.rho * bound.values.back() + norms.weight * change);
    bound.applies = true;
    bound.reason = "at most " + shortNumber(bound.values.back() / change) + " times the change";
    return bound;
}

Bound generalizationBound(double bits, double delta, double samples) {
    Bound bound = named("T5", "Compression bound, not the paper's local-Rademacher bound");
    bound.values = {std::sqrt((bits * std::numbers::ln2 + std::log(1 / delta)) / (2 * samples))};
    bound.applies = bound.values[0] < 1;
    bound.reason = bound.applies ? "with probability " + shortNumber(1 - delta)
                                 : "says nothing: a loss in [0, 1] cannot differ by " + shortNumber(bound.values[0]);
    return bound;
}

double predictedScale(ConstMatrixView matrix) {
    double sum = 0;
    for (std::size_t i = 0; i < matrix.rows; ++i)
        for (std::size_t j = 0; j < matrix.cols; ++j)
            sum += std::abs(static_cast<double>(matrix.row(i)[j]));
    return static_cast<double>(matrix.cols) / sum;
}

} // namespace orthant
