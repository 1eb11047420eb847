// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/section.h"

#include "ui/widgets/text_labels.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace orthant::ui {

Section::Section(const QString& title, QWidget* parent)
    : QWidget(parent), title_(new QToolButton(this)), hint_(smallLabel({}, this)) {
    title_->setText(title);
    title_->setAutoRaise(true);
    title_->setArrowType(Qt::DownArrow);
    title_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    QFont bold = title_->font();
    bold.setWeight(QFont::DemiBold);
    title_->setFont(bold);
    hint_->setWordWrap(false);
    hint_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    hint_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    hint_->installEventFilter(this);
    head_ = new QHBoxLayout;
    head_->setSpacing(2);
    head_->addWidget(title_);
    head_->addWidget(hint_, 1);
    column_ = new QVBoxLayout(this);
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(4);
    column_->addLayout(head_);
    connect(title_, &QToolButton::clicked, this, [this] { setOpen(!open_); });
}

void Section::setContent(QWidget* content) {
    delete content_;
    content_ = content;
    column_->addWidget(content);
    content->setVisible(open_);
}

void Section::setTitle(const QString& title) { title_->setText(title); }
void Section::setHint(const QString& hint) {
    hint_->setToolTip(hint);
    elideHint();
}
void Section::elideHint() {
    hint_->setText(hint_->fontMetrics().elidedText(hint_->toolTip(), Qt::ElideRight, hint_->width()));
}
bool Section::eventFilter(QObject* watched, QEvent* event) {
    if (watched == hint_ && event->type() == QEvent::Resize) elideHint();
    return QWidget::eventFilter(watched, event);
}
void Section::addTool(QWidget* tool) { head_->addWidget(tool); }

void Section::setOpen(bool open) {
    open_ = open;
    title_->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    if (content_) content_->setVisible(open);
}

} // namespace orthant::ui
