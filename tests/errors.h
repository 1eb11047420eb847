// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <string>

/// The text of the Error that `work` throws, place and message; empty when it throws none.
template <class Work>
std::string errorOf(const Work& work) {
    try {
        (void)work();
    } catch (const orthant::Error& error) {
        return error.what();
    }
    return {};
}

/// True when `text` has all the parts.
inline bool mentions(const std::string& text, std::initializer_list<const char*> parts) {
    for (const char* part : parts)
        if (text.find(part) == std::string::npos) return false;
    return true;
}
