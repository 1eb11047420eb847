// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/experiment/catalogues.h"
#include "ui/base/icons.h"
#include "ui/models/background.h"
#include "ui/pages/catalogue.h"
#include "ui/pages/home/run_table.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/text_labels.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <functional>

namespace orthant::ui {

namespace {

constexpr std::size_t shownRuns = 8;

struct GalleryItem {
    std::filesystem::path file;
    Experiment experiment;
    std::optional<StudyPlan> plan; ///< instead of the experiment
    std::optional<Race> race;      ///< instead of the experiment
    std::optional<UnrolledPlan> unrolled; ///< instead of the experiment
    std::string error;
};

std::vector<GalleryItem> readGallery() {
    std::vector<GalleryItem> items;
    const auto add = [&](const std::vector<std::filesystem::path>& files, const auto& read) {
        for (const std::filesystem::path& file : files) {
            GalleryItem item;
            item.file = file;
            try {
                read(item);
            } catch (const Error& error) {
                item.error = error.what();
            }
            items.push_back(std::move(item));
        }
    };
    add(shippedStudyPlans(), [](GalleryItem& item) { item.plan = readStudyPlan(item.file); });
    add(shippedRaces(), [](GalleryItem& item) { item.race = readRace(item.file); });
    add(shippedUnrolledPlans(), [](GalleryItem& item) { item.unrolled = readUnrolledPlan(item.file); });
    add(shippedExperiments(), [](GalleryItem& item) { item.experiment = readExperiment(item.file); });
    return items;
}

class HomePage final : public Page {
  public:
    explicit HomePage(Session& session);
    void opened() override;

  private:
    void showGallery();
    void showRuns();
    void showFiles();
    QString cost(const Experiment& experiment) const;
    Card* cardOf(const GalleryItem& item) const;

    Session& session_;
    std::vector<GalleryItem> gallery_;
    CardGrid* cards_;
    QWidget* noRuns_;
    RunTable* runs_;
    QLabel* filesHeading_;
    CardGrid* files_;
};

HomePage::HomePage(Session& session)
    : Page("home", tr("Home"), "home"), session_(session), cards_(new CardGrid(300)), runs_(new RunTable), files_(new CardGrid(300)) {
    auto* body = new QWidget;
    body->setMaximumWidth(1500);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(28, 22, 28, 22);
    column->setSpacing(10);

    auto* head = new QHBoxLayout;
    auto* titles = new QVBoxLayout;
    titles->addWidget(headingLabel(tr("What is lost when a weight keeps only its sign?"), 1, body));
    titles->addWidget(smallLabel(tr("Begin with the story, or pick an experiment, press start and watch. Every run is kept in a folder that you can copy."), body));
    head->addLayout(titles, 1);
    auto* openFile = new QPushButton(icon("file"), tr("Open experiment..."), body);
    auto* openRun = new QPushButton(icon("folder"), tr("Open run..."), body);
    openFile->setToolTip(tr("An experiment file (.json). You can also drop it on the window."));
    openRun->setToolTip(tr("A run folder: one with experiment.json in it. You can also drop it on the window."));
    head->addWidget(openFile);
    head->addWidget(openRun);
    column->addLayout(head);

    column->addSpacing(8);
    column->addWidget(headingLabel(tr("Experiments"), 2, body));
    column->addWidget(cards_);
    column->addSpacing(8);
    column->addWidget(headingLabel(tr("Recent runs"), 2, body));
    noRuns_ = new EmptyState("chart", tr("No runs yet"), tr("A run appears here when you press start on the Train page."), body);
    column->addWidget(noRuns_);
    column->addWidget(runs_);
    column->addSpacing(8);
    filesHeading_ = headingLabel(tr("Recent files"), 2, body);
    column->addWidget(filesHeading_);
    column->addWidget(files_);
    column->addStretch(1);

    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(body);
    scroll->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);

    connect(openFile, &QPushButton::clicked, this, [this] {
        const QString file = QFileDialog::getOpenFileName(this, tr("Open an experiment"), {}, tr("Experiments (*.json);;All files (*)"));
        if (!file.isEmpty()) session_.navigator().openExperiment(file);
    });
    connect(openRun, &QPushButton::clicked, this, [this] {
        const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a run folder"), session_.settings().runsFolder());
        if (!folder.isEmpty()) session_.navigator().openRun(folder);
    });
    connect(runs_, &RunTable::opened, &session_.navigator(), &Navigator::openRun);
    connect(&session_.runList(), &RunListModel::changed, this, [this] {
        showRuns();
        showGallery();
    });
    inBackground(this, readGallery, [this](Outcome<std::vector<GalleryItem>> outcome) {
        gallery_ = std::move(outcome.value).value_or(std::vector<GalleryItem>{});
        showGallery();
        showFiles();
    });
    showRuns();
    showFiles();
}

void HomePage::opened() {
    session_.refreshRuns();
    showFiles();
}

/// What it takes: epochs, data, and how long it took here the last time.
QString HomePage::cost(const Experiment& experiment) const {
    const auto binary = std::count_if(experiment.layers.begin(), experiment.layers.end(), [](const Component& layer) {
        const ParamValue* weights = layer.params ? layer.params->find("weights") : nullptr;
        const auto* quantizer = weights ? std::get_if<Component>(weights) : nullptr;
        return quantizer && quantizer->id != "identity";
    });
    QString text = tr("%1 epochs of %2")
                       .arg(experiment.training.integer("epochs"))
                       .arg(QString::fromStdString(catalogueEntry("datasets", experiment.data.id).title));
    text += binary == 0 ? tr(", float weights") : binary == 1 ? tr(", one layer with binarized weights") : tr(", %1 layers with binarized weights").arg(binary);
    const auto& runs = session_.runList().runs();
    const auto last = std::find_if(runs.begin(), runs.end(), [&](const RunSummary& run) {
        return run.name == experiment.name && run.status == "finished";
    });
    if (last == runs.end()) return text;
    text += tr("\nLast time here: %1").arg(QString::fromStdString(duration(last->seconds)));
    if (last->testAccuracy) text += tr(", test accuracy %1 %").arg(*last->testAccuracy * 100, 0, 'f', 2);
    return text;
}

Card* HomePage::cardOf(const GalleryItem& item) const {
    const auto text = [](const std::string& words) { return QString::fromStdString(words); };
    if (!item.error.empty()) return new Card("warning", text(item.file.stem().string()), tr("This file cannot be read."), text(item.error));
    if (item.race) {
        const std::size_t methods = item.race->methods.size(), seeds = item.race->seeds.size();
        return new Card("race", text(item.race->title), text(item.race->summary), tr("A race: %1 methods with %2 seeds, %3 runs").arg(methods).arg(seeds).arg(methods * seeds));
    }
    if (item.unrolled)
        return new Card("unrolled", text(item.unrolled->title), text(item.unrolled->summary),
                        tr("Unrolled networks: %1, seeds: %2").arg(item.unrolled->networks.size()).arg(item.unrolled->seeds.size()));
    if (!item.plan) return new Card("train", text(item.experiment.title), text(item.experiment.summary), cost(item.experiment));
    QString steps = tr("%1 steps with live controls").arg(item.plan->steps.size());
    if (!item.plan->network.empty()) steps += tr(", on the network of %1").arg(text(item.plan->network));
    return new Card("geometry", text(item.plan->title), text(item.plan->summary), steps);
}

void HomePage::showGallery() {
    cards_->clear();
    for (const GalleryItem& item : gallery_) {
        const QString path = QString::fromStdString(item.file.string());
        auto* card = cardOf(item);
        card->setObjectName(QString::fromStdString("experiment_" + item.file.stem().string()));
        connect(card, &Card::clicked, this, [this, path] { session_.navigator().openExperiment(path); });
        cards_->add(card);
    }
}

void HomePage::showRuns() {
    std::vector<RunSummary> all = session_.runList().runs();
    for (RunSummary race : session_.runList().races()) {
        race.title = tr("Race: %1").arg(QString::fromStdString(race.title)).toStdString();
        all.push_back(std::move(race));
    }
    for (RunSummary networks : session_.runList().unrolled()) {
        networks.title = tr("Unrolled: %1").arg(QString::fromStdString(networks.title)).toStdString();
        all.push_back(std::move(networks));
    }
    std::ranges::stable_sort(all, std::greater(), &RunSummary::modified);
    runs_->setRuns(std::span(all).first(std::min(all.size(), shownRuns)));
    runs_->setVisible(!all.empty());
    noRuns_->setVisible(all.empty());
}

void HomePage::showFiles() {
    QStringList files = session_.settings().recentFiles();
    for (const GalleryItem& item : gallery_) files.removeAll(QString::fromStdString(item.file.string())); // they have cards above
    files_->clear();
    for (const QString& file : files) {
        auto* card = new Card("file", QFileInfo(file).fileName(), {}, QFileInfo(file).absolutePath());
        connect(card, &Card::clicked, this, [this, file] { session_.navigator().openExperiment(file); });
        files_->add(card);
    }
    files_->setVisible(!files.isEmpty());
    filesHeading_->setVisible(!files.isEmpty());
}

} // namespace

PageEntry entries::home() {
    return {"home", [](Session& session) { return new HomePage(session); }};
}

} // namespace orthant::ui
