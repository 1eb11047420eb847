// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/patch_statistics.h"

#include "core/base/error.h"
#include "core/tensor/eigen.h"

#include <algorithm>
#include <cmath>

namespace orthant {

void CovarianceSums::add(const Tensor& x, const Tensor& products) {
    count_ += x.rows();
    for (std::size_t r = 0; r < x.rows(); ++r)
        for (std::size_t i = 0; i < mean_.size(); ++i)
            mean_[i] += static_cast<double>(x[r * mean_.size() + i]);
    for (std::size_t i = 0; i < products_.size(); ++i)
        products_[i] += static_cast<double>(products[i]);
}

std::vector<double> CovarianceSums::mean() const {
    std::vector<double> result = mean_;
    for (double& value : result)
        value /= static_cast<double>(count_);
    return result;
}

std::vector<double> CovarianceSums::covariance() const {
    const std::vector<double> m = mean();
    std::vector<double> result = products_;
    for (std::size_t i = 0; i < m.size(); ++i)
        for (std::size_t j = 0; j < m.size(); ++j) {
            double& value = result[i * m.size() + j];
            value = value / static_cast<double>(count_) - m[i] * m[j];
        }
    return result;
}

bool varies(const std::vector<double>& c, std::size_t d) {
    double trace = 0;
    for (std::size_t i = 0; i < d; ++i)
        trace += c[i * d + i];
    return trace > 1e-9 * static_cast<double>(d);
}

Components componentsOf(const std::vector<double>& c, std::size_t d, const std::string& where) {
    double trace = 0, squares = 0;
    for (std::size_t i = 0; i < d; ++i)
        trace += c[i * d + i];
    for (const double value : c)
        squares += value * value;
    if (!varies(c, d)) throw Error("the patches do not vary: there is one colour only", where);
    Tensor matrix({d, d});
    for (std::size_t i = 0; i < c.size(); ++i)
        matrix[i] = static_cast<float>(c[i] / trace);
    const SymmetricEigen eigen = symmetricEigen(matrix.matrix());
    Components result;
    result.participation = trace * trace / squares;
    result.vectors = Tensor({d, d});
    for (std::size_t k = 0; k < d; ++k) {
        const std::size_t column = d - 1 - k;
        result.shares.push_back(std::max(0.0, static_cast<double>(eigen.values[column])));
        for (std::size_t i = 0; i < d; ++i)
            result.vectors[k * d + i] = eigen.vectors[i * d + column];
    }
    double ones = 0;
    for (const float value : result.vectors.row(0))
        ones += static_cast<double>(value);
    result.brightness = std::abs(ones) / std::sqrt(static_cast<double>(d));
    // A component and its negative are the same: the one with the positive sum is shown.
    for (std::size_t k = 0; k < d; ++k) {
        float sum = 0;
        for (const float value : result.vectors.row(k))
            sum += value;
        if (sum < 0)
            for (float& value : result.vectors.row(k))
                value = -value;
    }
    return result;
}

Tensor signsOf(const Tensor& filters) {
    Tensor result = filters;
    for (float& value : result.values())
        value = value >= 0 ? 1.0F : -1.0F;
    return result;
}

std::vector<FilterFacts> factsOf(const Tensor& filters, const std::vector<double>& c) {
    const std::size_t d = filters.cols();
    const Tensor signs = signsOf(filters);
    double trace = 0, all = 0;
    for (std::size_t i = 0; i < d; ++i)
        trace += c[i * d + i];
    for (const double value : c)
        all += value;
    std::vector<FilterFacts> result;
    for (std::size_t f = 0; f < filters.rows(); ++f) {
        FilterFacts facts;
        double norm = 0, sum = 0;
        for (std::size_t i = 0; i < d; ++i) {
            double throughW = 0, throughQ = 0;
            for (std::size_t j = 0; j < d; ++j) {
                throughW += c[i * d + j] * static_cast<double>(filters[f * d + j]);
                throughQ += c[i * d + j] * static_cast<double>(signs[f * d + j]);
            }
            const double w = static_cast<double>(filters[f * d + i]), q = static_cast<double>(signs[f * d + i]);
            facts.plain += w * throughW;
            facts.product += q * throughW;
            facts.square += q * throughQ;
            norm += w * w;
            sum += q;
        }
        const auto n = static_cast<double>(d);
        facts.gain = facts.plain / norm / (trace / n);
        facts.correlation = facts.product / std::sqrt(facts.plain * facts.square);
        facts.leak = sum * sum * all / (n * n * facts.square);
        result.push_back(facts);
    }
    return result;
}

double pooledCorrelation(const std::vector<FilterFacts>& facts) {
    double plain = 0, product = 0, square = 0;
    for (const FilterFacts& f : facts) {
        plain += f.plain;
        product += f.product;
        square += f.square;
    }
    return product / std::sqrt(plain * square);
}

} // namespace orthant
