// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

#include "tests/catch.h"

#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

using namespace orthant;

TEST_CASE("A name with a typing error gets the nearest known one, another one gets the list") {
    const std::vector<std::string> known = {"ste_sign", "approx_sign", "identity"};
    CHECK(suggestion("ste_sing", known) == ". Did you mean 'ste_sign'?");
    CHECK(suggestion("aprox_sign", known) == ". Did you mean 'approx_sign'?");
    CHECK(suggestion("banana", known) == ". Known: ste_sign, approx_sign, identity");
    CHECK(suggestion("x", {}).empty());
}

TEST_CASE("A long list of known names is cut at twelve") {
    std::vector<std::string> known;
    for (int i = 0; i < 20; ++i)
        known.push_back("candidate" + std::to_string(i));
    const std::string text = suggestion("zzzzzzzz", known);
    CHECK(text.find("candidate11") != std::string::npos);
    CHECK(text.find("candidate12") == std::string::npos);
    CHECK(text.substr(text.size() - 5) == ", ...");
}

TEST_CASE("Shortest texts of numbers read back as the same double") {
    for (const double value : {0.1, 1.0 / 3, 1e-300, 5e-324, -0.0, 123456789.0, 1.7976931348623157e308}) {
        const double back = std::strtod(shortest(value).c_str(), nullptr);
        CHECK(back == value);
        CHECK(std::signbit(back) == std::signbit(value));
    }
    CHECK(shortest(0.1) == "0.1");
    CHECK(shortest(std::numeric_limits<double>::quiet_NaN()) == "nan");
    CHECK(shortest(-std::numeric_limits<double>::infinity()) == "-inf");
}

TEST_CASE("Counts are given with a unit of thousands") {
    CHECK(compactCount(0) == "0");
    CHECK(compactCount(950) == "950");
    CHECK(compactCount(12300) == "12.3 k");
    CHECK(compactCount(1.86e6) == "1.86 M");
    CHECK(compactCount(999.7) == "1.00 k");
    CHECK(compactCount(-2500) == "-2.50 k");
}

TEST_CASE("Durations are given as a person says them") {
    CHECK(duration(4.2) == "4.2 s");
    CHECK(duration(59.6) == "1 min 00 s");
    CHECK(duration(130) == "2 min 10 s");
    CHECK(duration(3900) == "1 h 05 min");
    CHECK(duration(std::numeric_limits<double>::infinity()) == "unknown");
    CHECK(duration(-1) == "unknown");
}

TEST_CASE("Sizes in bytes are given in powers of 1024") {
    CHECK(byteSize(812) == "812 B");
    CHECK(byteSize(1024) == "1.00 KiB");
    CHECK(byteSize(12.4 * 1024) == "12.4 KiB");
    CHECK(byteSize(3.1 * 1024 * 1024) == "3.10 MiB");
}
