// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/row_loops.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace orthant {
namespace {

constexpr std::int64_t stepsBetweenGradients = 25; ///< of codewords
constexpr float leastForSign = 1e-3F;              ///< a codeword's value below this keeps the sign that it had
constexpr float largestCodeword = 3;
constexpr std::size_t lanes = 16; ///< blocks that are compared with the codewords at a time

/// Signs of a block as a number: bit i is value i.
std::uint32_t patternOf(const float* x, std::size_t size) {
    std::uint32_t pattern = 0;
    for (std::size_t i = 0; i < size; ++i)
        pattern |= static_cast<std::uint32_t>(x[i] >= 0) << i;
    return pattern;
}

/// All patterns of `block` signs, those that whole blocks have most often first; equally frequent ones by number.
std::vector<std::uint32_t> byFrequency(ConstMatrixView x, std::size_t block) {
    std::vector<std::uint32_t> count(std::size_t{1} << block), order(count.size());
    for (std::size_t r = 0; r < x.rows; ++r)
        for (std::size_t begin = 0; begin + block <= x.cols; begin += block)
            ++count[patternOf(x.row(r) + begin, block)];
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) { return count[a] > count[b]; });
    return order;
}

class SubBit final : public Quantizer {
  public:
    SubBit(std::size_t block, std::size_t bits, bool trained, double freezeAt)
        : block_(block), count_(std::size_t{1} << bits), trained_(trained), freezeAt_(freezeAt) {
        codewords_.name = "codewords";
    }

    void start(ConstMatrixView x) override {
        signs_ = frequentSigns(x);
        if (trained_) codewords_.value = signs_;
    }
    void beginStep(const QuantizerContext& context, ConstMatrixView x) override {
        step_ = context.step;
        if (signs_.empty()) return;
        if (trained_)
            followCodewords(x);
        else if (context.epoch == std::floor(context.epoch) && context.progress() < freezeAt_)
            signs_ = frequentSigns(x);
    }
    void backward(ConstMatrixView x, ConstMatrixView dq, MatrixView dx) override {
        if (trained_) {
            codewords_.gradient.resize(codewords_.value.shape());
            if (step_ % stepsBetweenGradients == 0 && !signs_.empty()) sumOfBlocks(x, dq);
        }
        passInside(x, dq, dx);
    }
    Packed pack(ConstMatrixView x) const override {
        const Tensor signs = signs_.empty() ? frequentSigns(x) : signs_;
        Packed packed = packedLike(x);
        packed.planes.emplace_back(x.rows, x.cols);
        packed.scales.emplace_back();
        std::vector<std::uint64_t> patterns(signs.rows());
        for (std::size_t k = 0; k < patterns.size(); ++k) patterns[k] = patternOf(signs.row(k).data(), block_);
        forEachRow(x, [&](std::size_t r) {
            const std::span<std::uint64_t> words = packed.planes[0].row(r);
            std::size_t begin = 0;
            for (const std::int32_t k : nearest(signs, x.row(r), x.cols)) {
                const std::size_t size = std::min(block_, x.cols - begin), word = begin / 64, bit = begin % 64;
                const std::uint64_t pattern = patterns[static_cast<std::size_t>(k)] & ((std::uint64_t{1} << size) - 1);
                words[word] |= pattern << bit;
                if (bit + size > 64) words[word + 1] |= pattern >> (64 - bit);
                begin += size;
            }
        });
        return packed;
    }
    QuantizerState state() override {
        QuantizerState all{{}, {{"pattern_signs", &signs_}}};
        if (trained_) all.parameters.push_back(&codewords_);
        return all;
    }

  private:
    std::size_t used() const { return std::min(count_, std::size_t{1} << block_); }

    void setSigns(Tensor& signs, std::size_t k, std::uint32_t pattern) const {
        for (std::size_t i = 0; i < block_; ++i)
            signs.row(k)[i] = pattern >> i & 1U ? 1.0F : -1.0F;
    }
    Tensor frequentSigns(ConstMatrixView x) const {
        const std::vector<std::uint32_t> order = byFrequency(x, block_);
        Tensor signs({used(), block_});
        for (std::size_t k = 0; k < used(); ++k)
            setSigns(signs, k, order[k]);
        return signs;
    }

    /// For each block of a row the codeword with the smallest distance, of equal ones the first. All have the same length, so it
    /// is the one with the largest product; a narrower last block is compared with as many values.
    std::vector<std::int32_t> nearest(const Tensor& signs, const float* row, std::size_t cols) const {
        std::vector<std::int32_t> codewords((cols + block_ - 1) / block_);
        std::vector<float> values(lanes * block_);
        for (std::size_t first = 0; first < codewords.size(); first += lanes) {
            const std::size_t begin = first * block_, size = std::min(values.size(), cols - begin);
            std::ranges::fill(values, 0.0F);
            for (std::size_t b = 0; b * block_ < size; ++b)
                for (std::size_t i = 0; i < std::min(block_, size - b * block_); ++i)
                    values[i * lanes + b] = row[begin + b * block_ + i];
            std::int32_t best[lanes];
            if (block_ == 8) nearestInLanes(signs, values.data(), 8, best); // constants: sums stay in registers
            else if (block_ == 9) nearestInLanes(signs, values.data(), 9, best);
            else nearestInLanes(signs, values.data(), block_, best);
            std::copy_n(best, std::min(lanes, codewords.size() - first), codewords.begin() + static_cast<std::ptrdiff_t>(first));
        }
        return codewords;
    }
    /// The same for so many blocks, one in each lane.
    /// @param values  value i of all blocks, then value i + 1 ...
    [[gnu::always_inline]] static void nearestInLanes(const Tensor& signs, const float* values, std::size_t block,
                                                      std::int32_t* best) {
        float most[lanes];
        std::fill_n(most, lanes, -std::numeric_limits<float>::infinity());
        std::fill_n(best, lanes, 0);
        const std::size_t count = signs.rows();
        const float* codeword = signs.data();
        for (std::size_t k = 0; k < count; ++k, codeword += block)
            for (std::size_t lane = 0; lane < lanes; ++lane) {
                float dot = 0;
                for (std::size_t i = 0; i < block; ++i) dot += codeword[i] * values[i * lanes + lane];
                const std::int32_t nearer = dot > most[lane] ? -1 : 0; // a mask: of a choice a branch would be made
                most[lane] = std::max(most[lane], dot);
                best[lane] = (static_cast<std::int32_t>(k) & nearer) | (best[lane] & ~nearer);
            }
    }

    /// The signs of the trained codewords. Of two equal ones the later becomes the most frequent pattern that none has.
    void followCodewords(ConstMatrixView x) {
        for (std::size_t i = 0; i < signs_.size(); ++i) {
            float& value = codewords_.value[i];
            value = std::clamp(value, -largestCodeword, largestCodeword);
            if (std::abs(value) >= leastForSign) signs_[i] = signOf(value);
        }
        std::vector<bool> taken(std::size_t{1} << block_);
        std::vector<std::size_t> again;
        for (std::size_t k = 0; k < signs_.rows(); ++k) {
            const std::uint32_t pattern = patternOf(signs_.row(k).data(), block_);
            if (taken[pattern]) again.push_back(k);
            taken[pattern] = true;
        }
        if (again.empty()) return;
        const std::vector<std::uint32_t> order = byFrequency(x, block_);
        auto next = order.begin();
        for (const std::size_t k : again) {
            next = std::find_if(next, order.end(), [&](std::uint32_t pattern) { return !taken[pattern]; });
            taken[*next] = true;
            setSigns(signs_, k, *next);
            std::ranges::copy(signs_.row(k), codewords_.value.row(k).begin());
        }
    }

    /// A codeword's gradient is the sum of those of all blocks that use it.
    void sumOfBlocks(ConstMatrixView x, ConstMatrixView dq) {
        for (std::size_t r = 0; r < x.rows; ++r) {
            std::size_t begin = 0;
            for (const std::int32_t k : nearest(signs_, x.row(r), x.cols)) {
                float* sum = codewords_.gradient.row(static_cast<std::size_t>(k)).data();
                const std::size_t end = std::min(begin + block_, x.cols);
                for (std::size_t i = 0; begin < end; ++i, ++begin) sum[i] += dq.row(r)[begin];
            }
        }
    }

    std::size_t block_, count_;
    bool trained_;
    double freezeAt_;
    std::int64_t step_ = 0;
    Parameter codewords_; ///< patterns x block, when they are trained
    Tensor signs_;        ///< of the patterns in use; empty before start()
};

} // namespace

/// Sub-bit networks: each block of neighbours in a row takes the nearest of 2^t patterns of signs.
/// Forward:   q = the pattern with the smallest distance to the block
/// Backward:  1[|x| <= 1]; with trained patterns also to the pattern of each block, every 25th step, summed over blocks
///
/// - frequent: the patterns that the signs of the weights have most often, chosen anew at each epoch until a share of
///   the run, then frozen. A simple baseline.
/// - trained: real vectors of which the signs are used; a sign stays while its value is below 0.001. Repeated patterns
///   are replaced by frequent ones that none has. They start at +-1: our choice.
///
/// A block takes t bits by formula; the files hold the signs themselves. The authors' blocks are 3 x 3 kernels of one
/// channel; here they are neighbours in a row, which for convolutions is along the channels first.
/// @source  Wang et al. 2021, sub-bit neural networks, arXiv:2110.09195, and its code (9 values, t of 4 to 6)
QuantizerEntry quantizer_entries::sub_bit() {
    QuantizerEntry entry;
    entry.id = "sub_bit";
    entry.title = "Few patterns of signs (sub-bit)";
    entry.summary = "Blocks of neighbours may take only 2^t patterns of signs: t bits for a whole block.";
    entry.source =
        "Wang et al. 2021 (sub-bit networks), arXiv:2110.09195, and its code; the frozen patterns are derived here";
    entry.grade = "code";
    entry.params = {
        integerParam("block", "Block", 8, "So many neighbouring weights of a row are one pattern.").range(2, 12),
        integerParam("bits", "Bits of a block", 5, "t: there are 2^t patterns.").range(1, 8),
        choiceParam("patterns", "Patterns", "frequent", {"frequent", "trained"},
                    "The most frequent ones of the weights, or learned with them."),
        realParam("freezeAt", "Freeze at", 0.5,
                  "Frequent patterns are chosen anew at each epoch up to this share of the run.")
            .range(0, 1)
            .onlyFor("patterns", {"frequent"}),
    };
    entry.forActivations = false;
    entry.make = [](const Params& p) {
        return std::make_unique<SubBit>(p.size("block"), p.size("bits"), p.text("patterns") == "trained",
                                        p.real("freezeAt"));
    };
    return entry;
}

} // namespace orthant
