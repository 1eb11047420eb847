// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/boundary.h"

#include "core/base/error.h"

#include <algorithm>
#include <string>
#include <vector>

namespace orthant {

BoundaryReading readBoundary(const std::function<Tensor(const Tensor&)>& scoresOf, const Tensor& inputs, std::size_t width,
                             std::size_t height) {
    if (inputs.cols() != 2) throw Error("a decision boundary needs samples of two values, found " + std::to_string(inputs.cols()));
    float low[2] = {inputs[0], inputs[1]}, high[2] = {inputs[0], inputs[1]};
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        low[i % 2] = std::min(low[i % 2], inputs[i]);
        high[i % 2] = std::max(high[i % 2], inputs[i]);
    }
    for (int axis = 0; axis < 2; ++axis) {
        const float margin = 0.1F * (high[axis] - low[axis]) + 1e-6F;
        low[axis] -= margin;
        high[axis] += margin;
    }
    BoundaryReading reading;
    reading.xLow = static_cast<double>(low[0]);
    reading.xHigh = static_cast<double>(high[0]);
    reading.yLow = static_cast<double>(low[1]);
    reading.yHigh = static_cast<double>(high[1]);
    reading.width = width;
    reading.height = height;
    Shape shape = inputs.shape();
    shape[0] = width * height;
    Tensor grid(shape);
    const auto at = [&](int axis, std::size_t i, std::size_t n) { // centre of a cell
        return low[axis] + (high[axis] - low[axis]) * (static_cast<float>(i) + 0.5F) / static_cast<float>(n);
    };
    for (std::size_t y = 0; y < height; ++y)
        for (std::size_t x = 0; x < width; ++x) {
            const std::span<float> point = grid.row(y * width + x);
            point[0] = at(0, x, width);
            point[1] = at(1, y, height);
        }
    const Tensor scores = scoresOf(grid);
    for (std::size_t i = 0; i < scores.rows(); ++i) {
        std::vector<float> row(scores.row(i).begin(), scores.row(i).end());
        reading.classes.push_back(static_cast<std::uint8_t>(std::max_element(row.begin(), row.end()) - row.begin()));
        std::ranges::nth_element(row, row.begin() + 1, std::greater<>());
        const float margin = row[0] - row[1];
        reading.margins.push_back(margin / (1 + margin));
    }
    return reading;
}

} // namespace orthant
