// SPDX-License-Identifier: GPL-3.0-or-later
// A libFuzzer program for the reader that ORTHANT_FUZZ_READER names.
#include "tests/fuzz/readers.h"

#include <cstdint>
#include <string_view>

namespace {

const fuzz::Reader& chosenReader() {
    for (const fuzz::Reader& reader : fuzz::readers)
        if (std::string_view(reader.name) == ORTHANT_FUZZ_READER) return reader;
    throw std::logic_error("no reader " ORTHANT_FUZZ_READER);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const fuzz::Reader& reader = chosenReader();
    fuzz::feed(reader, std::as_bytes(std::span(data, size)));
    return 0;
}
