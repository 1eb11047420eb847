// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/evaluation.h"

#include "core/base/error.h"

#include <algorithm>
#include <cassert>

namespace orthant {

ProgramEvaluation evaluateProgram(const Program& program, const Samples& samples, const Progress* progress) {
    const std::size_t count = samples.size(), values = samples.inputs.cols();
    if (count == 0) throw Error("there are no samples to evaluate");
    if (values != elementCount(program.inputShape))
        throw Error("the samples have " + std::to_string(values) + " values, the model takes " +
                    toText(program.inputShape));
    constexpr std::size_t batch = 500;
    ProgramEvaluation result;
    std::size_t correct = 0;
    for (std::size_t begin = 0; begin < count; begin += batch) {
        if (progress && progress->cancelled()) throw Error("cancelled");
        const std::size_t size = std::min(batch, count - begin);
        const auto classes = program.classify({samples.inputs.data() + begin * values, size, values, values});
        for (std::size_t i = 0; i < size; ++i) correct += classes[i] == samples.labels[begin + i];
        result.predictions.insert(result.predictions.end(), classes.begin(), classes.end());
    }
    result.samples = count;
    result.accuracy = static_cast<double>(correct) / static_cast<double>(count);
    return result;
}

Confusion confusionOf(std::span<const std::uint16_t> labels, std::span<const std::uint16_t> predictions, std::size_t classes) {
    assert(labels.size() == predictions.size());
    Confusion result{classes, std::vector<std::uint64_t>(classes * classes), {}};
    for (std::size_t i = 0; i < labels.size(); ++i) {
        assert(labels[i] < classes && predictions[i] < classes);
        ++result.counts[labels[i] * classes + predictions[i]];
        if (labels[i] != predictions[i]) result.wrong.push_back(i);
    }
    return result;
}

} // namespace orthant
