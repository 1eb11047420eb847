// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/unrolled/plain_net.h"

using namespace orthant;

namespace {

Component scheme(const char* id) { return Component(id); }

/// The packed solver beside training's forward pass and beside plain loops in double precision.
void compare(const Problem& problem, const UnrolledDesign& design) {
    INFO(design.algorithm.id << ", " << design.weights.id << ", " << design.mask);
    UnrolledNet net(problem, design);
    for (Parameter* parameter : net.parameters())
        if (parameter->name.ends_with("step")) parameter->value[0] = 0.9F;
    net.changed();
    const PackedSolver solver = net.pack();
    const std::size_t rows = 70 * problem.channels;
    Tensor x({rows, problem.op.unknowns()}), y({rows, problem.op.measurements()});
    problem.draw(Part::Test, 0, x.matrix(), y.matrix());
    for (const std::size_t depth : {std::size_t{1}, net.layers()}) {
        const Tensor packed = solver.run(y.matrix(), depth);
        const ConstMatrixView trained = net.forward(y.matrix(), depth);
        for (std::size_t r = 0; r < rows; ++r)
            for (std::size_t c = 0; c < x.cols(); ++c) REQUIRE(packed.row(r)[c] == Approx(trained.row(r)[c]).epsilon(2e-5).margin(1e-5));
    }
    const test::PlainNet::Matrix plain = test::PlainNet::of(solver).run(y.matrix());
    const Tensor all = solver.run(y.matrix());
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < x.cols(); ++c)
            REQUIRE(static_cast<double>(all.row(r)[c]) == Approx(plain[r][c]).epsilon(1e-4).margin(2e-5));
}

} // namespace

TEST_CASE("a packed solver gives the estimates of training, for every kind of weights", "[unrolled]") {
    const Problem problem = test::blockProblem(32, 24, 2);
    for (const LinkWeightsEntry& entry : linkWeightsCatalogue())
        for (const char* mask : {"operator", "dense"})
            compare(problem, test::design("lista_cp", {{"layers", std::int64_t{4}}, {"learnedSteps", true}, {"supportSelection", true}},
                                          scheme(entry.id.c_str()), mask));
}

TEST_CASE("a packed solver gives the estimates of training, for every algorithm, with channels and with a sparsifier", "[unrolled]") {
    for (const UnrolledEntry& entry : unrolledCatalogue()) {
        compare(test::blockProblem(32, 24, 2), test::design(entry.id, {{"layers", std::int64_t{4}}}, scheme("one_bit")));
        compare(test::blockProblem(16, 12, 1, 0.2, 3), test::design(entry.id, {{"layers", std::int64_t{3}}}, scheme("ternary")));
    }
    Problem problem = test::blockProblem(16, 12, 1);
    problem.sparsifier.resize({16, 16});
    for (std::size_t i = 0; i < 16; ++i) problem.sparsifier.row(i)[15 - i] = 1; // backwards
    compare(problem, test::design("lista_cp", {{"layers", std::int64_t{3}}}, scheme("one_bit")));
}

TEST_CASE("one layer of a packed solver is within its stated bound of training", "[unrolled]") {
    const Problem problem = test::blockProblem(64, 48, 1);
    UnrolledNet net(problem, test::design("lista_cp", {{"layers", std::int64_t{1}}, {"thresholdStart", 0.0}}, scheme("one_bit")));
    Tensor x({20, 64}), y({20, 48});
    problem.draw(Part::Test, 0, x.matrix(), y.matrix());
    const Tensor packed = net.pack().run(y.matrix());
    const ConstMatrixView trained = net.forward(y.matrix(), 1);
    const double scale = net.scales()[0];
    for (std::size_t r = 0; r < 20; ++r) {
        double size = 0;
        for (const float v : y.row(r)) size += static_cast<double>(std::abs(v));
        for (std::size_t c = 0; c < 64; ++c)
            REQUIRE(std::abs(static_cast<double>(packed.row(r)[c]) - static_cast<double>(trained.row(r)[c])) <= 48 * 0x1p-22 * scale * size);
    }
}
