// SPDX-License-Identifier: GPL-3.0-or-later
// What every quantizer promises, whatever its formula.
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

#include <cmath>
#include <set>

using namespace orthant;

TEST_CASE("every quantizer says what it is", "[quantizers]") {
    std::set<std::string> ids;
    for (const QuantizerEntry& entry : quantizerCatalogue()) {
        INFO(entry.id);
        CHECK(ids.insert(entry.id).second);
        CHECK_FALSE(entry.title.empty());
        CHECK_FALSE(entry.summary.empty());
        CHECK_FALSE(entry.source.empty());
        CHECK((entry.forWeights || entry.forActivations));
        for (const ParamSpec& spec : entry.params) CHECK_FALSE(spec.help.empty());
    }
}

TEST_CASE("what is packed is exactly what the forward pass used", "[quantizers]") {
    for (const QuantizerEntry& entry : quantizerCatalogue())
        for (const std::size_t cols : {1U, 63U, 64U, 65U, 200U}) {
            INFO(entry.id << ", " << cols << " columns");
            const Tensor x = test::awkwardValues(5, cols);
            const auto quantizer = test::quantizerAt(Component(entry.id), x, 0.3);
            const Tensor q = test::forward(*quantizer, x);
            const Tensor shipped = quantizer->pack(x.matrix()).dequantize();
            REQUIRE(shipped.shape() == q.shape());
            std::size_t different = 0;
            for (std::size_t i = 0; i < q.size(); ++i) different += shipped[i] != q[i];
            CHECK(different == 0);
        }
}

TEST_CASE("what a quantizer says of its signs is true of what it ships", "[quantizers]") {
    for (const QuantizerEntry& entry : quantizerCatalogue()) {
        INFO(entry.id);
        const Tensor x = test::awkwardValues(3, 70);
        const auto quantizer = test::quantizerAt(Component(entry.id), x, 0.5);
        const Packed shipped = quantizer->packFinal(x.matrix());
        CHECK((entry.id == "identity" || !shipped.planes.empty()));
        bool signs = true;
        const Tensor q = shipped.dequantize();
        for (std::size_t i = 0; i < q.size(); ++i) signs = signs && q[i] == (x[i] >= 0 ? 1.0F : -1.0F);
        // Two that are signs by their defaults alone.
        const bool byChance = signs && (entry.id == "paired" || entry.id == "adabin_activations");
        CHECK(signs == (quantizer->signs() != Signs::Never || byChance));
        if (!quantizer->isSign()) continue;
        const Tensor inTraining = test::forward(*quantizer, x);
        for (std::size_t i = 0; i < q.size(); ++i) REQUIRE(inTraining[i] == q[i]);
    }
}

TEST_CASE("a coordinatewise quantizer acts on each value as its scalar maps say", "[quantizers]") {
    for (const QuantizerEntry& entry : quantizerCatalogue()) {
        if (!entry.scalar) continue;
        for (const double progress : {0.0, 0.4, 0.999}) {
            INFO(entry.id << " at " << progress);
            const ScalarMaps maps = scalarMaps(Component(entry.id), progress);
            Tensor x({1, 101});
            for (std::size_t i = 0; i < x.size(); ++i) x[i] = (static_cast<float>(i) - 50.0F) / 25.0F;
            const auto quantizer = test::quantizerAt(Component(entry.id), x, progress);
            const Tensor q = test::forward(*quantizer, x);
            const Tensor slope = test::backward(*quantizer, x, Tensor(x.shape(), 1.0F));
            for (std::size_t i = 0; i < x.size(); ++i) {
                const auto at = static_cast<double>(x[i]);
                REQUIRE(static_cast<double>(q[i]) == Approx(maps.forward(at)).epsilon(1e-4).margin(1e-5));
                REQUIRE(static_cast<double>(slope[i]) == Approx(maps.backward(at)).epsilon(1e-4).margin(1e-4));
            }
        }
    }
    CHECK_THROWS_WITH(scalarMaps(Component("xnor_scale"), 0, "/w"), containsText("xnor_scale") && containsText("/w/id"));
}

TEST_CASE("sign quantizers give +1 at zero, also at minus zero", "[quantizers]") {
    for (const QuantizerEntry& entry : quantizerCatalogue()) {
        const auto quantizer = makeQuantizer(Component(entry.id));
        if (!quantizer->isSign()) continue;
        INFO(entry.id);
        const Tensor q = test::forward(*quantizer, test::row({0.0F, -0.0F, -1e-38F, 1e-38F}));
        CHECK(q[0] == 1.0F);
        CHECK(q[1] == 1.0F);
        CHECK(q[2] == -1.0F);
        CHECK(q[3] == 1.0F);
    }
}

TEST_CASE("scaling a row leaves its bits as they are", "[quantizers]") {
    for (const QuantizerEntry& entry : quantizerCatalogue()) {
        // The chance of +1 depends on the magnitude, the sine has a period.
        if (entry.id == "stochastic_sign" || entry.id == "biper") continue;
        const auto quantizer = makeQuantizer(Component(entry.id));
        Tensor x = test::awkwardValues(3, 130);
        const Packed before = quantizer->packFinal(x.matrix());
        if (!before.binary()) continue;
        INFO(entry.id);
        for (float& value : x.values()) value *= 3.0F;
        CHECK(quantizer->packFinal(x.matrix()).planes[0] == before.planes[0]);
    }
}

TEST_CASE("the backward map works in place and is finite", "[quantizers]") {
    for (const QuantizerEntry& entry : quantizerCatalogue()) {
        INFO(entry.id);
        const Tensor x = test::awkwardValues(4, 70);
        const auto quantizer = test::quantizerAt(Component(entry.id), x, 0.5);
        Tensor g({4, 70});
        fillNormal(Rng(3), 1.0F, g.values());
        const Tensor apart = test::backward(*quantizer, x, g);
        quantizer->backward(x.matrix(), g.matrix(), g.matrix());
        bool same = true, finite = true;
        for (std::size_t i = 0; i < g.size(); ++i) {
            same = same && g[i] == apart[i];
            finite = finite && std::isfinite(g[i]);
        }
        CHECK(same);
        CHECK(finite);
    }
}

TEST_CASE("an unknown quantizer or parameter is an error that names the nearest one", "[quantizers]") {
    CHECK_THROWS_WITH(makeQuantizer(Component("ste_sing"), "/w"), containsText("ste_sign") && containsText("/w/id"));
    CHECK_THROWS_WITH(makeQuantizer(Component("ste_sign", {{"clipp", 1.0}}), "/w"), containsText("'clip'"));
    CHECK_THROWS_WITH(makeQuantizer(Component("ste_sign", {{"clip", -1.0}}), "/w"), containsText("from 0 to 100"));
}
