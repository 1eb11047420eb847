// SPDX-License-Identifier: GPL-3.0-or-later
/// Catch2 as this system has it: v3 where its headers are, else v2. Tests include this and nothing else of Catch2.
#pragma once

#include <string>

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;
inline auto containsText(const std::string& text) { return Catch::Matchers::ContainsSubstring(text); }
#else
#include <catch2/catch.hpp>
inline auto containsText(const std::string& text) { return Catch::Matchers::Contains(text); }
#endif
