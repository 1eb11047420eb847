// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bits/products.h"

#include "core/base/parallel.h"
#include "tests/catch.h"
#include "tests/reference/products.h"

#include <cmath>

using namespace orthant;

namespace {

struct Size {
    std::size_t m, n, k;
};

/// Edges of words (32, 64), of panels (64), of tiles, single rows and columns, nothing at all.
const std::vector<Size> sizes = {{1, 1, 1},      {1, 1, 0},      {0, 5, 7},     {5, 0, 7},     {3, 4, 0},
                                 {1, 64, 31},    {2, 63, 32},    {3, 65, 33},   {4, 127, 63},  {5, 128, 64},
                                 {1, 1, 65},     {7, 1, 1000},   {1, 200, 127}, {8, 129, 128}, {65, 66, 67},
                                 {100, 10, 784}, {2, 1000, 1},   {67, 513, 5},  {31, 32, 33},  {300, 3, 255},
                                 {9, 600, 1000}, {130, 520, 97}, {1, 300, 4000}};

std::vector<std::int32_t> multiply(const BitMatrix& a, const BitPanels& b) {
    std::vector<std::int32_t> c(a.rows() * b.rows(), -12345);
    xnorProduct(a, b, c);
    return c;
}

/// Largest error, in units of the sum of the absolute values of the depth's terms.
double relativeError(const std::vector<double>& expected, ConstMatrixView c, std::size_t depth) {
    double worst = 0;
    for (std::size_t i = 0; i < c.rows; ++i)
        for (std::size_t j = 0; j < c.cols; ++j)
            worst = std::max(worst, std::abs(c.row(i)[j] - expected[i * c.cols + j]));
    return worst / std::max<double>(1, static_cast<double>(depth));
}

} // namespace

TEST_CASE("the XNOR product is exact for every shape on every target") {
    reference::onEveryTarget([](const std::string& target) {
        for (const auto& [m, n, k] : sizes) {
            INFO(target << ": " << m << " x " << n << " x " << k);
            const BitMatrix a = reference::randomBits(m, k, 1), b = reference::randomBits(n, k, 2);
            CHECK(multiply(a, BitPanels(b)) == reference::xnorProduct(a, b));
        }
    });
}

TEST_CASE("the masked XNOR product counts masked weights as zero") {
    reference::onEveryTarget([](const std::string& target) {
        for (const auto& [m, n, k] : sizes) {
            INFO(target << ": " << m << " x " << n << " x " << k);
            const BitMatrix a = reference::randomBits(m, k, 3), b = reference::randomBits(n, k, 4);
            const BitMatrix mask = reference::randomBits(n, k, 5, 0.6);
            CHECK(multiply(a, BitPanels(b, mask)) == reference::xnorProduct(a, b, &mask));
        }
    });
}

TEST_CASE("extreme operands reach both ends of the range") {
    reference::onEveryTarget([](const std::string& target) {
        for (const std::size_t k : {64U, 1000U, 5000U}) {
            INFO(target << ", depth " << k);
            const BitMatrix plus = reference::randomBits(70, k, 0, 1.0), minus(70, k);
            CHECK(multiply(plus, BitPanels(plus)) == std::vector<std::int32_t>(70 * 70, static_cast<std::int32_t>(k)));
            CHECK(multiply(plus, BitPanels(minus)) ==
                  std::vector<std::int32_t>(70 * 70, -static_cast<std::int32_t>(k)));
            CHECK(multiply(plus, BitPanels(plus, minus)) == std::vector<std::int32_t>(70 * 70, 0));
        }
    });
}

TEST_CASE("panels can be packed again with and without a mask") {
    const BitMatrix a = reference::randomBits(5, 90, 6), b = reference::randomBits(70, 90, 7);
    BitPanels panels(b, reference::randomBits(70, 90, 8));
    panels.pack(b);
    CHECK(!panels.masked());
    CHECK(multiply(a, panels) == reference::xnorProduct(a, b));
}

TEST_CASE("the product of a float and a sign matrix has float accuracy on every target, in every orientation") {
    reference::onEveryTarget([](const std::string& target) {
        for (const auto& [m, n, k] : sizes)
            for (const bool turned : {false, true}) {
                INFO(target << ": " << m << " x " << n << " x " << k << (turned ? ", turned" : ""));
                const Tensor a = reference::randomTensor(turned ? Shape{k, m} : Shape{m, k}, 9);
                const ConstMatrixView left{a.data(), turned ? k : m, turned ? m : k, turned ? m : k};
                const Transpose transpose = turned ? Transpose::Yes : Transpose::No;
                const BitMatrix s = reference::randomBits(k, n, 10);
                Tensor signs({k, n}), c({m, n}, 7.0F);
                const ConstMatrixView right{signs.data(), k, n, n};
                s.unpack({signs.data(), k, n, n});
                const MatrixView out{c.data(), m, n, n};
                const std::vector<double> expected = reference::product(left, transpose, right, Transpose::No);
                SignTables tables;
                tables.packRows(s);
                signProduct(left, transpose, tables, out);
                CHECK(relativeError(expected, out, k) < 1e-6);

                SignTables same;
                same.packColumns(s.transposed());
                CHECK(std::vector(same.words().begin(), same.words().end()) ==
                      std::vector(tables.words().begin(), tables.words().end()));
            }
    });
}

TEST_CASE("all targets and numbers of threads give the same float x sign product to the last bit") {
    const Tensor a = reference::randomTensor({37, 403}, 11);
    SignTables tables;
    tables.packRows(reference::randomBits(403, 150, 12));
    std::vector<Tensor> results;
    reference::onEveryTarget([&](const std::string&) {
        for (const std::size_t threads : {1U, 2U, 5U}) {
            Tensor c({37, 150});
            withThreads(threads, [&] { signProduct(a.matrix(), Transpose::No, tables, c.matrix()); });
            results.push_back(c);
        }
    });
    std::size_t different = 0;
    for (const Tensor& c : results)
        for (std::size_t i = 0; i < c.size(); ++i)
            different += c[i] != results.front()[i];
    CHECK(different == 0);
}

TEST_CASE("accumulating adds to what is there, and keeps to the view") {
    reference::onEveryTarget([](const std::string& target) {
        INFO(target);
        const std::size_t m = 11, n = 70, k = 45, stride = 80;
        const Tensor a = reference::randomIntegers({m, k}, 13);
        const BitMatrix s = reference::randomBits(k, n, 14);
        Tensor signs({k, n}), c = reference::randomIntegers({m, stride}, 15);
        s.unpack(signs.matrix());
        const Tensor before = c;
        SignTables tables;
        tables.packRows(s);
        signProduct(a.matrix(), Transpose::No, tables, {c.data(), m, n, stride}, true);
        const auto expected = reference::product(a.matrix(), Transpose::No, signs.matrix(), Transpose::No);
        std::size_t wrong = 0;
        for (std::size_t i = 0; i < m; ++i)
            for (std::size_t j = 0; j < stride; ++j) {
                const double added = j < n ? expected[i * n + j] : 0.0;
                wrong += c[i * stride + j] != before[i * stride + j] + static_cast<float>(added);
            }
        CHECK(wrong == 0);
    });
}

TEST_CASE("rows of floats that lie scattered give the bits of the product of gathered ones, on every target") {
    for (const auto& [rows, cols, depth] : {Size{28, 32, 9}, Size{5, 100, 45}, Size{3, 17, 300}}) {
        std::vector<std::size_t> places;
        for (std::size_t k = 0; k < depth; ++k) places.push_back(k / 3 * 50 + k % 3);
        const std::size_t stride = 2;
        const Tensor values = reference::randomTensor({places.back() + rows * stride + 1}, 16);
        Tensor gathered({rows, depth});
        for (std::size_t i = 0; i < rows; ++i)
            for (std::size_t k = 0; k < depth; ++k) gathered.row(i)[k] = values[i * stride + places[k]];
        SignTables tables;
        tables.packRows(reference::randomBits(depth, cols, 17));
        reference::onEveryTarget([&](const std::string& target) {
            INFO(target << ": " << rows << " x " << cols << " x " << depth);
            Tensor expected({rows, cols}), c({rows, cols}, 7.0F);
            signProduct(gathered.matrix(), Transpose::No, tables, expected.matrix());
            signProduct(values.data(), stride, places, tables, c.matrix());
            CHECK(std::vector(c.values().begin(), c.values().end()) ==
                  std::vector(expected.values().begin(), expected.values().end()));
        });
    }
}
