// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/problems/helpers.h"
#include "tests/errors.h"

#include "core/io/bundle.h"
#include "core/unrolled/problems/eeg_signal.h"
#include "tests/temporary_folder.h"

using namespace orthant;

TEST_CASE("epochs have unit deviation and an SNR in the range that was asked for", "[unrolled]") {
    for (const char* artefact : {"blinks", "muscle", "both"}) {
        INFO(artefact);
        const Problem problem = test::problemOf("eeg_denoise", {{"artefact", std::string(artefact)}});
        CHECK(problem.sampleRate == 256);
        const test::Drawn rows = test::drawn(problem, 100);
        double lowest = 1e9, highest = -1e9;
        for (std::size_t r = 0; r < 100; ++r) {
            const std::vector<double> clean = test::product(problem.op, rows.x.row(r));
            double noise = 0, power = 0, sum = 0, squares = 0;
            for (std::size_t i = 0; i < 512; ++i) {
                const auto y = static_cast<double>(rows.y.row(r)[i]);
                noise += std::pow(y - clean[i], 2);
                power += clean[i] * clean[i];
                sum += y;
                squares += y * y;
            }
            const double snr = 10 * std::log10(power / noise);
            lowest = std::min(lowest, snr);
            highest = std::max(highest, snr);
            REQUIRE(squares / 512 - std::pow(sum / 512, 2) == Approx(1).epsilon(1e-3));
        }
        CHECK(lowest > -7.01);
        CHECK(lowest < -5);
        CHECK(highest < 4.01);
        CHECK(highest > 2);
    }
}

TEST_CASE("the unknowns are the cosines of the clean signal, segment by segment", "[unrolled]") {
    const Problem problem = test::problemOf("eeg_denoise");
    const Whole whole = problem.whole(3);
    REQUIRE(whole.original.shape() == Shape{512});
    REQUIRE(whole.measured.shape() == Shape{512});
    const std::vector<double> signal = test::product(problem.op, whole.x.row(0));
    for (std::size_t i = 0; i < 512; ++i)
        REQUIRE(static_cast<double>(whole.original[i]) == Approx(signal[i]).margin(1e-5));
    CHECK(problem.title == "EEG-like signals, 8 blocks of cosines, 64 each");
}

TEST_CASE("epochs and artefacts of the user are mixed as they are", "[unrolled]") {
    const TemporaryFolder folder;
    std::vector<float> epochs(20 * 512), artefacts(10 * 512, 0.0F);
    for (std::size_t i = 0; i < epochs.size(); ++i)
        epochs[i] = i / 512 % 2 == 0 ? static_cast<float>(i % 4) - 1.5F : static_cast<float>(i % 8) - 3.5F;
    for (std::size_t e = 0; e < 10; ++e)
        artefacts[e * 512 + 7] = 3; // one sample alone
    writeNpy(folder / "clean.npy", Array::of<float>(ElementType::F32, {20, 512}, epochs));
    writeNpy(folder / "noise.npy", Array::of<float>(ElementType::F32, {10, 512}, artefacts));
    const Params files{{"epochs", std::string("clean.npy")}, {"artefacts", std::string("noise.npy")}};
    const Problem problem = test::problemOf("eeg_denoise", files, 1, folder.path());
    const test::Drawn rows = test::drawn(problem, 10);
    for (std::size_t r = 0; r < 10; ++r) {
        const std::vector<double> clean = test::product(problem.op, rows.x.row(r));
        for (std::size_t i = 0; i < 512; ++i)
            CHECK((std::abs(clean[i] - static_cast<double>(rows.y.row(r)[i])) < 1e-4) == (i != 7));
        CHECK((std::abs(clean[4] / clean[5] - 3) < 1e-2 || std::abs(clean[4] / clean[5] - 1.0 / 3) < 1e-2));
    }
    writeNpy(folder / "short.npy", Array::of<float>(ElementType::F32, {40, 256}, epochs));
    CHECK(mentions(errorOf([&] {
                       return test::problemOf("eeg_denoise", {{"epochs", std::string("short.npy")}}, 1, folder.path());
                   }),
                   {"short.npy", "256", "512"}));
    CHECK(mentions(errorOf([&] { return test::problemOf("eeg_denoise", {{"snrLow", 5.0}}); }), {"/problem/snrLow"}));
}
