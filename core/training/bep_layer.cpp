// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/bep_layer.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdlib>
#include <numeric>

namespace orthant {

namespace {

enum Stream : std::uint64_t { UpdateStream = 1, ReinforceStream = 2 };

constexpr std::size_t neuronsAtOnce = 16; ///< about so many make a parallel block

/// The places at which something of a small chance happens, by the lengths of the gaps between them: one draw for each
/// event in place of one for each place. The table is made of products alone, so it is the same on every machine.
class Gaps {
  public:
    explicit Gaps(double chance) {
        double longer = 1; // the chance that a gap has more than k places
        for (std::uint32_t& limit : limits_) {
            longer *= 1 - std::clamp(chance, 0.0, 1.0);
            limit = static_cast<std::uint32_t>(longer * 4294967295.0);
        }
    }

    /// Calls event(i) for the places of 0..count-1 that were drawn. @param first  index of the first draw in the stream
    template <class Event>
    void forEach(std::size_t count, const Rng& rng, std::uint64_t first, const Event& event) const {
        std::array<std::uint32_t, 4> words{};
        std::size_t place = 0;
        for (std::uint64_t draw = 0; place < count; ++draw) {
            if (draw % 4 == 0) words = rng.block(first + draw / 4);
            // The first k for which the gap is not longer than k.
            const auto gap = std::upper_bound(limits_.begin(), limits_.end(), words[draw % 4], std::greater<>()) - limits_.begin();
            place += static_cast<std::size_t>(gap);
            if (gap < static_cast<std::ptrdiff_t>(limits_.size()) && place < count) event(place++);
        }
    }

  private:
    std::array<std::uint32_t, 1024> limits_{}; ///< falling; a gap beyond them goes on with another draw
};

std::int16_t saturated(std::int32_t h) { return static_cast<std::int16_t>(std::clamp(h, -32768, 32767)); }

/// The signs of one row of counters.
void packRow(const std::int16_t* counters, std::size_t count, std::span<std::uint64_t> words) {
    for (std::size_t w = 0; w < words.size(); ++w) {
        std::uint64_t bits = 0;
        const std::size_t end = std::min<std::size_t>(64, count - 64 * w);
        for (std::size_t i = 0; i < end; ++i) bits |= static_cast<std::uint64_t>(counters[64 * w + i] >= 0) << i;
        words[w] = bits;
    }
}

} // namespace

BepLayer::BepLayer(std::size_t outputs, std::size_t inputs, std::span<const std::int16_t> counters)
    : counters_(counters.begin(), counters.end()) {
    assert(counters.size() == outputs * inputs);
    weights_.rows = outputs;
    weights_.cols = inputs;
    weights_.planes.emplace_back(outputs, inputs);
    weights_.scales.emplace_back();
    for (std::size_t r = 0; r < outputs; ++r) packRow(&counters_[r * inputs], inputs, weights_.planes[0].row(r));
}

void BepLayer::forward(const BitMatrix& in) {
    const std::size_t n = in.rows();
    sums_.resize(n * outputs());
    xnorProduct(in, BitPanels(signs()), sums_);
    out_.resize(n, outputs());
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t r = 0; r < outputs(); ++r)
            if (sums_[i * outputs() + r] >= 0) out_.set(i, r, true);
}

BitMatrix BepLayer::gates(std::int32_t limit) const {
    BitMatrix gates(out_.rows(), outputs());
    for (std::size_t i = 0; i < gates.rows(); ++i)
        for (std::size_t r = 0; r < outputs(); ++r)
            if (std::abs(sums_[i * outputs() + r]) <= limit) gates.set(i, r, true);
    return gates;
}

BitMatrix BepLayer::inputTargets(const BitMatrix& targets, const BitMatrix& gates) const {
    const std::size_t n = targets.rows();
    std::vector<std::int32_t> pulls(inputs() * n);
    xnorProduct(signs().transposed(), BitPanels(targets, gates), pulls);
    BitMatrix wanted(inputs(), n);
    for (std::size_t k = 0; k < inputs(); ++k)
        for (std::size_t i = 0; i < n; ++i)
            if (pulls[k * n + i] >= 0) wanted.set(k, i, true);
    return wanted.transposed();
}

std::int32_t BepLayer::stability(const std::int8_t* in, std::size_t sample, std::size_t neuron, std::int32_t target,
                                 bool counters) const {
    if (!counters) return target * sums_[sample * outputs() + neuron];
    const std::int16_t* h = &counters_[neuron * inputs()];
    std::int32_t sum = 0;
    for (std::size_t k = 0; k < inputs(); ++k) sum += h[k] * in[k];
    return target * sum;
}

void BepLayer::learn(const BitMatrix& in, const BitMatrix& targets, std::span<const std::uint8_t> teaches, std::size_t group,
                     const BepRule& rule, const Rng& rng) {
    const std::size_t n = in.rows(), width = inputs();
    unpacked_.resize(n * width);
    parallelBlocks(n, neuronsAtOnce, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            for (std::size_t k = 0; k < width; ++k) unpacked_[i * width + k] = in.get(i, k) ? 1 : -1;
    });
    const Gaps updates(rule.updateChance), reinforcements(rule.reinforceChance);
    const Rng updateRng = rng.split(UpdateStream), reinforceRng = rng.split(ReinforceStream);
    const std::size_t groups = (outputs() + group - 1) / group;
    const std::size_t grain = std::max<std::size_t>(1, neuronsAtOnce / group);
    // A group reads what the step began with and writes its own rows alone.
    parallelBlocks(groups, grain, [&](std::size_t begin, std::size_t end) {
        std::vector<std::int32_t> moves;
        for (std::size_t g = begin; g < end; ++g) {
            const std::size_t first = g * group, size = std::min(group, outputs() - first);
            moves.assign(size * width, 0);
            for (std::size_t i = 0; i < n; ++i) {
                if (!teaches[i]) continue;
                std::size_t winner = size;
                std::int32_t best = 0;
                for (std::size_t r = 0; r < size; ++r) {
                    const bool wanted = targets.get(i, first + r);
                    if (wanted == out_.get(i, first + r)) continue;
                    const std::int32_t s = stability(&unpacked_[i * width], i, first + r, wanted ? 1 : -1, rule.counterStability);
                    if (winner == size || (rule.easiestWins ? s > best : s < best)) {
                        winner = r;
                        best = s;
                    }
                }
                if (winner == size) continue;
                const std::int8_t* a = &unpacked_[i * width];
                std::int32_t* move = &moves[winner * width];
                if (targets.get(i, first + winner))
                    for (std::size_t k = 0; k < width; ++k) move[k] += a[k];
                else
                    for (std::size_t k = 0; k < width; ++k) move[k] -= a[k];
            }
            for (std::size_t r = 0; r < size; ++r) {
                std::int16_t* h = &counters_[(first + r) * width];
                const std::int32_t* move = &moves[r * width];
                const std::uint64_t draws = (first + r) * width;
                if (rule.updateChance >= 1)
                    for (std::size_t k = 0; k < width; ++k) h[k] = saturated(h[k] + 2 * move[k]);
                else
                    updates.forEach(width, updateRng, draws, [&](std::size_t k) {
                        h[k] = saturated(h[k] + 2 * ((move[k] > 0) - (move[k] < 0)));
                    });
                reinforcements.forEach(width, reinforceRng, draws,
                                       [&](std::size_t k) { h[k] = saturated(h[k] + (h[k] >= 0 ? 2 : -2)); });
                packRow(h, width, weights_.planes[0].row(first + r));
            }
        }
    });
}

BitMatrix signFrame(std::size_t count, std::size_t width, double spread, const Rng& rng) {
    BitMatrix frame(count, width);
    for (std::size_t r = 0; r < count; ++r)
        for (std::size_t c = 0; c < width; ++c)
            if (rng.bits(r * width + c) & 1U) frame.set(r, c, true);
    std::vector<std::int32_t> products(count * count);
    const auto dimension = static_cast<std::int32_t>(width);
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t j = 0; j < count; ++j) {
            std::int32_t differ = 0;
            for (std::size_t c = 0; c < width; ++c) differ += frame.get(i, c) != frame.get(j, c);
            products[i * count + j] = dimension - 2 * differ;
        }
    const auto pairs = static_cast<double>(count * (count - 1) / 2);
    double sum = 0, squares = 0; // over pairs
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t j = 0; j < i; ++j) {
            sum += products[i * count + j];
            squares += static_cast<double>(products[i * count + j]) * products[i * count + j];
        }
    const auto cost = [&](double s, double q) { return s + spread * (q / pairs - s * s / (pairs * pairs)); };
    std::vector<std::uint32_t> order(count * width);
    constexpr int mostSweeps = 50;
    bool lower = count > 1;
    for (int sweep = 0; sweep < mostSweeps && lower; ++sweep) {
        lower = false;
        shuffle(rng.split(static_cast<std::uint64_t>(sweep) + 1), order);
        for (const std::uint32_t place : order) {
            const std::size_t i = place / width, c = place % width;
            double s = sum, q = squares;
            for (std::size_t j = 0; j < count; ++j) {
                if (j == i) continue;
                const double before = products[i * count + j], after = before + (frame.get(i, c) == frame.get(j, c) ? -2 : 2);
                s += after - before;
                q += after * after - before * before;
            }
            if (!(cost(s, q) < cost(sum, squares))) continue;
            for (std::size_t j = 0; j < count; ++j) {
                if (j == i) continue;
                const std::int32_t change = frame.get(i, c) == frame.get(j, c) ? -2 : 2;
                products[i * count + j] += change;
                products[j * count + i] += change;
            }
            frame.set(i, c, !frame.get(i, c));
            sum = s;
            squares = q;
            lower = true;
        }
    }
    return frame;
}

} // namespace orthant
