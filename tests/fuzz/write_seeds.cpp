// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the valid inputs to FOLDER/<reader>/<number>, for the fuzzers to start from.
#include "tests/fuzz/seeds.h"

#include <cstdio>

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 2;
    }
    for (const auto& [reader, seeds] : fuzz::validSeeds())
        for (std::size_t i = 0; i < seeds.size(); ++i)
            orthant::writeFileAtomically(std::filesystem::path(argv[1]) / reader / std::to_string(i),
                                         std::span<const std::byte>(seeds[i]));
}
