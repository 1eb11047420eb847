// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/catalogue.h"
#include "core/network/program.h"

#include <filesystem>
#include <functional>
#include <span>
#include <string>

namespace orthant {

/// An entry of the catalogue of exporters.
struct ExporterEntry : EntryInfo {
    std::string extension; ///< with the dot: ".npz"
    std::function<void(const Program&, const std::filesystem::path&)> write;
    std::function<Program(const std::filesystem::path&)> read; ///< empty for formats that cannot be read back
};

std::span<const ExporterEntry> exporters();

struct ExportReport {
    std::filesystem::path file;
    std::uintmax_t bytes = 0;
    bool verified = false;   ///< read back and compared: weights, thresholds and outputs on sample inputs are identical
    std::string check;       ///< what was compared, in plain words
};

/// Writes to a temporary name, reads it back, compares weights and the outputs on pseudo-random inputs, then renames.
/// @errors  Error when the file cannot be written or differs after reading
ExportReport exportProgram(const Program& program, std::string_view exporterId, const std::filesystem::path& file);

/// Any model file that the program can read, by its content: model.safetensors of a run folder, a run folder itself, an
/// exported .npz or .safetensors.
Program readProgram(const std::filesystem::path& file);

} // namespace orthant
