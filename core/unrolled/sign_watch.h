// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bits/bit_matrix.h"
#include "core/io/bundle.h"
#include "core/tensor/parameter.h"
#include "core/unrolled/structure.h"

#include <span>
#include <string>
#include <vector>

namespace orthant {

/// Signs of latent matrices at two moments: the last look, and a fixed one.
class SignWatch {
  public:
    /// Both moments are now.
    void begin(std::span<const Parameter> latent);
    bool begun() const { return !start_.empty(); }

    struct Flips {
        std::vector<double> sinceLast, sinceStart; ///< for each matrix, share of its links
    };
    /// Now becomes the last look.
    Flips look(std::span<const Parameter> latent, const Mask& links);

    void save(Bundle& bundle) const;
    void load(const Bundle& bundle, std::span<const Parameter> latent);

  private:
    std::vector<BitMatrix> start_, last_;
};

} // namespace orthant
