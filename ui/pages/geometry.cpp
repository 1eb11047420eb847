// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/trained_run.h"
#include "ui/base/icons.h"
#include "ui/models/study_model.h"
#include "ui/pages/catalogue.h"
#include "ui/pages/geometry/figure_board.h"
#include "ui/pages/geometry/run_picker.h"
#include "ui/pages/geometry/story_bar.h"
#include "ui/pages/geometry/study_form.h"
#include "ui/pages/geometry/study_stage.h"
#include "ui/pages/geometry/study_strip.h"
#include "ui/pages/geometry/study_text.h"
#include "ui/widgets/text_labels.h"

#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include <map>

namespace orthant::ui {

namespace {

/// The studies as cards; the chosen one as controls, live plots and text. What is drawn follows the controls: each change
/// asks the model anew, and the model forgets what was overtaken.
class GeometryPage final : public Page {
  public:
    explicit GeometryPage(Session& session);
    void opened() override;
    void closed() override;

  private:
    void open(const std::string& id, const Params& values);
    void tell(int step);
    void measure();
    void showResult();
    void showState();

    Session& session_;
    StudyModel model_{[](const std::string& folder) { return openTrainedRun(folder); }};
    const StudyEntry* study_ = nullptr;
    std::map<std::string, Params> remembered_; ///< what was last set, by study
    bool front_ = false, stale_ = true;
    int step_ = 0; ///< of the plan that is told
    StudyStrip* strip_;
    StoryBar* story_;
    StudyForm* form_;
    RunPicker* picker_ = nullptr; ///< of the studies that look at a trained network
    StudyStage* stage_ = nullptr;  ///< of the studies that are handled with the mouse
    FigureBoard* board_;
    StudyText* text_;
    QProgressBar* progress_;
    QLabel* state_;
    QPushButton* stop_;
    QSplitter* splitter_;
};

GeometryPage::GeometryPage(Session& session)
    : Page("geometry", tr("Geometry"), "geometry"), session_(session), strip_(new StudyStrip(Lab::Geometry)), story_(new StoryBar),
      form_(new StudyForm), board_(new FigureBoard), text_(new StudyText), progress_(new QProgressBar), state_(smallLabel({}, this)),
      stop_(new QPushButton(tr("Stop"))), splitter_(new QSplitter(Qt::Horizontal)) {
    splitter_->addWidget(form_);
    splitter_->addWidget(board_);
    splitter_->addWidget(text_);
    for (const int index : {0, 1, 2}) splitter_->setStretchFactor(index, index == 1 ? 1 : 0);
    splitter_->setCollapsible(1, false);
    splitter_->setSizes({250, 700, 250});
    splitter_->restoreState(session.settings().splitter("geometry"));
    progress_->setTextVisible(false);
    progress_->setMaximumHeight(6);
    progress_->setRange(0, 1000);
    state_->setWordWrap(false);
    stop_->setObjectName("study_stop");
    stop_->setToolTip(tr("Keeps what was measured so far"));
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(10, 3, 10, 3);
    foot->addWidget(state_);
    foot->addWidget(progress_, 1);
    foot->addWidget(stop_);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(8, 8, 8, 2);
    auto* stories = new QPushButton(icon("play"), tr("The story"));
    stories->setObjectName("tell_story");
    stories->setToolTip(tr("Eight steps with live controls: why signs are enough"));
    head->setSpacing(8);
    head->addWidget(strip_, 1);
    head->addWidget(stories);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(story_);
    column->addWidget(splitter_, 1);
    column->addLayout(foot);
    story_->hide();

    connect(splitter_, &QSplitter::splitterMoved, this, [this] { session_.settings().setSplitter("geometry", splitter_->saveState()); });
    connect(strip_, &StudyStrip::chosen, this, [this](const std::string& id) {
        story_->hide(); // its words are about another study; "The story" goes on where it was
        open(id, remembered_[id]);
    });
    connect(form_, &StudyForm::changed, this, &GeometryPage::measure);
    connect(form_, &StudyForm::variantAsked, this, [this](const std::string& id) { open(id, form_->values()); });
    connect(stop_, &QPushButton::clicked, &model_, &StudyModel::cancel);
    connect(&model_, &StudyModel::changed, this, &GeometryPage::showResult);
    connect(board_, &FigureBoard::failed, this, [this](const QString& message) { Q_EMIT session_.failed(message, {}); });
    connect(board_, &FigureBoard::saved, this, [this](const QString& file) { Q_EMIT session_.said(tr("Saved %1").arg(file)); });
    connect(stories, &QPushButton::clicked, this, [this] {
        if (session_.plan() && session_.plan()->name == "angle_story") tell(step_);
        else session_.navigator().openExperiment("angle_story");
    });
    connect(&session, &Session::planOpened, this, [this] {
        form_->setSeed(session_.plan()->seed);
        tell(0);
    });
    connect(story_, &StoryBar::moved, this, [this](int by) { tell(step_ + by); });
    connect(story_, &StoryBar::left, this, [this] {
        session_.closePlan();
        story_->hide();
    });
    connect(&session, &Session::studyAsked, this, [this](const Component& study) { open(study.id, study.params ? *study.params : Params{}); });
    open("angle", {});
}

void GeometryPage::opened() {
    front_ = true;
    if (stale_) measure();
}

void GeometryPage::closed() {
    front_ = false;
    if (model_.busy()) stale_ = true;
    model_.cancel();
}

void GeometryPage::open(const std::string& id, const Params& values) {
    study_ = &findEntry(studyCatalogue(), id, "study");
    const auto looksAtRun = std::ranges::any_of(study_->params, [](const ParamSpec& spec) { return spec.id == "run"; });
    picker_ = looksAtRun ? new RunPicker(session_) : nullptr;
    form_->setStudy(*study_, values, picker_, picker_ ? std::vector<std::string>{"run"} : std::vector<std::string>{});
    if (picker_) {
        if (session_.plan())
            if (const auto network = networkOf(*session_.plan())) picker_->setNetwork(*network);
        connect(picker_, &RunPicker::picked, this, &GeometryPage::measure);
        if (const std::string run = form_->values().text("run"); !run.empty()) picker_->setFolder(run);
    }
    strip_->setCurrent(id);
    stage_ = makeStudyStage(id);
    if (stage_)
        connect(stage_, &StudyStage::edited, this, [this](const Params& changes) {
            Params next = form_->values();
            for (const auto& [key, value] : changes) next.set(key, value);
            form_->setValues(next);
            measure();
        });
    board_->clear(stage_, picker_ && picker_->folder().empty() ? tr("Choose or train a network at the left.") : tr("Measuring..."));
    text_->setStudy(*study_);
    measure();
}

void GeometryPage::tell(int step) {
    const StudyPlan& plan = *session_.plan();
    step_ = step;
    const StudyStep& words = plan.steps[static_cast<std::size_t>(step)];
    const Component study = studyOf(plan, static_cast<std::size_t>(step), {});
    open(study.id, study.params ? *study.params : Params{});
    story_->showStep(QString::fromStdString(plan.title), step, static_cast<int>(plan.steps.size()), QString::fromStdString(words.title), QString::fromStdString(words.text));
    story_->show();
}

void GeometryPage::measure() {
    stale_ = true;
    Params values = form_->values();
    remembered_[study_->id] = values;
    if (stage_) stage_->show(values);
    if (!front_) return; // measured when the page is seen
    if (picker_) {
        if (picker_->folder().empty()) {
            model_.cancel();
            return state_->clear();
        }
        values.set("run", picker_->folder());
    }
    stale_ = false;
    model_.request(Component(study_->id, values), form_->seed());
    showState();
}

void GeometryPage::showResult() {
    showState();
    if (!model_.result() || model_.error()) return;
    if (stage_) stage_->learn(*model_.result());
    board_->setFigures(model_.result()->figures);
    text_->setResult(*model_.result());
}

void GeometryPage::showState() {
    const bool busy = model_.busy();
    stop_->setVisible(busy);
    progress_->setVisible(busy);
    const double done = model_.progress();
    progress_->setValue(done < 0 ? 0 : static_cast<int>(done * 1000));
    state_->setToolTip({});
    if (model_.error()) {
        const QString why = QString::fromStdString(model_.error()->what());
        board_->setEmptyText(why);
        state_->setText(tr("Not measured: %1").arg(why.section('\n', 0, 0)));
        state_->setToolTip(why);
    }
    else if (busy) state_->setText(tr("Measuring"));
    else state_->setText(model_.result() ? tr("Done") : QString());
    state_->setProperty("role", model_.error() ? "error" : "muted");
}

} // namespace

PageEntry entries::geometry() {
    return {"geometry", [](Session& session) { return new GeometryPage(session); }};
}

} // namespace orthant::ui
