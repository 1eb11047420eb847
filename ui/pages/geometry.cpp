// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/icons.h"
#include "ui/pages/catalogue.h"
#include "ui/pages/geometry/story_bar.h"
#include "ui/studies/study_desk.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace orthant::ui {

namespace {

/// The studies of geometry, and a plan of them told as a story.
class GeometryPage final : public Page {
  public:
    explicit GeometryPage(Session& session);
    void opened() override { desk_->setFront(true); }
    void closed() override { desk_->setFront(false); }

  private:
    void tell(int step);

    Session& session_;
    int step_ = 0; ///< of the plan that is told
    StudyDesk* desk_;
    StoryBar* story_;
};

GeometryPage::GeometryPage(Session& session)
    : Page("geometry", tr("Geometry"), "geometry"), session_(session), desk_(new StudyDesk(session, Lab::Geometry, "geometry")), story_(new StoryBar) {
    auto* stories = new QPushButton(icon("play"), tr("The story"));
    stories->setObjectName("tell_story");
    stories->setToolTip(tr("Eight steps with live controls: why signs are enough"));
    desk_->addTool(stories);
    desk_->setBanner(story_);
    story_->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(desk_);

    connect(desk_, &StudyDesk::cardChosen, story_, &QWidget::hide); // its words are about another study; "The story" goes on where it was
    connect(stories, &QPushButton::clicked, this, [this] {
        if (session_.plan() && session_.plan()->name == "angle_story") tell(step_);
        else session_.navigator().openExperiment("angle_story");
    });
    connect(&session, &Session::planOpened, this, [this] {
        desk_->setSeed(session_.plan()->seed);
        tell(0);
    });
    connect(story_, &StoryBar::moved, this, [this](int by) { tell(step_ + by); });
    connect(story_, &StoryBar::left, this, [this] {
        session_.closePlan();
        story_->hide();
    });
    connect(&session, &Session::studyAsked, this, [this](const Component& study) {
        if (findEntry(studyCatalogue(), study.id, "study").lab == Lab::Geometry) desk_->open(study.id, study.params ? *study.params : Params{});
    });
}

void GeometryPage::tell(int step) {
    const StudyPlan& plan = *session_.plan();
    step_ = step;
    const StudyStep& words = plan.steps[static_cast<std::size_t>(step)];
    const Component study = studyOf(plan, static_cast<std::size_t>(step), {});
    desk_->open(study.id, study.params ? *study.params : Params{});
    story_->showStep(QString::fromStdString(plan.title), step, static_cast<int>(plan.steps.size()), QString::fromStdString(words.title), QString::fromStdString(words.text));
    story_->show();
}

} // namespace

PageEntry entries::geometry() {
    return {"geometry", [](Session& session) { return new GeometryPage(session); }};
}

} // namespace orthant::ui
