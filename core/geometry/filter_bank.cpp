// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/filter_bank.h"

#include "core/base/error.h"
#include "core/geometry/number_list.h"
#include "core/kernels/normals.h"
#include "core/tensor/gemm.h"

#include <cmath>

namespace orthant {

FilterBank::Sums& FilterBank::Sums::operator+=(const Sums& other) {
    plain += other.plain;
    product += other.product;
    square += other.square;
    return *this;
}

double FilterBank::Sums::correlation() const { return product / std::sqrt(plain * square); }

FilterBank::FilterBank(std::string name, std::string words, Tensor weights)
    : id(std::move(name)), title(std::move(words)), filters(std::move(weights)), signs(signsOf(filters)),
      sums(filters.rows()) {}

FilterBank::Products FilterBank::multiply(const Tensor& x) const {
    const std::size_t count = filters.rows();
    Products result{Tensor({x.rows(), count}), Tensor({x.rows(), count}), std::vector<Sums>(count), 0,
                    static_cast<double>(x.rows() * count)};
    floatProduct(x.matrix(), Transpose::No, signs.matrix(), Transpose::Yes, result.binarized.matrix());
    floatProduct(x.matrix(), Transpose::No, filters.matrix(), Transpose::Yes, result.plain.matrix());
    for (std::size_t i = 0; i < result.plain.size(); ++i) {
        const double u = static_cast<double>(result.plain[i]), v = static_cast<double>(result.binarized[i]);
        result.sums[i % count] += {u * u, u * v, v * v};
        result.flips += u == 0 || v == 0 ? 0.5 : (u > 0) != (v > 0) ? 1 : 0;
    }
    return result;
}

void FilterBank::merge(const Products& block) {
    Sums all;
    for (std::size_t f = 0; f < sums.size(); ++f) {
        sums[f] += block.sums[f];
        all += block.sums[f];
    }
    if (const double r = all.correlation(); std::isfinite(r)) blocks_.add(r);
    flips_ += block.flips;
    pairs_ += block.pairs;
}

double FilterBank::measured() const {
    Sums all;
    for (const Sums& s : sums)
        all += s;
    return all.correlation();
}

double FilterBank::standardError() const { return blocks_.standardError(); }
double FilterBank::flipRate() const { return flips_ / pairs_; }

Tensor randomFilters(std::size_t count, std::size_t d, bool zeroMean, const Rng& rng) {
    Tensor filters({count, d});
    fillNormal(rng, 1, filters.values());
    for (std::size_t f = 0; zeroMean && f < count; ++f) {
        double mean = 0;
        for (const float w : filters.row(f))
            mean += static_cast<double>(w) / static_cast<double>(d);
        for (float& w : filters.row(f))
            w -= static_cast<float>(mean);
    }
    return filters;
}

Tensor givenFilter(const std::string& text, std::size_t side, std::size_t channels) {
    const std::vector<double> numbers = parseNumbers(text, "/filter");
    const std::size_t d = side * side * channels;
    if (numbers.size() != d)
        throw Error("found " + std::to_string(numbers.size()) + " numbers, expected " + std::to_string(d) + " (" +
                        std::to_string(side) + " x " + std::to_string(side) + " x " + std::to_string(channels) + ")",
                    "/filter");
    Tensor filter({1, d});
    bool zeros = true;
    for (std::size_t i = 0; i < d; ++i) {
        filter[i] = static_cast<float>(numbers[i]);
        zeros = zeros && filter[i] == 0;
    }
    if (zeros) throw Error("a filter of zeros sees nothing", "/filter");
    return filter;
}

} // namespace orthant
