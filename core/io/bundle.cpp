// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/bundle.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/io/bytes.h"

#include <cassert>

namespace orthant {

namespace {

template <class From, class To>
std::vector<To> converted(const Array& array) {
    std::vector<To> values(array.count());
    assert(array.bytes.size() == values.size() * sizeof(From));
    for (std::size_t i = 0; i < values.size(); ++i) {
        From value;
        std::memcpy(&value, array.bytes.data() + i * sizeof(From), sizeof(From));
        values[i] = static_cast<To>(value);
    }
    return values;
}

template <class To>
std::vector<To> converted(const Array& array) {
    switch (array.type) {
    case ElementType::U8:
        return converted<std::uint8_t, To>(array);
    case ElementType::I8:
        return converted<std::int8_t, To>(array);
    case ElementType::U16:
        return converted<std::uint16_t, To>(array);
    case ElementType::I16:
        return converted<std::int16_t, To>(array);
    case ElementType::I32:
        return converted<std::int32_t, To>(array);
    case ElementType::I64:
        return converted<std::int64_t, To>(array);
    case ElementType::U64:
        return converted<std::uint64_t, To>(array);
    case ElementType::F32:
        return converted<float, To>(array);
    case ElementType::F64:
        return converted<double, To>(array);
    }
    assert(false);
    return {};
}

} // namespace

std::size_t bytesOf(ElementType type) {
    switch (type) {
    case ElementType::U8:
    case ElementType::I8:
        return 1;
    case ElementType::U16:
    case ElementType::I16:
        return 2;
    case ElementType::I32:
    case ElementType::F32:
        return 4;
    case ElementType::I64:
    case ElementType::U64:
    case ElementType::F64:
        return 8;
    }
    assert(false);
    return 0;
}

std::string_view nameOf(ElementType type) {
    static constexpr std::string_view names[] = {"u8", "i8", "u16", "i16", "i32", "i64", "u64", "f32", "f64"};
    return names[static_cast<std::size_t>(type)];
}

std::size_t Array::count() const {
    std::size_t product = 1;
    for (const std::size_t size : shape)
        product *= size;
    return product;
}

std::vector<double> Array::toDoubles() const { return converted<double>(*this); }
std::vector<float> Array::toFloats() const { return converted<float>(*this); }

const Array& Bundle::at(const std::string& name) const {
    const auto it = arrays.find(name);
    if (it != arrays.end()) return it->second;
    std::vector<std::string> names;
    for (const auto& entry : arrays)
        names.push_back(entry.first);
    throw Error("there is no array '" + name + "'" + (names.empty() ? "; there are none" : suggestion(name, names)));
}

std::size_t arrayBytes(ElementType type, std::span<const std::size_t> shape, const std::string& where) {
    // A zero anywhere makes the array empty, but the other sizes must still be ones that can be multiplied.
    std::size_t product = bytesOf(type);
    bool empty = false;
    for (const std::size_t size : shape) {
        empty = empty || size == 0;
        const auto next = checkedProduct(product, size == 0 ? 1 : size);
        if (!next) throw Error("the shape is too large for any memory", where);
        product = *next;
    }
    return empty ? 0 : product;
}

} // namespace orthant
