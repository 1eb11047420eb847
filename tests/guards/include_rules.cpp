// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/guards/rules.h"

#include <algorithm>
#include <array>
#include <optional>

namespace guards {

namespace {

// The order of the folders, lowest first.
constexpr std::array order = {
    "core/base",       "core/io",         "core/kernels",   "core/tensor",      "core/bits",    "core/quantizers",
    "core/layers",     "core/network",    "core/optimizers", "core/data",       "core/training", "core/unrolled",
    "core/geometry",   "core/compression", "core/exporters", "core/experiment", "ui/base",      "ui/models",
    "ui/charts",       "ui/widgets",      "ui/studies",     "ui/pages",        "ui/shell",         "app"};

std::optional<std::size_t> levelOf(std::string_view path) {
    for (std::size_t i = 0; i < order.size(); ++i)
        if (isUnder(path, order[i])) return i;
    return std::nullopt;
}

/// "train" of ui/pages/train.cpp and of ui/pages/train/run_panels.h; "" for the catalogue, which all pages share.
std::string_view pageOf(std::string_view path) {
    constexpr std::string_view folder = "ui/pages/";
    if (!path.starts_with(folder)) return {};
    path.remove_prefix(folder.size());
    const std::string_view page = path.substr(0, path.find_first_of("/."));
    return page == "catalogue" ? std::string_view{} : page;
}

bool isOurs(std::string_view path) {
    return isUnder(path, "core") || isUnder(path, "ui") || isUnder(path, "app") || isUnder(path, "tests");
}

std::string place(const File& file, const Include& include) {
    return file.path + ":" + std::to_string(include.line) + ": ";
}

bool mayUseQt(std::string_view path) {
    return isUnder(path, "ui") || isUnder(path, "tests/ui") || isUnder(path, "tests/bench/ui") ||
           path == "app/gui_main.cpp";
}

bool isQt(const Include& include) {
    return include.angled && include.target.size() > 1 && include.target[0] == 'Q' &&
           include.target.find('.') == std::string::npos;
}

bool isQtCharts(const Include& include) {
    const std::string& target = include.target;
    return isQt(include) && (target.starts_with("QtCharts") || target.starts_with("QChart") ||
                             target.ends_with("Series") || target.ends_with("Axis"));
}

} // namespace

Problems upwardIncludes(const Tree& tree) {
    Problems problems;
    for (const File& file : tree.files) {
        if (!isCpp(file.path) || (!isUnder(file.path, "core") && !isUnder(file.path, "ui"))) continue;
        const std::optional<std::size_t> own = levelOf(file.path);
        if (!own) {
            problems.push_back(file.path + ": its folder has no place in the order of folders");
            continue;
        }
        for (const Include& include : includesOf(file)) {
            const std::optional<std::size_t> other = levelOf(include.target);
            if (other && *other > *own)
                problems.push_back(place(file, include) + "includes upward: " + include.target);
            const std::string_view page = pageOf(file.path), otherPage = pageOf(include.target);
            if (!page.empty() && !otherPage.empty() && page != otherPage)
                problems.push_back(place(file, include) + "a page includes another page: " + include.target);
        }
    }
    return problems;
}

Problems strayQt(const Tree& tree) {
    Problems problems;
    for (const File& file : tree.files) {
        if (isCpp(file.path)) {
            for (const Include& include : includesOf(file)) {
                if (isQt(include) && !mayUseQt(file.path))
                    problems.push_back(place(file, include) + "Qt outside ui/: <" + include.target + ">");
                else if (isQtCharts(include) && isUnder(file.path, "ui") && !isUnder(file.path, "ui/charts"))
                    problems.push_back(place(file, include) + "Qt Charts outside ui/charts: <" + include.target + ">");
            }
        } else if (isUnder(file.path, "core") && file.path.ends_with("CMakeLists.txt")) {
            if (file.text.find("Qt6") != std::string::npos)
                problems.push_back(file.path + ": the core must not find or link Qt");
        } else if (file.path == "app/CMakeLists.txt") {
            for (const std::string_view line : linesOf(file.text))
                if (line.find("target_link_libraries(orthant-cli") != std::string_view::npos &&
                    (line.find("Qt6") != std::string_view::npos || line.find("orthant_ui") != std::string_view::npos))
                    problems.push_back(file.path + ": orthant-cli must not link Qt");
        }
    }
    return problems;
}

Problems strayThreads(const Tree& tree) {
    Problems problems;
    for (const File& file : tree.files) {
        if (!isCpp(file.path) || file.path == "core/base/parallel.cpp") continue;
        for (const Include& include : includesOf(file))
            if (include.target.starts_with("tbb/") || include.target.starts_with("oneapi/tbb"))
                problems.push_back(place(file, include) + "parallel work goes through core/base/parallel.h");
    }
    return problems;
}

Problems brokenIncludes(const Tree& tree) {
    Problems problems;
    for (const File& file : tree.files) {
        if (!isCpp(file.path) || !isOurs(file.path)) continue;
        for (const Include& include : includesOf(file)) {
            if (include.angled) {
                if (isOurs(include.target) || tree.has(include.target))
                    problems.push_back(place(file, include) + "our own file between angles: " + include.target);
            } else if (include.target.ends_with(".moc") || include.target.starts_with("hwy/")) {
                continue; // made by moc; Highway's own way of including itself again
            } else if (!tree.has(include.target)) {
                problems.push_back(place(file, include) + "no such file from the root: " + include.target);
            }
        }
    }
    return problems;
}

Problems ownHeaderNotFirst(const Tree& tree) {
    Problems problems;
    for (const File& file : tree.files) {
        if (!file.path.ends_with(".cpp") || !isOurs(file.path)) continue;
        const std::string header = file.path.substr(0, file.path.size() - 4) + ".h";
        if (!tree.has(header)) continue;
        const std::vector<Include> includes = includesOf(file);
        if (includes.empty() || includes.front().target != header)
            problems.push_back(file.path + ": must include " + header + " first");
    }
    return problems;
}

} // namespace guards
