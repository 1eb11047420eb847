// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/evaluation.h"

#include "core/base/error.h"

#include <algorithm>

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

} // namespace orthant
