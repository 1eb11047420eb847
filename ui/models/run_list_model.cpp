// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_list_model.h"

#include "ui/models/background.h"

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
        this, [root] { return listRuns(root); },
        [this](Outcome<std::vector<RunSummary>> outcome) {
            loading_ = false;
            runs_ = std::move(outcome.value).value_or(std::vector<RunSummary>{});
            Q_EMIT changed();
            if (std::exchange(again_, false)) refresh(wanted_);
        });
}

} // namespace orthant::ui
