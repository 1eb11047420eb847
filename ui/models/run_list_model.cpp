// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_list_model.h"

#include "core/experiment/race_run.h"
#include "ui/models/background.h"

#include <array>
#include <utility>

namespace orthant::ui {

void RunListModel::refresh(const std::filesystem::path& root) {
    wanted_ = root;
    if (loading_) {
        again_ = true;
        return;
    }
    loading_ = true;
    using Lists = std::array<std::vector<RunSummary>, 3>;
    inBackground(
        this, [root] { return Lists{listRuns(root), listRaces(root), listRuns(root, DocumentKind::Unrolled)}; },
        [this](Outcome<Lists> outcome) {
            loading_ = false;
            Lists lists = std::move(outcome.value).value_or(Lists{});
            runs_ = std::move(lists[0]);
            races_ = std::move(lists[1]);
            unrolled_ = std::move(lists[2]);
            Q_EMIT changed();
            if (std::exchange(again_, false)) refresh(wanted_);
        });
}

} // namespace orthant::ui
