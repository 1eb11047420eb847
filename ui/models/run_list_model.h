// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/run_folder.h"

#include <QObject>

#include <filesystem>
#include <vector>

namespace orthant::ui {

/// The runs in a folder, the races, and the plans of unrolled networks, each newest first. Read in the background: a slow disc never holds up the window, and a broken
/// folder is a row with its error.
class RunListModel final : public QObject {
    Q_OBJECT
  public:
    explicit RunListModel(QObject* parent = nullptr) : QObject(parent) {}

    const std::vector<RunSummary>& runs() const { return runs_; }
    const std::vector<RunSummary>& races() const { return races_; }
    const std::vector<RunSummary>& unrolled() const { return unrolled_; }
    bool loading() const { return loading_; }

    /// Reads again; a call during a reading makes one more reading after it.
    void refresh(const std::filesystem::path& root);

  Q_SIGNALS:
    void changed();

  private:
    std::vector<RunSummary> runs_, races_, unrolled_;
    std::filesystem::path wanted_;
    bool loading_ = false, again_ = false;
};

} // namespace orthant::ui
