// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/rotation.h"
#include "tests/core/quantizers/transform_check.h"

using namespace orthant;

namespace {

double largestDeviationFromOrthogonal(const Tensor& r) {
    double worst = 0;
    for (std::size_t i = 0; i < r.rows(); ++i)
        for (std::size_t j = 0; j < r.rows(); ++j) {
            double dot = 0;
            for (std::size_t k = 0; k < r.rows(); ++k)
                dot += static_cast<double>(r.row(i)[k]) * static_cast<double>(r.row(j)[k]);
            worst = std::max(worst, std::abs(dot - (i == j ? 1 : 0)));
        }
    return worst;
}

} // namespace

TEST_CASE("row lengths are factored as squarely as possible", "[quantizers]") {
    CHECK(rowFactors(784).a == 28);
    CHECK(rowFactors(784).b == 28);
    CHECK(rowFactors(12).a == 3);
    CHECK(rowFactors(13).a == 1);
    CHECK(rowFactors(13).b == 13);
    CHECK(rowFactors(1152).a == 32);
}

TEST_CASE("rotations stay orthogonal and bring rows nearer to their signs in each round", "[quantizers]") {
    for (const std::size_t cols : {12U, 35U, 64U}) {
        INFO(cols << " columns");
        const Tensor x = test::normals(40, cols, cols);
        Rotate rotate(false);
        rotate.start(x.matrix());
        const QuantizerState state = rotate.state();
        Tensor r1 = *state.buffers[0].tensor, r2 = *state.buffers[1].tensor;
        CHECK(largestDeviationFromOrthogonal(r1) < 1e-5);
        double before = agreement(x.matrix(), r1, r2);
        for (int round = 0; round < 3; ++round) {
            improveRotations(x.matrix(), r1, r2);
            const double now = agreement(x.matrix(), r1, r2);
            CHECK(now >= before * (1 - 1e-6));
            before = now;
        }
        CHECK(before > 1.01 * agreement(x.matrix(), *state.buffers[0].tensor, *state.buffers[1].tensor));
        CHECK(largestDeviationFromOrthogonal(r1) < 1e-5);
        CHECK(largestDeviationFromOrthogonal(r2) < 1e-5);
    }
}

TEST_CASE("the full gradient of a rotation is its derivative, for rows and for angles", "[quantizers]") {
    const Tensor x = test::normals(3, 12, 4), g = test::normals(3, 12, 77);
    Rotate rotate(false);
    rotate.start(x.matrix());
    Parameter& angle = *rotate.state().parameters[0];
    angle.value[0] = 0.4F;
    angle.value[1] = -0.9F;
    angle.value[2] = 2.5F;
    test::checkDerivative(rotate, x, 0.05, 2e-4);
    for (std::size_t r = 0; r < 3; ++r) {
        const Tensor here = angle.value;
        const double slope = test::slopeAlong(here, r, 0.01, [&](const Tensor& moved) {
            angle.value = moved;
            return test::dotOf(test::through(rotate, x), g);
        });
        angle.value = here;
        CHECK(static_cast<double>(angle.gradient[r]) == Approx(slope).margin(2e-3));
    }
}

TEST_CASE("the detached gradient is (1 - s) dy, which is nothing at the start", "[quantizers]") {
    const Tensor x = test::normals(2, 12, 4), g = test::normals(2, 12, 5);
    Rotate rotate(true);
    rotate.start(x.matrix());
    Tensor dx(x.shape());
    rotate.backward(x.matrix(), g.matrix(), dx.matrix());
    for (const float slope : dx.values()) CHECK(slope == Approx(0).margin(1e-6));
    rotate.state().parameters[0]->value[1] = 0.5F;
    rotate.backward(x.matrix(), g.matrix(), dx.matrix());
    for (std::size_t c = 0; c < 12; ++c) CHECK(dx.row(1)[c] == Approx((1 - std::sin(0.5F)) * g.row(1)[c]).margin(1e-6));
}

TEST_CASE("rotations move at the first step of an epoch and at no other", "[quantizers]") {
    const Tensor x = test::normals(10, 16, 4);
    Rotate rotate(false);
    rotate.start(x.matrix());
    const Tensor before = *rotate.state().buffers[0].tensor;
    const auto same = [&] {
        const Tensor& now = *rotate.state().buffers[0].tensor;
        return std::equal(now.values().begin(), now.values().end(), before.values().begin());
    };
    rotate.beginStep({7, 1.4, 10, 1, 0}, x.matrix());
    CHECK(same());
    rotate.beginStep({10, 2.0, 10, 1, 0}, x.matrix());
    CHECK_FALSE(same());
}
