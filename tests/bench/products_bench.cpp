// SPDX-License-Identifier: GPL-3.0-or-later
// The products that training and inference live on, with the rate in multiply-adds (or XNOR and count) per second.
#include "core/base/parallel.h"
#include "core/base/rng.h"
#include "core/bits/bit_matrix.h"
#include "core/bits/products.h"
#include "core/kernels/normals.h"
#include "core/tensor/gemm.h"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <vector>

namespace orthant {

namespace {

struct Size {
    std::size_t m, n, k, threads;
};

Size sizeOf(const benchmark::State& state) {
    const auto at = [&](std::size_t i) { return static_cast<std::size_t>(state.range(i)); };
    return {at(0), at(1), at(2), at(3)};
}

Tensor normalMatrix(std::size_t rows, std::size_t cols, std::uint64_t stream) {
    Tensor x({rows, cols});
    fillNormal(Rng(1, stream), 1.0F, x.values());
    return x;
}

template <class Work>
void measure(benchmark::State& state, const Size& size, const Work& work) {
    withThreads(size.threads, [&] {
        for (auto _ : state) {
            work();
            benchmark::ClobberMemory();
        }
    });
    const double perCall = static_cast<double>(size.m) * static_cast<double>(size.n) * static_cast<double>(size.k);
    state.counters["GMAC/s"] = benchmark::Counter(perCall * 1e-9, benchmark::Counter::kIsIterationInvariantRate);
}

void xnor(benchmark::State& state) {
    const Size size = sizeOf(state);
    const BitMatrix a = BitMatrix::fromSigns(normalMatrix(size.m, size.k, 1).matrix());
    const BitPanels b(BitMatrix::fromSigns(normalMatrix(size.n, size.k, 2).matrix()));
    std::vector<std::int32_t> c(size.m * size.n);
    measure(state, size, [&] { xnorProduct(a, b, c); });
}

void sign(benchmark::State& state) {
    const Size size = sizeOf(state);
    const Tensor a = normalMatrix(size.m, size.k, 1);
    SignTables s;
    s.packRows(BitMatrix::fromSigns(normalMatrix(size.k, size.n, 2).matrix()));
    Tensor c({size.m, size.n});
    measure(state, size, [&] { signProduct(a.matrix(), Transpose::No, s, c.matrix()); });
}

void real(benchmark::State& state) {
    const Size size = sizeOf(state);
    const Tensor a = normalMatrix(size.m, size.k, 1), b = normalMatrix(size.k, size.n, 2);
    Tensor c({size.m, size.n});
    measure(state, size, [&] { floatProduct(a.matrix(), Transpose::No, b.matrix(), Transpose::No, c.matrix()); });
}

void pack(benchmark::State& state) {
    const Size size = sizeOf(state);
    const Tensor x = normalMatrix(size.m, size.k, 1);
    BitMatrix bits;
    measure(state, size, [&] { bits.packSigns(x.matrix()); });
}

void sizes(benchmark::internal::Benchmark* bench) {
    bench->ArgNames({"m", "n", "k", "threads"})->UseRealTime();
    for (const int threads : {1, 2})
        for (const int n : {256, 512, 1024, 2048}) bench->Args({n, n, n, threads});
    bench->Args({1, 4096, 4096, 1})->Args({100, 1024, 784, 2})->Args({129, 65, 1000, 1});
}

BENCHMARK(xnor)->Apply(sizes);
BENCHMARK(sign)->Apply(sizes);
BENCHMARK(real)->Apply(sizes);
BENCHMARK(pack)->ArgNames({"m", "n", "k", "threads"})->UseRealTime()->Args({100, 1, 1024, 1})->Args({1024, 1, 1024, 1});

} // namespace

} // namespace orthant
