// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/tensor.h"

#include <algorithm>
#include <utility>

namespace orthant {

std::size_t elementCount(const Shape& shape) {
    std::size_t count = shape.empty() ? 0 : 1;
    for (const std::size_t size : shape) count *= size;
    return count;
}

std::string toText(const Shape& shape) {
    std::string text;
    for (const std::size_t size : shape) text += (text.empty() ? "" : " x ") + std::to_string(size);
    return text;
}

void Tensor::resize(Shape shape, float value) {
    shape_ = std::move(shape);
    values_.assign(elementCount(shape_), value);
}

void Tensor::reshape(Shape shape) {
    shape_ = std::move(shape);
    values_.resize(elementCount(shape_));
}

void Tensor::fill(float value) { std::fill(values_.begin(), values_.end(), value); }

} // namespace orthant
