// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/bundle.h"
#include "core/io/file.h"
#include "core/unrolled/solver_codec.h"
#include "tests/core/unrolled/plain_net.h"
#include "tests/errors.h"
#include "tests/places.h"
#include "tests/python.h"
#include "tests/temporary_folder.h"

#include <cstdio>
#include <cstring>

using namespace orthant;

namespace {

const std::string problemText = R"({"problem": {"id": "sparse_recovery", "operator": {"id": "block_gaussian", "unknowns": 24,
    "measurements": 18, "blocks": 3}, "density": 0.1}, "seed": 7})";

Problem smallProblem() {
    return makeProblem(Component("sparse_recovery", {{"operator", Component("block_gaussian", {{"unknowns", std::int64_t{24}},
                                                                                              {"measurements", std::int64_t{18}},
                                                                                              {"blocks", std::int64_t{3}}})}}),
                       {{}, 7});
}

bool sameBits(const Tensor& a, const Tensor& b) {
    return a.shape() == b.shape() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

} // namespace

TEST_CASE("a solver file gives the same bits back, with the matrix inside or made again", "[unrolled]") {
    const TemporaryFolder folder;
    const Problem problem = smallProblem();
    Tensor x({9, 24}), y({9, 18});
    problem.draw(Part::Test, 0, x.matrix(), y.matrix());
    for (const UnrolledEntry& entry : unrolledCatalogue())
        for (const LinkWeightsEntry& weights : linkWeightsCatalogue())
            for (const char* mask : {"operator", "dense"})
                for (const bool withOperator : {false, true})
                    for (const char* name : {"a.npz", "a.safetensors"}) {
                        INFO(entry.id << ", " << weights.id << ", " << mask << ", " << name);
                        UnrolledNet net(problem, test::design(entry.id, {{"layers", std::int64_t{3}}}, Component(weights.id), mask));
                        PackedSolver solver = net.pack();
                        solver.problemText = problemText;
                        const SolverFile file = writeSolver(solver, folder.path() / name, withOperator);
                        REQUIRE(file.verified);
                        std::uintmax_t sum = 0;
                        for (const FileShare& share : file.shares) sum += share.bytes;
                        REQUIRE(sum == std::filesystem::file_size(folder.path() / name));
                        const PackedSolver read = readSolver(folder.path() / name);
                        REQUIRE(read.title == solver.title);
                        REQUIRE(sameBits(read.matrix, solver.matrix));
                        REQUIRE(sameBits(read.run(y.matrix()), solver.run(y.matrix())));
                        for (std::size_t k = 0; k < solver.weights.size(); ++k)
                            REQUIRE(sameBits(read.weights[k].dequantize(), solver.weights[k].dequantize()));
                    }
}

TEST_CASE("the shipped NumPy example reconstructs what the solver does", "[unrolled]") {
    const TemporaryFolder folder;
    const Problem problem = smallProblem();
    Tensor x({200, 24}), y({200, 18});
    problem.draw(Part::Test, 0, x.matrix(), y.matrix());
    writeNpy(folder / "y.npy", Array::of<float>(ElementType::F32, {200, 18}, y.values()));
    const auto check = [&](const UnrolledDesign& design) {
        INFO(design.algorithm.id << ", " << design.weights.id << ", " << design.mask);
        UnrolledNet net(problem, design);
        PackedSolver solver = net.pack();
        solver.problemText = problemText;
        writeSolver(solver, folder / "solver.npz", true);
        const Tensor estimates = solver.run(y.matrix());
        writeNpy(folder / "x.npy", Array::of<float>(ElementType::F32, {200, 24}, estimates.values()));
        const std::string file = (sourceFolder() / "resources/docs/use_solver.py").string();
        const auto printed = runNumpy("import sys\nsys.argv = ['', '" + (folder / "solver.npz").string() + "', '" +
                                      (folder / "y.npy").string() + "', '" + (folder / "x.npy").string() + "']\nexec(open('" +
                                      file + "').read())");
        if (!printed) {
            WARN("no Python with numpy: skipped");
            return;
        }
        INFO(*printed);
        double decibels = 0;
        REQUIRE(std::sscanf(printed->c_str(), "%lf dB", &decibels) == 1);
        CHECK(decibels < -90); // the rounding of floats, and no more
    };
    for (const char* mask : {"operator", "dense"})
        for (const Component& weights : {Component("float32"), Component("one_bit"), Component("ternary"),
                                         Component("one_bit", {{"scope", std::string("channel")}, {"scale", std::string("mean_abs")}})})
            check(test::design("lista_cp", {{"layers", std::int64_t{4}}}, weights, mask));
    check(test::design("lista_cp", {{"layers", std::int64_t{4}}, {"supportSelection", true}, {"learnedSteps", true}}, Component("one_bit")));
    check(test::design("alista", {{"layers", std::int64_t{4}}}, Component("float32"), "dense"));
}

TEST_CASE("the file of PIBiNN with 32 blocks is its formula within 2 percent, every byte counted", "[unrolled]") {
    const TemporaryFolder folder;
    const Component op("block_gaussian", {{"unknowns", std::int64_t{1024}}, {"measurements", std::int64_t{512}}, {"blocks", std::int64_t{32}}});
    const Problem problem = makeProblem(Component("sparse_recovery", {{"operator", op}}), {{}, 1});
    UnrolledNet net(problem, test::design("lista_cp", {{"layers", std::int64_t{10}}}, Component("one_bit")));
    PackedSolver solver = net.pack();
    solver.title = "PIBiNN";
    solver.problemText = R"({"problem": {"id": "sparse_recovery", "operator": {"id": "block_gaussian", "unknowns": 1024,
        "measurements": 512, "blocks": 32, "entries": "gaussian"}, "density": 0.1}, "seed": 1})";
    const SolverFile file = writeSolver(solver, folder.path() / "pibinn.safetensors");
    const double formula = 10.0 * 1024 * 16 + 32 + 32 * 10, bits = 8.0 * static_cast<double>(file.bytes);
    INFO(bits << " bits, formula " << formula);
    CHECK(bits < 1.02 * formula);
    CHECK(bits / (10.0 * 1024 * 512) < 0.04);
    CHECK(net.count().allowed == 10 * 1024 * 16);
}

TEST_CASE("a damaged solver file is refused with its place", "[unrolled]") {
    const TemporaryFolder folder;
    const std::filesystem::path file = folder.path() / "a.safetensors";
    const Problem problem = smallProblem();
    UnrolledNet net(problem, test::design("lista_cp", {{"layers", std::int64_t{2}}}, Component("ternary")));
    PackedSolver solver = net.pack();
    CHECK_THROWS_AS(writeSolver(solver, folder.path() / "a.bin"), Error);
    writeSolver(solver, file); // nobody knows the problem: the matrix is inside
    const Bundle good = readSafetensors(file);
    const auto refused = [&](const std::function<void(Bundle&)>& damage, const char* message) {
        Bundle bundle = good;
        damage(bundle);
        writeSafetensors(file, bundle);
        CHECK(mentions(errorOf([&] { return readSolver(file); }), {"a.safetensors", message}));
    };
    refused([](Bundle& b) { b.metadata.erase("links"); }, "the text 'links' is missing");
    refused([](Bundle& b) { b.metadata["size"] = "2 x"; }, "expected 2 whole numbers");
    refused([](Bundle& b) { b.metadata["size"] = "0 1"; }, "found 0 layers");
    refused([](Bundle& b) { b.metadata["links"] = "2 1 2"; }, "expected 6 whole numbers");
    refused([](Bundle& b) { b.metadata["links"] = "3 1 2 0 1 0"; }, "expected one matrix or 2, found 3");
    refused([](Bundle& b) { b.metadata["size"] = "9999 1"; }, "expected one matrix or 9999");
    refused([](Bundle& b) { b.metadata["mask"] = "zz"; }, "hexadecimal");
    refused([](Bundle& b) { b.metadata["algorithm"] = "lista_cq"; }, "Did you mean 'lista_cp'");
    refused([](Bundle& b) { b.arrays["signs"] = Array::of<std::uint8_t>(ElementType::U8, {1}, std::vector<std::uint8_t>{1}); }, "expected more");
    refused([](Bundle& b) { b.arrays["floats"] = Array::of<float>(ElementType::F32, {9}, std::vector<float>(9)); }, "floats");
    refused([](Bundle& b) { b.arrays["floats"].type = ElementType::I32; }, "expected values of type f32");
    refused([](Bundle& b) { b.arrays.erase("matrix"); }, "neither the matrix nor what makes it");
    refused([](Bundle& b) { b.arrays["matrix"].shape = {24, 18}; }, "expected f32 of shape 18 x 24");
    refused([](Bundle& b) { b.arrays.erase("matrix"), b.metadata["problem"] = "[]", b.metadata["seed"] = "1"; }, "expected an object with an id");
    // Bytes of the file itself: every cut and many changed bytes are an Error or another solver, never a crash.
    writeSolver(solver, file);
    const std::vector<std::byte> bytes = readRawFile(file);
    for (std::size_t i = 0; i < bytes.size(); i += 7)
        for (const bool cut : {true, false}) {
            std::vector<std::byte> bad(bytes.begin(), cut ? bytes.begin() + static_cast<std::ptrdiff_t>(i) : bytes.end());
            if (!cut) bad[i] ^= std::byte{0x15};
            writeFileAtomically(file, bad);
            try {
                readSolver(file);
                CHECK(!cut);
            } catch (const Error& error) {
                CHECK(!error.where().empty());
            }
        }
}
