// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/studies/study_desk.h"

#include "core/experiment/trained_run.h"
#include "ui/studies/figure_board.h"
#include "ui/studies/run_picker.h"
#include "ui/studies/study_form.h"
#include "ui/studies/study_stage.h"
#include "ui/studies/study_strip.h"
#include "ui/studies/study_text.h"
#include "ui/widgets/text_labels.h"

#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace orthant::ui {

StudyDesk::StudyDesk(Session& session, Lab lab, const QString& name, QWidget* parent)
    : QWidget(parent), session_(session), model_([](const std::string& folder) { return openTrainedRun(folder); }), strip_(new StudyStrip(lab)),
      form_(new StudyForm), board_(new FigureBoard), text_(new StudyText), progress_(new QProgressBar), state_(smallLabel({}, this)),
      stop_(new QPushButton(tr("Stop"))), splitter_(new QSplitter(Qt::Horizontal)), head_(new QHBoxLayout), column_(new QVBoxLayout(this)) {
    splitter_->addWidget(form_);
    splitter_->addWidget(board_);
    splitter_->addWidget(text_);
    for (const int index : {0, 1, 2}) splitter_->setStretchFactor(index, index == 1 ? 1 : 0);
    splitter_->setCollapsible(1, false);
    splitter_->setSizes({250, 700, 250});
    splitter_->restoreState(session.settings().splitter(name));
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
    head_->setContentsMargins(8, 8, 8, 2);
    head_->setSpacing(8);
    head_->addWidget(strip_, 1);
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(0);
    column_->addLayout(head_);
    column_->addWidget(splitter_, 1);
    column_->addLayout(foot);

    connect(splitter_, &QSplitter::splitterMoved, this, [this, name] { session_.settings().setSplitter(name, splitter_->saveState()); });
    connect(strip_, &StudyStrip::chosen, this, [this](const std::string& id) {
        Q_EMIT cardChosen();
        open(id, remembered_[id]);
    });
    connect(form_, &StudyForm::changed, this, &StudyDesk::measure);
    connect(form_, &StudyForm::variantAsked, this, [this](const std::string& id) { open(id, form_->values()); });
    connect(stop_, &QPushButton::clicked, &model_, &StudyModel::cancel);
    connect(&model_, &StudyModel::changed, this, &StudyDesk::showResult);
    connect(board_, &FigureBoard::failed, this, [this](const QString& message) { Q_EMIT session_.failed(message, {}); });
    connect(board_, &FigureBoard::saved, this, [this](const QString& file) { Q_EMIT session_.said(tr("Saved %1").arg(file)); });
    for (const StudyEntry& study : studyCatalogue()) {
        if (study.lab != lab) continue;
        open(study.id, {});
        break;
    }
}

void StudyDesk::setFront(bool front) {
    front_ = front;
    if (front && stale_) measure();
    if (front) return;
    if (model_.busy()) stale_ = true;
    model_.cancel();
}

void StudyDesk::setSeed(std::uint64_t seed) { form_->setSeed(seed); }
void StudyDesk::addTool(QWidget* tool) { head_->addWidget(tool); }
void StudyDesk::setBanner(QWidget* banner) { column_->insertWidget(1, banner); }

void StudyDesk::open(const std::string& id, const Params& values) {
    study_ = &findEntry(studyCatalogue(), id, "study");
    const auto looksAtRun = std::ranges::any_of(study_->params, [](const ParamSpec& spec) { return spec.id == "run"; });
    picker_ = looksAtRun ? new RunPicker(session_) : nullptr;
    form_->setStudy(*study_, values, picker_, picker_ ? std::vector<std::string>{"run"} : std::vector<std::string>{});
    if (picker_) {
        if (session_.plan())
            if (const auto network = networkOf(*session_.plan())) picker_->setNetwork(*network);
        connect(picker_, &RunPicker::picked, this, &StudyDesk::measure);
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

void StudyDesk::measure() {
    stale_ = true;
    if (!study_) return;
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

void StudyDesk::showResult() {
    showState();
    if (!model_.result() || model_.error()) return;
    if (stage_) stage_->learn(*model_.result());
    board_->setFigures(model_.result()->figures);
    text_->setResult(*model_.result());
}

void StudyDesk::showState() {
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

} // namespace orthant::ui
