// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/document_kind.h"

#include "core/io/json_document.h"
#include "core/io/file.h"

#include <system_error>

namespace orthant {

namespace fs = std::filesystem;

DocumentKind documentKind(const fs::path& file) noexcept {
    try {
        const Json document = parseJsonDocument(readTextFile(file));
        if (!document.contains("kind")) return DocumentKind::Training;
        const Json& kind = document["kind"];
        return kind == "race" ? DocumentKind::Race : kind == "unrolled" ? DocumentKind::Unrolled : DocumentKind::Studies;
    } catch (const std::exception&) {
        return DocumentKind::Training;
    }
}

DocumentKind folderKind(const fs::path& folder) noexcept {
    std::error_code error;
    for (const DocumentKind kind : {DocumentKind::Race, DocumentKind::Unrolled, DocumentKind::Studies})
        if (fs::exists(folder / documentName(kind), error)) return kind;
    return DocumentKind::Training;
}

const char* documentName(DocumentKind kind) {
    switch (kind) {
    case DocumentKind::Studies: return "plan.json";
    case DocumentKind::Race: return "race.json";
    case DocumentKind::Unrolled: return "unrolled.json";
    case DocumentKind::Training: break;
    }
    return "experiment.json";
}

} // namespace orthant
