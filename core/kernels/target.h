// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace orthant::kernels {

/// The instruction sets that this CPU has and the kernels were built for, best first: "avx3_dl", "avx3", "avx2",
/// "sse4", ..., "plain". "plain" is the readable C++ version of every kernel and is always there.
std::vector<std::string> availableTargets();

/// The target in use: the best one, or the one that the environment variable ORTHANT_TARGET or forceTarget named.
/// @errors  Error when ORTHANT_TARGET names an unknown target; the message lists the valid ones
std::string activeTarget();

/// Uses this target from now on in the whole process; "" goes back to the best one.
/// @errors  Error for a name that is not in availableTargets()
/// @threads  call it while no kernel runs
void forceTarget(std::string_view name);

/// Whether the plain version of every kernel is in use. Each kernel asks this before Highway's dispatch, so that the
/// environment variable has been read by then.
bool usesPlain();

/// Highway's bit for the best target of the CPU, whatever is forced. (Its own SupportedTargets() must not be called
/// again: it also undoes what was forced.)
std::int64_t bestTargetBit();

} // namespace orthant::kernels
