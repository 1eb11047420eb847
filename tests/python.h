// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

/// What a Python script with numpy prints; nothing where no Python with numpy is installed. A script that fails gives
/// "failed: " and what it printed.
/// @param script  must not contain double quotes
inline std::optional<std::string> runNumpy(const std::string& script) {
    const auto output = [](const std::string& command) -> std::pair<int, std::string> {
        FILE* pipe = popen((command + " 2>&1").c_str(), "r");
        if (!pipe) return {-1, {}};
        std::string text;
        std::array<char, 4096> buffer;
        while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe))
            text.append(buffer.data(), count);
        return {pclose(pipe), text};
    };
    for (const char* python : {"python3", "/usr/bin/python3"}) {
        if (output(std::string(python) + " -c 'import numpy'").first != 0) continue;
        const auto [status, text] = output(std::string(python) + " -c \"import numpy as np\n" + script + "\"");
        return status == 0 ? text : "failed: " + text;
    }
    return std::nullopt;
}
