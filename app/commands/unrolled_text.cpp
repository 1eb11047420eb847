// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/unrolled_text.h"

#include "app/commands/text_table.h"
#include "core/base/text.h"

#include <map>

namespace orthant {

namespace {

std::string decibels(const std::optional<Spread>& spread) {
    if (!spread) return "-";
    return number(spread->mean, "%.2f") + (spread->spread ? " +- " + number(spread->spread, "%.2f") : "");
}

/// A row for each solver and problem, over all seeds.
void addSolvers(TextTable& table, const UnrolledRecord& record, bool varies) {
    std::map<std::pair<double, std::size_t>, std::vector<double>> values;
    std::map<std::size_t, std::string> titles;
    std::map<std::size_t, std::size_t> iterations;
    for (const SolverCurve& curve : record.solvers) {
        if (curve.testNmse.empty()) continue;
        values[{curve.varied, curve.index}].push_back(curve.testNmse.back());
        titles[curve.index] = curve.title;
        iterations[curve.index] = curve.testNmse.size() - 1;
    }
    if (!values.empty()) table.addLine();
    for (const auto& [key, list] : values) {
        std::vector<std::string> row{titles[key.second] + ", " + std::to_string(iterations[key.second]) + " iterations"};
        if (varies) row.push_back(variesProblem(record.plan) ? shortest(key.first) : "");
        row.push_back(decibels(spreadOf(list)));
        row.resize(varies ? 9 : 8);
        table.addRow(std::move(row));
    }
}

} // namespace

std::string unrolledText(const UnrolledRecord& record) {
    using Align = TextTable::Align;
    const bool varies = !record.plan.varyPointer.empty();
    std::vector<TextTable::Head> heads{{"network"}};
    if (varies) heads.push_back({variedName(record.plan), Align::Right});
    for (const char* name : {"test NMSE dB", "train", "seeds", "bits/link", "of the file", "file", "seconds"}) heads.push_back({name, Align::Right});
    TextTable table(std::move(heads));
    for (const NetworkSummary& summary : summariesOf(record.plan, record.results)) {
        std::vector<std::string> row{record.plan.networks[summary.network].title};
        if (varies) row.push_back(shortest(summary.varied));
        const std::size_t done = summary.nmse ? summary.nmse->count : 0;
        for (std::string& cell : std::vector<std::string>{
                 decibels(summary.nmse), summary.trainNmse ? number(summary.trainNmse->mean, "%.2f") : "-",
                 std::to_string(done) + "/" + std::to_string(summary.seeds), number(summary.bitsPerLink, "%.4f"),
                 number(summary.fileBitsPerLink, "%.4f"), summary.fileBytes ? byteSize(*summary.fileBytes) : "-",
                 number(summary.seconds, "%.1f")})
            row.push_back(std::move(cell));
        table.addRow(std::move(row));
    }
    addSolvers(table, record, varies);
    std::string open;
    for (const UnrolledResult& result : record.results)
        if (!result.error.empty())
            open += record.plan.networks[result.job.network].title + ", seed " + std::to_string(result.job.seed) + ": " + result.error + "\n";
    for (const SolverCurve& curve : record.solvers)
        if (!curve.error.empty()) open += curve.title + ": " + curve.error + "\n";
    return record.plan.title + "\n" + table.text() + open +
           "NMSE is that of the packed network on test samples, mean +- standard deviation over seeds. Bits per link: by formula and of\n"
           "the whole file, thresholds in the file only.\n";
}

} // namespace orthant
