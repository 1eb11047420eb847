// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporters/exporter.h"

#include "core/base/error.h"
#include "core/io/file.h"
#include "tests/catch.h"
#include "tests/core/exporters/support.h"
#include "tests/errors.h"
#include "tests/temporary_folder.h"

using namespace orthant;
namespace fs = std::filesystem;

namespace {

bool same(const Program& a, const Program& b) {
    const Bundle left = a.toBundle(), right = b.toBundle();
    if (left.metadata != right.metadata || left.arrays.size() != right.arrays.size()) return false;
    for (const auto& [name, array] : left.arrays)
        if (!right.arrays.contains(name) || right.arrays.at(name).bytes != array.bytes) return false;
    return true;
}

} // namespace

TEST_CASE("Every format that can be read back gives the same program") {
    const TemporaryFolder folder;
    for (const char* layers : {support::binaryLayers, support::floatLayers}) {
        const Program program = support::programOf(layers);
        for (const ExporterEntry& exporter : exporters()) {
            INFO(exporter.id);
            const fs::path file = folder / ("model" + exporter.extension);
            const ExportReport report = exportProgram(program, exporter.id, file);
            CHECK(report.file == file);
            CHECK(report.bytes == fs::file_size(file));
            CHECK(report.verified == static_cast<bool>(exporter.read));
            if (!exporter.read) continue;
            CHECK(mentions(report.check, {"identical", "matrices", "thresholds", "inputs"}));
            CHECK(same(readProgram(file), program));
        }
        writeSafetensors(folder / "model.safetensors", program.toBundle());
        CHECK(same(readProgram(folder.path()), program));
    }
}

TEST_CASE("An export that cannot be made leaves nothing behind and the old file alone") {
    const TemporaryFolder folder;
    const Program program = support::programOf(support::binaryLayers);
    CHECK(mentions(errorOf([&] { return exportProgram(program, "npy", folder / "x"); }), {"npy", "Did you mean 'npz'"}));
    writeFileAtomically(folder / "file", std::string_view("text"));
    CHECK_THROWS_AS(exportProgram(program, "npz", folder / "file/below.npz"), Error);
    fs::create_directory(folder / "taken.npz");
    CHECK_THROWS_AS(exportProgram(program, "npz", folder / "taken.npz"), Error);
    std::size_t entries = 0;
    for ([[maybe_unused]] const auto& entry : fs::recursive_directory_iterator(folder.path())) ++entries;
    CHECK(entries == 2);
}

TEST_CASE("Files that are no model say so, with their name") {
    const TemporaryFolder folder;
    CHECK(mentions(errorOf([&] { return readProgram(folder / "missing"); }), {"missing"}));
    CHECK(mentions(errorOf([&] { return readProgram(folder.path()); }), {"model.safetensors"}));
    writeFileAtomically(folder / "text", std::string_view("some text that is no model"));
    CHECK(mentions(errorOf([&] { return readProgram(folder / "text"); }), {"text"}));
    writeNpz(folder / "other.npz", Bundle{{{"a", Array::of<float>(ElementType::F32, {1}, std::vector<float>{1})}}, {}});
    CHECK(mentions(errorOf([&] { return readProgram(folder / "other.npz"); }), {"other.npz", "metadata"}));
}
