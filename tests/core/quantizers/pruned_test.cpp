// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/network/reference_network.h"

#include "core/quantizers/quantizer.h"

using namespace orthant;

namespace {

struct Bench {
    std::unique_ptr<Quantizer> quantizer;
    Tensor x{{20, 50}};

    explicit Bench(const char* keep) {
        quantizer = makeQuantizer(Component("pruned", {{"keep", std::string(keep)}, {"deviations", 0.5}, {"pruneAt", 0.4}}));
        fillUniform(Rng(1), 1, x.values());
        quantizer->start(x.matrix());
    }
    void at(double epoch) { quantizer->beginStep({0, epoch, 10, 1, 0}, x.matrix()); }
};

} // namespace

TEST_CASE("weights below half a deviation of the layer become zero at the moment, and stay so", "[quantizers]") {
    Bench bench("signs");
    bench.at(3.9);
    CHECK(bench.quantizer->pack(bench.x.matrix()).mask.rows() == 0);
    bench.at(4);
    double mean = 0, squares = 0;
    for (const float w : bench.x.values()) {
        mean += static_cast<double>(w) / 1000;
        squares += static_cast<double>(w) * static_cast<double>(w) / 1000;
    }
    const double threshold = 0.5 * std::sqrt(squares - mean * mean);
    const Packed packed = bench.quantizer->pack(bench.x.matrix());
    const Tensor q = packed.dequantize();
    for (std::size_t i = 0; i < 1000; ++i) {
        const float w = bench.x[i];
        CHECK(q[i] == (std::abs(static_cast<double>(w)) < threshold ? 0.0F : w >= 0 ? 1.0F : -1.0F));
    }
    for (float& w : bench.x.values()) w = 0.9F - w; // other weights are small now
    bench.at(5);
    CHECK(bench.quantizer->pack(bench.x.matrix()).mask == packed.mask);
}

TEST_CASE("the scale of a row is the mean magnitude of the kept weights", "[quantizers]") {
    Bench bench("scaled_signs");
    bench.at(4);
    const Packed packed = bench.quantizer->pack(bench.x.matrix());
    for (std::size_t r = 0; r < 20; ++r) {
        double sum = 0, count = 0;
        for (std::size_t c = 0; c < 50; ++c)
            if (packed.mask.get(r, c)) {
                sum += std::abs(static_cast<double>(bench.x.row(r)[c]));
                ++count;
            }
        CHECK(count < 50);
        CHECK(static_cast<double>(packed.scales[0][r]) == Approx(sum / count));
    }
}

TEST_CASE("values are kept as they are, and zeros get no gradient", "[quantizers]") {
    Bench bench("values");
    bench.at(4);
    const Tensor q = bench.quantizer->pack(bench.x.matrix()).dequantize();
    Tensor dq({20, 50}, 1.0F), dx({20, 50});
    bench.quantizer->backward(bench.x.matrix(), dq.matrix(), dx.matrix());
    std::size_t zeros = 0;
    for (std::size_t i = 0; i < 1000; ++i) {
        zeros += q[i] == 0;
        CHECK((q[i] == 0 || q[i] == bench.x[i]));
        CHECK(dx[i] == (q[i] == 0 ? 0.0F : 1.0F));
    }
    CHECK(zeros > 200); // uniform: half a deviation is 0.29
    CHECK(zeros < 380);
}

TEST_CASE("the zeros belong to the state of a network", "[quantizers]") {
    const std::vector<Component> layers{Component("flatten"), Component("dense", {{"units", std::int64_t{4}}, {"weights", Component("pruned", {{"pruneAt", 0.0}})}})};
    Network first(layers, {6, 6}, 4, 1), second(layers, {6, 6}, 4, 2);
    first.forward(Tensor({1, 6, 6}), {true, {}});
    second.restore(first.state());
    const Packed a = first.layer(1).packedWeights(), b = second.layer(1).packedWeights();
    CHECK(a.mask.rows() == 4);
    CHECK(a.mask == b.mask);
    CHECK(a.planes[0] == b.planes[0]);
}
