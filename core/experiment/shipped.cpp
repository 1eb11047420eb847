// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/shipped.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/experiment/document_kind.h"
#include "core/experiment/experiment.h"
#include "core/experiment/race.h"
#include "core/experiment/study_plan.h"
#include "core/experiment/unrolled_plan.h"

#include <algorithm>
#include <system_error>

namespace orthant {

namespace fs = std::filesystem;

namespace {

/// Where resources may be: beside the program, in the data folder of an installation, in the source tree.
std::vector<fs::path> resourceFolders() {
    std::vector<fs::path> folders;
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    if (!error) {
        folders.push_back(program.parent_path());
        folders.push_back(program.parent_path().parent_path() / "share" / "orthant");
    }
    folders.emplace_back(ORTHANT_RESOURCES);
    return folders;
}

std::vector<fs::path> shippedDocuments(DocumentKind kind) {
    std::vector<fs::path> files = shippedFiles("experiments");
    std::erase_if(files, [&](const fs::path& file) { return documentKind(file) != kind; });
    return files;
}

} // namespace

std::vector<fs::path> shippedFiles(const std::string& folder) {
    for (const fs::path& resources : resourceFolders()) {
        std::vector<fs::path> files;
        std::error_code error;
        for (const auto& entry : fs::directory_iterator(resources / folder, error))
            if (entry.path().extension() == ".json") files.push_back(entry.path());
        if (files.empty()) continue;
        std::sort(files.begin(), files.end());
        return files;
    }
    return {};
}

std::vector<fs::path> shippedExperiments() { return shippedDocuments(DocumentKind::Training); }
std::vector<fs::path> shippedStudyPlans() { return shippedDocuments(DocumentKind::Studies); }
std::vector<fs::path> shippedRaces() { return shippedDocuments(DocumentKind::Race); }
std::vector<fs::path> shippedUnrolledPlans() { return shippedDocuments(DocumentKind::Unrolled); }

fs::path findExperiment(const std::string& nameOrPath) {
    std::error_code error;
    if (fs::exists(nameOrPath, error)) return nameOrPath;
    std::vector<std::string> names;
    for (const fs::path& file : shippedFiles("experiments")) {
        if (file.stem() == nameOrPath) return file;
        names.push_back(file.stem().string());
    }
    throw Error("neither a file nor a shipped experiment" + suggestion(nameOrPath, names), nameOrPath);
}

} // namespace orthant
