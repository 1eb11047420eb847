// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/gemm.h"

#include "core/base/parallel.h"

#include <cblas.h>

#include <algorithm>
#include <cassert>

namespace orthant {

namespace {

/// OpenBLAS must not start threads of its own: ours call it.
void useOneBlasThread() {
    static const bool done = (openblas_set_num_threads(1), true);
    static_cast<void>(done);
}

/// The side of equal tiles, of at most `limit`, that cover n; whole rows of the library's own register tiles.
std::size_t tileSide(std::size_t n, std::size_t limit) {
    const std::size_t pieces = std::max<std::size_t>(1, (n + limit - 1) / limit);
    return std::max<std::size_t>(16, ((n + pieces - 1) / pieces + 15) / 16 * 16);
}

} // namespace

void floatProduct(ConstMatrixView a, Transpose transposeA, ConstMatrixView b, Transpose transposeB, MatrixView c,
                  bool accumulate) {
    const bool turnA = transposeA == Transpose::Yes, turnB = transposeB == Transpose::Yes;
    const std::size_t m = turnA ? a.cols : a.rows, k = turnA ? a.rows : a.cols, n = turnB ? b.rows : b.cols;
    assert((turnB ? b.cols : b.rows) == k && c.rows == m && c.cols == n);
    useOneBlasThread();
    // OpenBLAS orders its operands anew for each tile: with smaller ones it loses up to a quarter of its rate. A flat
    // product (a small batch) has nothing to lose by narrow tiles.
    const std::size_t tileRows = tileSide(m, 512), tileCols = tileSide(n, m <= 256 ? 256 : 512);
    const std::size_t down = (m + tileRows - 1) / tileRows, across = (n + tileCols - 1) / tileCols;
    parallelBlocks(down * across, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t t = begin; t < end; ++t) {
            const std::size_t i = t / across * tileRows, j = t % across * tileCols;
            const std::size_t rows = std::min(tileRows, m - i), cols = std::min(tileCols, n - j);
            if (k == 0) { // OpenBLAS asks for leading dimensions of at least 1 even then
                if (!accumulate)
                    for (std::size_t r = i; r < i + rows; ++r)
                        std::fill_n(c.row(r) + j, cols, 0.0F);
                continue;
            }
            cblas_sgemm(CblasRowMajor, turnA ? CblasTrans : CblasNoTrans, turnB ? CblasTrans : CblasNoTrans,
                        static_cast<blasint>(rows), static_cast<blasint>(cols), static_cast<blasint>(k), 1.0F,
                        turnA ? a.data + i : a.row(i), static_cast<blasint>(a.stride), turnB ? b.row(j) : b.data + j,
                        static_cast<blasint>(b.stride), accumulate ? 1.0F : 0.0F, c.row(i) + j,
                        static_cast<blasint>(c.stride));
        }
    });
}

} // namespace orthant
