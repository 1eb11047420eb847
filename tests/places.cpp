// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/places.h"

#include <cstdlib>

namespace orthant {

std::filesystem::path sourceFolder() { return ORTHANT_SOURCE_DIR; }

std::filesystem::path testData() {
    const char* given = std::getenv("ORTHANT_TEST_DATA");
    return given ? std::filesystem::path(given) : sourceFolder().parent_path() / "shared" / "data";
}

} // namespace orthant
