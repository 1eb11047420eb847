// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/unrolled/link_editor.h"

#include "ui/widgets/input_boxes.h"
#include "ui/widgets/text_labels.h"

#include <QAction>
#include <QGridLayout>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>

namespace orthant::ui {

namespace {

QToolButton* buttonOf(QAction* action, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    return button;
}

} // namespace

LinkEditor::LinkEditor(QAction* draw, QAction* undo, QWidget* parent)
    : QWidget(parent), undo_(undo), reset_(new QAction(tr("Back to the operator's"), this)), row0_(box(tr("First row"))), row1_(box(tr("Last row"))), col0_(box(tr("First column"))),
      col1_(box(tr("Last column"))), said_(smallLabel({}, this)) {
    reset_->setObjectName("reset_links");
    reset_->setToolTip(tr("Takes all edits back"));
    said_->setObjectName("edits_said");
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(12, 0, 0, 6);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(3, 1);
    grid->addWidget(buttonOf(draw, this), 0, 0, 1, 4);
    int line = 1;
    for (const auto& [name, first, last] : {std::tuple(tr("Rows"), row0_, row1_), std::tuple(tr("Columns"), col0_, col1_)}) {
        grid->addWidget(new QLabel(name, this), line, 0);
        grid->addWidget(first, line, 1);
        grid->addWidget(new QLabel(tr("to"), this), line, 2);
        grid->addWidget(last, line++, 3);
    }
    auto *forbid = new QPushButton(tr("Forbid"), this), *allow = new QPushButton(tr("Allow"), this);
    forbid->setObjectName("forbid_links");
    allow->setObjectName("allow_links");
    forbid->setToolTip(tr("No links in these rows and columns"));
    allow->setToolTip(tr("Every link in these rows and columns"));
    auto* pair = new QHBoxLayout;
    pair->addWidget(forbid);
    pair->addWidget(allow);
    grid->addLayout(pair, line++, 0, 1, 4);
    grid->addWidget(buttonOf(undo_, this), line++, 0, 1, 4);
    grid->addWidget(buttonOf(reset_, this), line++, 0, 1, 4);
    grid->addWidget(said_, line, 0, 1, 4);
    connect(forbid, &QPushButton::clicked, this, [this] { editNumbers(false); });
    connect(allow, &QPushButton::clicked, this, [this] { editNumbers(true); });
    connect(undo_, &QAction::triggered, this, &LinkEditor::undo);
    connect(reset_, &QAction::triggered, this, &LinkEditor::reset);
    showState();
}

NumberBox* LinkEditor::box(const QString& name) {
    auto* box = new NumberBox(NumberBox::Kind::Whole, this);
    box->setRange(1, 65535);
    box->setMinimumWidth(60); // two of them beside each other in a narrow form
    box->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    box->setAccessibleName(name);
    box->setToolTip(tr("%1, from 1").arg(name));
    WheelGuard::protect(box);
    return box;
}

void LinkEditor::setEdits(std::vector<MaskEdit> edits) {
    edits_ = std::move(edits);
    before_.clear();
    showState();
}

void LinkEditor::edit(const MaskEdit& edit) {
    std::vector<MaskEdit> edits = edits_;
    addEdit(edits, edit);
    take(std::move(edits));
}

void LinkEditor::undo() {
    if (before_.empty()) return;
    edits_ = std::move(before_.back());
    before_.pop_back();
    showState();
    Q_EMIT changed();
}

void LinkEditor::reset() {
    if (!edits_.empty()) take({});
}

void LinkEditor::setMask(std::size_t rows, std::size_t cols, std::size_t forbidden, std::size_t allowed) {
    for (NumberBox* box : {row0_, row1_}) box->setMaximum(static_cast<double>(rows));
    for (NumberBox* box : {col0_, col1_}) box->setMaximum(static_cast<double>(cols));
    said_->setText(edits_.empty() ? tr("Nothing is edited. Forbidden links stay 0 in training and cost no bit; of allowed ones the network may make use.")
                                  : tr("By hand: %1 links forbidden, %2 allowed.").arg(forbidden).arg(allowed));
}

void LinkEditor::take(std::vector<MaskEdit> edits) {
    before_.push_back(std::move(edits_));
    edits_ = std::move(edits);
    showState();
    Q_EMIT changed();
}

void LinkEditor::showState() {
    undo_->setEnabled(!before_.empty());
    reset_->setEnabled(!edits_.empty());
}

void LinkEditor::editNumbers(bool allow) {
    const auto number = [](const NumberBox* box) { return static_cast<std::size_t>(box->value()) - 1; };
    const auto [row0, row1] = std::minmax({number(row0_), number(row1_)});
    const auto [col0, col1] = std::minmax({number(col0_), number(col1_)});
    edit({row0, row1, col0, col1, allow});
}

} // namespace orthant::ui
