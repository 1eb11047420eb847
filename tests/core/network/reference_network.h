// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

namespace orthant::test {

inline Component dense(std::int64_t units, const char* weights = "ste_sign", bool bias = false) {
    return Component("dense", {{"units", units}, {"weights", Component(weights)}, {"bias", bias}});
}

/// Pixels as data sets give them: odd multiples of 2^-8 in (-1, 1).
inline Tensor pixels(const Shape& shape, std::uint64_t seed) {
    Tensor x(shape);
    const Rng rng(seed);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = (2 * static_cast<float>(rng.below(i, 256)) - 255) / 256;
    return x;
}

/// What a window of a convolution or pool sees at one position: body(value or nullptr outside, number in the window).
template <class Body>
void underWindow(const std::vector<float>& image, const Window& w, std::size_t position, std::size_t channel, const Body& body) {
    const std::size_t oy = position / w.outWidth(), ox = position % w.outWidth();
    for (std::size_t ky = 0; ky < w.kernelHeight; ++ky)
        for (std::size_t kx = 0; kx < w.kernelWidth; ++kx) {
            const std::size_t y = oy * w.stride + ky - w.padTop(), x = ox * w.stride + kx - w.padLeft();
            const bool inside = y < w.height && x < w.width; // below 0 is far above
            body(inside ? &image[(y * w.width + x) * w.channels + channel] : nullptr, ky * w.kernelWidth + kx);
        }
}

/// Adds what entered a residual block to a sample at its end: means of squares of pixels, and nothing for new channels.
inline void addShortcut(const std::vector<float>& saved, const ShortcutMap& map, std::vector<float>& sample) {
    const auto size = map.pool.stride;
    const auto area = static_cast<float>(size * size);
    for (std::size_t p = 0; p < map.pool.positions(); ++p)
        for (std::size_t c = 0; c < map.pool.channels; ++c) {
            float sum = 0;
            underWindow(saved, map.pool, p, c, [&](const float* value, std::size_t) { sum += *value; });
            sample[p * map.channels + c] += size == 1 ? sum : sum * (1.0F / area);
        }
}

/// The float simulation of a network: weights and signs as floats, plain
/// sums, batch norm in the order ((y - mean) / deviation) * gamma + beta, written from the parameters alone.
inline Tensor simulate(const Network& network, const Tensor& inputs) {
    const Bundle state = network.state();
    std::vector<std::vector<float>> x(inputs.rows());
    for (std::size_t i = 0; i < x.size(); ++i) x[i].assign(inputs.row(i).begin(), inputs.row(i).end());
    std::vector<std::vector<std::vector<float>>> saved; // samples at the begins of open residual blocks
    for (std::size_t l = 0; l < network.layerCount(); ++l) {
        const std::string& name = network.layerName(l);
        const auto values = [&](const char* what) { return state.at(name + "/" + what).toFloats(); };
        std::vector<ProgramOp> ops;
        network.layer(l).lower(ops, name);
        const Window* window = ops.empty() ? nullptr : windowOf(ops[0]);
        if (name.starts_with("dense") || name.starts_with("conv")) {
            const Packed packed = network.layer(l).packedWeights();
            const std::vector<float> bias =
                state.arrays.contains(name + "/bias") ? values("bias") : std::vector<float>(packed.rows, 0.0F);
            for (auto& sample : x) {
                std::vector<float> y;
                for (std::size_t p = 0; p < (window ? window->positions() : 1); ++p) {
                    std::vector<float> patch = sample;
                    if (window) {
                        patch.assign(window->patch(), std::get<ConvOp>(ops[0]).padding);
                        for (std::size_t c = 0; c < window->channels; ++c)
                            underWindow(sample, *window, p, c, [&](const float* value, std::size_t k) {
                                if (value) patch[k * window->channels + c] = *value;
                            });
                    }
                    const std::size_t groups = ops.empty() ? 1 : groupsOf(ops[0]), width = window ? window->channels : packed.cols;
                    const std::size_t own = width / groups;
                    for (std::size_t r = 0; r < packed.rows; ++r) {
                        const std::size_t first = r / (packed.rows / groups) * own;
                        float sum = 0;
                        for (std::size_t k = 0; k < packed.cols; ++k) {
                            const float value = patch[k / own * width + first + k % own];
                            sum += packed.planes[0].get(r, k) ? value : -value;
                        }
                        y.push_back(sum * packed.scale(0, r) + bias[r]);
                    }
                }
                sample = std::move(y);
            }
        } else if (window) {
            const bool largest = name.starts_with("max_pool");
            for (auto& sample : x) {
                std::vector<float> y;
                for (std::size_t p = 0; p < window->positions(); ++p)
                    for (std::size_t c = 0; c < window->channels; ++c) {
                        float best = -INFINITY, sum = 0;
                        underWindow(sample, *window, p, c, [&](const float* value, std::size_t) {
                            best = std::max(best, *value);
                            sum += *value;
                        });
                        const auto area = static_cast<float>(window->kernelHeight * window->kernelWidth);
                        y.push_back(largest ? best : sum * (1.0F / area));
                    }
                sample = std::move(y);
            }
        } else if (name.starts_with("batch_norm")) {
            const auto mean = values("mean"), variance = values("variance"), gamma = values("gamma"), beta = values("beta");
            for (auto& sample : x)
                for (std::size_t i = 0; i < sample.size(); ++i) {
                    const std::size_t c = i % mean.size();
                    const float inverse = 1.0F / std::sqrt(variance[c] + 1e-4F);
                    const float centred = sample[i] - mean[c];
                    const float normalized = centred * inverse;
                    const float scaled = normalized * gamma[c];
                    sample[i] = scaled + beta[c];
                }
        } else if (name.starts_with("residual_end")) {
            for (std::size_t i = 0; i < x.size(); ++i) addShortcut(saved.back()[i], std::get<AddSavedOp>(ops[0]).map, x[i]);
            saved.pop_back();
        } else if (name.starts_with("residual")) {
            saved.push_back(x);
        } else if (name.starts_with("shift") || name.starts_with("prelu")) {
            const bool shift = name.starts_with("shift");
            const std::vector<float> of = values(shift ? "shift" : "slope");
            for (auto& sample : x)
                for (std::size_t i = 0; i < sample.size(); ++i)
                    if (shift) sample[i] += of[i % of.size()];
                    else if (sample[i] < 0) sample[i] *= of[i % of.size()];
        } else if (name.starts_with("thermometer") || name.starts_with("bit_planes")) {
            const auto planes = static_cast<int>(std::get<EncodeOp>(ops[0]).code.planes);
            const auto levels = static_cast<float>(planes);
            for (auto& sample : x) {
                std::vector<float> signs;
                for (const float value : sample)
                    for (int j = 0; j < planes; ++j) {
                        const int byte = static_cast<int>((256 * value + 255) / 2); // exact for pixels
                        const bool plus = name.starts_with("t") ? levels * (value + 1) >= static_cast<float>(2 * j + 1)
                                                                : byte / (128 >> j) % 2 == 1;
                        signs.push_back(plus ? 1.0F : -1.0F);
                    }
                sample = std::move(signs);
            }
        } else if (name.starts_with("binarize")) {
            const bool ternary = std::holds_alternative<LevelsOp>(ops[0]); // with its default threshold
            for (auto& sample : x)
                for (float& value : sample) value = ternary && std::abs(value) < 0.05F ? 0.0F : value >= 0 ? 1.0F : -1.0F;
        }
    }
    Tensor scores({inputs.rows(), network.classes()});
    for (std::size_t i = 0; i < x.size(); ++i) std::copy(x[i].begin(), x[i].end(), scores.row(i).begin());
    return scores;
}

/// Gives batch norm the values on which a careless fold goes wrong: gamma negative and zero, means that are exactly sums
/// (ties), beta at the ends, tiny and large variances.
inline void makeAdversarial(Network& network, std::uint64_t seed) {
    Bundle state = network.state();
    std::uint64_t key = 0;
    for (auto& [name, array] : state.arrays) {
        std::vector<float> values = array.toFloats();
        const Rng rng = Rng(seed).split(++key);
        for (std::size_t i = 0; i < values.size(); ++i) {
            const auto pick = rng.below(2 * i, 6);
            const auto normal = static_cast<float>(rng.normal(2 * i + 1));
            if (name.ends_with("gamma")) values[i] = pick == 0 ? 0.0F : pick == 1 ? -0.0F : pick == 2 ? -1.0F : normal;
            if (name.ends_with("beta")) values[i] = pick < 3 ? 0.0F : pick == 3 ? -0.0F : normal;
            if (name.ends_with("shift")) values[i] = pick < 3 ? 0.0F : std::round(2 * normal);
            if (name.ends_with("slope")) values[i] = pick == 0 ? 0.0F : std::abs(normal);
            if (name.ends_with("mean")) values[i] = pick < 4 ? std::round(4 * normal) : 4 * normal;
            if (name.ends_with("variance")) values[i] = pick == 0 ? 0.0F : pick == 1 ? 1e8F : normal * normal + 0.1F;
        }
        array = Array::of<float>(ElementType::F32, array.shape, values);
    }
    network.restore(state);
}

} // namespace orthant::test
