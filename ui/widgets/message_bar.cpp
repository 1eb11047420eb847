// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/message_bar.h"

#include "ui/base/icons.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

namespace orthant::ui {

namespace {

QString nameOf(MessageBar::Level level) {
    switch (level) {
    case MessageBar::Level::Warning: return QStringLiteral("warning");
    case MessageBar::Level::Error: return QStringLiteral("error");
    case MessageBar::Level::Info: break;
    }
    return QStringLiteral("info");
}

} // namespace

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent), icon_(new QLabel), label_(new QLabel), detailView_(new QPlainTextEdit), detailButton_(new QToolButton) {
    label_->setWordWrap(true);
    label_->setTextFormat(Qt::PlainText);
    label_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);

    detailButton_->setText(tr("Details"));
    detailButton_->setCheckable(true);
    auto* copy = new QToolButton;
    copy->setIcon(icon(QStringLiteral("copy")));
    copy->setToolTip(tr("Copy the message"));
    copy->setAccessibleName(copy->toolTip());
    auto* close = new QToolButton;
    close->setIcon(icon(QStringLiteral("close")));
    close->setToolTip(tr("Close"));
    close->setAccessibleName(tr("Close the message"));

    detailView_->setReadOnly(true);
    detailView_->setMaximumHeight(140);
    detailView_->setAccessibleName(tr("Details"));
    detailView_->setVisible(false);

    auto* row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(icon_);
    row->addWidget(label_, 1);
    row->addWidget(detailButton_);
    row->addWidget(copy);
    row->addWidget(close);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 5, 6, 5);
    column->addLayout(row);
    column->addWidget(detailView_);

    connect(detailButton_, &QToolButton::toggled, detailView_, &QWidget::setVisible);
    connect(close, &QToolButton::clicked, this, &MessageBar::clear);
    connect(copy, &QToolButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(details_.isEmpty() ? text_ : text_ + QLatin1Char('\n') + details_);
    });
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    setVisible(false);
}

void MessageBar::showMessage(Level level, const QString& text, const QString& details) {
    level_ = level;
    text_ = text;
    details_ = details;
    label_->setText(text);
    detailView_->setPlainText(details);
    detailButton_->setChecked(false);
    detailButton_->setVisible(!details.isEmpty());
    setAccessibleName(text);
    restyle();
    setVisible(!text.isEmpty());
}

void MessageBar::clear() { showMessage(Level::Info, {}); }

void MessageBar::restyle() {
    setProperty("level", nameOf(level_));
    // A style sheet reads a property only when the widget is polished.
    style()->unpolish(this);
    style()->polish(this);
    icon_->setPixmap(icon(nameOf(level_)).pixmap(QSize(18, 18), devicePixelRatioF()));
}

void MessageBar::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        icon_->setPixmap(icon(nameOf(level_)).pixmap(QSize(18, 18), devicePixelRatioF()));
    }
}

} // namespace orthant::ui
