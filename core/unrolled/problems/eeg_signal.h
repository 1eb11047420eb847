// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"
#include "core/unrolled/problems/sampling.h"

#include <cstddef>
#include <span>

namespace orthant {

/// What an EEG-like signal is made of. Everything has unit deviation for the background; the rest is relative to it.
struct EegForm {
    std::size_t length = 512;
    double sampleRate = 256;
    double slope = 1;    ///< power of the background falls with frequency^-slope
    double rhythm = 1.5; ///< size of bursts of 8 to 12 Hz
};

/// Generator of epochs and artefacts, each made from its random numbers alone.
/// @source  derived here
class EegGenerator {
  public:
    explicit EegGenerator(const EegForm& form);

    /// 1/f background from 0.5 to 80 Hz, and one to three bursts of 8 to 12 Hz.
    void background(const Rng& rng, std::span<float> out) const;
    /// One to three blinks: slow biphasic pulses of 0.2 to 0.4 s.
    void blinks(const Rng& rng, std::span<float> out) const;
    /// Noise of 20 to 60 Hz in one to three bursts.
    void muscle(const Rng& rng, std::span<float> out) const;

  private:
    /// Cosines of a band of frequencies, each with its deviation: normal values times these have unit power. Cosine k
    /// is the same from both ends, with the other sign where k is odd, so that the first half is enough.
    struct Band {
        std::size_t evens, odds;
        SparseProduct even, odd; ///< half of the length x evens, x odds
    };
    static Band bandOf(const EegForm& form, double low, double high, double slope);
    static void bandNoise(const Band& band, const Rng& rng, std::span<float> out);

    EegForm form_;
    Band background_, muscle_;
};

/// Mean of the squares. @units  that of the values, squared
double powerOf(std::span<const float> values);

} // namespace orthant
