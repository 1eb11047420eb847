// SPDX-License-Identifier: GPL-3.0-or-later
/// How Highway is used here; included before any of its headers, by every file that has kernels.
#pragma once

// VPOPCNTDQ comes with this target only.
#define HWY_WANT_AVX3_DL 1

// Not scalable vectors, because the kernels keep vectors in arrays (CPUs that have them have NEON too); not SSSE3,
// which stands between SSE4 and nothing on a handful of CPUs.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_SSSE3)
