// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/gemm.h"

#include "core/base/parallel.h"
#include "tests/catch.h"
#include "tests/reference/products.h"

using namespace orthant;

TEST_CASE("the float product is right for every shape and orientation") {
    struct Size {
        std::size_t m, n, k;
    };
    for (const auto& [m, n, k] : {Size{1, 1, 1},
                                  {3, 5, 0},
                                  {0, 4, 3},
                                  {4, 0, 3},
                                  {1, 300, 7},
                                  {300, 1, 64},
                                  {100, 10, 784},
                                  {257, 65, 33},
                                  {65, 257, 100},
                                  {513, 270, 9}})
        for (const Transpose ta : {Transpose::No, Transpose::Yes})
            for (const Transpose tb : {Transpose::No, Transpose::Yes}) {
                INFO(m << " x " << n << " x " << k << (ta == Transpose::Yes ? ", A turned" : "")
                       << (tb == Transpose::Yes ? ", B turned" : ""));
                const bool turnA = ta == Transpose::Yes, turnB = tb == Transpose::Yes;
                const Tensor a = reference::randomIntegers({m, k}, 1), b = reference::randomIntegers({k, n}, 2);
                const ConstMatrixView left{a.data(), turnA ? k : m, turnA ? m : k, turnA ? m : k};
                const ConstMatrixView right{b.data(), turnB ? n : k, turnB ? k : n, turnB ? k : n};
                Tensor c({m, n}, 3.0F);
                const MatrixView out{c.data(), m, n, n};
                const auto expected = reference::product(left, ta, right, tb);
                std::size_t wrong = 0; // whole numbers: every partial sum is exact
                floatProduct(left, ta, right, tb, out);
                for (std::size_t i = 0; i < c.size(); ++i)
                    wrong += c[i] != static_cast<float>(expected[i]);
                floatProduct(left, ta, right, tb, out, true);
                for (std::size_t i = 0; i < c.size(); ++i)
                    wrong += c[i] != 2 * static_cast<float>(expected[i]);
                CHECK(wrong == 0);
            }
}

TEST_CASE("the float product keeps to its views") {
    const Tensor a = reference::randomIntegers({9, 20}, 3), b = reference::randomIntegers({20, 30}, 4);
    Tensor c({9, 40}, 5.0F);
    floatProduct({a.data() + 2, 9, 10, 20}, Transpose::No, {b.data() + 3, 10, 25, 30}, Transpose::No,
                 {c.data() + 1, 9, 25, 40});
    const auto expected =
        reference::product({a.data() + 2, 9, 10, 20}, Transpose::No, {b.data() + 3, 10, 25, 30}, Transpose::No);
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < 9; ++i)
        for (std::size_t j = 0; j < 40; ++j)
            wrong += c[i * 40 + j] != (j >= 1 && j < 26 ? static_cast<float>(expected[i * 25 + j - 1]) : 5.0F);
    CHECK(wrong == 0);
}

TEST_CASE("the float product does not depend on the number of threads") {
    const Tensor a = reference::randomTensor({300, 700}, 5), b = reference::randomTensor({700, 600}, 6);
    Tensor one({300, 600}), many({300, 600});
    withThreads(1, [&] { floatProduct(a.matrix(), Transpose::No, b.matrix(), Transpose::No, one.matrix()); });
    withThreads(4, [&] { floatProduct(a.matrix(), Transpose::No, b.matrix(), Transpose::No, many.matrix()); });
    CHECK(std::equal(one.values().begin(), one.values().end(), many.values().begin()));
}
