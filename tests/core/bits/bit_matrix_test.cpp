// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bits/bit_matrix.h"

#include "tests/catch.h"
#include "tests/reference/products.h"

#include <limits>

using namespace orthant;

TEST_CASE("packing takes the sign of each value, with zeros of both signs as plus and NaN as minus") {
    constexpr float infinity = std::numeric_limits<float>::infinity(), nan = std::numeric_limits<float>::quiet_NaN();
    constexpr float tiny = std::numeric_limits<float>::denorm_min();
    reference::onEveryTarget([&](const std::string& target) {
        for (const std::size_t cols : {1U, 7U, 31U, 32U, 33U, 63U, 64U, 65U, 127U, 1000U}) {
            INFO(target << ", " << cols << " columns");
            const std::vector<float> pattern = {1, -1, 0.0F, -0.0F, nan, -nan, infinity, -infinity, tiny, -tiny, 3};
            const std::vector<bool> expected = {true, false, true, true, false, false, true, false, true, false, true};
            Tensor x({3, cols});
            for (std::size_t i = 0; i < x.size(); ++i)
                x[i] = pattern[i % pattern.size()];
            const BitMatrix bits = BitMatrix::fromSigns(x.matrix());
            REQUIRE((bits.rows() == 3 && bits.cols() == cols && bits.wordsPerRow() == (cols + 63) / 64));
            std::size_t wrong = 0, ones = 0;
            for (std::size_t r = 0; r < 3; ++r)
                for (std::size_t c = 0; c < cols; ++c) {
                    wrong += bits.get(r, c) != expected[(r * cols + c) % pattern.size()];
                    ones += bits.get(r, c);
                }
            CHECK(wrong == 0);
            CHECK(countOnes(bits) == ones); // also: padding bits are zero
        }
    });
}

TEST_CASE("packing again in another size leaves no bit of the old content") {
    BitMatrix bits = BitMatrix::fromSigns(Tensor({5, 200}, 1.0F).matrix());
    bits.packSigns(Tensor({3, 70}, 1.0F).matrix());
    CHECK(bits == BitMatrix::fromSigns(Tensor({3, 70}, 1.0F).matrix()));
    CHECK(countOnes(bits) == 210);
    bits.packSigns(Tensor({3, 70}, -1.0F).matrix());
    CHECK(countOnes(bits) == 0);
}

TEST_CASE("a part of a wider matrix is packed by its stride") {
    const Tensor x = reference::randomTensor({4, 100}, 3);
    const BitMatrix bits = BitMatrix::fromSigns({x.data() + 10, 4, 65, 100});
    std::size_t wrong = 0;
    for (std::size_t r = 0; r < 4; ++r)
        for (std::size_t c = 0; c < 65; ++c)
            wrong += bits.get(r, c) != (x[r * 100 + 10 + c] >= 0);
    CHECK(wrong == 0);
}

TEST_CASE("unpacking gives the signs back as numbers") {
    reference::onEveryTarget([](const std::string& target) {
        for (const std::size_t cols : {1U, 31U, 64U, 65U, 130U}) {
            INFO(target << ", " << cols << " columns");
            const BitMatrix bits = reference::randomBits(4, cols, cols);
            Tensor x({4, cols});
            bits.unpack(x.matrix());
            std::size_t wrong = 0;
            for (std::size_t i = 0; i < x.size(); ++i)
                wrong += x[i] != (bits.get(i / cols, i % cols) ? 1.0F : -1.0F);
            CHECK(wrong == 0);
        }
    });
}

TEST_CASE("set changes one bit and no other") {
    BitMatrix bits(3, 70);
    bits.set(1, 69, true);
    CHECK((bits.get(1, 69) && countOnes(bits) == 1));
    bits.set(1, 69, true);
    bits.set(1, 68, false);
    CHECK(countOnes(bits) == 1);
    bits.set(1, 69, false);
    CHECK(countOnes(bits) == 0);
}

TEST_CASE("the transpose has rows and columns exchanged and keeps its padding at zero") {
    for (const auto& [rows, cols] :
         {std::pair<std::size_t, std::size_t>{1, 1}, {3, 65}, {64, 64}, {130, 31}, {70, 200}}) {
        const BitMatrix bits = reference::randomBits(rows, cols, rows + cols);
        const BitMatrix turned = bits.transposed();
        REQUIRE((turned.rows() == cols && turned.cols() == rows));
        std::size_t wrong = 0;
        for (std::size_t r = 0; r < rows; ++r)
            for (std::size_t c = 0; c < cols; ++c)
                wrong += bits.get(r, c) != turned.get(c, r);
        CHECK(wrong == 0);
        CHECK(countOnes(turned) == countOnes(bits));
        CHECK(turned.transposed() == bits);
    }
}

TEST_CASE("differences are counted element by element") {
    reference::onEveryTarget([](const std::string& target) {
        for (const std::size_t cols : {1U, 64U, 100U, 1000U}) {
            INFO(target << ", " << cols << " columns");
            const BitMatrix a = reference::randomBits(7, cols, 1), b = reference::randomBits(7, cols, 2);
            std::size_t different = 0;
            for (std::size_t i = 0; i < 7 * cols; ++i)
                different += a.get(i / cols, i % cols) != b.get(i / cols, i % cols);
            CHECK(countDifferences(a, b) == different);
            CHECK(countDifferences(a, a) == 0);
        }
    });
}

TEST_CASE("an empty bit matrix is a valid one") {
    const BitMatrix none, noRows(0, 10), noCols(10, 0);
    CHECK((none.words().empty() && noRows.words().empty() && noCols.words().empty()));
    CHECK((countOnes(none) == 0 && countDifferences(noCols, noCols) == 0));
    CHECK((noRows.transposed().rows() == 10 && noRows.transposed().cols() == 0));
    CHECK(BitMatrix::fromSigns({nullptr, 0, 5, 5}).cols() == 5);
}
