// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporters/exporter.h"
#include "tests/catch.h"
#include "tests/core/exporters/support.h"
#include "tests/python.h"
#include "tests/temporary_folder.h"

using namespace orthant;
namespace fs = std::filesystem;

TEST_CASE("The safetensors file holds the packed bits where its header says") {
    const TemporaryFolder folder;
    const Program program = support::programOf(support::binaryLayers);
    exportProgram(program, "safetensors", folder / "model.safetensors");
    exportProgram(program, "npz", folder / "model.npz");
    CHECK(fs::file_size(folder / "model.safetensors") < fs::file_size(folder / "model.npz"));
    // By the public layout: eight bytes of length, a JSON header, the values.
    const auto output = runNumpy("import json, struct\ndata = open('" + (folder / "model.safetensors").string() +
                                 R"(', 'rb').read()
n = struct.unpack('<Q', data[:8])[0]
header = json.loads(data[8:8 + n])
entry = header['dense_2.bits']
a, b = entry['data_offsets']
bits = np.frombuffer(data[8 + n + a:8 + n + b], np.uint8).reshape(entry['shape'])
z = np.load(')" + (folder / "model.npz").string() + R"(')
assert (bits == z['dense_2.bits']).all()
print(entry['dtype'], entry['shape'], 'orthant.exchange' in header['__metadata__'])
)");
    if (!output) {
        WARN("no Python with numpy: skipped");
        return;
    }
    CHECK(*output == "U8 [70, 3] True\n");
}
