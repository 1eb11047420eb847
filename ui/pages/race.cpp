// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/io/file.h"
#include "ui/base/icons.h"
#include "ui/charts/band_view.h"
#include "ui/pages/catalogue.h"
#include "ui/pages/race/race_form.h"
#include "ui/pages/race/race_table.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/furniture.h"
#include "ui/widgets/panel_grid.h"

#include <QAction>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace orthant::ui {

namespace {

/// Methods side by side on the same seeds and batches: the form on one side, curves with their spread and a table on the other.
class RacePage final : public Page {
  public:
    explicit RacePage(Session& session);
    void opened() override;
    void closed() override { front_ = false; }

  private:
    QAction* add(QHBoxLayout& row, const QString& iconName, const QString& name, const QString& text, const QString& tip,
                 const std::function<void()>& work);
    BandView* addPlot(const QString& title, const QString& caption, const PlotAxis& axis);
    void follow();
    void draw();
    void refresh();
    void forActive(const std::function<void(RunId)>& work);
    void pauseOrResume();
    void openOne(std::size_t method);
    void save();
    void load();

    Session& session_;
    std::shared_ptr<RaceModel> race_;
    bool front_ = false;
    RaceForm* form_;
    QStackedWidget* results_;
    PanelGrid* grid_;
    BandView *accuracy_, *loss_, *flips_;
    RaceTable* table_;
    QSplitter* side_;
    QLabel* status_;
    QAction *start_, *pause_, *stop_, *goOn_, *save_, *load_;
};

RacePage::RacePage(Session& session)
    : Page("race", tr("Race"), "race"), session_(session), form_(new RaceForm), results_(new QStackedWidget), grid_(new PanelGrid),
      accuracy_(addPlot(tr("Test accuracy"), tr("Mean over the seeds; the band is one standard deviation to each side. Bands that overlap: a seed makes more difference than the method."),
                        {.title = tr("Accuracy"), .unit = "%"})),
      loss_(addPlot(tr("Training loss"), tr("Soft maps are easier to fit than what they ship as: compare the accuracy before you believe a low loss."), {.title = tr("Loss")})),
      flips_(addPlot(tr("Sign flips"), tr("Share of weights that change in one step, mean over the layers with binarized weights."), {.title = tr("Flips"), .unit = "%"})),
      table_(new RaceTable), side_(new QSplitter(Qt::Vertical)), status_(new QLabel) {
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(12, 6, 12, 6);
    bar->setSpacing(4);
    start_ = add(*bar, "play", "start", tr("Start"), tr("Train all methods with all seeds, as many at once as there are cores"), [this] {
        session_.startRace(form_->race());
    });
    pause_ = add(*bar, "pause", "pause", tr("Pause"), tr("Hold all runs of this race, or let them go on"), [this] { pauseOrResume(); });
    stop_ = add(*bar, "stop", "stop", tr("Stop"), tr("End all runs of this race; it can go on later"), [this] {
        forActive([this](RunId id) { session_.runs().stop(id); });
    });
    goOn_ = add(*bar, "step", "continue", tr("Go on"), tr("Train the runs of this race that are not finished"), [this] {
        session_.openRace(race_->folder(), true);
    });
    save_ = add(*bar, "save", "save", tr("Save"), tr("Write the race of the form as a file, for orthant-cli sweep and for others"), [this] { save(); });
    load_ = add(*bar, "folder", "load", tr("Open"), tr("Show a race that was run, from its folder"), [this] { load(); });
    status_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    status_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    status_->setProperty("role", "muted");
    status_->setObjectName("race_status");
    bar->addWidget(status_, 1);

    auto* empty = new EmptyState("race", tr("No race yet"), tr("Choose two to eight methods and press Start: all of them train the same network on the same batches, once with each seed. Curves and a table appear here."));
    empty->setAction(tr("Start this race"));
    connect(empty, &EmptyState::actionTriggered, start_, &QAction::trigger);
    side_->addWidget(grid_);
    side_->addWidget(table_);
    side_->setStretchFactor(0, 1);
    side_->setChildrenCollapsible(false);
    side_->setContentsMargins(4, 4, 10, 8);
    results_->addWidget(empty);
    results_->addWidget(side_);
    auto* splitter = formBeside(form_, results_, form_->minimumSizeHint().width() + 16, 320, session.settings(), "race");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(splitter, 1);
    grid_->setLead(accuracy_);
    grid_->setLowest(170); // so that a small window shows all three

    connect(form_, &RaceForm::changed, this, &RacePage::refresh);
    connect(table_, &RaceTable::opened, this, &RacePage::openOne);
    connect(&session, &Session::raceChanged, this, &RacePage::follow);
    connect(&session, &Session::raceOpened, form_, &RaceForm::setRace);
    connect(&session, &Session::methodOffered, this, [this](const Method& method) {
        const QString title = QString::fromStdString(form_->addMethod(method));
        session_.navigator().go("race");
        Q_EMIT session_.said(race_ ? tr("%1 is in the race. Start trains what is new; runs that are there stay.").arg(title)
                                   : tr("%1 is in the race. Press Start.").arg(title));
    });
    follow();
}

QAction* RacePage::add(QHBoxLayout& row, const QString& iconName, const QString& name, const QString& text, const QString& tip,
                       const std::function<void()>& work) {
    auto* action = new QAction(icon(iconName), text, this);
    action->setToolTip(tip);
    action->setObjectName("race_" + name);
    action->setProperty("command", true);
    addAction(action);
    auto* button = new QToolButton(this);
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    row.addWidget(button);
    connect(action, &QAction::triggered, this, [this, work] {
        try {
            work();
        } catch (const Error& error) {
            Q_EMIT session_.failed(QString::fromStdString(error.message()), QString::fromStdString(error.what()));
        }
    });
    return action;
}

BandView* RacePage::addPlot(const QString& title, const QString& caption, const PlotAxis& axis) {
    auto* plot = new BandView;
    plot->setTitle(title);
    plot->setCaption(caption);
    plot->setAxes({.title = tr("Step")}, axis);
    plot->setEmptyText(tr("The curves appear with the first readings."));
    grid_->add(plot);
    connect(plot->addTool("enlarge", tr("Enlarge, or show all plots")), &QAction::triggered, this, [this, plot] { grid_->enlarge(plot); });
    connect(plot, &PlotFrame::failed, this, [this](const QString& message) { Q_EMIT session_.failed(message, {}); });
    connect(plot, &PlotFrame::saved, this, [this](const QString& file) { Q_EMIT session_.said(tr("Saved %1").arg(file)); });
    return plot;
}

void RacePage::opened() {
    front_ = true;
    form_->setOwnExperiment(session_.experiment().file().string());
    draw();
}

void RacePage::follow() {
    if (race_) race_->disconnect(this);
    race_ = session_.race();
    results_->setCurrentIndex(race_ ? 1 : 0);
    for (BandView* plot : {accuracy_, loss_, flips_}) plot->resetView();
    if (race_) {
        connect(race_.get(), &RaceModel::changed, this, [this] { if (front_) draw(); });
        for (const RaceModel::Entry& entry : race_->entries())
            if (!entry.error.empty()) Q_EMIT session_.failed(tr("A run of the race could not start; the others go on."), QString::fromStdString(entry.error));
    }
    draw();
    const int high = std::min(table_->wholeHeight(), height() * 2 / 5);
    side_->setSizes({height() - high, high});
}

void RacePage::draw() {
    refresh();
    if (!race_) return;
    for (const auto& [plot, metric] : {std::pair{accuracy_, RaceMetric::TestAccuracy}, {loss_, RaceMetric::TrainLoss}, {flips_, RaceMetric::Flips}}) {
        std::vector<BandSeries> bands;
        for (std::size_t m = 0; m < race_->race().methods.size(); ++m) {
            SpreadCurve curve = race_->curve(m, metric);
            const Method& method = race_->race().methods[m];
            bands.push_back({QString::fromStdString(method.title), std::move(curve.steps), std::move(curve.mean), std::move(curve.spread),
                             static_cast<int>(m), QString::fromStdString(method.summary + "\n" + method.source)});
        }
        plot->setBands(std::move(bands));
    }
    table_->setRows(race_->rows());
}

void RacePage::refresh() {
    const bool active = race_ && race_->active();
    start_->setEnabled(!active && form_->complete());
    pause_->setEnabled(active);
    pause_->setText(active && race_->paused() ? tr("Resume") : tr("Pause"));
    stop_->setEnabled(active);
    save_->setEnabled(form_->complete());
    goOn_->setEnabled(!active && race_ && race_->runsFinished() < race_->entries().size());
    if (!race_) {
        status_->setText(tr("Press Start"));
        return;
    }
    QString text = tr("%1 of %2 runs finished").arg(race_->runsFinished()).arg(race_->entries().size());
    if (active && race_->secondsLeft() >= 0) text += tr(", about %1 left").arg(QString::fromStdString(duration(race_->secondsLeft())));
    if (goOn_->isEnabled()) text += tr("; Go on trains the others");
    status_->setText(text);
    status_->setToolTip(QString::fromStdString(race_->folder().string()));
}

void RacePage::forActive(const std::function<void(RunId)>& work) {
    for (const RaceModel::Entry& entry : race_->entries())
        if (entry.model && entry.model->active()) work(*entry.model->id());
}

void RacePage::pauseOrResume() {
    const bool resume = race_->paused();
    forActive([&](RunId id) { resume ? session_.runs().resume(id) : session_.runs().pause(id); });
}

void RacePage::openOne(std::size_t method) {
    // The newest of its runs that has begun.
    const RaceModel::Entry* found = nullptr;
    for (const RaceModel::Entry& entry : race_->entries())
        if (entry.run.method == method && entry.model && (!found || entry.model->step() > 0)) found = &entry;
    if (!found) return;
    if (found->model->active()) {
        session_.showRun(*found->model->id());
        session_.navigator().go("train");
    } else {
        session_.navigator().openRun(QString::fromStdString(found->model->folder().string()));
    }
}

void RacePage::save() {
    const Race race = form_->race();
    QString file = QFileDialog::getSaveFileName(this, tr("Save the race"), QString::fromStdString(race.name + ".json"), tr("Experiments (*.json)"));
    if (file.isEmpty()) return;
    if (!file.endsWith(".json")) file += ".json";
    writeFileAtomically(file.toStdString(), toJson(race));
    Q_EMIT session_.said(tr("Saved %1").arg(file));
}

void RacePage::load() {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Open the folder of a race"), session_.settings().runsFolder());
    if (!folder.isEmpty()) session_.openRace(folder.toStdString());
}

} // namespace

PageEntry entries::race() {
    return {"race", [](Session& session) { return new RacePage(session); }};
}

} // namespace orthant::ui
