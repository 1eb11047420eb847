// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/background.h"
#include "ui/pages/catalogue.h"
#include "ui/pages/exports/model_panel.h"
#include "ui/pages/exports/plot_panel.h"
#include "ui/pages/exports/size_table.h"
#include "ui/widgets/input_boxes.h"
#include "ui/widgets/text_labels.h"

#include <QComboBox>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace orthant::ui {

namespace {

/// Takes results out of the program: plots, the packed model, and what the model costs.
class ExportPage final : public Page {
  public:
    explicit ExportPage(Session& session);
    void opened() override;

  private:
    void listRuns();
    void choose(int index);
    void show(std::shared_ptr<RunModel> run);

    Session& session_;
    std::shared_ptr<RunModel> run_;
    QComboBox* picker_;
    QStackedWidget* preview_;
    PlotPanel* plots_;
    ModelPanel* model_;
    SizeTable* sizes_;
};

ExportPage::ExportPage(Session& session)
    : Page("exports", tr("Export"), "export"), session_(session), picker_(new QComboBox), preview_(new QStackedWidget),
      plots_(new PlotPanel(session, preview_)), model_(new ModelPanel(session)), sizes_(new SizeTable) {
    picker_->setAccessibleName(tr("Run"));
    picker_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    picker_->setMinimumContentsLength(16);
    WheelGuard::protect(picker_);

    auto* left = new QWidget;
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(14, 12, 14, 12);
    column->setSpacing(12);
    column->addWidget(headingLabel(tr("Run"), 2, left));
    column->addWidget(picker_);
    column->addWidget(plots_, 1);
    column->addWidget(model_);
    auto* scroll = new QScrollArea;
    scroll->setWidget(left);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumWidth(left->minimumSizeHint().width() + 16); // and its scroll bar

    auto* right = new QSplitter(Qt::Vertical);
    right->setContentsMargins(8, 8, 14, 8);
    right->addWidget(preview_);
    right->addWidget(sizes_);
    right->setStretchFactor(0, 3);
    right->setStretchFactor(1, 2);
    right->setChildrenCollapsible(false);
    right->setSizes({460, 320});
    auto* splitter = new QSplitter(Qt::Horizontal);
    splitter->addWidget(scroll);
    splitter->addWidget(right);
    splitter->setStretchFactor(1, 1);
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({360, 900});
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(splitter);

    connect(picker_, &QComboBox::activated, this, &ExportPage::choose);
    connect(&session.runList(), &RunListModel::changed, this, &ExportPage::listRuns);
    connect(&session, &Session::currentRunChanged, this, [this] { show(session_.currentRun()); });
    // A run that ends has a model from then on.
    connect(&session, &Session::runsChanged, this, [this] { if (run_ && run_ == session_.currentRun()) show(run_); });
    show(session.currentRun());
}

void ExportPage::opened() {
    // A run that is going has drawn on since.
    if (run_ && run_->active()) plots_->setRun(run_);
}

void ExportPage::listRuns() {
    const QSignalBlocker block(picker_);
    picker_->clear();
    const auto add = [this](const QString& text, const QString& folder) {
        picker_->addItem(text, folder);
        picker_->setItemData(picker_->count() - 1, folder, Qt::ToolTipRole);
    };
    bool found = false;
    for (const RunSummary& run : session_.runList().runs()) {
        if (run.name.empty()) continue; // without a readable experiment there is nothing to plot
        add(QString::fromStdString(run.folder.filename().string() + " (" + run.status + ")"), QString::fromStdString(run.folder.string()));
        found = found || (run_ && run.folder == run_->folder());
    }
    if (run_ && !found) add(QString::fromStdString(run_->folder().filename().string()), QString::fromStdString(run_->folder().string()));
    picker_->setPlaceholderText(picker_->count() == 0 ? tr("no runs yet") : tr("choose a run"));
    picker_->setCurrentIndex(run_ ? picker_->findData(QString::fromStdString(run_->folder().string())) : -1);
}

void ExportPage::choose(int index) {
    const std::filesystem::path folder = picker_->itemData(index).toString().toStdString();
    if (const auto current = session_.currentRun(); current && current->folder() == folder) {
        show(current);
        return;
    }
    inBackground(
        this, [folder] { return readRun(folder); },
        [this](Outcome<RunRecord> outcome) {
            if (outcome.value) show(std::make_shared<RunModel>(*outcome.value));
            else Q_EMIT session_.failed(tr("This run cannot be read: %1").arg(QString::fromStdString(outcome.error->message())), QString::fromStdString(outcome.error->what()));
            listRuns();
        });
}

void ExportPage::show(std::shared_ptr<RunModel> run) {
    run_ = std::move(run);
    plots_->setRun(run_);
    model_->setRun(run_);
    sizes_->setRun(run_.get());
    listRuns();
}

} // namespace

PageEntry entries::exports() {
    return {"exports", [](Session& session) { return new ExportPage(session); }};
}

} // namespace orthant::ui
