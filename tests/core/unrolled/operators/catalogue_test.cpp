// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/operators/helpers.h"
#include "tests/errors.h"

#include "core/tensor/eigen.h"
#include "core/tensor/gemm.h"
#include "core/unrolled/matrices.h"

#include <set>

using namespace orthant;

TEST_CASE("every operator describes itself, and its defaults make a finite matrix with a title", "[unrolled]") {
    std::set<std::string> ids;
    for (const OperatorEntry& entry : operatorCatalogue()) {
        INFO(entry.id);
        CHECK(ids.insert(entry.id).second);
        CHECK_FALSE(entry.title.empty());
        CHECK_FALSE(entry.summary.empty());
        CHECK_FALSE(entry.source.empty());
        if (entry.id == "imported") continue; // needs a file
        const LinearOperator op = test::operatorOf(entry.id);
        CHECK_FALSE(op.title.empty());
        CHECK(op.measurements() > 0);
        bool finite = true;
        for (const float value : op.matrix.values())
            finite = finite && std::isfinite(value);
        CHECK(finite);
        CHECK(test::operatorOf(entry.id).matrix[3] == op.matrix[3]);
    }
}

TEST_CASE("an unknown operator is an error that names the nearest one", "[unrolled]") {
    CHECK(mentions(errorOf([] { return test::operatorOf("convolutoin"); }), {"/operator/id", "'convolution'"}));
}

TEST_CASE("the spectral norm is that of known matrices", "[unrolled]") {
    const float rows[] = {3, 0, 4, 5}; // singular values sqrt(45) and sqrt(5)
    CHECK(spectralNorm({rows, 2, 2, 2}) == Approx(std::sqrt(45.0)).epsilon(1e-6));
    CHECK(spectralNorm(test::operatorOf("partial_dct").matrix.matrix()) == Approx(1).epsilon(1e-5));
    // A Gaussian one, whose largest singular values lie close together, against Eigen.
    const LinearOperator op =
        test::operatorOf("gaussian", {{"measurements", std::int64_t{120}}, {"unknowns", std::int64_t{240}}});
    Tensor gram({120, 120});
    floatProduct(op.matrix.matrix(), Transpose::No, op.matrix.matrix(), Transpose::Yes, gram.matrix());
    const double norm = spectralNorm(op.matrix.matrix());
    CHECK(norm * norm == Approx(static_cast<double>(symmetricEigen(gram.matrix()).values.back())).epsilon(1e-5));
    const float none[] = {0, 0};
    CHECK(spectralNorm({none, 1, 2, 2}) == 0);
}
