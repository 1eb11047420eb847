// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/target.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/kernels/highway.h"

#include <hwy/highway.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <utility>

namespace orthant::kernels {

namespace {

/// Highway's own fallbacks; the target "plain" stands for them.
constexpr std::int64_t fallbacks = HWY_SCALAR | HWY_EMU128;

std::string lowerCase(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

std::vector<std::pair<std::string, std::int64_t>> findTargets() {
    std::vector<std::pair<std::string, std::int64_t>> targets;
    for (const std::int64_t target : hwy::SupportedAndGeneratedTargets())
        if ((target & fallbacks) == 0) targets.emplace_back(lowerCase(hwy::TargetName(target)), target);
    targets.emplace_back("plain", 0);
    return targets;
}

const std::vector<std::pair<std::string, std::int64_t>>& targets() {
    static const auto list = findTargets();
    return list;
}

/// The place in targets() of the one in use.
std::size_t& active() {
    static std::size_t index = 0;
    return index;
}

std::int64_t highwayBit(std::size_t index) {
    const std::int64_t bit = targets()[index].second;
    return bit == 0 ? std::int64_t{HWY_STATIC_TARGET} : bit;
}

void choose(std::string_view name, const std::string& where) {
    const auto& list = targets();
    std::size_t index = 0;
    if (!name.empty()) {
        while (index < list.size() && list[index].first != name)
            ++index;
        if (index == list.size()) {
            std::string known;
            for (const auto& [valid, bit] : list)
                known += (known.empty() ? "" : ", ") + valid;
            throw Error("unknown kernel target '" + std::string(name) + "'; this CPU has: " + known, where);
        }
    }
    active() = index;
    hwy::GetChosenTarget().Update(highwayBit(index));
}

/// The environment's wish, once.
void initialize() {
    static const bool done = [] {
        const char* wish = std::getenv("ORTHANT_TARGET");
        choose(wish == nullptr ? "" : wish, "ORTHANT_TARGET");
        return true;
    }();
    static_cast<void>(done);
}

} // namespace

std::vector<std::string> availableTargets() {
    std::vector<std::string> names;
    for (const auto& [name, bit] : targets())
        names.push_back(name);
    return names;
}

std::string activeTarget() {
    initialize();
    return targets()[active()].first;
}

void forceTarget(std::string_view name) {
    initialize();
    choose(name, "");
}

bool usesPlain() {
    initialize();
    return targets()[active()].second == 0;
}

std::int64_t bestTargetBit() { return highwayBit(0); }

} // namespace orthant::kernels
