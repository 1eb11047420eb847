// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/data/catalogue.h"
#include "core/data/glyph_image.h"
#include "core/data/loading.h"

#include <array>

namespace orthant {

namespace {

/// Sample i depends on (rng, i) and the difficulty only.
Samples draw(const Rng& rng, std::size_t count, double difficulty, const DataContext& context) {
    constexpr std::size_t pixels = glyphSide * glyphSide;
    Samples samples{Tensor({count, glyphSide, glyphSide}), std::vector<std::uint16_t>(count)};
    parallelBlocks(count, 64, [&](std::size_t begin, std::size_t end) {
        checkCancelled(context);
        std::array<std::uint8_t, pixels> image{};
        for (std::size_t i = begin; i < end; ++i) {
            const Rng own = rng.split(i);
            const std::size_t digit = own.below(0, 10);
            drawGlyph(digit, own.split(1), difficulty, image);
            for (std::size_t p = 0; p < pixels; ++p)
                samples.inputs[i * pixels + p] = pixelValue(image[p]);
            samples.labels[i] = static_cast<std::uint16_t>(digit);
        }
        if (context.progress) context.progress->advance(end - begin);
    });
    return samples;
}

Dataset load(const Params& params, const DataContext& context) {
    const auto seed = static_cast<std::uint64_t>(params.integer("seed"));
    const std::size_t train = params.size("train"), test = params.size("test");
    const double difficulty = params.real("difficulty");
    if (context.progress) context.progress->begin(train + test);
    Dataset dataset{"Glyphs",
                    {glyphSide, glyphSide},
                    10,
                    {},
                    draw(Rng(seed, 1), train, difficulty, context),
                    draw(Rng(seed, 2), test, difficulty, context)};
    for (int digit = 0; digit < 10; ++digit)
        dataset.classNames.push_back(std::to_string(digit));
    return dataset;
}

} // namespace

DatasetEntry dataset_entries::glyphs() {
    return {{"glyphs",
             "Glyphs",
             "Handwritten-like digits, drawn by the program: 28 x 28 pixels, no file needed",
             "derived here",
             "",
             {integerParam("train", "Training images", 16000, "Images to train with.").range(10, 1e6),
              integerParam("test", "Test images", 4000, "Images to test with.").range(10, 1e6),
              realParam("difficulty", "Difficulty", 0.5, "How much the digits are turned, bent, moved and spotted.")
                  .range(0, 1),
              integerParam("seed", "Seed", 1, "Which digits are drawn.").range(0, 9e15)}},
            load};
}

} // namespace orthant
