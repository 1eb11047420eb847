// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/accounting.h"

#include <cmath>

namespace orthant {

namespace {

constexpr double perScale = 32; ///< b_s: a float

BitAccount accountOf(std::string title, std::vector<BitTerm> terms, const LinkCount& count, bool thresholds) {
    if (thresholds) terms.push_back({"b_s thresholds and steps", perScale * static_cast<double>(count.thresholds)});
    BitAccount account{std::move(title), {}, std::move(terms), static_cast<double>(count.links)};
    for (const BitTerm& term : account.terms)
        account.formula += (account.formula.empty() ? "" : " + ") + term.text;
    return account;
}

double entropy(double density) {
    const auto part = [](double p) { return p > 0 ? -p * std::log2(p) : 0.0; };
    return part(density) + part(1 - density);
}

} // namespace

double BitAccount::bits() const {
    double sum = 0;
    for (const BitTerm& term : terms)
        sum += term.bits;
    return sum;
}

BitAccount account(const Component& weights, const LinkCount& count, bool thresholds) {
    const LinkWeightsEntry& entry = findEntry(linkWeightsCatalogue(), weights.id, "link weights", "/weights/id");
    const Params params = resolveParams(entry.params, weights.params ? *weights.params : Params{}, "/weights");
    return accountOf(entry.title, entry.bits(params, count), count, thresholds);
}

std::vector<BitAccount> accountsOf(const LinkCount& count, bool thresholds, double density) {
    const auto links = static_cast<double>(count.links), allowed = static_cast<double>(count.allowed);
    const double perRow = perScale * static_cast<double>(count.rows),
                 perLayer = perScale * static_cast<double>(count.layers);
    const double trit = std::log2(3.0);
    std::vector<BitAccount> accounts;
    const auto dense = [&](std::string title, std::vector<BitTerm> terms) {
        accounts.push_back(accountOf(std::move(title), std::move(terms), count, thresholds));
    };
    const auto onMask = [&](std::string title, std::vector<BitTerm> terms) {
        if (count.maskBits > 0) terms.push_back({"mask", static_cast<double>(count.maskBits)});
        dense(std::move(title), std::move(terms));
    };
    dense("Float, dense", {{"32 N", 32 * links}});
    onMask("Float, on the mask", {{"32 N_s", 32 * allowed}});
    onMask("PIBiNN: one bit on the mask, one scale", {{"N_s signs", allowed}, {"b_s scale", perScale}});
    dense("One bit, dense, one scale", {{"N signs", links}, {"b_s scale", perScale}});
    dense("One bit, dense, a scale for each row", {{"N signs", links}, {"b_s R scales", perRow}});
    onMask("One bit, on the mask, a scale for each row", {{"N_s signs", allowed}, {"b_s R scales", perRow}});
    dense("Ternary, dense, by entropy", {{"N log2 3", links * trit}, {"b_s K scales", perLayer}});
    dense("Ternary, dense, five in a byte", {{"1.6 N", 1.6 * links}, {"b_s K scales", perLayer}});
    dense("Ternary, dense, two bits", {{"2 N", 2 * links}, {"b_s K scales", perLayer}});
    onMask("Ternary, on the mask, by entropy", {{"N_s log2 3", allowed * trit}, {"b_s K scales", perLayer}});
    onMask("Ternary, on the mask, two bits", {{"2 N_s", 2 * allowed}, {"b_s K scales", perLayer}});
    const BitTerm kept{"d N signs", density * links};
    dense("Pruned one bit, zeros as a bitmap", {{"N bits of which links", links}, kept});
    dense("Pruned one bit, zeros by entropy", {{"N H(d)", entropy(density) * links}, kept});
    dense("Pruned one bit, indices of 16 bits", {{"16 d N indices", 16 * density * links}, kept});
    return accounts;
}

} // namespace orthant
