// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/number_list.h"

#include "core/base/error.h"
#include "core/base/text.h"

namespace orthant {

theory::ScalarQuantizer parseLevels(std::string_view text, const std::string& where) {
    constexpr std::size_t most = 64;
    const std::size_t middle = text.find(';');
    if (middle == std::string_view::npos)
        throw Error("expected thresholds, a semicolon and levels, such as '-0.6, 0.6; -1, 0, 1'", where);
    theory::ScalarQuantizer result{parseNumbers(text.substr(0, middle), where),
                                   parseNumbers(text.substr(middle + 1), where)};
    const std::size_t thresholds = result.thresholds.size(), levels = result.levels.size();
    if (levels != thresholds + 1 || levels > most)
        throw Error("found " + std::to_string(thresholds) + " thresholds and " + std::to_string(levels) +
                        " levels, expected one level more than thresholds and at most " + std::to_string(most),
                    where);
    for (std::size_t i = 0; i + 1 < thresholds; ++i)
        if (result.thresholds[i] >= result.thresholds[i + 1])
            throw Error("expected thresholds that grow, found " + shortest(result.thresholds[i + 1]) + " after " +
                            shortest(result.thresholds[i]),
                        where);
    return result;
}

std::string levelText(const theory::ScalarQuantizer& quantizer) {
    const auto list = [](const std::vector<double>& values) {
        std::string text;
        for (const double value : values)
            text += (text.empty() ? "" : ", ") + shortest(value);
        return text;
    };
    return list(quantizer.thresholds) + "; " + list(quantizer.levels);
}

} // namespace orthant
