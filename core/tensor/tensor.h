// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace orthant {

using Shape = std::vector<std::size_t>;

std::size_t elementCount(const Shape& shape);
std::string toText(const Shape& shape); ///< "1 x 28 x 28"

/// A rectangular view of floats: `rows` rows of `cols` values, `stride` values apart.
struct ConstMatrixView {
    const float* data = nullptr;
    std::size_t rows = 0, cols = 0, stride = 0;

    const float* row(std::size_t r) const { return data + r * stride; }
};
struct MatrixView {
    float* data = nullptr;
    std::size_t rows = 0, cols = 0, stride = 0;

    float* row(std::size_t r) const { return data + r * stride; }
    operator ConstMatrixView() const { return {data, rows, cols, stride}; }
};

/// Dense float values in row-major order. The first dimension is the batch (activations) or the output neuron (weights).
class Tensor {
  public:
    Tensor() = default;
    explicit Tensor(Shape shape, float value = 0.0F) { resize(std::move(shape), value); }

    const Shape& shape() const { return shape_; }
    std::size_t size() const { return values_.size(); }
    bool empty() const { return values_.empty(); }
    std::size_t rows() const { return shape_.empty() ? 0 : shape_.front(); }
    std::size_t cols() const { return rows() == 0 ? 0 : size() / rows(); } ///< values of one row, all inner dimensions

    float* data() { return values_.data(); }
    const float* data() const { return values_.data(); }
    std::span<float> values() { return values_; }
    std::span<const float> values() const { return values_; }
    std::span<float> row(std::size_t r) { return values().subspan(r * cols(), cols()); }
    std::span<const float> row(std::size_t r) const { return values().subspan(r * cols(), cols()); }
    float& operator[](std::size_t i) { return values_[i]; }
    float operator[](std::size_t i) const { return values_[i]; }

    /// The tensor as rows() x cols().
    MatrixView matrix() { return {data(), rows(), cols(), cols()}; }
    ConstMatrixView matrix() const { return {data(), rows(), cols(), cols()}; }

    /// Gives it this shape; old values are lost (all become `value`).
    void resize(Shape shape, float value = 0.0F);
    /// Gives it this shape and keeps the memory; values are unspecified when the size changes.
    void reshape(Shape shape);
    void fill(float value);

  private:
    Shape shape_;
    std::vector<float> values_;
};

} // namespace orthant
