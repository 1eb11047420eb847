// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/unrolled/structure.h"
#include "tests/catch.h"
#include "tests/core/unrolled/operators/helpers.h"
#include "tests/errors.h"

using namespace orthant;

namespace {

using Kind = MaskCode::Kind;

Mask blurMask(const char* kernel, const char* boundary) {
    return operatorMask(test::operatorOf("blur", {{"height", std::int64_t{12}},
                                                  {"width", std::int64_t{16}},
                                                  {"kernel", std::string(kernel)},
                                                  {"boundary", std::string(boundary)}}));
}

Mask pulseMask(const char* boundary) {
    return operatorMask(
        test::operatorOf("convolution", {{"unknowns", std::int64_t{60}}, {"boundary", std::string(boundary)}}));
}

} // namespace

TEST_CASE("every structure has its short code, which gives the same mask again", "[unrolled]") {
    Mask scattered(40, 30);
    for (std::size_t k = 0; k < 100; ++k)
        scattered.set(Rng(3).below(2 * k, 40), Rng(3).below(2 * k + 1, 30), true);
    const struct {
        const char* name;
        Mask mask;
        Kind kind;
    } cases[] = {
        {"dense", denseMask(64, 48), Kind::Dense},
        {"blocks", operatorMask(test::operatorOf("block_gaussian")), Kind::Blocks},
        {"identity", operatorMask(test::operatorOf("identity")), Kind::Blocks},
        {"band", pulseMask("zero"), Kind::Band},
        {"longer window", pulseMask("full"), Kind::Band},
        {"around the ends", pulseMask("periodic"), Kind::Stencil},
        {"box blur", blurMask("box", "zero"), Kind::Stencil},
        {"mirrored bell", blurMask("gaussian", "reflect"), Kind::Stencil},
        {"motion around", blurMask("motion", "periodic"), Kind::Stencil},
        {"scattered", scattered, Kind::Bitmap},
    };
    for (const auto& one : cases) {
        INFO(one.name);
        const MaskCode code = codeOf(one.mask);
        CHECK(code.kind == one.kind);
        CHECK_FALSE(code.text.empty());
        const std::vector<std::byte> bytes = encodedMask(one.mask);
        CHECK(code.bits == 8 * bytes.size());
        CHECK(decodedMask(bytes, "file") == one.mask);
        if (code.kind != Kind::Bitmap) CHECK(maskOf(code, one.mask.rows(), one.mask.cols()) == one.mask);
    }
    CHECK(codeOf(cases[1].mask).text == "block diagonal: 4 blocks of 16 x 12");
    CHECK(codeOf(cases[1].mask).bits == 56);
    CHECK(codeOf(cases[6].mask).text == "a stencil of 5 x 5 on pictures of 12 x 16");
}

TEST_CASE("bytes that are no mask are refused", "[unrolled]") {
    std::vector<std::byte> bytes = encodedMask(pulseMask("zero"));
    const auto refused = [&](const char* part) {
        return mentions(errorOf([&] { return decodedMask(bytes, "here"); }), {"here", part});
    };
    bytes.push_back({});
    CHECK(refused("1 bytes after"));
    bytes.resize(6);
    CHECK(refused("too early"));
    bytes[0] = std::byte{9};
    CHECK(refused("kind"));
    bytes = encodedMask(operatorMask(test::operatorOf("block_gaussian")));
    bytes[5] = std::byte{7};
    CHECK(refused("equal blocks"));
    bytes[1] = bytes[2] = std::byte{255};
    CHECK(refused("4096"));
}
