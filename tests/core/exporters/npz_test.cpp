// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporters/exporter.h"
#include "tests/catch.h"
#include "tests/core/exporters/support.h"
#include "tests/places.h"
#include "tests/python.h"
#include "tests/temporary_folder.h"

using namespace orthant;

namespace {

std::string lines(const std::vector<std::uint16_t>& classes) {
    std::string text;
    for (const std::uint16_t label : classes) text += std::to_string(label) + "\n";
    return text;
}

} // namespace

TEST_CASE("NumPy finds the int8 weights equal to the unpacked bits") {
    const TemporaryFolder folder;
    exportProgram(support::programOf(support::binaryLayers), "npz", folder / "model.npz");
    const auto output = runNumpy("z = np.load('" + (folder / "model.npz").string() + R"(')
for name in ('dense_1', 'dense_2', 'dense_3'):
    w = z[name + '.weights']
    assert w.dtype == np.int8 and set(np.unique(w)) == {-1, 1}
    assert (np.packbits(w > 0, axis=1) == z[name + '.bits']).all()
    assert (np.unpackbits(z[name + '.bits'], axis=1, count=w.shape[1]) * 2.0 - 1 == w).all()
    print(name, w.shape)
directions = np.concatenate([z['threshold_2.direction'], z['threshold_4.direction']])
assert set(np.unique(directions)) == {-1, 1}
)");
    if (!output) {
        WARN("no Python with numpy: skipped");
        return;
    }
    CHECK(*output == "dense_1 (20, 35)\ndense_2 (70, 20)\ndense_3 (4, 70)\n");
}

TEST_CASE("The shipped NumPy example decides like the program on every sample") {
    const TemporaryFolder folder;
    const Tensor inputs = support::pixels(300, 35, 99);
    writeNpy(folder / "inputs.npy", Array::of<float>(ElementType::F32, {300, 5, 7}, inputs.values()));
    for (const char* layers :
         {support::binaryLayers, support::floatLayers, support::richLayers, support::imageLayers,
          support::residualLayers, support::planeLayers, support::levelLayers}) {
        const Program program = support::programOf(layers);
        exportProgram(program, "npz", folder / "model.npz");
        const auto output = runNumpy("import sys\nsys.argv = ['', '" + (folder / "model.npz").string() + "', '" +
                                     (folder / "inputs.npy").string() + "']\nexec(open('" +
                                     (sourceFolder() / "resources/docs/use_npz.py").string() + "').read())");
        if (!output) {
            WARN("no Python with numpy: skipped");
            return;
        }
        CHECK(*output == lines(program.classify(inputs.matrix())));
    }
}
