// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/number_text.h"
#include "core/experiment/experiment.h"
#include "core/quantizers/legality.h"
#include "ui/base/icons.h"
#include "ui/charts/curve_editor.h"
#include "ui/pages/catalogue.h"
#include "ui/pages/quantizers/pair_method.h"
#include "ui/pages/quantizers/pair_plots.h"
#include "ui/studies/study_desk.h"
#include "ui/widgets/param_form.h"
#include "ui/widgets/text_labels.h"

#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

namespace orthant::ui {

namespace {

constexpr double reach = 2;
constexpr std::size_t drawnPoints = 201, samples = 2001;

const std::vector<ParamSpec>& controls() {
    static const std::vector<ParamSpec> specs = {
        componentParam("quantizer", "Pair", "quantizers", Component("bnn_plus_plus"), "A forward map with its backward map."),
        realParam("progress", "Part of the run", 0.5, "Scheduled pairs change their shape from 0, the start of training, to 1, its end.").range(0, 1)};
    return specs;
}

std::string listOf(const std::vector<double>& values) {
    std::string text;
    for (const double value : values) text += (text.empty() ? "" : ", ") + QString::number(value, 'g', 5).toStdString();
    return text;
}

/// F and B side by side with what theory says of them; curves of one's own, and one click to train with them.
class QuantizersPage final : public Page {
  public:
    explicit QuantizersPage(Session& session);
    void opened() override;
    void closed() override;

  private:
    void makeTabs(QWidget* bench);
    void showTab(int tab);
    QPushButton* button(const QString& name, const QString& text, const QString& tip, const std::function<void()>& work);
    Component component() const { return form_->values().component("quantizer"); }
    void take(const Component& next);
    void draw();
    void refresh();
    void repair();
    void train();
    void race();

    Session& session_;
    ParamForm* form_;
    PairPlots* plots_;
    QLabel *badge_, *reason_, *source_;
    QPushButton *repair_, *rise_, *draw_, *train_, *race_;
    PairOrigin origin_; ///< of drawn curves
    QVBoxLayout* tools_;
    bool front_ = false;
    QTabBar* tabs_;
    QStackedWidget* stack_;
    StudyDesk* desk_;
};

QuantizersPage::QuantizersPage(Session& session)
    : Page("quantizers", tr("Pairs"), "study_levels"), session_(session), plots_(new PairPlots), tools_(new QVBoxLayout), tabs_(new QTabBar), stack_(new QStackedWidget),
      desk_(new StudyDesk(session, Lab::Training, "theory")) {
    auto* side = new QWidget;
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(10, 8, 8, 8);
    column->setSpacing(6);
    column->addWidget(headingLabel(tr("Forward and backward"), 2, side));
    column->addWidget(smallLabel(tr("A binarized network computes with F(w) and learns through B(w). Not every pair goes together."), side));
    badge_ = headingLabel({}, 2, side);
    badge_->setObjectName("verdict");
    reason_ = new QLabel(side);
    reason_->setWordWrap(true);
    column->addWidget(badge_);
    column->addWidget(reason_);
    column->addLayout(tools_);
    tools_->setSpacing(4);
    repair_ = button("repair", tr("Repair: F from B"), tr("Takes the integral of B as the forward map: BNN+ becomes BNN++"), [this] { repair(); });
    draw_ = button("draw", tr("Draw my own F"), tr("Starts from the forward map that is shown"), [this] { draw(); });
    rise_ = button("rise", tr("Make F rise"), tr("The nearest curve that never falls (pool adjacent violators)"), [this] {
        Component next = component();
        Params params = *next.params;
        params.set("forward", listOf(nearestNonDecreasing(plots_->curve())));
        take(Component("drawn", params));
    });
    train_ = button("train_with", tr("Train with it"), tr("Opens the first experiment with this pair on all binarized weights"), [this] { train(); });
    train_->setProperty("primary", true);
    race_ = button("race_it", tr("Race it"), tr("Puts this pair into the race of the Race page, beside the methods that are chosen there"), [this] { race(); });
    form_ = new ParamForm(controls(), {}, side, ParamForm::Help::Tips);
    column->addWidget(form_);
    source_ = smallLabel({}, side);
    column->addWidget(source_);
    column->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumWidth(280);
    scroll->setWidget(side);
    auto* splitter = new QSplitter(Qt::Horizontal);
    splitter->addWidget(scroll);
    splitter->addWidget(plots_);
    splitter->setStretchFactor(1, 1);
    splitter->setCollapsible(1, false);
    splitter->setSizes({310, 900});
    splitter->restoreState(session.settings().splitter("quantizers"));
    makeTabs(splitter);

    connect(splitter, &QSplitter::splitterMoved, this, [this, splitter] { session_.settings().setSplitter("quantizers", splitter->saveState()); });
    connect(form_, &ParamForm::changed, this, &QuantizersPage::refresh);
    connect(plots_, &PairPlots::curveDrawn, this, [this] {
        Params params = *component().params;
        params.set("forward", listOf(plots_->curve()));
        params.set("backward", std::string());
        take(Component("drawn", params));
        origin_ = {};
    });
    connect(plots_, &PairPlots::failed, this, [this](const QString& message) { Q_EMIT session_.failed(message, {}); });
    connect(plots_, &PairPlots::saved, this, [this](const QString& file) { Q_EMIT session_.said(tr("Saved %1").arg(file)); });
    refresh();
}

/// The bench, and the studies of how training with a pair moves.
void QuantizersPage::makeTabs(QWidget* bench) {
    tabs_->setDrawBase(false);
    tabs_->setExpanding(false);
    tabs_->setObjectName("pair_tabs");
    tabs_->setTabToolTip(tabs_->addTab(tr("Forward and backward")), tr("F and B of a pair, and whether they belong together"));
    tabs_->setTabToolTip(tabs_->addTab(tr("How training moves")), tr("Small problems on which the theory can be watched"));
    bench->setObjectName("bench");
    stack_->addWidget(bench);
    stack_->addWidget(desk_);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(8, 4, 8, 0);
    head->addWidget(tabs_);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    outer->addLayout(head);
    outer->addWidget(stack_, 1);
    connect(tabs_, &QTabBar::currentChanged, this, &QuantizersPage::showTab);
    connect(&session_, &Session::studyAsked, this, [this](const Component& study) {
        if (findEntry(studyCatalogue(), study.id, "study").lab != Lab::Training) return;
        desk_->open(study.id, study.params ? *study.params : Params{});
        tabs_->setCurrentIndex(1);
    });
}

void QuantizersPage::showTab(int tab) {
    stack_->setCurrentIndex(tab);
    desk_->setFront(front_ && tab == 1);
}

void QuantizersPage::opened() {
    front_ = true;
    refresh();
    showTab(tabs_->currentIndex());
}

void QuantizersPage::closed() {
    front_ = false;
    desk_->setFront(false);
}

QPushButton* QuantizersPage::button(const QString& name, const QString& text, const QString& tip, const std::function<void()>& work) {
    auto* made = new QPushButton(text);
    made->setObjectName(name);
    made->setToolTip(tip);
    tools_->addWidget(made);
    connect(made, &QPushButton::clicked, this, work);
    return made;
}

void QuantizersPage::take(const Component& next) {
    Params values = form_->values();
    values.set("quantizer", next);
    form_->setValues(values);
    refresh();
}

void QuantizersPage::draw() {
    const ScalarMaps maps = scalarMaps(component(), form_->values().real("progress"));
    std::vector<double> points;
    for (std::size_t i = 0; i < drawnPoints; ++i) points.push_back(maps.forward(reach * (2 * static_cast<double>(i) / (drawnPoints - 1) - 1)));
    take(Component("drawn", {{"forward", listOf(points)}, {"reach", reach}}));
}

void QuantizersPage::refresh() {
    const Component pair = component();
    const bool drawn = pair.id == "drawn";
    if (!drawn) origin_ = {};
    const QuantizerEntry& entry = findEntry(quantizerCatalogue(), pair.id, "quantizer");
    source_->setText(tr("Source: %1 (%2)").arg(QString::fromStdString(entry.source), QString::fromStdString(entry.grade)));
    for (QPushButton* each : {repair_, rise_, draw_}) each->setEnabled(bool(entry.scalar));
    for (QPushButton* each : {train_, race_}) each->setEnabled(entry.forWeights);
    rise_->setVisible(drawn);
    draw_->setVisible(!drawn);
    if (!entry.scalar) {
        badge_->setText(tr("No curves"));
        reason_->setText(tr("This quantizer looks at a whole row of weights, so that F and B of one weight do not exist."));
        repair_->hide();
        plots_->clear(tr("Nothing to draw for a quantizer of whole rows"));
        return;
    }
    try {
        const SampledPair sampled = samplePair(scalarMaps(pair, form_->values().real("progress")), -reach, reach, samples);
        const Legality verdict = testLegality(sampled);
        badge_->setText(verdict.legal ? tr("Legal pair") : tr("Not legal"));
        badge_->setProperty("verdict", verdict.legal);
        reason_->setText(verdict.legal ? tr("F and B come from one proximal map P and one change of variables T: the guarantees of ProxConnect hold.")
                                       : tr("%1: no P and T give this pair.").arg(QString::fromStdString(verdict.reason)));
        repair_->setVisible(!verdict.legal);
        std::vector<double> curve;
        double curveReach = reach;
        if (drawn) {
            curve = parseNumbers(pair.params->text("forward"), "/forward");
            curveReach = pair.params->real("reach");
        }
        plots_->show(sampled, decompose(sampled), curve, curveReach);
    } catch (const Error& error) {
        badge_->setText(tr("Not drawn"));
        reason_->setText(QString::fromStdString(error.what()));
        plots_->clear(QString::fromStdString(error.message()));
    }
}

void QuantizersPage::repair() {
    const PairOrigin origin = repairOf(component(), origin_);
    const SampledPair sampled = repaired(samplePair(scalarMaps(component(), form_->values().real("progress")), -reach, reach, drawnPoints));
    take(Component("drawn", {{"forward", listOf(sampled.forward)}, {"backward", listOf(sampled.backward)}, {"reach", reach}}));
    origin_ = origin;
}

void QuantizersPage::train() {
    try {
        Experiment experiment = readExperiment(findExperiment("glyphs_bnn_mlp"));
        experiment.name = "glyphs_" + component().id;
        experiment.title = "Glyphs with " + findEntry(quantizerCatalogue(), component().id, "quantizer").title;
        for (Component& layer : experiment.layers) {
            const ParamValue* weights = layer.params->find("weights");
            if (!weights || std::get<Component>(*weights).id == "identity") continue;
            Params params = *layer.params;
            params.set("weights", component());
            layer = Component(layer.id, params);
        }
        session_.experiment().load(experiment);
        session_.navigator().go("train");
        Q_EMIT session_.said(tr("All binarized weights use %1. Press start.").arg(QString::fromStdString(component().id)));
    } catch (const Error& error) {
        Q_EMIT session_.failed(QString::fromStdString(error.message()), QString::fromStdString(error.what()));
    }
}

void QuantizersPage::race() {
    try {
        session_.offerMethod(pairMethod(component(), origin_));
    } catch (const Error& error) {
        Q_EMIT session_.failed(QString::fromStdString(error.message()), QString::fromStdString(error.what()));
    }
}

} // namespace

PageEntry entries::quantizers() {
    return {"quantizers", [](Session& session) { return new QuantizersPage(session); }};
}

} // namespace orthant::ui
