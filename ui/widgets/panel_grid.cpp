// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/panel_grid.h"

#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace orthant::ui {

namespace {
constexpr int narrowest = 280, lowest = 250, spacing = 8;
}

PanelGrid::PanelGrid(QWidget* parent) : QWidget(parent), scroll_(new QScrollArea(this)), canvas_(new QWidget) {
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll_->setWidget(canvas_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(scroll_);
}

void PanelGrid::add(QWidget* panel) {
    panel->setParent(canvas_);
    entries_.push_back({panel});
    arrange();
}

void PanelGrid::setAvailable(QWidget* panel, bool available) {
    for (Entry& entry : entries_) {
        if (entry.panel != panel || entry.available == available) continue;
        entry.available = available;
        if (!available && enlarged_ == panel) enlarged_ = nullptr;
        arrange();
    }
}

void PanelGrid::enlarge(QWidget* panel) {
    enlarged_ = panel == enlarged_ ? nullptr : panel;
    arrange();
}

void PanelGrid::resizeEvent(QResizeEvent*) { arrange(); }

void PanelGrid::arrange() {
    std::vector<QWidget*> shown;
    for (const Entry& entry : entries_) {
        const bool visible = entry.available && (!enlarged_ || entry.panel == enlarged_);
        entry.panel->setVisible(visible);
        if (visible) shown.push_back(entry.panel);
    }
    const int count = static_cast<int>(shown.size());
    if (count == 0) return;
    const auto place = [&](int width) {
        int columns = std::clamp((width + spacing) / (narrowest + spacing), 1, 3);
        if (columns == 3 && width < 3 * 420) columns = 2;
        if (count == 4) columns = std::min(columns, 2); // two by two leaves no hole
        columns = std::min(columns, count);
        const int rows = (count + columns - 1) / columns;
        const int panelHeight = std::max(lowest, (height() - (rows - 1) * spacing) / rows);
        for (int i = 0; i < count; ++i) {
            const int row = i / columns, inRow = std::min(columns, count - row * columns); // a short last row is wider
            const int panelWidth = (width - (inRow - 1) * spacing) / inRow;
            shown[static_cast<std::size_t>(i)]->setGeometry(i % columns * (panelWidth + spacing), row * (panelHeight + spacing), panelWidth, panelHeight);
        }
        return rows * panelHeight + (rows - 1) * spacing;
    };
    int total = place(width());
    int canvasWidth = width();
    if (total > height()) { // room for the scroll bar
        canvasWidth = width() - scroll_->verticalScrollBar()->sizeHint().width() - 2;
        total = place(canvasWidth);
    }
    canvas_->resize(canvasWidth, total);
}

} // namespace orthant::ui
