// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporters/exchange.h"

#include "core/base/error.h"
#include "tests/catch.h"
#include "tests/core/exporters/support.h"
#include "tests/errors.h"

#include <nlohmann/json.hpp>

using namespace orthant;

namespace {

/// What fromExchange says of a bundle whose description was changed.
template <class Change>
std::string errorAfter(const Change& change) {
    Bundle bundle = toExchange(support::programOf(support::binaryLayers), Unpacked::Also);
    auto document = nlohmann::json::parse(bundle.metadata.at(exchangeKey));
    change(bundle, document);
    bundle.metadata[exchangeKey] = document.dump();
    return errorOf([&] { return fromExchange(bundle); });
}

} // namespace

TEST_CASE("The signs stand beside the bits only where they are asked for") {
    const Program program = support::programOf(support::binaryLayers);
    CHECK(toExchange(program, Unpacked::Also).arrays.contains("dense_1.weights"));
    CHECK_FALSE(toExchange(program, Unpacked::No).arrays.contains("dense_1.weights"));
    const Bundle bundle = toExchange(program, Unpacked::No);
    CHECK(bundle.at("dense_1.bits").shape == Shape{20, 5});
    CHECK(bundle.at("dense_2.bits").shape == Shape{70, 3});
    CHECK(toExchange(support::programOf(support::floatLayers), Unpacked::No).at("dense_1.weights").type == ElementType::F32);
}

TEST_CASE("A weight of +1 in column 0 is the highest bit of the first byte") {
    Program program{"one", {9}, {"a", "b"}, {}};
    DenseOp dense{"dense_1", {}, {}};
    dense.weights.rows = 2;
    dense.weights.cols = 9;
    dense.weights.planes.emplace_back(2, 9);
    dense.weights.planes[0].set(0, 0, true);
    dense.weights.planes[0].set(1, 8, true);
    dense.weights.scales.emplace_back();
    program.ops.emplace_back(dense);
    const std::vector<double> bytes = toExchange(program, Unpacked::No).at("dense_1.bits").toDoubles();
    CHECK(bytes == std::vector<double>{128, 0, 0, 128});
}

TEST_CASE("Damaged descriptions are errors that name the place") {
    using nlohmann::json;
    CHECK(errorAfter([](Bundle&, json&) {}).empty());
    CHECK(mentions(errorAfter([](Bundle& b, json&) { b.arrays.erase("dense_2.bits"); }), {"dense_2.bits"}));
    CHECK(mentions(errorAfter([](Bundle& b, json&) { b.arrays["dense_2.weights"].bytes[5] ^= std::byte{0xFE}; }), {"dense_2.weights", "signs differ"}));
    CHECK(mentions(errorAfter([](Bundle&, json& d) { d["ops"][0]["outputs"] = 21; }), {"dense_1.bits", "shape"}));
    CHECK_FALSE(errorAfter([](Bundle&, json& d) { d["ops"][0]["outputs"] = std::uint64_t{1} << 62; }).empty());
    CHECK_FALSE(errorAfter([](Bundle&, json& d) { d["ops"][0]["inputs"] = 0; }).empty());
    CHECK_FALSE(errorAfter([](Bundle&, json& d) { d["ops"][0]["planes"] = 1000000000; }).empty());
    CHECK_FALSE(errorAfter([](Bundle&, json& d) { d["ops"][1]["channels"] = std::uint64_t{1} << 62; }).empty());
    CHECK(mentions(errorAfter([](Bundle&, json& d) { d["ops"][1]["op"] = "convolve"; }), {"convolve"}));
    CHECK(mentions(errorAfter([](Bundle&, json& d) { d["version"] = 2; }), {"version 1"}));
    CHECK_FALSE(errorAfter([](Bundle&, json& d) { d.erase("ops"); }).empty());
    CHECK_FALSE(errorAfter([](Bundle&, json& d) { d["ops"].erase(0); }).empty());
    CHECK_FALSE(errorAfter([](Bundle&, json& d) { d["classes"].push_back("e"); }).empty());
}
