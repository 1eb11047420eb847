// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/commands/foreground.h"
#include "core/experiment/environment.h"

#include <charconv>
#include <memory>

namespace orthant {

namespace {

namespace fs = std::filesystem;

struct Options {
    std::string source, out, shard;
    RaceOptions race;
    std::vector<std::string> settings;
};

/// "2/5": the second of five parts.
void readShard(const std::string& text, RaceOptions& options) {
    const char* const end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), end, options.shard);
    const bool slash = first.ec == std::errc{} && first.ptr != end && *first.ptr == '/';
    const auto second = slash ? std::from_chars(first.ptr + 1, end, options.shards) : first;
    if (!slash || second.ec != std::errc{} || second.ptr != end || options.shard < 1 || options.shard > options.shards)
        throw Error("expected a part of the race such as 1/3, found '" + text + "'", "--shard");
}

void sweep(Options& options) {
    const bool isFolder = fs::is_directory(options.source);
    if (isFolder && !isRaceFolder(options.source)) throw Error("expected a race or the folder of one", options.source);
    Race race = isFolder ? readRaceFolder(options.source) : readRace(findExperiment(options.source));
    for (const std::string& setting : options.settings) {
        const auto [pointer, value] = splitSetting(setting);
        race = withValue(race, pointer, value);
    }
    if (!options.shard.empty()) readShard(options.shard, options.race);
    fs::path folder = isFolder && options.out.empty() ? options.source : options.out;
    if (folder.empty()) folder = newRunFolder(defaultRunsFolder(), race.name);
    runRaceInForeground(race, folder, options.race);
}

} // namespace

void addSweepCommand(CLI::App& app) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("sweep", "Runs a race: several methods with the same seeds, several runs at once");
    command->add_option("FILE", options->source, "A race, as a file or the name of a shipped one, or the folder of one to go on with")
        ->required();
    command->add_option("--out", options->out,
                        "The folder of the race; finished runs in it stay. Without it, a new one in " + defaultRunsFolder().string());
    command->add_option("--shard", options->shard, "i/n: only every n-th run, from the i-th; for several machines with one folder");
    command->add_option("--jobs", options->race.runsAtOnce, "At most so many runs at once; 0: one for each core");
    command->add_option("--threads", options->race.threads, "At most so many threads for each run; 0: they share the cores");
    command->add_option("--set", options->settings, "Replaces one value: /training/epochs=3 or /seeds=[1,2]; may be repeated")
        ->allow_extra_args(false);
    command->callback([options] { sweep(*options); });
}

} // namespace orthant
