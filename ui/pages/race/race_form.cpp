// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/race/race_form.h"

#include "core/base/error.h"
#include "core/experiment/document_fields.h"
#include "ui/widgets/input_boxes.h"
#include "ui/widgets/method_picker.h"
#include "ui/widgets/text_labels.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace orthant::ui {

namespace {

const std::string epochsPointer = "/training/epochs";

QSpinBox* numberBox(int low, int high, const QString& name, const QString& tip, QWidget* parent) {
    auto* box = new QSpinBox(parent);
    box->setRange(low, high);
    box->setAccessibleName(name);
    box->setToolTip(tip);
    WheelGuard::protect(box);
    return box;
}

/// Shipped methods and those that only this race has.
std::vector<EntryInfo> offered(const Race& race) {
    std::vector<EntryInfo> all(methods().begin(), methods().end());
    for (const Method& method : race.methods)
        if (method.origin == Method::Origin::Inline) all.push_back(method);
    return all;
}

} // namespace

RaceForm::RaceForm(QWidget* parent)
    : QWidget(parent), experiment_(new QComboBox(this)), about_(smallLabel({}, this)),
      methods_(new MethodPicker(MethodPicker::Mode::Several, this)),
      seeds_(numberBox(1, 20, tr("Seeds"), tr("Each method trains once with each seed. Three show how far chance alone goes."), this)),
      epochs_(numberBox(1, 100000, tr("Epochs"), tr("How often each method sees all training samples"), this)),
      realEnds_(new QCheckBox(tr("First and last layer stay real"), this)) {
    experiment_->setAccessibleName(tr("Experiment"));
    experiment_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    experiment_->setMinimumContentsLength(14);
    WheelGuard::protect(experiment_);
    for (const auto& file : shippedExperiments()) {
        const Experiment experiment = readExperiment(file);
        experiment_->addItem(QString::fromStdString(experiment.name), QString::fromStdString(experiment.name));
        experiment_->setItemData(experiment_->count() - 1, QString::fromStdString(experiment.title + "\n" + experiment.summary), Qt::ToolTipRole);
    }
    realEnds_->setToolTip(tr("Many papers keep these two layers real; the weights between them are what is compared"));

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(14, 12, 10, 12);
    column->setSpacing(8);
    column->addWidget(headingLabel(tr("Network and data"), 2, this));
    column->addWidget(experiment_);
    column->addWidget(about_);
    auto* rows = new QFormLayout;
    rows->addRow(tr("Epochs"), epochs_);
    rows->addRow(tr("Seeds"), seeds_);
    column->addLayout(rows);
    column->addWidget(realEnds_);
    column->addWidget(headingLabel(tr("Methods"), 2, this));
    column->addWidget(methods_, 1);

    connect(experiment_, &QComboBox::currentIndexChanged, this, [this] {
        std::erase_if(given_.set, [](const auto& entry) { return entry.first == epochsPointer; });
        showEpochs();
        Q_EMIT changed();
    });
    connect(methods_, &MethodPicker::chosenChanged, this, &RaceForm::changed);
    connect(seeds_, &QSpinBox::valueChanged, this, &RaceForm::changed);
    connect(epochs_, &QSpinBox::valueChanged, this, &RaceForm::changed);
    connect(realEnds_, &QCheckBox::toggled, this, &RaceForm::changed);

    Race first;
    first.name = "race";
    first.title = tr("Race").toStdString();
    first.experiment = "two_moons_bnn";
    for (const char* id : {"bnn", "bnn_plus", "bnn_plus_plus"}) first.methods.push_back(findMethod(id));
    first.set = {{epochsPointer, "20"}};
    setRace(first);
}

void RaceForm::setOwnExperiment(const std::string& file) {
    if (file.empty()) return;
    const QString path = QString::fromStdString(file);
    if (experiment_->findData(path) >= 0) return;
    experiment_->addItem(QString::fromStdString(std::filesystem::path(file).stem().string()), path);
    experiment_->setItemData(experiment_->count() - 1, path, Qt::ToolTipRole);
}

void RaceForm::setRace(const Race& race) {
    given_ = race;
    const QSignalBlocker blockExperiment(experiment_), blockMethods(methods_), blockSeeds(seeds_), blockEpochs(epochs_), blockEnds(realEnds_);
    // The form moves where the race came from into the path of its experiment.
    std::error_code error;
    const std::filesystem::path beside = race.folder / race.experiment;
    std::string wanted = race.experiment;
    if (std::filesystem::is_regular_file(beside, error)) setOwnExperiment(wanted = beside.string());
    experiment_->setCurrentIndex(std::max(0, experiment_->findData(QString::fromStdString(wanted))));
    methods_->setMethods(offered(race));
    std::vector<std::string> ids;
    for (const Method& method : race.methods) ids.push_back(method.id);
    methods_->setChosen(ids);
    seeds_->setValue(static_cast<int>(race.seeds.size()));
    realEnds_->setChecked(race.realEnds);
    showEpochs();
    Q_EMIT changed();
}

std::string RaceForm::addMethod(Method method) {
    const auto same = std::ranges::find_if(given_.methods, [&](const Method& other) {
        return other.origin == Method::Origin::Inline && other.weights == method.weights;
    });
    if (same != given_.methods.end()) {
        method = *same;
    } else if (method.origin == Method::Origin::Inline) {
        const std::string title = method.title;
        const auto taken = [&](const EntryInfo& other) { return other.id == method.id; };
        for (int number = 2;; ++number) {
            method.id = method.title;
            std::ranges::replace(method.id, '.', '_'); // no ending of a file
            method.id = nameFrom(method.id);
            if (std::ranges::none_of(offered(given_), taken)) break;
            method.title = title + " " + std::to_string(number);
        }
        given_.methods.push_back(method);
        methods_->setMethods(offered(given_));
    }
    std::vector<std::string> ids = methods_->chosen();
    if (std::ranges::find(ids, method.id) == ids.end()) ids.push_back(method.id);
    methods_->setChosen(ids);
    return method.title;
}

void RaceForm::showEpochs() {
    Race base = given_;
    base.experiment = experiment_->currentData().toString().toStdString();
    const QSignalBlocker block(epochs_);
    try {
        const Experiment experiment = baseOf(base);
        about_->setText(QString::fromStdString(experiment.title));
        epochs_->setValue(static_cast<int>(experiment.training.integer("epochs")));
    } catch (const Error& error) {
        about_->setText(QString::fromStdString(error.message()));
    }
}

bool RaceForm::complete() const { return methods_->complete(); }

Race RaceForm::race() const {
    Race race = given_;
    race.experiment = experiment_->currentData().toString().toStdString();
    race.realEnds = realEnds_->isChecked();
    race.methods.clear();
    for (const std::string& id : methods_->chosen()) {
        const auto own = std::ranges::find(given_.methods, id, &Method::id);
        race.methods.push_back(own != given_.methods.end() ? *own : findMethod(id));
    }
    if (race.seeds.size() != static_cast<std::size_t>(seeds_->value())) {
        race.seeds.clear();
        for (int i = 1; i <= seeds_->value(); ++i) race.seeds.push_back(static_cast<std::uint64_t>(i));
    }
    const auto epochs = std::ranges::find(race.set, epochsPointer, &std::pair<std::string, std::string>::first);
    if (epochs != race.set.end()) epochs->second = std::to_string(epochs_->value());
    else race.set.emplace_back(epochsPointer, std::to_string(epochs_->value()));
    (void)runsOf(race); // its errors
    return race;
}

} // namespace orthant::ui
