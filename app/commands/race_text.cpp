// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/race_text.h"

#include "app/commands/foreground.h"
#include "app/commands/text_table.h"
#include "core/base/text.h"

#include <algorithm>

namespace orthant {

namespace {

std::string accuracyText(const std::optional<Spread>& accuracy) {
    if (!accuracy) return "-";
    return percent(accuracy->mean) + (accuracy->spread ? " +- " + number(100 * *accuracy->spread, "%.2f") : "");
}

} // namespace

std::string raceText(const Race& race, const RaceResult& result) {
    std::vector<const MethodResult*> order;
    for (const MethodResult& method : result.methods) order.push_back(&method);
    std::stable_sort(order.begin(), order.end(), [](const MethodResult* a, const MethodResult* b) {
        return (a->accuracy ? a->accuracy->mean : -1) > (b->accuracy ? b->accuracy->mean : -1);
    });
    using Align = TextTable::Align;
    TextTable table({{"method"}, {"title"}, {"accuracy", Align::Right}, {"seeds", Align::Right}, {"s/epoch", Align::Right},
                     {"bits/weight", Align::Right}, {"flips/weight", Align::Right}, {"file", Align::Right}});
    std::string open;
    for (const MethodResult* method : order) {
        table.addRow({method->id, method->title, accuracyText(method->accuracy),
                      std::to_string(method->accuracy ? method->accuracy->count : 0) + "/" + std::to_string(method->runs.size()),
                      number(method->secondsPerEpoch, "%.3g"), number(method->bitsPerWeight, "%.3f"),
                      number(method->flipsPerWeight, "%.2f"), method->modelBytes ? byteSize(*method->modelBytes) : "-"});
        for (const RaceRunResult& run : method->runs)
            if (run.summary.status != "finished")
                open += run.run.experiment.name + ": " + run.summary.status +
                        (run.summary.error.empty() ? "" : ", " + run.summary.error) + "\n";
    }
    return race.title + "\n" + table.text() + open +
           "Accuracy is that of the packed program on the test set, mean +- standard deviation over seeds.\n";
}

} // namespace orthant
