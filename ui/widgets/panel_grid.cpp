// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/panel_grid.h"

#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace orthant::ui {

namespace {
constexpr int narrowest = 280, spacing = 8;
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

void PanelGrid::setLowest(int height) {
    lowest_ = height;
    arrange();
}

void PanelGrid::resizeEvent(QResizeEvent*) { arrange(); }

void PanelGrid::remove(QWidget* panel) {
    std::erase_if(entries_, [panel](const Entry& entry) { return entry.panel == panel; });
    if (enlarged_ == panel) enlarged_ = nullptr;
    if (lead_ == panel) lead_ = nullptr;
    panel->hide();
    panel->deleteLater();
    arrange();
}

void PanelGrid::setLead(QWidget* panel) {
    if (lead_ == panel) return;
    lead_ = panel;
    arrange();
}

/// Rows of equal panels from `top` down, filling `height` where they can. @return where they end
int PanelGrid::placeEqual(std::span<QWidget* const> shown, int width, int top, int height) const {
    const int count = static_cast<int>(shown.size());
    int columns = std::clamp((width + spacing) / (narrowest + spacing), 1, 3);
    if (columns == 3 && width < 3 * 420) columns = 2;
    if (count == 4) columns = std::min(columns, 2); // two by two leaves no hole
    columns = std::min(columns, count);
    const int rows = (count + columns - 1) / columns;
    const int panelHeight = std::max(lowest_, (height - (rows - 1) * spacing) / rows);
    for (int i = 0; i < count; ++i) {
        const int row = i / columns, inRow = std::min(columns, count - row * columns); // a short last row is wider
        const int panelWidth = (width - (inRow - 1) * spacing) / inRow;
        shown[static_cast<std::size_t>(i)]->setGeometry(i % columns * (panelWidth + spacing), top + row * (panelHeight + spacing), panelWidth, panelHeight);
    }
    return top + rows * panelHeight + (rows - 1) * spacing;
}

/// The first panel large; the others in a column at its right, or below it where the width does not serve both.
int PanelGrid::placeLead(std::span<QWidget* const> shown, int width) const {
    const auto others = shown.subspan(1);
    if (width < 2 * narrowest + 120) {
        const int leadHeight = std::max(lowest_, height() * 58 / 100);
        shown[0]->setGeometry(0, 0, width, leadHeight);
        return placeEqual(others, width, leadHeight + spacing, height() - leadHeight - spacing);
    }
    const int side = std::max(narrowest, width * 36 / 100);
    const int count = static_cast<int>(others.size());
    const int panelHeight = std::max(lowest_, (height() - (count - 1) * spacing) / count);
    const int total = count * panelHeight + (count - 1) * spacing;
    shown[0]->setGeometry(0, 0, width - side - spacing, height());
    for (int i = 0; i < count; ++i)
        others[static_cast<std::size_t>(i)]->setGeometry(width - side, i * (panelHeight + spacing), side, panelHeight);
    return std::max(height(), total);
}

void PanelGrid::arrange() {
    std::vector<QWidget*> shown;
    for (const Entry& entry : entries_) {
        const bool visible = entry.available && (!enlarged_ || entry.panel == enlarged_);
        entry.panel->setVisible(visible);
        if (visible) shown.push_back(entry.panel);
    }
    if (shown.empty()) return;
    const auto lead = std::ranges::find(shown, lead_);
    const bool leading = lead != shown.end() && shown.size() > 1;
    if (leading) std::rotate(shown.begin(), lead, lead + 1);
    const auto place = [&](int width) { return leading ? placeLead(shown, width) : placeEqual(shown, width, 0, height()); };
    int total = place(width());
    int canvasWidth = width();
    if (total > height()) { // room for the scroll bar
        canvasWidth = width() - scroll_->verticalScrollBar()->sizeHint().width() - 2;
        total = place(canvasWidth);
    }
    canvas_->resize(canvasWidth, total);
}

} // namespace orthant::ui
