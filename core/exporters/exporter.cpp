// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporters/exporter.h"

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/exporters/exchange.h"
#include "core/io/bundle.h"
#include "core/io/file.h"

#include <algorithm>
#include <cstring>
#include <fstream>

namespace orthant {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t sampleInputs = 64;

/// Pseudo-random inputs such as pixels give: odd multiples of 2^-8 in (-1, 1).
Tensor pseudoRandomInputs(const Shape& shape) {
    Tensor inputs({sampleInputs, elementCount(shape)});
    const Rng rng(20250101);
    for (std::size_t i = 0; i < inputs.size(); ++i)
        inputs[i] = static_cast<float>(2 * static_cast<int>(rng.below(i, 256)) - 255) / 256.0F;
    return inputs;
}

bool sameBytes(const Tensor& a, const Tensor& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

/// @errors  Error that names the first array that differs
void compare(const Program& written, const Program& read) {
    const Bundle before = written.toBundle(), after = read.toBundle();
    if (before.metadata != after.metadata || before.arrays.size() != after.arrays.size())
        throw Error("the operations differ from the model after reading back");
    for (const auto& [name, array] : before.arrays) {
        const auto it = after.arrays.find(name);
        if (it == after.arrays.end() || it->second.type != array.type || it->second.shape != array.shape ||
            it->second.bytes != array.bytes)
            throw Error("the values differ from the model after reading back", name);
    }
    const Tensor inputs = pseudoRandomInputs(written.inputShape);
    if (!sameBytes(written.run(inputs.matrix()), read.run(inputs.matrix())))
        throw Error("the outputs differ from those of the model after reading back");
}

template <class Op>
std::size_t opsOf(const Program& program) {
    return static_cast<std::size_t>(std::count_if(program.ops.begin(), program.ops.end(), [](const ProgramOp& op) {
        return std::holds_alternative<Op>(op);
    }));
}

std::string whatWasCompared(const Program& program) {
    const std::size_t matrices = opsOf<DenseOp>(program) + opsOf<ConvOp>(program), thresholds = opsOf<ThresholdOp>(program);
    return "read back and found identical: " + std::to_string(matrices) +
           (matrices == 1 ? " matrix" : " matrices") + " of weights, " + std::to_string(thresholds) +
           (thresholds == 1 ? " vector" : " vectors") + " of thresholds, the scores of " +
           std::to_string(sampleInputs) + " pseudo-random inputs";
}

} // namespace

ExportReport exportProgram(const Program& program, std::string_view exporterId, const fs::path& file) {
    const ExporterEntry& exporter = findEntry(exporters(), exporterId, "exporter");
    ExportReport report{file, 0, false, "not compared: this format cannot be read back"};
    replaceFile(file, [&](const fs::path& temporary) {
        exporter.write(program, temporary);
        if (!exporter.read) return;
        compare(program, exporter.read(temporary));
        report.verified = true;
        report.check = whatWasCompared(program);
    });
    report.bytes = fs::file_size(file);
    return report;
}

Program readProgram(const fs::path& file) {
    if (fs::is_directory(file)) {
        const fs::path model = file / "model.safetensors";
        if (!fs::exists(model)) throw Error("the folder holds no model.safetensors; has the run ended?", file.string());
        return readProgram(model);
    }
    char start[2] = {};
    std::ifstream(file, std::ios::binary).read(start, sizeof start);
    const bool zip = start[0] == 'P' && start[1] == 'K';
    const Bundle bundle = zip ? readNpz(file) : readSafetensors(file);
    try {
        return bundle.metadata.contains(exchangeKey) ? fromExchange(bundle) : Program::fromBundle(bundle);
    } catch (const Error& error) {
        throw Error(error.message(), file.string() + (error.where().empty() ? "" : ": " + error.where()));
    }
}

} // namespace orthant
