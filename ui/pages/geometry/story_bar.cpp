// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/geometry/story_bar.h"

#include "ui/base/icons.h"
#include "ui/widgets/text_labels.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace orthant::ui {

StoryBar::StoryBar(QWidget* parent)
    : QWidget(parent), head_(headingLabel({}, 2, this)), text_(new QLabel(this)), back_(new QPushButton(tr("Back"), this)),
      next_(new QPushButton(tr("Next"), this)) {
    setObjectName("story");
    text_->setWordWrap(true);
    head_->setWordWrap(true);
    next_->setProperty("primary", true);
    back_->setObjectName("story_back");
    next_->setObjectName("story_next");
    auto* leave = new QToolButton(this);
    leave->setIcon(icon("close"));
    leave->setAutoRaise(true);
    leave->setToolTip(tr("Leave the story; the controls stay as they are"));
    leave->setAccessibleName(tr("Leave the story"));
    leave->setObjectName("story_leave");
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(head_);
    words->addWidget(text_);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 6, 8, 6);
    row->setSpacing(8);
    row->addLayout(words, 1);
    row->addWidget(back_);
    row->addWidget(next_);
    row->addWidget(leave, 0, Qt::AlignTop);
    connect(back_, &QPushButton::clicked, this, [this] { Q_EMIT moved(-1); });
    connect(next_, &QPushButton::clicked, this, [this] { Q_EMIT moved(1); });
    connect(leave, &QToolButton::clicked, this, &StoryBar::left);
}

void StoryBar::showStep(const QString& story, int step, int steps, const QString& title, const QString& text) {
    head_->setText(tr("%1 of %2: %3").arg(step + 1).arg(steps).arg(title));
    head_->setToolTip(story);
    text_->setText(text);
    back_->setEnabled(step > 0);
    next_->setEnabled(step + 1 < steps);
}

} // namespace orthant::ui
