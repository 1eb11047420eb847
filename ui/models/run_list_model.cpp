// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_list_model.h"

#include "core/experiment/race_run.h"
#include "ui/models/background.h"

#include <tuple>
#include <utility>

namespace orthant::ui {

void RunListModel::refresh(const std::filesystem::path& root) {
    wanted_ = root;
    if (loading_) {
        again_ = true;
        return;
    }
    loading_ = true;
    inBackground(
        this, [root] { return std::pair(listRuns(root), listRaces(root)); },
        [this](Outcome<std::pair<std::vector<RunSummary>, std::vector<RunSummary>>> outcome) {
            loading_ = false;
            std::tie(runs_, races_) = std::move(outcome.value).value_or(std::pair<std::vector<RunSummary>, std::vector<RunSummary>>{});
            Q_EMIT changed();
            if (std::exchange(again_, false)) refresh(wanted_);
        });
}

} // namespace orthant::ui
