// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/hash_recall.h"

#include "core/geometry/theory_hashing.h"
#include "tests/catch.h"

#include <cmath>

using namespace orthant;

TEST_CASE("a code is the signs of products with the planes, and rotations give their first rows", "[geometry]") {
    Tensor x({3, 20});
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = static_cast<float>(Rng(4).normal(i));
    const RandomRotation one = RandomRotation::hadamard(20, 2, 1, Rng(1)),
                         two = RandomRotation::hadamard(20, 2, 1, Rng(2));
    const BitMatrix code = SignCoder::rotations(40, {one, two}).code(x.matrix());
    CHECK(code.cols() == 40);
    Tensor first({3, 32}), second({3, 32});
    one.apply(x.matrix(), first.matrix());
    two.apply(x.matrix(), second.matrix());
    for (std::size_t r = 0; r < 3; ++r)
        for (std::size_t c = 0; c < 40; ++c)
            CHECK(code.get(r, c) == ((c < 32 ? first[r * 32 + c] : second[r * 32 + c - 32]) >= 0));

    // Opposite vectors differ in every bit, equal ones in none.
    Tensor pair({2, 20});
    for (std::size_t i = 0; i < 20; ++i)
        pair[i] = x[i], pair[20 + i] = -x[i];
    const BitMatrix opposite = SignCoder::independent(20, 100, Rng(3)).code(pair.matrix());
    std::size_t different = 0;
    for (std::size_t c = 0; c < 100; ++c)
        different += opposite.get(0, c) != opposite.get(1, c);
    CHECK(different == 100);
}

TEST_CASE("recall grows with bits as theory says, and chance settles ties", "[geometry]") {
    HashRecall cloud(1000, 400, 64, 40, Rng(6));
    REQUIRE(cloud.findNearest(nullptr));
    CHECK(cloud.ownNearest() == 400); // 40 degrees is nearer than any of 1000 strangers in 64 dimensions
    HashRecall::Codes codes;
    REQUIRE(cloud.encode(SignCoder::independent(64, 256, Rng(8)), codes, nullptr));
    CHECK(codes.points.rows() == 1000);
    double last = 0;
    for (const std::size_t bits : {8U, 16U, 32U, 64U, 128U, 256U}) {
        const HashRecall::Hits hits = cloud.search(codes, bits);
        INFO(bits);
        CHECK(hits.first.count == 400);
        // One draw of few hyperplanes serves all queries: wider than the spread between queries.
        CHECK(hits.first.mean == Approx(theory::recallAtOne(40, bits, 1000, 64)).margin(0.08));
        CHECK(hits.firstTen.mean >= hits.first.mean);
        CHECK(hits.first.mean >= last);
        last = hits.first.mean;
    }
    CHECK(last > 0.99);

    // All codes equal: everyone is first with the chance 1/n.
    codes.points = BitMatrix(1000, 16);
    codes.queries = BitMatrix(400, 16);
    CHECK(cloud.search(codes, 16).first.mean == Approx(1 / 1000.0));
    CHECK(cloud.search(codes, 16).firstTen.mean == Approx(10 / 1000.0));
}

TEST_CASE("a search ends when it is told to", "[geometry]") {
    std::stop_source stop;
    stop.request_stop();
    const Progress progress(stop.get_token());
    HashRecall cloud(100, 10, 8, 40, Rng(6));
    CHECK_FALSE(cloud.findNearest(&progress));
    HashRecall::Codes codes;
    CHECK_FALSE(cloud.encode(SignCoder::independent(8, 16, Rng(8)), codes, &progress));
}
