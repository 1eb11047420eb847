// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/bundle.h"

#include "tests/catch.h"
#include "tests/errors.h"

#include <cstdint>
#include <limits>

using namespace orthant;

TEST_CASE("Values of every element type come out as doubles and floats") {
    const auto check = [](auto value, ElementType type, std::size_t bytes, const char* name) {
        using T = decltype(value);
        const T values[] = {value, T{1}};
        const Array array = Array::of<T>(type, {2, 1}, values);
        CHECK(bytesOf(type) == bytes);
        CHECK(nameOf(type) == name);
        CHECK(array.bytes.size() == 2 * bytes);
        CHECK(array.toDoubles() == std::vector<double>{static_cast<double>(value), 1.0});
        CHECK(array.toFloats() == std::vector<float>{static_cast<float>(value), 1.0F});
    };
    check(std::uint8_t{200}, ElementType::U8, 1, "u8");
    check(std::int8_t{-100}, ElementType::I8, 1, "i8");
    check(std::uint16_t{60000}, ElementType::U16, 2, "u16");
    check(std::int16_t{-30000}, ElementType::I16, 2, "i16");
    check(std::int32_t{-2000000000}, ElementType::I32, 4, "i32");
    check(std::int64_t{-(std::int64_t{1} << 52)}, ElementType::I64, 8, "i64");
    check(std::uint64_t{1} << 63, ElementType::U64, 8, "u64");
    check(0.1F, ElementType::F32, 4, "f32");
    check(0.1, ElementType::F64, 8, "f64");
}

TEST_CASE("An array without dimensions holds one value, one with a zero none") {
    CHECK(Array{ElementType::F32, {}, {}}.count() == 1);
    CHECK(Array{ElementType::F32, {3, 0, 5}, {}}.count() == 0);
    CHECK(Array{ElementType::F32, {3, 2, 5}, {}}.count() == 30);
}

TEST_CASE("Asking a bundle for an array that is not there lists those that are") {
    Bundle bundle;
    CHECK(errorOf([&] { return bundle.at("w").count(); }) == "there is no array 'w'; there are none");
    bundle.arrays["layer0.weights"] = {};
    bundle.arrays["layer1.weights"] = {};
    CHECK(errorOf([&] { return bundle.at("bias").count(); }) ==
          "there is no array 'bias'. Known: layer0.weights, layer1.weights");
    CHECK(&bundle.at("layer1.weights") == &bundle.arrays["layer1.weights"]);
}

TEST_CASE("Sizes that no memory can have are an error, also beside a zero") {
    constexpr std::size_t half = std::size_t{1} << 32;
    CHECK(arrayBytes(ElementType::F32, std::vector<std::size_t>{2, 3}, "x") == 24);
    CHECK(arrayBytes(ElementType::F32, std::vector<std::size_t>{}, "x") == 4);
    CHECK(arrayBytes(ElementType::F32, std::vector<std::size_t>{half, 0}, "x") == 0);
    for (const std::vector<std::size_t>& shape : std::vector<std::vector<std::size_t>>{
             {half, half}, {half, half, 0}, {0, half, half}, {std::numeric_limits<std::size_t>::max()}})
        CHECK(errorOf([&] { return arrayBytes(ElementType::F32, shape, "x"); }) ==
              "x: the shape is too large for any memory");
}
