// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/experiment.h"
#include "core/experiment/study_plan.h"

#include <algorithm>
#include <optional>
#include <system_error>

namespace orthant {

namespace fs = std::filesystem;

namespace {

/// Where the shipped experiments may be: beside the program, in the data folder of an installation, in the source tree.
std::vector<fs::path> experimentFolders() {
    std::vector<fs::path> folders;
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    if (!error) {
        folders.push_back(program.parent_path() / "experiments");
        folders.push_back(program.parent_path().parent_path() / "share" / "orthant" / "experiments");
    }
    folders.push_back(fs::path(ORTHANT_RESOURCES) / "experiments");
    return folders;
}

/// Those of one kind, or all.
std::vector<fs::path> shippedDocuments(std::optional<DocumentKind> kind) {
    for (const fs::path& folder : experimentFolders()) {
        std::vector<fs::path> files;
        std::error_code error;
        for (const auto& entry : fs::directory_iterator(folder, error))
            if (entry.path().extension() == ".json") files.push_back(entry.path());
        if (files.empty()) continue;
        std::sort(files.begin(), files.end());
        if (kind) std::erase_if(files, [&](const fs::path& file) { return documentKind(file) != *kind; });
        return files;
    }
    return {};
}

} // namespace

std::vector<fs::path> shippedExperiments() { return shippedDocuments(DocumentKind::Training); }
std::vector<fs::path> shippedStudyPlans() { return shippedDocuments(DocumentKind::Studies); }

fs::path findExperiment(const std::string& nameOrPath) {
    std::error_code error;
    if (fs::exists(nameOrPath, error)) return nameOrPath;
    std::vector<std::string> names;
    for (const fs::path& file : shippedDocuments({})) {
        if (file.stem() == nameOrPath) return file;
        names.push_back(file.stem().string());
    }
    throw Error("neither a file nor a shipped experiment" + suggestion(nameOrPath, names), nameOrPath);
}

} // namespace orthant
