// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/session.h"

#include <QTimer>
#include <QWidget>

#include <map>

class QLabel;
class QProgressBar;
class QToolButton;
class QVBoxLayout;

namespace orthant::ui {

/// The runs that are going, each with progress, time left, pause and stop. Hidden while there is none.
class JobList final : public QWidget {
    Q_OBJECT
  public:
    explicit JobList(Session& session, QWidget* parent = nullptr);
    void refresh();

  private:
    struct Row {
        QWidget* widget = nullptr;
        QToolButton* name = nullptr;
        QProgressBar* bar = nullptr;
        QLabel* left = nullptr;
        QToolButton* pause = nullptr;
    };
    Row makeRow(RunId id);
    void show(Row& row, const RunInfo& info);

    Session& session_;
    QVBoxLayout* column_;
    std::map<RunId, Row> rows_;
    QTimer timer_;
};

} // namespace orthant::ui
