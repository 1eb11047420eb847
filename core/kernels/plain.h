// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"
#include "core/kernels/bits.h"
#include "core/kernels/pair_sums.h"
#include "core/kernels/pool.h"
#include "core/kernels/sign_tables.h"
#include "core/kernels/update.h"
#include "core/kernels/xnor.h"

/// The readable version of every kernel: what the target "plain" runs, and what the others are compared with.
namespace orthant::kernels::plain {

void packSigns(const float* x, std::size_t n, std::uint64_t* words);
void unpackSigns(const std::uint64_t* words, std::size_t n, float* x);
std::uint64_t countBits(const std::uint64_t* a, const std::uint64_t* b, std::size_t n);
void xnorTile(const XnorTile& tile);
void signTile(const SignTile& tile);
void adamStep(float* w, float* m, float* v, const float* g, std::size_t n, const AdamConstants& constants);
void sgdStep(float* w, float* u, const float* g, std::size_t n, const SgdConstants& constants);

void poolLargest(const float* base, const std::size_t* offsets, std::size_t count, std::size_t n, float* best,
                 std::int32_t* winners);
void poolSpread(const float* up, const std::int32_t* winners, const std::size_t* offsets, std::size_t count, std::size_t n,
                float* base);

void addRuns(const float* from, std::size_t fromStride, std::size_t count, std::size_t length, float* into,
             std::size_t intoStride);

PairSums pairSums(const float* a, const float* b, std::size_t n);
/// @shape  x: 64 count values
void normalTiles(const Rng& rng, float scale, std::uint64_t tile, std::size_t count, float* x);

} // namespace orthant::kernels::plain
