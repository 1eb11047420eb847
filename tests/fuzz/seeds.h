// SPDX-License-Identifier: GPL-3.0-or-later
/// A small valid input for every reader: where fuzzers start from, and what the test of mutations changes.
#pragma once

#include "core/io/bundle.h"
#include "core/io/csv.h"
#include "core/io/file.h"
#include "tests/fuzz/pictures.h"
#include "tests/temporary_folder.h"

#include <zlib.h>

#include <map>
#include <string>
#include <vector>

namespace fuzz {

using Seed = std::vector<std::byte>;

inline Seed seedOf(const std::string& text) {
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

inline Seed asSeed(const std::vector<unsigned char>& bytes) {
    const auto view = std::as_bytes(std::span(bytes));
    return {view.begin(), view.end()};
}

/// The text as gzip data.
inline Seed gzipped(const std::string& text) {
    const TemporaryFolder folder;
    gzFile out = gzopen((folder / "x.gz").c_str(), "wb");
    gzwrite(out, text.data(), static_cast<unsigned>(text.size()));
    gzclose(out);
    return orthant::readRawFile(folder / "x.gz");
}

/// By the name of the reader.
inline std::map<std::string, std::vector<Seed>> validSeeds() {
    using namespace orthant;
    Bundle bundle;
    const float floats[] = {0.5F, -1, 2, 3, 4, 5};
    const std::int8_t signs[] = {1, -1, 1};
    const std::uint64_t words[] = {7, ~std::uint64_t{0}};
    bundle.arrays["w"] = Array::of<float>(ElementType::F32, {2, 3}, floats);
    bundle.arrays["s"] = Array::of<std::int8_t>(ElementType::I8, {3}, signs);
    bundle.arrays["p"] = Array::of<std::uint64_t>(ElementType::U64, {1, 2}, words);
    bundle.metadata["k"] = "v";
    const TemporaryFolder folder;
    writeNpz(folder / "b.npz", bundle);

    std::map<std::string, std::vector<Seed>> seeds;
    for (const auto& entry : bundle.arrays)
        seeds["npy"].push_back(npyBytes(entry.second));
    std::string fortran("\x93NUMPY\1\0\x3e\0{'descr': '>u2', 'fortran_order': True, 'shape': (2, 3), }    \n", 72);
    seeds["npy"].push_back(seedOf(fortran += "abcdefghijkl"));
    seeds["npz"].push_back(readRawFile(folder / "b.npz"));
    seeds["safetensors"].push_back(safetensorsBytes(bundle));
    seeds["idx"].push_back(seedOf(std::string("\0\0\x08\3\0\0\0\2\0\0\0\1\0\0\0\3"
                                              "abcdef",
                                              22)));
    seeds["idx"].push_back(seedOf(std::string("\0\0\x0d\1\0\0\0\2\x3f\x80\0\0\xbf\x80\0\0", 16)));
    seeds["csv"].push_back(seedOf("\"a\",b\r\n1,2.5e-3\r\n,-inf\r\n\"7\",nan\r\n"));
    seeds["csv"].push_back(seedOf("1;2;3\n4;5;6\n\n7;8;9"));
    seeds["series"].push_back(seedOf("1\t0.5\t-2e-1\r\n-1\t3\t4\r\n"));
    seeds["series"].push_back(seedOf("  2.0000e+00   1.5  -1.5\n\n  1.0000e+00 0 7\n"));
    seeds["series"].push_back(seedOf("#c\n@problemName P\n@data\n1,2,3:up\n4,5,6:down\n"));
    seeds["matrix_market"].push_back(seedOf("%%MatrixMarket matrix coordinate real general\n%c\n2 3 2\n1 1 0.5\n2 3 -1e2\n"));
    seeds["matrix_market"].push_back(seedOf("%%MatrixMarket matrix coordinate pattern symmetric\n3 3 2\n2 1\n3 3\n"));
    seeds["matrix_market"].push_back(seedOf("%%MatrixMarket matrix array integer symmetric\n2 2\n1\n2\n3\n"));
    seeds["gzip"].push_back(gzipped("one text and the same text and the same text and another"));
    seeds["image"] = {asSeed(pngBytes(2, 2, 0, 8, {0, 255, 7, 9})), asSeed(pngBytes(2, 1, 6, 8, {1, 2, 3, 255, 4, 5, 6, 128})),
                      asSeed(jpegBytes(1)), asSeed(jpegBytes(3))};
    seeds["experiment"].push_back(seedOf(R"({"orthant": 1, "name": "seed", "title": "T", "summary": "S", "seed": 3,
 "data": {"id": "two_moons", "train": 100, "noise": 0.1},
 "network": {"layers": [{"id": "dense", "units": 8, "weights": {"id": "ste_sign", "clip": 1.0}}, {"id": "batch_norm"},
  {"id": "binarize"}, {"id": "dense", "units": 2}]},
 "training": {"epochs": 2, "batchSize": 10}, "probes": {}})"));
    return seeds;
}

} // namespace fuzz
