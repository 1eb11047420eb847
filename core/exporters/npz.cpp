// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporters/catalogue.h"
#include "core/exporters/exchange.h"

namespace orthant {

ExporterEntry exporter_entries::npz() {
    ExporterEntry entry;
    entry.id = "npz";
    entry.title = "NumPy archive";
    entry.summary = "Weights as int8 arrays of -1 and +1 and as packed bits, thresholds, scales; opens with numpy.load";
    entry.source = "numpy.lib.format, version 1.0; bits as numpy.packbits writes them";
    entry.extension = ".npz";
    entry.write = [](const Program& program, const std::filesystem::path& file) {
        writeNpz(file, toExchange(program, Unpacked::Also));
    };
    entry.read = [](const std::filesystem::path& file) { return fromExchange(readNpz(file)); };
    return entry;
}

} // namespace orthant
