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
            const auto quantizer = makeQuantizer(Component(entry.id));
            const Tensor x = test::awkwardValues(5, cols);
            const Tensor q = test::forward(*quantizer, x);
            const Tensor shipped = quantizer->pack(x.matrix()).dequantize();
            REQUIRE(shipped.shape() == q.shape());
            std::size_t different = 0;
            for (std::size_t i = 0; i < q.size(); ++i) different += shipped[i] != q[i];
            CHECK(different == 0);
        }
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
        const auto quantizer = makeQuantizer(Component(entry.id));
        Tensor x = test::awkwardValues(3, 130);
        const Packed before = quantizer->pack(x.matrix());
        if (!before.binary()) continue;
        INFO(entry.id);
        for (float& value : x.values()) value *= 3.0F;
        CHECK(quantizer->pack(x.matrix()).planes[0] == before.planes[0]);
    }
}

TEST_CASE("the backward map works in place and is finite", "[quantizers]") {
    for (const QuantizerEntry& entry : quantizerCatalogue()) {
        INFO(entry.id);
        const auto quantizer = makeQuantizer(Component(entry.id));
        const Tensor x = test::awkwardValues(4, 70);
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
