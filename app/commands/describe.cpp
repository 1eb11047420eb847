// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/commands/entry_text.h"
#include "core/base/text.h"
#include "core/experiment/architecture.h"
#include "core/experiment/catalogues.h"

#include <iostream>
#include <memory>

namespace orthant {

namespace {

struct Options {
    std::string id;
    bool json = false;
};

void print(const std::string& kind, const EntryInfo& entry) {
    std::cout << entry.title << "  (" << kind << ": " << entry.id << ")\n" << entry.summary << '\n';
    if (!entry.source.empty())
        std::cout << "Source: " << entry.source << (entry.grade.empty() ? "" : " (" + entry.grade + ")") << '\n';
    if (kind == "recipes") {
        std::cout << methodText(findMethod(entry.id));
        return;
    }
    if (kind == "networks") {
        const Architecture& network = findEntry(architectures(), entry.id, "network");
        std::cout << "Layers, for inputs of " << toText(network.input) << ":\n";
        for (const Component& layer : network.layers) std::cout << "  " << toJsonValue(layer).dump() << '\n';
        return;
    }
    if (entry.params.empty()) {
        std::cout << "It has no parameters.\n";
        return;
    }
    std::cout << "Parameters:\n";
    for (const ParamSpec& spec : entry.params)
        std::cout << "  " << spec.id << " = " << toText(spec.defaultValue) << "  (" << expectation(spec) << ")\n      "
                  << spec.help << '\n';
}

void describe(const Options& options) {
    std::vector<std::pair<std::string, const EntryInfo*>> found;
    std::vector<std::string> known;
    for (const std::string& kind : catalogueKinds())
        for (const EntryInfo* entry : catalogueEntries(kind)) {
            // A method that is a quantizer or an update rule by itself is described as that.
            if (kind == "recipes" && findMethod(entry->id).origin != Method::Origin::Recipe) continue;
            known.push_back(entry->id);
            if (entry->id == options.id) found.emplace_back(kind, entry);
        }
    if (found.empty()) throw Error("there is no entry '" + options.id + "'" + suggestion(options.id, known));
    if (options.json) {
        Json all = Json::array();
        for (const auto& [kind, entry] : found) {
            Json json{{"kind", kind}};
            json.update(entryJson(*entry));
            if (kind == "recipes") json["recipe"] = toJsonValue(findMethod(entry->id));
            all.push_back(std::move(json));
        }
        std::cout << (all.size() == 1 ? all[0] : all).dump(2) << '\n';
        return;
    }
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (i > 0) std::cout << '\n';
        print(found[i].first, *found[i].second);
    }
}

} // namespace

void addDescribeCommand(CLI::App& app) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("describe", "An entry with its source and parameters");
    command->add_option("ID", options->id, "The id, as `list` shows it")->required();
    command->add_flag("--json", options->json, "As JSON");
    command->callback([options] { describe(*options); });
}

} // namespace orthant
