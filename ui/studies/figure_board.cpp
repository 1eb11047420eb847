// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/studies/figure_board.h"

#include "ui/charts/figure_view.h"
#include "ui/studies/study_stage.h"
#include "ui/widgets/panel_grid.h"

#include <QAction>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

namespace orthant::ui {

FigureBoard::FigureBoard(QWidget* parent) : QWidget(parent), tabs_(new QTabBar(this)), grid_(new PanelGrid(this)) {
    tabs_->setDrawBase(false);
    tabs_->setExpanding(false);
    tabs_->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 4, 6, 4);
    column->setSpacing(4);
    column->addWidget(tabs_);
    column->addWidget(grid_, 1);
    connect(tabs_, &QTabBar::currentChanged, this, &FigureBoard::showGroup);
}

void FigureBoard::clear(StudyStage* stage, const QString& emptyText) {
    for (const auto& [id, panel] : panels_) grid_->remove(panel.view);
    panels_.clear();
    if (stage_) grid_->remove(stage_);
    if (blank_) grid_->remove(blank_);
    stage_ = stage;
    if (stage) {
        grid_->add(stage);
        if (PlotFrame* frame = stage->frame()) {
            addTools(stage, *frame);
            connect(frame, &PlotFrame::failed, this, &FigureBoard::failed);
            connect(frame, &PlotFrame::saved, this, &FigureBoard::saved);
        }
    }
    blank_ = new FigureView;
    blank_->setEmptyText(emptyText);
    grid_->add(blank_);
    groups_.clear();
    showTabs();
    showGroup();
}

void FigureBoard::setEmptyText(const QString& text) {
    if (blank_) blank_->setEmptyText(text);
}

void FigureBoard::setFigures(const std::vector<Figure>& figures) {
    if (figures.empty()) return;
    if (blank_) {
        grid_->remove(blank_);
        blank_ = nullptr;
    }
    std::set<std::string> present;
    std::vector<std::string> groups;
    QWidget* lead = stage_ && static_cast<StudyStage*>(stage_)->frame() ? stage_ : nullptr; // a plot that is handled comes first
    for (const Figure& figure : figures) {
        present.insert(figure.id);
        if (std::ranges::find(groups, figure.group) == groups.end()) groups.push_back(figure.group);
        Panel& panel = panels_[figure.id];
        if (!panel.view) {
            panel.view = new FigureView;
            grid_->add(panel.view);
            addTools(panel.view, panel.view->frame());
            connect(panel.view, &FigureView::frameChanged, this, [this, view = panel.view] { addTools(view, view->frame()); });
            connect(panel.view, &FigureView::failed, this, &FigureBoard::failed);
            connect(panel.view, &FigureView::saved, this, &FigureBoard::saved);
        }
        panel.group = figure.group;
        panel.view->setFigure(figure);
        if (!lead && figure.group.empty()) lead = panel.view;
    }
    std::erase_if(panels_, [&](const auto& item) {
        if (present.contains(item.first)) return false;
        grid_->remove(item.second.view);
        return true;
    });
    std::stable_partition(groups.begin(), groups.end(), [](const std::string& group) { return group.empty(); }); // the overview comes first
    if (groups != groups_) {
        groups_ = groups;
        showTabs();
    }
    grid_->setLead(tabs_->currentIndex() <= 0 ? lead : nullptr);
    showGroup();
}

void FigureBoard::addTools(QWidget* panel, PlotFrame& frame) {
    connect(frame.addEnlarge(), &QAction::triggered, this, [this, panel] { grid_->enlarge(panel); });
}

void FigureBoard::showTabs() {
    const QSignalBlocker block(tabs_);
    const int before = std::max(0, tabs_->currentIndex());
    while (tabs_->count() > 0) tabs_->removeTab(0);
    for (const std::string& group : groups_) {
        QString title = group.empty() ? tr("Overview") : QString::fromStdString(group);
        title[0] = title[0].toUpper();
        tabs_->addTab(title);
    }
    tabs_->setCurrentIndex(std::min(before, tabs_->count() - 1));
    tabs_->setVisible(groups_.size() > 1);
}

void FigureBoard::showGroup() {
    const auto index = static_cast<std::size_t>(std::max(0, tabs_->currentIndex()));
    const std::string group = index < groups_.size() ? groups_[index] : std::string();
    for (const auto& [id, panel] : panels_) grid_->setAvailable(panel.view, panel.group == group);
    if (stage_) grid_->setAvailable(stage_, index == 0);
    if (index > 0) grid_->setLead(nullptr);
}

} // namespace orthant::ui
