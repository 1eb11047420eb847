// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/session.h"

#include <QTimer>
#include <QWidget>

#include <map>
#include <set>

class QLabel;
class QProgressBar;
class QScrollArea;
class QSpinBox;
class QToolButton;
class QVBoxLayout;

namespace orthant::ui {

/// The runs that are going and those that wait, in their order, each with progress, time left, its place, and buttons to move
/// it, to pause it and to stop it. Over several of them: how far all are, how many work at once, and a button that folds the
/// list. Hidden while there is none.
class JobList final : public QWidget {
    Q_OBJECT
  public:
    explicit JobList(Session& session, QWidget* parent = nullptr);
    void refresh();

  private:
    struct Row {
        QWidget* widget = nullptr;
        QToolButton *name = nullptr, *up = nullptr, *down = nullptr, *pause = nullptr;
        QProgressBar* bar = nullptr;
        QLabel* left = nullptr;
    };
    QWidget* makeHead();
    Row makeRow(RunId id);
    void show(Row& row, const RunInfo& info, std::size_t waiting);
    void showHead(const std::vector<RunInfo>& going, const std::vector<RunInfo>& all);
    void move(RunId id, int by);
    void fit();

    Session& session_;
    QWidget* head_;
    QToolButton* fold_;
    QProgressBar* total_;
    QLabel* summary_;
    QSpinBox* limit_;
    QScrollArea* scroll_;
    QWidget* body_;
    QVBoxLayout* column_;
    std::map<RunId, Row> rows_;
    std::set<RunId> batch_; ///< all runs since the list was empty: what the total counts
    QTimer timer_;
};

/// The runs that are not over: those that work or are paused by their start, then those that wait by their place.
std::vector<RunInfo> goingRuns(std::vector<RunInfo> runs);

} // namespace orthant::ui
