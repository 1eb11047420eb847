// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <span>

using namespace orthant;

namespace {

using Block = std::vector<float>;

Component subBit(std::int64_t block, std::int64_t bits, const char* patterns = "frequent") {
    return Component("sub_bit", {{"block", block}, {"bits", bits}, {"patterns", std::string(patterns)}});
}

std::vector<Block> blocksOf(const Tensor& x, std::size_t size) {
    std::vector<Block> blocks;
    for (std::size_t r = 0; r < x.rows(); ++r)
        for (std::size_t begin = 0; begin < x.cols(); begin += size) {
            const auto values = x.row(r).subspan(begin, std::min(size, x.cols() - begin));
            blocks.emplace_back(values.begin(), values.end());
        }
    return blocks;
}
Block signsOf(Block block) {
    for (float& value : block)
        value = value >= 0 ? 1.0F : -1.0F;
    return block;
}
double distance(const Block& a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += std::pow(static_cast<double>(a[i]) - static_cast<double>(b[i]), 2);
    return sum;
}

} // namespace

TEST_CASE("sub_bit uses at most 2^t patterns, and each block takes the nearest one", "[quantizers]") {
    for (const char* patterns : {"frequent", "trained"})
        for (const auto& [size, bits] : {std::pair<std::int64_t, std::int64_t>{8, 5}, {9, 4}, {4, 1}}) {
            INFO(patterns << ", " << size << " values, " << bits << " bits");
            const Tensor x = test::normals(20, 72, 9);
            const auto quantizer = test::quantizerAt(subBit(size, bits, patterns), x);
            const Tensor& codebook = *quantizer->state().buffers[0].tensor;
            REQUIRE(codebook.shape() == Shape{std::size_t{1} << bits, static_cast<std::size_t>(size)});
            const std::vector<Block> latent = blocksOf(x, static_cast<std::size_t>(size)),
                                     used = blocksOf(test::forward(*quantizer, x), static_cast<std::size_t>(size));
            CHECK(std::set<Block>(used.begin(), used.end()).size() <= codebook.rows());
            for (std::size_t i = 0; i < latent.size(); ++i) {
                double nearest = std::numeric_limits<double>::infinity();
                for (std::size_t k = 0; k < codebook.rows(); ++k)
                    nearest = std::min(nearest, distance(latent[i], codebook.row(k)));
                REQUIRE(distance(latent[i], used[i]) == Approx(nearest));
            }
        }
}

TEST_CASE("the patterns of sub_bit are those that the signs of whole blocks have most often", "[quantizers]") {
    const Tensor x = test::normals(30, 60, 10);
    std::map<Block, std::size_t> count;
    for (const Block& block : blocksOf(x, 4))
        ++count[signsOf(block)];
    const auto quantizer = test::quantizerAt(subBit(4, 2), x);
    const Tensor& codebook = *quantizer->state().buffers[0].tensor;
    std::vector<std::size_t> all, chosen;
    for (const auto& entry : count)
        all.push_back(entry.second);
    std::ranges::sort(all, std::greater<>());
    for (std::size_t k = 0; k < 4; ++k)
        chosen.push_back(count[Block(codebook.row(k).begin(), codebook.row(k).end())]);
    CHECK(chosen == std::vector<std::size_t>(all.begin(), all.begin() + 4));
}

TEST_CASE("with all patterns sub_bit is the sign, also of a last block that is narrower", "[quantizers]") {
    const Tensor x = test::normals(5, 30, 11);
    const auto quantizer = test::quantizerAt(subBit(4, 8), x); // 16 patterns of 4 signs
    const Tensor q = test::forward(*quantizer, x);
    for (std::size_t i = 0; i < x.size(); ++i)
        REQUIRE(q[i] == (x[i] >= 0 ? 1.0F : -1.0F));
}

TEST_CASE("frequent patterns follow the weights at the start of an epoch until they are frozen", "[quantizers]") {
    const Tensor x = test::normals(10, 64, 12), y = test::normals(10, 64, 13);
    const auto quantizer = test::quantizerAt(subBit(8, 3), x);
    const auto codebook = [&] {
        const Tensor& now = *quantizer->state().buffers[0].tensor;
        return std::vector<float>(now.values().begin(), now.values().end());
    };
    const std::vector<float> first = codebook();
    quantizer->beginStep({7, 1.4, 10, 1, 0}, y.matrix());
    CHECK(codebook() == first);
    quantizer->beginStep({50, 5, 10, 1, 0}, y.matrix());
    CHECK(codebook() == first);
    quantizer->beginStep({40, 4, 10, 1, 0}, y.matrix());
    CHECK(codebook() != first);
}

TEST_CASE("trained patterns get the summed gradient of their blocks at every 25th step and never repeat",
          "[quantizers]") {
    const Tensor x = test::normals(10, 64, 14), g = test::normals(10, 64, 15);
    const auto quantizer = test::quantizerAt(subBit(8, 3, "trained"), x);
    Parameter& codewords = *quantizer->state().parameters[0];
    const Tensor& signs = *quantizer->state().buffers[0].tensor;
    quantizer->beginStep({24, 0.1, 10, 1, 0}, x.matrix());
    test::backward(*quantizer, x, g);
    CHECK(std::ranges::all_of(codewords.gradient.values(), [](float v) { return v == 0; }));
    quantizer->beginStep({25, 0.1, 10, 1, 0}, x.matrix());
    test::backward(*quantizer, x, g);
    const std::vector<Block> used = blocksOf(test::forward(*quantizer, x), 8), up = blocksOf(g, 8);
    for (std::size_t k = 0; k < 8; ++k)
        for (std::size_t i = 0; i < 8; ++i) {
            double sum = 0;
            for (std::size_t b = 0; b < used.size(); ++b)
                if (std::ranges::equal(used[b], signs.row(k))) sum += static_cast<double>(up[b][i]);
            CHECK(static_cast<double>(codewords.gradient.row(k)[i]) == Approx(sum).margin(1e-5));
        }

    // The memory of a sign, the range, and the repair of repeated patterns.
    const float before = signs.row(2)[0];
    codewords.value.row(2)[0] = -before * 0.0005F;
    codewords.value.row(3)[1] = 7;
    std::ranges::copy(codewords.value.row(0), codewords.value.row(5).begin());
    quantizer->beginStep({26, 0.1, 10, 1, 0}, x.matrix());
    CHECK(signs.row(2)[0] == before);
    CHECK(codewords.value.row(3)[1] == 3);
    std::set<Block> different;
    for (std::size_t k = 0; k < 8; ++k)
        different.insert(Block(signs.row(k).begin(), signs.row(k).end()));
    CHECK(different.size() == 8);
    CHECK(std::ranges::equal(codewords.value.row(5), signs.row(5)));
}
