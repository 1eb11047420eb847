// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/levels.h"

#include "core/base/float_order.h"
#include "core/quantizers/quantizer.h"
#include "core/quantizers/rows.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace orthant {

namespace {

/// The code of the first value.
std::uint8_t firstCode(const Packed& planes) {
    unsigned code = 0;
    for (std::size_t p = 0; p < planes.planes.size(); ++p) code |= static_cast<unsigned>(planes.planes[p].get(0, 0)) << p;
    return static_cast<std::uint8_t>(code);
}

/// Appends the steps of a monotone map between two positions of floats. @param codeAt  the code at a position
template <class CodeAt>
void addSteps(std::int64_t low, std::int64_t high, std::uint8_t atLow, std::uint8_t atHigh, const CodeAt& codeAt,
              Levels& levels) {
    if (atLow == atHigh) return;
    if (high - low == 1) {
        levels.thresholds.push_back(floatAt(high));
        levels.codes.push_back(atHigh);
        return;
    }
    const std::int64_t middle = low + (high - low) / 2;
    const std::uint8_t atMiddle = codeAt(middle);
    addSteps(low, middle, atLow, atMiddle, codeAt, levels);
    addSteps(middle, high, atMiddle, atHigh, codeAt, levels);
}

} // namespace

Packed Levels::form() const {
    Packed form;
    for (const float scale : scales) form.scales.push_back({scale});
    form.offsets = {offset};
    return form;
}

bool givesLevels(const Quantizer& quantizer) {
    const float some[] = {-1.5F, 0.1F, 0.6F, 3};
    const Packed packed = quantizer.packFinal({some, 2, 2, 2});
    const bool masked = packed.mask.rows() != 0;
    const std::size_t planes = packed.planes.size() + (masked ? 1 : 0);
    // A scale for each row would be one for each sample.
    const auto shared = [](const std::vector<float>& values) { return values.size() <= 1; };
    return !packed.planes.empty() && planes <= maxLevelPlanes && packed.blockCols == 0 && shared(packed.offsets) &&
           std::ranges::all_of(packed.scales, shared) && !(masked && (planes > 2 || !packed.offsets.empty()));
}

Levels levelsOf(const Quantizer& quantizer) {
    const auto planesAt = [&](std::int64_t position) {
        const float x = floatAt(position);
        return asPlanes(quantizer.packFinal({&x, 1, 1, 1}));
    };
    const std::int64_t end = positionOf(1e30F);
    const Packed lowest = planesAt(-end);
    Levels levels;
    for (std::size_t p = 0; p < lowest.planes.size(); ++p) levels.scales.push_back(lowest.scale(p, 0));
    if (!lowest.offsets.empty()) levels.offset = lowest.offset(0);
    levels.codes.push_back(firstCode(lowest));
    const auto codeAt = [&](std::int64_t position) { return firstCode(planesAt(position)); };
    addSteps(-end, end, levels.codes[0], codeAt(end), codeAt, levels);
    return levels;
}

Packed asPlanes(Packed packed) {
    if (packed.mask.rows() == 0) return packed;
    assert(packed.planes.size() == 1 && packed.offsets.empty());
    const float half = packed.scale(0, 0) / 2;
    packed.scales = {{half}, {half}};
    packed.planes.push_back(packed.planes[0]);
    BitMatrix &high = packed.planes[0], &low = packed.planes[1];
    const std::uint64_t last = packed.cols % 64 == 0 ? ~std::uint64_t{0} : (std::uint64_t{1} << (packed.cols % 64)) - 1;
    for (std::size_t r = 0; r < packed.rows; ++r) {
        const std::span<const std::uint64_t> mask = packed.mask.row(r);
        for (std::size_t w = 0; w < mask.size(); ++w) {
            high.row(r)[w] |= ~mask[w] & (w + 1 == mask.size() ? last : ~std::uint64_t{0});
            low.row(r)[w] &= mask[w];
        }
    }
    packed.mask = {};
    return packed;
}

void quantize(ConstMatrixView x, const Levels& levels, Packed& planes) {
    planes = levels.form();
    planes.rows = x.rows;
    planes.cols = x.cols;
    planes.planes.assign(levels.scales.size(), BitMatrix(x.rows, x.cols));
    forEachRow(x, [&](std::size_t r) {
        for (std::size_t begin = 0; begin < x.cols; begin += 64) {
            std::uint64_t words[maxLevelPlanes] = {};
            for (std::size_t k = 0; k < std::min<std::size_t>(64, x.cols - begin); ++k) {
                const auto reached = std::ranges::upper_bound(levels.thresholds, x.row(r)[begin + k]);
                const std::uint64_t code = levels.codes[static_cast<std::size_t>(reached - levels.thresholds.begin())];
                for (std::size_t p = 0; p < planes.planes.size(); ++p) words[p] |= (code >> p & 1U) << k;
            }
            for (std::size_t p = 0; p < planes.planes.size(); ++p) planes.planes[p].row(r)[begin / 64] = words[p];
        }
    });
}

float codeValue(const Packed& form, std::uint8_t code) {
    float value = 0;
    for (std::size_t p = 0; p < form.scales.size(); ++p) { // in the roundings of Packed::dequantize()
        const float scale = form.scale(p, 0), sign = (code >> p & 1U) != 0 ? scale : -scale;
        value = p == 0 ? sign : value + sign;
    }
    return form.offsets.empty() ? value : value + form.offset(0);
}

std::uint8_t nearestCode(const Packed& form, float value) {
    std::uint8_t best = 0;
    for (unsigned code = 1; code < 1U << form.scales.size(); ++code) {
        const auto candidate = static_cast<std::uint8_t>(code);
        if (std::abs(codeValue(form, candidate) - value) < std::abs(codeValue(form, best) - value)) best = candidate;
    }
    return best;
}

} // namespace orthant
