// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/experiment_form.h"

#include "ui/base/icons.h"
#include "ui/widgets/component_editor.h"
#include "ui/widgets/component_list.h"
#include "ui/widgets/input_boxes.h"
#include "ui/widgets/param_form.h"
#include "ui/widgets/section.h"
#include "ui/widgets/text_labels.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace orthant::ui {

namespace {

QWidget* indented(QWidget* inner, QWidget* parent) {
    auto* frame = new QWidget(parent);
    auto* column = new QVBoxLayout(frame);
    column->setContentsMargins(20, 0, 0, 8);
    column->addWidget(inner);
    return frame;
}

} // namespace

ExperimentForm::ExperimentForm(ExperimentModel& model, QWidget* parent)
    : QWidget(parent), model_(model), title_(headingLabel({}, 2, this)), summary_(smallLabel({}, this)),
      running_(smallLabel(tr("A run is going. Changes here are for the next run."), this)), problem_(smallLabel({}, this)),
      method_(new QPushButton(icon("search"), tr("Choose a method..."), this)), save_(new QPushButton(icon("save"), tr("Save as..."), this)), revert_(new QPushButton(icon("reset"), tr("Revert"), this)) {
    title_->setWordWrap(true);
    problem_->setProperty("role", "problem");
    problem_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    running_->setProperty("role", "note");
    running_->hide();
    save_->setToolTip(tr("Write this experiment to a file that orthant-cli runs as well"));
    revert_->setToolTip(tr("Undo all changes since the experiment was opened or saved"));

    method_->setObjectName("choose_method");
    method_->setToolTip(tr("Published ways to binarize and to train, each with its source"));

    auto* content = new QWidget;
    column_ = new QVBoxLayout(content);
    column_->setContentsMargins(12, 8, 12, 8);
    column_->addWidget(title_);
    column_->addWidget(summary_);
    column_->addWidget(method_);
    column_->addWidget(running_);
    column_->addWidget(problem_);
    column_->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(12, 4, 12, 8);
    buttons->addWidget(save_);
    buttons->addWidget(revert_);
    buttons->addStretch(1);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    outer->addWidget(scroll, 1);
    outer->addLayout(buttons);
    setMinimumWidth(290);

    connect(method_, &QPushButton::clicked, this, &ExperimentForm::methodRequested);
    connect(save_, &QPushButton::clicked, this, &ExperimentForm::saveRequested);
    connect(revert_, &QPushButton::clicked, &model_, &ExperimentModel::revert);
    connect(&model_, &ExperimentModel::replaced, this, &ExperimentForm::rebuild);
    connect(&model_, &ExperimentModel::changed, this, &ExperimentForm::showState);
    if (!model_.empty()) rebuild();
    showState();
}

void ExperimentForm::setRunning(bool running) { running_->setVisible(running); }

void ExperimentForm::rebuild() {
    if (body_) {
        body_->hide();
        body_->deleteLater();
    }
    const Experiment& experiment = model_.experiment();
    body_ = new QWidget(this);
    auto* column = new QVBoxLayout(body_);
    column->setContentsMargins(0, 6, 0, 0);
    column->setSpacing(8);
    const auto addSection = [&](const QString& title, QWidget* content, bool open) {
        auto* section = new Section(title, body_);
        section->setContent(indented(content, section));
        section->setOpen(open);
        column->addWidget(section);
    };

    auto* dataset = new ComponentEditor("datasets", experiment.folder, body_);
    dataset->setComponent(experiment.data);
    connect(dataset, &ParamEditor::edited, this, [this, dataset] { model_.setData(dataset->component()); });
    addSection(tr("Data"), dataset, true);

    auto* layers = new ComponentList({"layers", tr("Add a layer"), tr("Move this layer towards the input"), tr("Move this layer towards the output"), tr("Remove this layer"), 1},
                                     experiment.folder, body_);
    layers->setComponents(experiment.layers);
    connect(layers, &ComponentList::changed, this, [this, layers] { model_.setLayers(layers->components()); });
    addSection(tr("Network, input to output"), layers, true);

    auto* training = new ParamForm(trainingParams(), experiment.folder, body_);
    training->setValues(experiment.training);
    connect(training, &ParamForm::changed, this, [this, training] { model_.setTraining(training->values()); });
    addSection(tr("Training"), training, true);

    auto* terms = new ComponentList({"terms", tr("Add a loss term"), tr("Move this term up"), tr("Move this term down"), tr("Remove this term"), 0}, experiment.folder, body_);
    terms->setObjectName("terms");
    terms->setComponents(experiment.terms);
    connect(terms, &ComponentList::changed, this, [this, terms] { model_.setTerms(terms->components()); });
    addSection(tr("Added to the loss"), terms, !experiment.terms.empty());

    auto* probes = new ParamForm(probeParams(), experiment.folder, body_);
    probes->setValues(experiment.probes);
    connect(probes, &ParamForm::changed, this, [this, probes] { model_.setProbes(probes->values()); });
    addSection(tr("What is measured"), probes, false);

    auto* seedBox = new QWidget(body_);
    auto* seedRow = new QVBoxLayout(seedBox);
    seedRow->setContentsMargins(0, 0, 0, 0);
    auto* seed = new NumberBox(NumberBox::Kind::Whole, seedBox);
    seed->setRange(0, 9007199254740991.0);
    seed->setValue(static_cast<double>(experiment.seed));
    seed->setAccessibleName(tr("Seed"));
    seedRow->addWidget(seed);
    seedRow->addWidget(smallLabel(tr("The same seed gives the same run on any number of threads. Try three seeds before you trust a difference."), seedBox));
    connect(seed, &QDoubleSpinBox::valueChanged, this, [this](double value) { model_.setSeed(static_cast<std::uint64_t>(value)); });
    addSection(tr("Seed"), seedBox, true);

    column_->insertWidget(column_->count() - 1, body_);
}

void ExperimentForm::showState() {
    const Experiment& experiment = model_.experiment();
    title_->setText((model_.empty() ? tr("No experiment") : QString::fromStdString(experiment.title)) + (model_.dirty() ? tr(" (changed)") : QString()));
    summary_->setText(model_.empty() ? tr("Open one from Home.") : QString::fromStdString(experiment.summary));
    summary_->setVisible(!summary_->text().isEmpty());
    problem_->setVisible(model_.problem().has_value());
    if (model_.problem()) problem_->setText(tr("This cannot run: %1").arg(QString::fromStdString(model_.problem()->what())));
    method_->setEnabled(!model_.empty());
    save_->setEnabled(!model_.empty());
    revert_->setEnabled(model_.dirty());
}

} // namespace orthant::ui
