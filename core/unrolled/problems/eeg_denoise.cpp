// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/unrolled/problems/catalogue.h"
#include "core/unrolled/problems/eeg_signal.h"
#include "core/unrolled/problems/imported_rows.h"
#include "core/unrolled/problems/sampling.h"

#include <algorithm>
#include <cmath>

namespace orthant {

namespace {

/// Clean epochs and artefacts, of files or drawn, and how they are mixed.
struct Mixer {
    EegGenerator generator;
    SparseProduct toSegments, toCosines;                   ///< A and A^T: signal = A x
    std::shared_ptr<const ImportedRows> epochs, artefacts; ///< null: drawn
    std::string kind;                                      ///< of drawn artefacts
    double low = -7, high = 4;

    static void pick(const Tensor& rows, const Rng& rng, std::span<float> out) {
        std::ranges::copy(rows.row(rng.below(0, rows.rows())), out.begin());
    }

    void drawArtefact(const Rng& rng, std::span<float> out) const {
        if (kind == "blinks" || (kind == "both" && rng.split(3).below(0, 2) == 0))
            generator.blinks(rng, out);
        else
            generator.muscle(rng, out);
    }

    /// y = (clean + artefact) / deviation(clean + artefact); x: the cosines of clean / the same deviation.
    void draw(Part part, const Rng& sample, std::span<float> x, std::span<float> y) const {
        std::vector<float> clean(x.size());
        const Rng forClean = forUse(sample, Use::Values), forRest = forUse(sample, Use::Noise);
        if (epochs)
            pick(epochs->of(part), forClean, clean);
        else
            generator.background(forClean, clean);
        if (artefacts)
            pick(artefacts->of(part), forRest, y);
        else
            drawArtefact(forRest, y);
        mix(clean, y, low + (high - low) * forUse(sample, Use::Form).uniform(0));
        toCosines.apply(clean, x);
    }

    static void mix(std::span<float> clean, std::span<float> y, double decibel) {
        const double power = powerOf(y);
        const double scale = power > 0 ? std::sqrt(powerOf(clean) / power) * std::pow(10.0, -decibel / 20) : 0;
        double sum = 0, squares = 0;
        for (std::size_t i = 0; i < y.size(); ++i) {
            y[i] = clean[i] + static_cast<float>(scale) * y[i];
            sum += static_cast<double>(y[i]);
            squares += static_cast<double>(y[i]) * static_cast<double>(y[i]);
        }
        const auto count = static_cast<double>(y.size());
        const double variance = squares / count - sum / count * (sum / count);
        const auto unit = static_cast<float>(variance > 0 ? 1 / std::sqrt(variance) : 1);
        for (std::size_t i = 0; i < y.size(); ++i) {
            y[i] *= unit;
            clean[i] *= unit;
        }
    }

    Tensor toSignal(ConstMatrixView x) const {
        Tensor signal(x.rows == 1 ? Shape{x.cols} : Shape{x.rows, x.cols});
        for (std::size_t r = 0; r < x.rows; ++r)
            toSegments.apply({x.row(r), x.cols}, {signal.data() + r * x.cols, x.cols});
        return signal;
    }
};

Tensor transposed(const Tensor& a) {
    Tensor result({a.cols(), a.rows()});
    for (std::size_t i = 0; i < a.rows(); ++i)
        for (std::size_t j = 0; j < a.cols(); ++j)
            result[j * a.rows() + i] = a[i * a.cols() + j];
    return result;
}

std::shared_ptr<const ImportedRows> fileOf(const Params& params, const char* id, const ProblemContext& context,
                                           std::size_t length) {
    if (params.text(id).empty()) return nullptr;
    const std::filesystem::path file = context.folder / params.text(id);
    auto rows = std::make_shared<const ImportedRows>(importRows(file, false, context.seed));
    if (rows->shape != Shape{length})
        throw Error("found epochs of " + toText(rows->shape) + " values, expected " + std::to_string(length) +
                        ": blocks times segment",
                    file.string());
    return rows;
}

Problem make(const Params& params, const ProblemContext& context) {
    const std::size_t segment = params.size("segment"), n = params.size("blocks") * segment;
    if (params.real("snrLow") > params.real("snrHigh"))
        throw Error("the lowest SNR is above the highest", context.where + "/snrLow");
    Problem problem;
    problem.op = makeOperator(
        Component("block_dct", {{"blocks", params.integer("blocks")}, {"length", params.integer("segment")}}),
        {context.folder, context.seed, {}}, context.where);
    problem.kind = SignalKind::Series;
    problem.sampleRate = params.real("sampleRate");
    problem.signalUnit = "deviations of the measured epoch";
    const auto mixer = std::make_shared<const Mixer>(
        Mixer{EegGenerator({n, problem.sampleRate, params.real("slope"), params.real("rhythm")}),
              SparseProduct(problem.op.matrix.matrix()), SparseProduct(transposed(problem.op.matrix).matrix()),
              fileOf(params, "epochs", context, n), fileOf(params, "artefacts", context, n), params.text("artefact"),
              params.real("snrLow"), params.real("snrHigh")});
    problem.title = std::string(mixer->epochs ? "EEG of a file" : "EEG-like signals") + ", " + problem.op.title;
    problem.draw =
        drawEach(context.seed, 1, [mixer](Part part, const Rng& sample, std::uint64_t, MatrixView x, MatrixView y) {
            mixer->draw(part, sample, {x.row(0), x.cols}, {y.row(0), y.cols});
        });
    problem.whole = [mixer, n, draw = problem.draw](std::uint64_t number) {
        Whole whole;
        whole.title = "epoch " + std::to_string(number + 1);
        whole.x.resize({1, n});
        whole.y.resize({1, n});
        draw(Part::Test, number, whole.x.matrix(), whole.y.matrix());
        whole.assemble = [mixer](ConstMatrixView rows) { return mixer->toSignal(rows); };
        whole.original = whole.assemble(whole.x.matrix());
        whole.measured = whole.y;
        whole.measured.reshape({n});
        return whole;
    };
    return problem;
}

} // namespace

ProblemEntry problem_entries::eeg_denoise() {
    return {
        {"eeg_denoise",
         "EEG denoising",
         "Brain waves under blinks and muscle noise; the unknowns are the cosines of each segment of the clean signal",
         "Stand-in of our own for EEGdenoiseNet (Zhang et al. 2021, J. Neural Eng. 18): bands and SNR after it",
         "derived",
         {integerParam("blocks", "Segments", 8, "Segments of an epoch, one block of the operator each.").range(1, 64),
          integerParam("segment", "Segment", 64, "Values of a segment; 8 x 64 are the 512 of EEGdenoiseNet.")
              .in("samples")
              .range(8, 1024),
          realParam("sampleRate", "Sample rate", 256, "Values in a second.").in("Hz").range(64, 4096),
          choiceParam("artefact", "Artefact", "both", {"blinks", "muscle", "both"},
                      "What lies over the signal; both: one or the other by chance."),
          realParam("snrLow", "Lowest SNR", -7, "Power of the signal over that of the artefact, at worst.")
              .in("dB")
              .range(-30, 40),
          realParam("snrHigh", "Highest SNR", 4, "At best; each sample has one between.").in("dB").range(-30, 40),
          realParam("slope", "Background slope", 1, "Power of the background falls with frequency to this power.")
              .range(0, 3),
          realParam("rhythm", "Rhythm", 1.5, "Size of bursts of 8 to 12 Hz, in deviations of the background.")
              .range(0, 10),
          pathParam("epochs", "File of clean epochs", "",
                    "NPY, epochs x values, in place of drawn ones; at least 10. A tenth validates, a tenth tests."),
          pathParam("artefacts", "File of artefacts", "", "NPY, artefacts x values, in place of drawn ones.")}},
        make};
}

} // namespace orthant
