// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <numbers>

/// Of the normal generator, for both of its versions: Philox 4x32-10 (Salmon et al. 2011).
namespace orthant::kernels::philox {

constexpr std::size_t rounds = 10;
constexpr std::uint32_t multiplier0 = 0xD2511F53U, multiplier1 = 0xCD9E8D57U;
constexpr std::uint32_t step0 = 0x9E3779B9U, step1 = 0xBB67AE85U; ///< of the key, from round to round

} // namespace orthant::kernels::philox

namespace orthant::kernels::box_muller {

constexpr std::int32_t rootOfHalf = 0x3F3504F3; ///< the bits of sqrt(1/2)
constexpr float logarithmOfTwo = static_cast<float>(-2 * std::numbers::ln2);
/// -2 log(1 + f) / f on [sqrt(1/2) - 1, sqrt(2) - 1], minimax, relative error 2.6e-8
constexpr float logarithm[] = {-2.0F,       0.99999976F,  -0.66668373F, 0.50004148F, -0.39913666F,
                               0.33124787F, -0.29904532F, 0.28733692F,  -0.17444719F};
constexpr float angleUnit = static_cast<float>(std::numbers::pi / 4 * 0x1p-31);
/// sin(x) / x and cos(x) as polynomials of x^2 for |x| < pi / 4, minimax, relative errors 3.2e-9 and 3.3e-8
constexpr float sine[] = {1.0F, -0.16666651F, 0.00833201688F, -0.00019501822F};
constexpr float cosine[] = {0.99999994F, -0.49999842F, 0.0416544192F, -0.00135794037F};

} // namespace orthant::kernels::box_muller
