// SPDX-License-Identifier: GPL-3.0-or-later
// What every problem promises, whichever it is.
#include "core/base/parallel.h"
#include "tests/catch.h"
#include "tests/core/unrolled/problems/helpers.h"
#include "tests/errors.h"

#include <algorithm>
#include <set>

using namespace orthant;

namespace {

bool equal(std::span<const float> a, std::span<const float> b) { return std::ranges::equal(a, b); }

bool needsFile(const ProblemEntry& entry) { return entry.id == "imported_signals"; }

} // namespace

TEST_CASE("every problem describes itself, and a sample depends on seed, part and number alone", "[unrolled]") {
    std::set<std::string> ids;
    for (const ProblemEntry& entry : problemCatalogue()) {
        INFO(entry.id);
        CHECK(ids.insert(entry.id).second);
        CHECK_FALSE(entry.title.empty());
        CHECK_FALSE(entry.summary.empty());
        CHECK_FALSE(entry.source.empty());
        if (needsFile(entry)) continue;
        const Problem problem = test::problemOf(entry.id);
        CHECK_FALSE(problem.title.empty());
        REQUIRE(elementCount(problem.signalShape) > 0);
        const std::size_t channels = problem.channels;
        const test::Drawn all = test::drawn(problem, 40), later = test::drawn(problem, 7, Part::Train, 30);
        for (std::size_t r = 0; r < 7 * channels; ++r) {
            REQUIRE(equal(all.x.row(30 * channels + r), later.x.row(r)));
            REQUIRE(equal(all.y.row(30 * channels + r), later.y.row(r)));
        }
        withThreads(1, [&] { CHECK(equal(test::drawn(problem, 40).y.values(), all.y.values())); });
        CHECK(equal(test::drawn(test::problemOf(entry.id), 40).x.values(), all.x.values()));
        CHECK_FALSE(equal(test::drawn(problem, 40, Part::Test).x.values(), all.x.values()));
        CHECK_FALSE(equal(test::drawn(problem, 40, Part::Validation).x.values(), all.x.values()));
        CHECK_FALSE(equal(test::drawn(test::problemOf(entry.id, {}, 2), 40).x.values(), all.x.values()));
        bool finite = true;
        for (const Tensor* rows : {&all.x, &all.y})
            for (const float value : rows->values())
                finite = finite && std::isfinite(value);
        CHECK(finite);
        CHECK(problem.signalShape.size() == (problem.kind == SignalKind::Image ? 2 : 1));
    }
}

TEST_CASE("what there is to look at is put together from rows as the network sees them", "[unrolled]") {
    for (const ProblemEntry& entry : problemCatalogue()) {
        INFO(entry.id);
        if (needsFile(entry)) continue;
        const Problem problem = test::problemOf(entry.id);
        REQUIRE(problem.whole);
        const Whole whole = problem.whole(1), again = problem.whole(1);
        CHECK_FALSE(whole.title.empty());
        REQUIRE(whole.x.cols() == problem.op.unknowns());
        REQUIRE(whole.y.cols() == problem.op.measurements());
        CHECK(whole.x.rows() == whole.y.rows());
        CHECK(whole.x.rows() % problem.channels == 0);
        CHECK(equal(whole.y.values(), again.y.values()));
        const Tensor picture = whole.assemble(whole.x.matrix());
        REQUIRE(picture.shape() == whole.original.shape());
        for (std::size_t i = 0; i < picture.size(); ++i)
            REQUIRE(static_cast<double>(picture[i]) == Approx(static_cast<double>(whole.original[i])).margin(1e-5));
        CHECK(whole.measured.size() > 0);
    }
}

TEST_CASE("a sparsifier is orthonormal", "[unrolled]") {
    for (const ProblemEntry& entry : problemCatalogue()) {
        if (needsFile(entry)) continue;
        const Problem problem = test::problemOf(entry.id);
        if (problem.sparsifier.empty()) continue;
        INFO(entry.id);
        LinearOperator transform{"", problem.sparsifier};
        double worst = 0;
        for (std::size_t a = 0; a < transform.measurements(); a += 7)
            for (std::size_t b = 0; b < transform.measurements(); ++b) {
                double dot = 0;
                for (std::size_t j = 0; j < transform.unknowns(); ++j)
                    dot += static_cast<double>(transform.matrix.row(a)[j]) *
                           static_cast<double>(transform.matrix.row(b)[j]);
                worst = std::max(worst, std::abs(dot - (a == b ? 1.0 : 0.0)));
            }
        CHECK(worst < 1e-5);
    }
}

TEST_CASE("an unknown problem and a faulty operator in it are errors at their places", "[unrolled]") {
    CHECK(mentions(errorOf([] { return test::problemOf("sparse_recovry"); }), {"/problem/id", "sparse_recovery"}));
    CHECK(mentions(errorOf([] {
                       return test::problemOf(
                           "sparse_recovery",
                           {{"operator", Component("block_gaussian", {{"blocks", std::int64_t{7}}})}});
                   }),
                   {"/problem/operator/blocks"}));
}

TEST_CASE("NMSE is the energy of the error over that of the signal, in decibel", "[unrolled]") {
    const float truth[] = {3, 0, 0, 4}, estimate[] = {3, 0.3F, 0.4F, 4};
    CHECK(nmseDecibel({estimate, 2, 2, 2}, {truth, 2, 2, 2}) == Approx(-20).margin(1e-5));
}
