// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/job_list.h"

#include "core/base/text.h"
#include "ui/base/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <vector>

namespace orthant::ui {

JobList::JobList(Session& session, QWidget* parent) : QWidget(parent), session_(session), column_(new QVBoxLayout(this)) {
    column_->setContentsMargins(12, 2, 12, 2);
    column_->setSpacing(0);
    timer_.setInterval(std::chrono::milliseconds(250));
    connect(&timer_, &QTimer::timeout, this, &JobList::refresh);
    connect(&session, &Session::runsChanged, this, &JobList::refresh);
    refresh();
}

void JobList::refresh() {
    std::vector<RunInfo> going = session_.runs().runs();
    std::erase_if(going, [](const RunInfo& run) {
        return run.status != RunStatus::Queued && run.status != RunStatus::Running && run.status != RunStatus::Paused;
    });
    for (auto it = rows_.begin(); it != rows_.end();) {
        const bool gone = std::none_of(going.begin(), going.end(), [&](const RunInfo& run) { return run.id == it->first; });
        if (gone) it->second.widget->deleteLater();
        it = gone ? rows_.erase(it) : std::next(it);
    }
    for (const RunInfo& run : going) {
        if (!rows_.contains(run.id)) rows_[run.id] = makeRow(run.id);
        show(rows_[run.id], run);
    }
    setVisible(!going.empty());
    if (going.empty()) timer_.stop();
    else if (!timer_.isActive()) timer_.start();
}

JobList::Row JobList::makeRow(RunId id) {
    Row row;
    row.widget = new QWidget(this);
    auto* line = new QHBoxLayout(row.widget);
    line->setContentsMargins(0, 0, 0, 0);
    const auto button = [&](const QString& iconName, const QString& tip) {
        auto* result = new QToolButton(row.widget);
        if (!iconName.isEmpty()) result->setIcon(icon(iconName));
        result->setAutoRaise(true);
        result->setToolTip(tip);
        result->setAccessibleName(tip);
        return result;
    };
    row.name = button({}, tr("Show this run"));
    row.bar = new QProgressBar(row.widget);
    row.bar->setTextVisible(false);
    row.bar->setMaximumHeight(8);
    row.left = new QLabel(row.widget);
    row.left->setMinimumWidth(row.left->fontMetrics().horizontalAdvance(tr("100 %, 00 min 00 s left")));
    row.pause = button("pause", tr("Pause or resume"));
    auto* stop = button("stop", tr("Stop: the model and the curves are written"));
    line->addWidget(row.name);
    line->addWidget(row.bar, 1);
    line->addWidget(row.left);
    line->addWidget(row.pause);
    line->addWidget(stop);
    column_->addWidget(row.widget);
    connect(row.name, &QToolButton::clicked, this, [this, id] {
        session_.showRun(id);
        session_.navigator().go("train");
    });
    connect(row.pause, &QToolButton::clicked, this, [this, id] {
        if (session_.runs().info(id).status == RunStatus::Paused) session_.runs().resume(id);
        else session_.runs().pause(id);
        refresh();
    });
    connect(stop, &QToolButton::clicked, this, [this, id] { session_.runs().stop(id); });
    return row;
}

void JobList::show(Row& row, const RunInfo& info) {
    row.name->setText(QString::fromStdString(info.folder.filename().string()));
    // A progress bar counts in int: per mille is fine enough.
    const double share = info.totalSteps > 0 ? static_cast<double>(info.step) / static_cast<double>(info.totalSteps) : 0;
    row.bar->setRange(0, 1000);
    row.bar->setValue(static_cast<int>(share * 1000));
    QString text = tr("%1 %").arg(static_cast<int>(share * 100));
    if (info.status != RunStatus::Running) text += ", " + statusText(info.status);
    else if (info.secondsLeft >= 0) text += tr(", %1 left").arg(QString::fromStdString(duration(info.secondsLeft)));
    row.left->setText(text);
    row.pause->setIcon(icon(info.status == RunStatus::Paused ? "play" : "pause"));
    row.pause->setEnabled(info.status != RunStatus::Queued);
}

} // namespace orthant::ui
