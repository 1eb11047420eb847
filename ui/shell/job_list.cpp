// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/job_list.h"

#include "core/base/text.h"
#include "ui/base/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QScrollArea>
#include <QScrollBar>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <tuple>
#include <vector>

namespace orthant::ui {

namespace {

constexpr int widestName = 230, lowWindow = 800;

double shareOf(const RunInfo& run) {
    if (run.status == RunStatus::Finished || run.status == RunStatus::Stopped || run.status == RunStatus::Failed) return 1;
    return run.totalSteps > 0 ? static_cast<double>(run.step) / static_cast<double>(run.totalSteps) : 0;
}

QProgressBar* thinBar(QWidget* parent) {
    auto* bar = new QProgressBar(parent);
    bar->setTextVisible(false);
    bar->setMaximumHeight(8);
    bar->setRange(0, 1000); // a progress bar counts in int: per mille is fine enough
    return bar;
}

QToolButton* tool(const QString& iconName, const QString& tip, QWidget* parent) {
    auto* button = new QToolButton(parent);
    if (!iconName.isEmpty()) button->setIcon(icon(iconName));
    button->setAutoRaise(true);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    return button;
}

} // namespace

std::vector<RunInfo> goingRuns(std::vector<RunInfo> runs) {
    std::erase_if(runs, [](const RunInfo& run) {
        return run.status != RunStatus::Queued && run.status != RunStatus::Running && run.status != RunStatus::Paused;
    });
    std::ranges::sort(runs, {}, [](const RunInfo& run) { return std::tuple(run.place, run.id); });
    return runs;
}

JobList::JobList(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), head_(makeHead()), scroll_(new QScrollArea(this)), body_(new QWidget), column_(new QVBoxLayout(body_)) {
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(0);
    column_->addStretch();
    scroll_->setWidget(body_);
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(12, 2, 12, 2);
    outer->setSpacing(0);
    outer->addWidget(head_);
    outer->addWidget(scroll_);
    timer_.setInterval(std::chrono::milliseconds(250));
    connect(&timer_, &QTimer::timeout, this, &JobList::refresh);
    connect(&session, &Session::runsChanged, this, &JobList::refresh);
    refresh();
}

QWidget* JobList::makeHead() {
    auto* head = new QWidget(this);
    auto* line = new QHBoxLayout(head);
    line->setContentsMargins(0, 0, 0, 0);
    fold_ = tool("down", tr("Fold the list of runs"), head);
    fold_->setObjectName("fold_jobs");
    fold_->setCheckable(true);
    summary_ = new QLabel(head);
    summary_->setObjectName("jobs_summary");
    total_ = thinBar(head);
    total_->setAccessibleName(tr("Progress of all runs"));
    auto* label = new QLabel(tr("At once"), head);
    limit_ = new QSpinBox(head);
    limit_->setObjectName("jobs_limit");
    limit_->setRange(1, 64);
    limit_->setValue(static_cast<int>(session_.runs().limit()));
    limit_->setAccessibleName(tr("Runs at once"));
    limit_->setToolTip(tr("How many runs work at the same time; the others wait. Results do not depend on it."));
    label->setBuddy(limit_);
    line->addWidget(fold_);
    line->addWidget(summary_);
    line->addWidget(total_, 1);
    line->addWidget(label);
    line->addWidget(limit_);
    connect(fold_, &QToolButton::toggled, this, [this](bool folded) {
        fold_->setIcon(icon(folded ? "up" : "down"));
        fold_->setToolTip(folded ? tr("Show the list of runs") : tr("Fold the list of runs"));
        fold_->setAccessibleName(fold_->toolTip());
        scroll_->setHidden(folded);
    });
    connect(limit_, &QSpinBox::valueChanged, this, [this](int limit) {
        session_.runs().setLimit(static_cast<std::size_t>(limit));
        session_.settings().setRunsAtOnce(limit);
    });
    return head;
}

void JobList::refresh() {
    const std::vector<RunInfo> all = session_.runs().runs();
    const std::vector<RunInfo> going = goingRuns(all);
    for (auto it = rows_.begin(); it != rows_.end();) {
        const bool gone = std::ranges::find(going, it->first, &RunInfo::id) == going.end();
        if (gone) {
            column_->removeWidget(it->second.widget);
            it->second.widget->hide();
            it->second.widget->deleteLater();
        }
        it = gone ? rows_.erase(it) : std::next(it);
    }
    std::size_t waiting = 0;
    for (const RunInfo& run : going) waiting = std::max(waiting, run.place);
    int at = 0;
    for (const RunInfo& run : going) {
        batch_.insert(run.id);
        if (!rows_.contains(run.id)) rows_[run.id] = makeRow(run.id);
        Row& row = rows_[run.id];
        if (column_->indexOf(row.widget) != at) column_->insertWidget(at, row.widget);
        show(row, run, waiting);
        ++at;
    }
    showHead(going, all);
    fit();
    setVisible(!going.empty());
    if (going.empty()) {
        batch_.clear();
        timer_.stop();
    } else if (!timer_.isActive()) {
        timer_.start();
    }
}

void JobList::showHead(const std::vector<RunInfo>& going, const std::vector<RunInfo>& all) {
    head_->setVisible(batch_.size() > 1);
    if (batch_.size() < 2) fold_->setChecked(false);
    double share = 0;
    for (const RunInfo& run : all)
        if (batch_.contains(run.id)) share += shareOf(run) / static_cast<double>(batch_.size());
    total_->setValue(static_cast<int>(share * 1000));
    const auto count = [&going](RunStatus status) { return std::ranges::count(going, status, &RunInfo::status); };
    QStringList parts{tr("%1 of %2 runs done").arg(batch_.size() - going.size()).arg(batch_.size())};
    if (const auto running = count(RunStatus::Running); running > 0) parts << tr("%1 running").arg(running);
    if (const auto paused = count(RunStatus::Paused); paused > 0) parts << tr("%1 paused").arg(paused);
    if (const auto queued = count(RunStatus::Queued); queued > 0) parts << tr("%1 waiting").arg(queued);
    summary_->setText(parts.join(", "));
}

JobList::Row JobList::makeRow(RunId id) {
    Row row;
    row.widget = new QWidget(body_);
    auto* line = new QHBoxLayout(row.widget);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(2);
    row.name = tool({}, tr("Show this run"), row.widget);
    row.bar = thinBar(row.widget);
    row.left = new QLabel(row.widget);
    row.left->setMinimumWidth(row.left->fontMetrics().horizontalAdvance(tr("100 %, 00 min 00 s left")));
    row.up = tool("up", tr("Start this run earlier"), row.widget);
    row.down = tool("down", tr("Start this run later"), row.widget);
    row.pause = tool("pause", tr("Pause or resume"), row.widget);
    auto* stop = tool("stop", tr("Stop: the model and the curves are written"), row.widget);
    line->addWidget(row.name);
    line->addWidget(row.bar, 1);
    line->addSpacing(6);
    line->addWidget(row.left);
    for (QToolButton* button : {row.up, row.down, row.pause, stop}) {
        QSizePolicy policy = button->sizePolicy();
        policy.setRetainSizeWhenHidden(true); // columns of buttons stay columns
        button->setSizePolicy(policy);
        line->addWidget(button);
    }
    connect(row.name, &QToolButton::clicked, this, [this, id] {
        session_.showRun(id);
        session_.navigator().go(session_.runs().info(id).kind == DocumentKind::Unrolled ? "unrolled" : "train");
    });
    connect(row.up, &QToolButton::clicked, this, [this, id] { move(id, -1); });
    connect(row.down, &QToolButton::clicked, this, [this, id] { move(id, 1); });
    connect(row.pause, &QToolButton::clicked, this, [this, id] {
        if (session_.runs().info(id).status == RunStatus::Paused) session_.runs().resume(id);
        else session_.runs().pause(id);
        refresh();
    });
    connect(stop, &QToolButton::clicked, this, [this, id] { session_.runs().stop(id); });
    return row;
}

void JobList::show(Row& row, const RunInfo& info, std::size_t waiting) {
    const QString name = QString::fromStdString(info.folder.filename().string());
    row.name->setText(row.name->fontMetrics().elidedText(name, Qt::ElideMiddle, widestName));
    row.name->setToolTip(tr("Show this run: %1").arg(name));
    const double share = shareOf(info);
    row.bar->setValue(static_cast<int>(share * 1000));
    QString text = info.place > 0 ? tr("waits, place %1 of %2").arg(info.place).arg(waiting) : tr("%1 %").arg(static_cast<int>(share * 100));
    if (info.place == 0 && info.status != RunStatus::Running) text += ", " + statusText(info.status);
    else if (info.place == 0 && info.secondsLeft >= 0) text += tr(", %1 left").arg(QString::fromStdString(duration(info.secondsLeft)));
    row.left->setText(text);
    for (QToolButton* button : {row.up, row.down}) button->setVisible(waiting > 1);
    row.up->setEnabled(info.place > 1);
    row.down->setEnabled(info.place > 0 && info.place < waiting);
    row.pause->setIcon(icon(info.status == RunStatus::Paused ? "play" : "pause"));
}

/// Equal numbers would leave the order to the start: all that wait get a number by their place.
void JobList::move(RunId id, int by) {
    std::vector<RunInfo> queue = goingRuns(session_.runs().runs());
    std::erase_if(queue, [](const RunInfo& run) { return run.place == 0; });
    const auto at = std::ranges::find(queue, id, &RunInfo::id);
    if (at == queue.end() || (by < 0 ? at == queue.begin() : at + 1 == queue.end())) return;
    std::iter_swap(at, at + by);
    int priority = static_cast<int>(queue.size());
    for (const RunInfo& run : queue) session_.runs().setPriority(run.id, --priority);
    refresh();
}

/// A few rows, fewer in a low window; more of them scroll. As many as the batch has runs until all are over: a plot that one draws
/// on must not move when a run ends. Their bars begin at one line.
void JobList::fit() {
    if (rows_.empty()) return;
    const int most = window()->height() < lowWindow ? 3 : 5, row = rows_.begin()->second.widget->sizeHint().height();
    scroll_->setFixedHeight(row * std::min(most, static_cast<int>(batch_.size())) + 1);
    int widest = 0;
    for (const auto& [id, each] : rows_) widest = std::max(widest, each.name->sizeHint().width());
    for (const auto& [id, each] : rows_) each.name->setMinimumWidth(widest);
}

} // namespace orthant::ui
