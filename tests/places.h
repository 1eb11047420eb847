// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace orthant {

/// The source tree of these tests.
std::filesystem::path sourceFolder();

/// Real data, which may be absent: the environment variable ORTHANT_TEST_DATA, else ../shared/data beside the source tree.
std::filesystem::path testData();

} // namespace orthant
