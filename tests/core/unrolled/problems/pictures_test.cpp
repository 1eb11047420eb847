// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/problems/helpers.h"
#include "tests/errors.h"

#include "core/io/file.h"
#include "core/unrolled/problems/pictures.h"
#include "tests/fuzz/pictures.h"
#include "tests/temporary_folder.h"

using namespace orthant;

TEST_CASE("the phantom has the greys of its ellipses", "[unrolled]") {
    const Tensor phantom = shellPhantom(256, Rng(1), 0);
    const auto at = [&](double x, double y) {
        return static_cast<double>(
            phantom[static_cast<std::size_t>((1 - y) * 128) * 256 + static_cast<std::size_t>((x + 1) * 128)]);
    };
    CHECK(at(0, 0.9) == Approx(1));               // the skull
    CHECK(at(0, -0.35) == Approx(0.2));           // the brain: 1 - 0.8
    CHECK(at(0.22, 0) == Approx(0).margin(1e-6)); // a ventricle: 0.2 - 0.2
    CHECK(at(0, 0.4) == Approx(0.3));             // the large lesion
    CHECK(at(-0.95, 0.95) == 0);
}

TEST_CASE("built-in pictures have values from 0 to 1, and differ", "[unrolled]") {
    for (const char* kind : {"shapes", "textures", "phantoms"}) {
        INFO(kind);
        const auto pictures = picturesOf({{"pictures", std::string(kind)}, {"folder", std::string()}}, {});
        REQUIRE(pictures->train.size() >= 10);
        const Tensor &one = pictures->train[1].values, &two = pictures->train[2].values,
                     &test = pictures->test[1].values;
        double contrast = 0, difference = 0, apart = 0;
        for (std::size_t i = 0; i < one.size(); ++i) {
            REQUIRE((one[i] >= 0 && one[i] <= 1));
            contrast += std::pow(static_cast<double>(one[i]) - 0.5, 2);
            difference += std::pow(static_cast<double>(one[i] - two[i]), 2);
            apart += std::pow(static_cast<double>(one[i] - test[i]), 2);
        }
        CHECK(contrast > 10);
        CHECK(difference > 10);
        CHECK(apart > 10);
    }
}

TEST_CASE("a folder of pictures is divided among the parts; one that has too few is refused", "[unrolled]") {
    const TemporaryFolder folder;
    const auto add = [&](const std::string& name) {
        const auto bytes = fuzz::pngBytes(2, 2, 0, 8, {0, 255, 51, 102});
        writeFileAtomically(folder / name, std::as_bytes(std::span(bytes)));
    };
    const Params params{{"pictures", std::string("folder")}, {"folder", folder.path().string()}};
    add("a.png");
    add("b.PNG");
    add("notes.txt");
    CHECK(mentions(errorOf([&] { return picturesOf(params, {}); }), {"found 2", "at least three"}));
    add("c.png");
    const auto pictures = picturesOf(params, {});
    REQUIRE(pictures->train.size() == 1);
    REQUIRE(pictures->test.size() == 1);
    REQUIRE(pictures->validation.size() == 1);
    CHECK(pictures->test[0].title == "a");
    CHECK(pictures->train[0].values[2] == 0.2F);
    CHECK(mentions(
        errorOf([&] {
            return picturesOf({{"pictures", std::string("folder")}, {"folder", std::string()}}, {{}, 1, "/problem"});
        }),
        {"/problem/folder", "no folder"}));
}
