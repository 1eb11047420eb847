// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/product.h"
#include "tests/catch.h"
#include "tests/core/layers/helpers.h"

using namespace orthant;

namespace {

BitMatrix randomBits(std::size_t rows, std::size_t cols, std::uint64_t seed) {
    return BitMatrix::fromSigns(test::normals({rows, cols}, seed).matrix());
}

std::vector<float> randomValues(std::size_t n, std::uint64_t seed) {
    const Tensor x = test::normals({n}, seed);
    return {x.values().begin(), x.values().end()};
}

struct Form {
    const char* name;
    std::size_t planes, blockCols;
    bool rowScales, offsets, mask;
};

constexpr Form forms[] = {
    {"plain signs", 1, 0, false, false, false},    {"row scales", 1, 0, true, false, false},
    {"row scales and a mask", 1, 0, true, false, true}, {"two levels for each row", 1, 0, true, true, false},
    {"three planes", 3, 0, true, false, false},    {"two planes and a mask", 2, 0, true, false, true},
    {"two planes and offsets", 2, 0, true, true, false}, {"offsets and a mask", 1, 0, true, true, true},
    {"blocks", 1, 7, true, false, false},          {"blocks, planes, offsets, mask", 2, 7, true, true, true},
};

Packed make(const Form& form, std::size_t rows, std::size_t cols) {
    Packed packed;
    packed.rows = rows;
    packed.cols = cols;
    packed.blockCols = form.blockCols;
    for (std::size_t p = 0; p < form.planes; ++p) {
        packed.planes.push_back(randomBits(rows, cols, 10 + p));
        packed.scales.push_back(form.rowScales ? randomValues(rows * packed.blocks(), 20 + p) : std::vector<float>{});
    }
    if (form.offsets) packed.offsets = randomValues(rows, 30);
    if (form.mask) packed.mask = randomBits(rows, cols, 40);
    return packed;
}

} // namespace

TEST_CASE("products with every form of packed weights equal plain sums over their values", "[layers]") {
    const std::size_t batch = 5, rows = 9, cols = 83;
    for (const Form& form : forms)
        for (const Flow inputs : {Flow::Signs, Flow::Floats, Flow::Levels}) {
            INFO(form.name << (inputs == Flow::Signs ? ", signs in" : inputs == Flow::Floats ? ", floats in" : ", levels in"));
            const Packed packed = make(form, rows, cols);
            Activation in = test::activation(test::normals({batch, cols}, 3));
            if (inputs == Flow::Levels) {
                in.levels = make({"", 2, 0, false, false, false}, batch, cols);
                in.levels.scales = {{0.7F}, {-0.3F}};
                in.levels.offsets = {0.4F};
                in.values = in.levels.dequantize();
            } else if (inputs == Flow::Signs) {
                in.bits = BitMatrix::fromSigns(in.values.matrix());
                in.bits.unpack(in.values.matrix());
                in.binary = true;
            }
            PackedProduct product;
            product.prepare(packed, inputs);
            CHECK(product.exactIntegers() == (inputs == Flow::Signs && packed.binary()));
            Tensor out, scratch;
            out.reshape({batch, rows});
            product.accumulate(in, out.matrix());
            const std::vector<float> bias = randomValues(rows, 50);
            const Tensor sums = out;
            product.applyScales(bias, out.matrix());
            const Tensor w = packed.dequantize();
            for (std::size_t i = 0; i < batch; ++i)
                for (std::size_t r = 0; r < rows; ++r) {
                    double sum = static_cast<double>(bias[r]);
                    for (std::size_t k = 0; k < cols; ++k)
                        sum += static_cast<double>(in.values.row(i)[k]) * static_cast<double>(w.row(r)[k]);
                    CHECK(static_cast<double>(out.row(i)[r]) == Approx(sum).margin(1e-4));
                    CHECK(product.finished(r, sums.row(i)[r], bias) == out.row(i)[r]); // what lower() folds into thresholds
                }
        }
}
