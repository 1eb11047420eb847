// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/levels.h"

#include "core/quantizers/quantizer.h"
#include "tests/catch.h"
#include "tests/core/layers/helpers.h"

#include <cmath>
#include <limits>

using namespace orthant;

namespace {

std::vector<Component> quantizers() {
    std::vector<Component> all{Component("ternary"), Component("ternary", {{"threshold", 0.7}}), Component("adabin_activations"),
                               Component("adabin_activations", {{"distance", 0.3}, {"centre", -0.7}})};
    for (const std::int64_t bits : {1, 2, 3, 8})
        for (const char* id : {"multi_bit", "dorefa_activations"}) all.emplace_back(id, Params{{"bits", bits}});
    return all;
}

std::string name(const Component& component) {
    return component.id + (component.params && component.params->has("bits")
                               ? " of " + std::to_string(component.params->integer("bits")) + " bits"
                               : "");
}

} // namespace

TEST_CASE("the levels of a quantizer give each value the level that the quantizer gives it, bit for bit", "[layers]") {
    for (const Component& component : quantizers()) {
        INFO(name(component));
        const auto quantizer = makeQuantizer(component);
        REQUIRE(givesLevels(*quantizer));
        const Levels levels = levelsOf(*quantizer);
        REQUIRE(levels.codes.size() == levels.thresholds.size() + 1);
        // Random values, and each threshold with the floats beside it.
        std::vector<float> values{0.0F, -0.0F, 1e-30F, -1e-30F, 1e20F, -1e20F};
        const Tensor random = test::normals({300}, 3);
        values.insert(values.end(), random.values().begin(), random.values().end());
        for (const float threshold : levels.thresholds)
            for (const float x : {std::nextafter(threshold, -INFINITY), threshold, std::nextafter(threshold, INFINITY)})
                values.push_back(x);
        Tensor x({2, values.size()});
        for (std::size_t i = 0; i < 2; ++i) std::ranges::copy(values, x.row(i).begin());
        Packed planes;
        quantize(x.matrix(), levels, planes);
        const Packed packed = asPlanes(quantizer->packFinal(x.matrix()));
        CHECK(planes.planes == packed.planes);
        CHECK(planes.scales == packed.scales);
        const Tensor found = planes.dequantize(), expected = quantizer->packFinal(x.matrix()).dequantize();
        for (std::size_t i = 0; i < x.size(); ++i) REQUIRE(found[i] == expected[i]);
    }
}

TEST_CASE("the thresholds of known levels are where theory says", "[layers]") {
    const Levels ternary = levelsOf(*makeQuantizer(Component("ternary", {{"threshold", 0.5}})));
    CHECK(ternary.thresholds == std::vector<float>{std::nextafter(-0.5F, 0.0F), 0.5F});
    CHECK(ternary.scales == std::vector<float>{0.5F, 0.5F});
    const Levels dorefa = levelsOf(*makeQuantizer(Component("dorefa_activations", {{"bits", std::int64_t{2}}})));
    REQUIRE(dorefa.thresholds.size() == 3);
    for (std::size_t i = 0; i < 3; ++i)
        CHECK(static_cast<double>(dorefa.thresholds[i]) == Approx((2 * static_cast<double>(i) + 1) / 6));
    CHECK(dorefa.codes == std::vector<std::uint8_t>{0, 1, 2, 3});
}

TEST_CASE("the code of padding is that of the nearest level", "[layers]") {
    const auto padding = [](const Component& component, float value) {
        const Packed form = levelsOf(*makeQuantizer(component)).form();
        return static_cast<double>(codeValue(form, nearestCode(form, value)));
    };
    CHECK(padding(Component("ternary"), 0) == 0);
    CHECK(padding(Component("dorefa_activations"), 0) == Approx(0).margin(1e-7));
    CHECK(padding(Component("dorefa_activations"), 0.6F) == Approx(2.0 / 3));
    CHECK(padding(Component("multi_bit"), -9) == Approx(-1));
    CHECK(padding(Component("adabin_activations", {{"centre", 2.0}, {"distance", 3.0}}), 0) == Approx(-1));
}

TEST_CASE("quantizers of floats, and those of a scale for each row, give no levels", "[layers]") {
    for (const char* id : {"identity", "xnor_scale", "hardtanh", "lbq"}) {
        INFO(id);
        CHECK(givesLevels(*makeQuantizer(Component(id))) == (std::string(id) == "hardtanh")); // hardtanh ships signs
    }
}
