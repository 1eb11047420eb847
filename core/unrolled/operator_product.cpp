// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/operator_product.h"

namespace orthant {

namespace {

Tensor transposedOf(const Tensor& a) {
    Tensor result({a.cols(), a.rows()});
    for (std::size_t i = 0; i < a.rows(); ++i)
        for (std::size_t j = 0; j < a.cols(); ++j) result.row(j)[i] = a.row(i)[j];
    return result;
}

} // namespace

OperatorProduct::OperatorProduct(const Tensor& matrix)
    : layout_(layoutOf(operatorMask(LinearOperator{{}, matrix}))), transposed_(layout_.take(transposedOf(matrix))) {}

} // namespace orthant
