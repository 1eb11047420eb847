// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/sign_watch.h"

#include "core/base/error.h"

#include <algorithm>

namespace orthant {

namespace {

std::vector<BitMatrix> signsOf(std::span<const Parameter> latent) {
    std::vector<BitMatrix> result;
    for (const Parameter& x : latent) result.push_back(BitMatrix::fromSigns(x.value.matrix()));
    return result;
}

std::string nameOf(const char* moment, std::size_t k) { return "watch/" + std::string(moment) + "/" + std::to_string(k); }

} // namespace

void SignWatch::begin(std::span<const Parameter> latent) { start_ = last_ = signsOf(latent); }

SignWatch::Flips SignWatch::look(std::span<const Parameter> latent, const Mask& links) {
    const std::vector<BitMatrix> now = signsOf(latent);
    const double count = std::max(1.0, static_cast<double>(countOnes(links)));
    Flips flips;
    for (std::size_t k = 0; k < now.size(); ++k) { // outside the mask latent weights stay 0: those signs never differ
        flips.sinceLast.push_back(static_cast<double>(countDifferences(now[k], last_[k])) / count);
        flips.sinceStart.push_back(static_cast<double>(countDifferences(now[k], start_[k])) / count);
    }
    last_ = now;
    return flips;
}

void SignWatch::save(Bundle& bundle) const {
    for (std::size_t k = 0; k < start_.size(); ++k)
        for (const auto& [moment, bits] : {std::pair("start", &start_[k]), std::pair("last", &last_[k])})
            bundle.arrays[nameOf(moment, k)] = Array::of<std::uint64_t>(ElementType::U64, {bits->words().size()}, bits->words());
}

void SignWatch::load(const Bundle& bundle, std::span<const Parameter> latent) {
    start_.clear();
    last_.clear();
    if (!bundle.arrays.contains(nameOf("start", 0))) return;
    start_ = last_ = signsOf(latent);
    for (std::size_t k = 0; k < start_.size(); ++k)
        for (const auto& [moment, bits] : {std::pair("start", &start_[k]), std::pair("last", &last_[k])}) {
            const Array& array = bundle.at(nameOf(moment, k));
            if (array.bytes.size() != bits->words().size_bytes()) throw Error("the signs have another size", nameOf(moment, k));
            std::ranges::copy(array.bytes, std::as_writable_bytes(bits->words()).begin());
        }
}

} // namespace orthant
