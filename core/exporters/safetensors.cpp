// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporters/catalogue.h"
#include "core/exporters/exchange.h"

namespace orthant {

ExporterEntry exporter_entries::safetensors() {
    ExporterEntry entry;
    entry.id = "safetensors";
    entry.title = "safetensors";
    entry.summary = "Weights as packed bits only: the smallest file; thresholds and scales beside them";
    entry.source = "safetensors format 0.4; bits as numpy.packbits writes them";
    entry.extension = ".safetensors";
    entry.write = [](const Program& program, const std::filesystem::path& file) {
        writeSafetensors(file, toExchange(program, Unpacked::No));
    };
    entry.read = [](const std::filesystem::path& file) { return fromExchange(readSafetensors(file)); };
    return entry;
}

} // namespace orthant
