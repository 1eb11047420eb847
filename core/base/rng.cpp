// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"

#include <Random123/philox.h>

#include <cmath>
#include <numbers>
#include <utility>

namespace orthant {

namespace {

std::uint64_t mix(std::uint64_t x) { // finalizer of SplitMix64
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

double unit(std::uint32_t high, std::uint32_t low) {
    return static_cast<double>(((static_cast<std::uint64_t>(high) << 32) | low) >> 11) * 0x1.0p-53;
}

} // namespace

std::array<std::uint32_t, 4> Rng::block(std::uint64_t index) const {
    const r123::Philox4x32::ctr_type counter = {
        {static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(index >> 32),
         static_cast<std::uint32_t>(stream_), static_cast<std::uint32_t>(stream_ >> 32)}};
    const r123::Philox4x32::key_type key = {
        {static_cast<std::uint32_t>(seed_), static_cast<std::uint32_t>(seed_ >> 32)}};
    const auto word = r123::Philox4x32()(counter, key);
    return {word[0], word[1], word[2], word[3]};
}

std::uint64_t Rng::bits(std::uint64_t index) const {
    const auto word = block(index);
    return (static_cast<std::uint64_t>(word[1]) << 32) | word[0];
}

double Rng::uniform(std::uint64_t index) const {
    const auto word = block(index);
    return unit(word[0], word[1]);
}

double Rng::normal(std::uint64_t index) const {
    const auto word = block(index);
    const double radius = std::sqrt(-2 * std::log1p(-unit(word[0], word[1]))); // 1 - u lies in (0, 1]
    return radius * std::cos(2 * std::numbers::pi * unit(word[2], word[3]));
}

std::uint64_t Rng::below(std::uint64_t index, std::uint64_t bound) const {
    __extension__ typedef unsigned __int128 Wide;
    return static_cast<std::uint64_t>((static_cast<Wide>(bits(index)) * bound) >> 64);
}

Rng Rng::split(std::uint64_t key) const { return Rng(seed_, mix(stream_ ^ mix(key))); }

void fillUniform(const Rng& rng, float scale, std::span<float> x) {
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = scale * static_cast<float>(2 * rng.uniform(i) - 1);
}

void shuffle(const Rng& rng, std::span<std::uint32_t> order) {
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::uint32_t>(i);
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[rng.below(i, i)]);
}

} // namespace orthant
