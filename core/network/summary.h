// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.h"

#include <string>
#include <vector>

namespace orthant {

/// Cost of one layer for one sample.
struct LayerSummary {
    std::string name;           ///< "dense_1"
    std::string kind;           ///< "dense"
    Shape output;               ///< of one sample
    std::size_t floatParameters = 0; ///< 32 bits each when shipped
    std::size_t bitParameters = 0;   ///< bits of planes and masks when shipped
    double macsFloat = 0;       ///< float x float
    double macsSign = 0;        ///< float x sign: additions and subtractions
    double macsBinary = 0;      ///< sign x sign: XNOR and count
    double bytesTrained = 0;    ///< latent parameters as float
    double bytesPacked = 0;     ///< in the program, by formula
};

std::vector<LayerSummary> summarize(const Network& network);
LayerSummary total(const std::vector<LayerSummary>& layers);

} // namespace orthant
