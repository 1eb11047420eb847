// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/document_kind.h"

#include "core/experiment/experiment.h"
#include "core/io/file.h"
#include "tests/catch.h"
#include "tests/core/experiment/support.h"
#include "tests/temporary_folder.h"

using namespace orthant;

TEST_CASE("The kind of a document is known without reading it all, also of a broken one") {
    const TemporaryFolder root;
    const auto kind = [&](const std::string& text) {
        writeFileAtomically(root / "a.json", text);
        return documentKind(root / "a.json");
    };
    CHECK(kind(R"({"orthant": 1, "kind": "studies", "steps": []})") == DocumentKind::Studies);
    CHECK(kind(R"({"kind": "studys"})") == DocumentKind::Studies);
    CHECK(kind(R"({"kind": "race"})") == DocumentKind::Race);
    CHECK(kind(R"({"kind": "unrolled"})") == DocumentKind::Unrolled);
    CHECK(kind(toJson(support::tinyExperiment())) == DocumentKind::Training);
    for (const char* text : {"", "{", "[1]", "7", "{\"kind\": \"studies\""}) CHECK(kind(text) == DocumentKind::Training);
    CHECK(documentKind(root / "none.json") == DocumentKind::Training);
    CHECK(documentKind(root.path()) == DocumentKind::Training);
}

TEST_CASE("The kind of a folder is known by the document in it") {
    for (const DocumentKind kind : {DocumentKind::Training, DocumentKind::Studies, DocumentKind::Race, DocumentKind::Unrolled}) {
        const TemporaryFolder root;
        CHECK(folderKind(root.path()) == DocumentKind::Training);
        writeFileAtomically(root / documentName(kind), std::string_view("{}"));
        CHECK(folderKind(root.path()) == kind);
    }
}
