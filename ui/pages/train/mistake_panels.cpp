// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/mistake_panels.h"

#include "ui/charts/confusion_view.h"
#include "ui/models/background.h"
#include "ui/widgets/sample_grid.h"
#include "ui/widgets/text_labels.h"

#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace orthant::ui {

MistakePanels::MistakePanels(QObject* parent)
    : QObject(parent), matrix_(new ConfusionView), panel_(new QWidget), heading_(headingLabel({}, 2, panel_)), note_(smallLabel({}, panel_)),
      all_(new QToolButton(panel_)), grid_(new SampleGrid(panel_)) {
    matrix_->setTitle(tr("Confusion matrix"));
    panel_->setAutoFillBackground(true);
    panel_->setBackgroundRole(QPalette::Base);
    heading_->setObjectName("mistakes_heading");
    all_->setText(tr("Show all"));
    all_->setToolTip(tr("Lets the chosen cell go (Escape in the matrix)"));
    grid_->setAccessibleName(tr("Wrong samples"));
    auto* head = new QHBoxLayout;
    head->addWidget(heading_, 1);
    head->addWidget(all_);
    auto* column = new QVBoxLayout(panel_);
    column->setContentsMargins(12, 8, 8, 8);
    column->setSpacing(4);
    column->addLayout(head);
    column->addWidget(note_);
    column->addWidget(grid_, 1);
    connect(all_, &QToolButton::clicked, this, [this] { matrix_->choose(std::nullopt); });
    connect(matrix_, &ConfusionView::cellChosen, this, &MistakePanels::showSamples);
    timer_.setInterval(std::chrono::milliseconds(500));
    connect(&timer_, &QTimer::timeout, this, &MistakePanels::look);
    setRun(nullptr);
}

void MistakePanels::setRun(std::shared_ptr<RunModel> run) {
    if (run_) run_->disconnect(this);
    run_ = std::move(run);
    lookedAt_ = -1;
    rest_ = 0;
    take({});
    showState(run_ ? tr("Mistakes appear with the first checkpoint, after the first epoch.") : tr("Start a run to see what its network gets wrong."));
    wake();
}

void MistakePanels::setShown(bool shown) {
    if (std::exchange(shown_, shown) != shown) wake();
}

void MistakePanels::wake() {
    if (!shown_ || !run_) return timer_.stop();
    timer_.start();
    look();
}

void MistakePanels::look() {
    if (reading_ || (since_.isValid() && since_.elapsed() < rest_)) return;
    const bool active = run_->active(); // before the look: what is written at the end is seen after it
    const std::int64_t newest = networkVersion(run_->folder());
    if (newest == lookedAt_) {
        if (!active) timer_.stop();
        return;
    }
    lookedAt_ = newest;
    reading_ = true;
    since_.start();
    if (mistakes_.samples == 0) showState(tr("Reading the test samples..."));
    inBackground(
        this, [folder = run_->folder()] { return readMistakes(folder); },
        [this, asked = std::weak_ptr(run_)](Outcome<Mistakes> outcome) {
            reading_ = false;
            rest_ = 4 * since_.elapsed();
            since_.restart();
            if (asked.lock() != run_) return;
            if (outcome.value) take(std::move(*outcome.value));
            else if (mistakes_.samples == 0) showState(QString::fromStdString(outcome.error->what()));
        });
}

void MistakePanels::take(Mistakes mistakes) {
    mistakes_ = std::move(mistakes);
    QStringList names;
    for (const std::string& name : mistakes_.classNames) names << QString::fromStdString(name);
    const std::size_t wrong = mistakes_.confusion.wrong.size();
    matrix_->setTitle(mistakes_.step < 0 ? tr("Confusion matrix") : tr("Confusion matrix, step %1").arg(mistakes_.step));
    if (mistakes_.samples > 0)
        matrix_->setCaption(tr("The packed network on %1 test samples: %2 wrong, %3 %. Click a cell to see its samples.")
                                .arg(mistakes_.samples)
                                .arg(wrong)
                                .arg(100.0 * static_cast<double>(wrong) / static_cast<double>(mistakes_.samples), 0, 'f', 2));
    else matrix_->setCaption({});
    matrix_->setConfusion(mistakes_.confusion, names);
    showSamples();
}

void MistakePanels::showSamples() {
    const auto cell = matrix_->chosen();
    const auto name = [this](std::size_t index) { return QString::fromStdString(mistakes_.classNames.at(index)); };
    std::vector<SampleCard> cards;
    for (const WrongSample& sample : mistakes_.wrong) {
        if (cell && (sample.truth != cell->truth || sample.predicted != cell->predicted)) continue;
        cards.push_back({sample.values, tr("is %1").arg(name(sample.truth)), tr("taken for %1").arg(name(sample.predicted)),
                         tr("Test sample %1 is %2; the network decides for %3.").arg(sample.index).arg(name(sample.truth), name(sample.predicted))});
    }
    grid_->setSamples(cards, mistakes_.sampleShape);
    all_->setVisible(cell.has_value());
    grid_->setVisible(mistakes_.samples > 0);
    if (mistakes_.samples == 0) {
        heading_->setText(tr("Wrong samples"));
        return;
    }
    const std::uint64_t all = cell ? mistakes_.confusion.count(cell->truth, cell->predicted) : mistakes_.confusion.wrong.size();
    const bool right = cell && cell->truth == cell->predicted;
    if (!cell) heading_->setText(tr("Wrong samples: %1").arg(all));
    else if (right) heading_->setText(tr("%1, decided rightly: %2").arg(name(cell->truth)).arg(all));
    else heading_->setText(tr("%1 taken for %2: %3").arg(name(cell->truth), name(cell->predicted)).arg(all));
    if (right) note_->setText(tr("Only mistakes have pictures. Choose an orange cell."));
    else if (all == 0) note_->setText(tr("No sample of this kind."));
    else if (cards.size() < all) note_->setText(tr("The first %1 are shown.").arg(cards.size()));
    note_->setVisible(right || all == 0 || cards.size() < all);
}

void MistakePanels::showState(const QString& text) {
    matrix_->setEmptyText(text);
    note_->setText(text);
    note_->show();
}

} // namespace orthant::ui
