// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/unrolled/problem_panel.h"

#include "core/base/text.h"
#include "ui/charts/bar_view.h"
#include "ui/charts/figure_view.h"
#include "ui/charts/matrix_map_view.h"
#include "ui/pages/unrolled/link_editor.h"
#include "ui/widgets/furniture.h"
#include "ui/widgets/input_boxes.h"
#include "ui/widgets/panel_grid.h"
#include "ui/widgets/param_form.h"
#include "ui/widgets/section.h"
#include "ui/widgets/signal_figures.h"
#include "ui/widgets/text_labels.h"

#include <QAction>
#include <QComboBox>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace orthant::ui {

namespace {

const std::vector<ParamSpec>& controls() {
    static const std::vector<ParamSpec> specs = {
        componentParam("problem", "Problem", "problems", Component("sparse_recovery"), "What is to be found from which measurements."),
        choiceParam("mask", "Links", "operator", {"operator", "dense"}, "operator: the structure of A gives the zeros; dense: every link."),
        integerParam("reach", "Reach", 0, "How often the structure is applied: the support of (A^T A)^reach A^T.").range(0, 8).onlyFor("mask", {"operator"}),
        integerParam("layers", "Layers", 10, "Of the network whose bits are counted.").range(1, 1000),
        booleanParam("thresholds", "Count thresholds", false, "32 bits for each threshold: the same for every scheme."),
        realParam("density", "Density when pruned", 0.1, "Share of the links that pruned networks keep.").range(0.001, 1)};
    return specs;
}

MatrixPicture pictureOf(const Tensor& matrix) {
    MatrixPicture picture;
    picture.rows = matrix.rows();
    picture.cols = matrix.cols();
    picture.values.assign(matrix.values().begin(), matrix.values().end());
    return picture;
}

MatrixPicture pictureOf(const Mask& mask, const BlockForm& blocks, bool permuted) {
    MatrixPicture picture;
    picture.kind = MatrixPicture::Kind::Links;
    picture.rows = mask.rows();
    picture.cols = mask.cols();
    picture.values.resize(mask.rows() * mask.cols());
    for (std::size_t row = 0; row < mask.rows(); ++row)
        for (std::size_t col = 0; col < mask.cols(); ++col) picture.values[row * mask.cols() + col] = mask.get(row, col) ? 1.0F : 0.0F;
    if (!permuted && !blocks.inPlace) return picture;
    if (permuted) {
        picture.rowOrder = blocks.rowOrder;
        picture.colOrder = blocks.colOrder;
    }
    if (blocks.blocks.size() == 1) return picture; // a frame around everything says nothing
    for (const BlockForm::Block& block : blocks.blocks)
        picture.boxes.emplace_back(static_cast<int>(block.col), static_cast<int>(block.row), static_cast<int>(block.cols), static_cast<int>(block.rows));
    return picture;
}

QString count(std::size_t value) { return value < 100'000 ? QString::number(value) : QString::fromStdString(compactCount(static_cast<double>(value))); }

QString sentence(const std::string& text) {
    QString result = QString::fromStdString(text);
    if (!result.isEmpty()) result[0] = result[0].toUpper();
    return result;
}

} // namespace

ProblemPanel::ProblemPanel(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), presets_(new QComboBox), form_(new ParamForm(controls(), {}, nullptr, ParamForm::Help::Tips)), grid_(new PanelGrid),
      operator_(new MatrixMapView), mask_(new MatrixMapView), signal_(new FigureView), measured_(new FigureView), bits_(new BarView), facts_(smallLabel({}, this)) {
    operator_->setTitle(tr("Operator A"));
    operator_->setCaption(tr("One row for each measurement of y = A x + e. Blue is negative, orange positive, structural zeros stay empty."));
    mask_->setTitle(tr("Links"));
    mask_->setCaption(tr("Where a weight may differ from 0: the support of A^T, derived here. Zeros of the physics cost nothing, training never changes them."));
    bits_->setTitle(tr("Bits per link"));
    bits_->setCaption(tr("Bits over all links of dense layers, formulas derived here. Structure divides them, signs divide them again: below one bit, as arXiv:2502.01908 claims."));
    bits_->setAxis({.title = tr("Bits per link"), .logarithmic = true});
    edit_ = mask_->addTool("edit", tr("Draw on the picture of links"), Qt::Key_E);
    edit_->setObjectName("edit_links");
    edit_->setCheckable(true);
    edit_->setToolTip(tr("Click or drag over the picture of links: forbids them where it begins on one, allows them elsewhere; Ctrl forbids, Shift allows (E)"));
    undo_ = mask_->addTool("undo", tr("Undo the last edit"), QKeySequence::Undo);
    undo_->setObjectName("undo_links");
    permute_ = mask_->addTool("permute", tr("Order rows and columns by blocks, or show them as they stand"), Qt::Key_B);
    permute_->setObjectName("permute");
    permute_->setCheckable(true);
    addPanel(bits_, *bits_);
    addPanel(operator_, *operator_);
    addPanel(mask_, *mask_);
    for (FigureView* view : {signal_, measured_}) {
        grid_->add(view);
        connect(view, &FigureView::frameChanged, this, [this, view] {
            connect(view->frame().addEnlarge(), &QAction::triggered, this, [this, view] { grid_->enlarge(view); });
        });
        connect(view, &FigureView::failed, this, [this](const QString& message) { Q_EMIT session_.failed(message, {}); });
        connect(view, &FigureView::saved, this, [this](const QString& file) { Q_EMIT session_.said(tr("Saved %1").arg(file)); });
    }
    grid_->setLowest(200);
    next_ = new QAction(tr("Another sample"), this);
    next_->setObjectName("next_sample");
    next_->setShortcut(Qt::CTRL | Qt::Key_Right);
    addAction(next_);

    auto* right = new QWidget;
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(4, 4, 10, 8);
    column->addWidget(facts_);
    column->addWidget(grid_, 1);
    facts_->setObjectName("structure_facts");
    auto* splitter = formBeside(makeForm(), right, 290, 310, session.settings(), "unrolled_problem");
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(splitter);

    connect(form_, &ParamForm::changed, this, &ProblemPanel::take);
    connect(permute_, &QAction::toggled, this, &ProblemPanel::show);
    connect(edit_, &QAction::toggled, this, [this](bool on) {
        if (on) permute_->setChecked(false); // a rectangle is one of the matrix as it stands
        mask_->setEditable(on);
        show();
    });
    connect(mask_, &MatrixMapView::drawn, this, &ProblemPanel::edit);
    connect(editor_, &LinkEditor::changed, this, [this] {
        take();
        Q_EMIT linksEdited(links());
    });
    connect(next_, &QAction::triggered, this, [this] {
        ++request_.sample;
        ask();
    });
    connect(&model_, &StructureModel::changed, this, &ProblemPanel::show);
    take();
}

QWidget* ProblemPanel::makeForm() {
    auto* body = new QWidget;
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(12, 8, 10, 8);
    column->addWidget(headingLabel(tr("Problem and structure"), 2, body));
    column->addWidget(smallLabel(tr("Physics gives the zeros, training gives the signs. Change the operator and watch the links and their price."), body));
    presets_->setObjectName("presets");
    presets_->setAccessibleName(tr("Start from an experiment"));
    presets_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    presets_->setMinimumContentsLength(14);
    presets_->addItem(tr("Start from an experiment..."));
    for (const auto& file : shippedUnrolledPlans()) presets_->addItem(QString::fromStdString(file.stem().string()));
    WheelGuard::protect(presets_);
    column->addWidget(presets_);
    column->addWidget(form_);
    auto* section = new Section(tr("Edit links"), body);
    editor_ = new LinkEditor(edit_, undo_, section);
    section->setContent(editor_);
    column->addWidget(section);
    auto* useMask = new QPushButton(tr("These links for all networks"), body);
    useMask->setObjectName("use_mask");
    useMask->setToolTip(tr("Gives every network of the Train tab the links that are chosen here"));
    auto* sample = new QPushButton(tr("Another sample"), body);
    sample->setToolTip(tr("Draws the next test sample (Ctrl+Right)"));
    column->addWidget(useMask);
    column->addWidget(sample);
    column->addStretch(1);
    connect(sample, &QPushButton::clicked, this, [this] { next_->trigger(); });
    connect(presets_, &QComboBox::activated, this, [this](int index) { if (index > 0) Q_EMIT planAsked(presets_->itemText(index)); });
    connect(useMask, &QPushButton::clicked, this, [this] { Q_EMIT linksAsked(links()); });
    return body;
}

void ProblemPanel::addPanel(QWidget* widget, PlotFrame& plot) {
    grid_->add(widget);
    connect(plot.addEnlarge(), &QAction::triggered, this, [this, widget] { grid_->enlarge(widget); });
    connect(&plot, &PlotFrame::failed, this, [this](const QString& message) { Q_EMIT session_.failed(message, {}); });
    connect(&plot, &PlotFrame::saved, this, [this](const QString& file) { Q_EMIT session_.said(tr("Saved %1").arg(file)); });
}

const Component& ProblemPanel::problem() const { return form_->values().component("problem"); }

void ProblemPanel::setPlan(const UnrolledPlan& plan) {
    Params values = form_->values();
    values.set("problem", plan.problem);
    if (!plan.networks.empty()) {
        const UnrolledDesign& first = plan.networks.front();
        values.set("mask", first.mask);
        values.set("reach", static_cast<std::int64_t>(first.reach));
        if (const ParamValue* layers = first.algorithm.params ? first.algorithm.params->find("layers") : nullptr) values.set("layers", *layers);
    }
    form_->setValues(values);
    editor_->setEdits(plan.networks.empty() ? std::vector<MaskEdit>{} : plan.networks.front().edits);
    request_.folder = plan.folder;
    request_.seed = plan.seeds.empty() ? 1 : plan.seeds.front();
    request_.sample = 0;
    take();
}

void ProblemPanel::take() {
    const Params& values = form_->values();
    const bool other = !(request_.problem == values.component("problem"));
    request_.problem = values.component("problem");
    request_.dense = values.text("mask") == "dense";
    request_.reach = values.size("reach");
    request_.edits = editor_->edits();
    request_.layers = values.size("layers");
    request_.thresholds = values.boolean("thresholds");
    request_.density = values.real("density");
    ask();
    if (other) Q_EMIT changed();
}

UnrolledDesign ProblemPanel::links() const {
    UnrolledDesign design;
    design.mask = request_.dense ? "dense" : "operator";
    design.reach = request_.dense ? 0 : request_.reach;
    design.edits = request_.edits;
    return design;
}

void ProblemPanel::edit(const MatrixCells& cells, bool allow) {
    const Mask& mask = model_.picture()->mask;
    bool changes = model_.error().has_value(); // what is seen is older than the edits
    for (std::size_t row = cells.row0; row <= cells.row1; ++row)
        for (std::size_t col = cells.col0; col <= cells.col1; ++col) changes = changes || mask.get(row, col) != allow;
    if (changes) editor_->edit({cells.row0, cells.row1, cells.col0, cells.col1, allow});
}

/// Where the panels are small, the bars get most of the room: they have names to be read.
void ProblemPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    grid_->setLead(width() < 1300 ? bits_ : nullptr);
}

void ProblemPanel::setFront(bool front) {
    front_ = front;
    if (front && stale_) ask();
}

void ProblemPanel::ask() {
    stale_ = !front_;
    if (front_) model_.request(request_);
}

void ProblemPanel::show() {
    facts_->setProperty("role", model_.error() ? "problem" : "muted");
    facts_->style()->unpolish(facts_);
    facts_->style()->polish(facts_);
    if (model_.error()) return facts_->setText(QString::fromStdString(model_.error()->what()));
    if (!model_.picture()) return;
    const StructurePicture& picture = *model_.picture();
    const Problem& problem = *picture.problem;
    const std::size_t blocks = picture.blocks.blocks.size();
    const QString form = blocks == 1 ? tr("one block") : picture.blocks.inPlace ? tr("%1 blocks").arg(blocks) : tr("%1 blocks after reordering").arg(blocks);
    facts_->setText(tr("%1: %2 measurements of %3 unknowns. Links: %4, %5 of %6 in each layer (%7 %), %8.")
                        .arg(sentence(problem.op.title), count(problem.op.measurements()), count(problem.op.unknowns()), QString::fromStdString(picture.code.text),
                             count(picture.count.allowed / picture.count.layers), count(picture.count.links / picture.count.layers), QString::number(100 * picture.share(), 'g', 3), form));
    showMatrices(picture);
    showBits(picture);
    Figure signal = signalFigure(problem, &picture.whole.original, {}), measured = measurementFigure(problem, picture.whole);
    signal.title = tr("What is looked for: %1").arg(QString::fromStdString(picture.whole.title)).toStdString();
    measured.title = tr("What is measured: y = A x + e").toStdString();
    showSignal(*signal_, signal, picture.whole.original);
    const bool sameForm = picture.whole.measured.shape() == picture.whole.original.shape();
    showSignal(*measured_, measured, sameForm ? picture.whole.original : picture.whole.measured);
}

void ProblemPanel::showMatrices(const StructurePicture& picture) {
    operator_->setTitle(tr("Operator A, %1 x %2").arg(picture.problem->op.measurements()).arg(picture.problem->op.unknowns()));
    operator_->setMatrix(pictureOf(picture.problem->op.matrix));
    permute_->setEnabled(!picture.blocks.inPlace && !edit_->isChecked());
    editor_->setMask(picture.mask.rows(), picture.mask.cols(), picture.forbidden, picture.allowed);
    const bool permuted = permute_->isChecked() && !picture.blocks.inPlace;
    mask_->setTitle(permuted ? tr("Links, ordered by blocks") : tr("Links, %1 x %2").arg(picture.mask.rows()).arg(picture.mask.cols()));
    mask_->setMatrix(pictureOf(picture.mask, picture.blocks, permuted));
}

void ProblemPanel::showBits(const StructurePicture& picture) {
    std::vector<Bar> bars;
    for (const BitAccount& account : picture.accounts) {
        QString note = QString::fromStdString(account.formula);
        for (const BitTerm& term : account.terms) note += tr("\n%1: %2 bits").arg(QString::fromStdString(term.text)).arg(term.bits, 0, 'f', 0);
        note += tr("\n%1 times smaller than float32 on every link").arg(account.timesSmaller(), 0, 'g', 4);
        const bool ours = account.title.find("PIBiNN") != std::string::npos;
        bars.push_back({QString::fromStdString(account.title), account.bitsPerLink(), QString::number(account.bitsPerLink(), 'g', 4), note, ours ? 1 : 0, ours});
    }
    bits_->setBars(std::move(bars));
}

} // namespace orthant::ui
