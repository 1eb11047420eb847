// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/commands/entry_text.h"
#include "app/commands/text_table.h"
#include "core/experiment/catalogues.h"

#include <iostream>
#include <memory>

namespace orthant {

namespace {

struct Options {
    std::string kind;
    bool json = false;
};

void list(const Options& options) {
    const auto entries = catalogueEntries(options.kind);
    if (options.json) {
        Json all = Json::array();
        for (const EntryInfo* entry : entries) all.push_back(entryJson(*entry));
        std::cout << all.dump(2) << '\n';
        return;
    }
    if (entries.empty()) {
        std::cerr << "there are no " << options.kind << " in this version\n";
        return;
    }
    TextTable table({{"id"}, {"title"}, {"summary"}});
    for (const EntryInfo* entry : entries) table.addRow({entry->id, entry->title, entry->summary});
    std::cout << table.text();
}

} // namespace

void addListCommand(CLI::App& app) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("list", "The entries of one kind: what can stand in an experiment");
    std::string kinds;
    for (const std::string& kind : catalogueKinds()) kinds += (kinds.empty() ? "" : ", ") + kind;
    command->add_option("KIND", options->kind, "One of " + kinds)->required();
    command->add_flag("--json", options->json, "As JSON");
    command->callback([options] { list(*options); });
}

} // namespace orthant
