// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/empty_state.h"

#include "ui/base/icons.h"
#include "ui/widgets/text_labels.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace orthant::ui {

EmptyState::EmptyState(const QString& iconName, const QString& title, const QString& text, QWidget* parent)
    : QWidget(parent) {
    auto* picture = new QLabel(this);
    picture->setPixmap(icon(iconName).pixmap(40, 40));
    picture->setAlignment(Qt::AlignCenter);
    auto* heading = headingLabel(title, 2, this);
    heading->setAlignment(Qt::AlignCenter);
    heading->setWordWrap(true);
    auto* body = smallLabel(text, this);
    body->setAlignment(Qt::AlignCenter);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(8);
    column->addStretch(1);
    column->addWidget(picture);
    column->addWidget(heading);
    column->addWidget(body);
    column->addStretch(1);
}

void EmptyState::setAction(const QString& text) {
    auto* button = new QPushButton(text, this);
    auto* column = static_cast<QVBoxLayout*>(layout());
    column->insertWidget(column->count() - 1, button, 0, Qt::AlignHCenter);
    connect(button, &QPushButton::clicked, this, &EmptyState::actionTriggered);
}

} // namespace orthant::ui
