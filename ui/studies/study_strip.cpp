// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/studies/study_strip.h"

#include "ui/base/icons.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QPainter>

#include <algorithm>

namespace orthant::ui {

namespace {

constexpr int cardHeight = 62, spacing = 6;

/// An icon over a title of at most two lines.
class StudyCard final : public QAbstractButton {
  public:
    StudyCard(const StudyEntry& study, QWidget* parent) : QAbstractButton(parent) {
        const QString own = "study_" + QString::fromStdString(study.id);
        setIcon(ui::icon(iconNames().contains(own) ? own : QStringLiteral("chart")));
        setText(QString::fromStdString(study.title));
        setToolTip(QString::fromStdString(study.summary));
        setObjectName(own);
        setCheckable(true);
        setFocusPolicy(Qt::TabFocus);
        setAttribute(Qt::WA_Hover);
        setCursor(Qt::PointingHandCursor);
    }
    QSize sizeHint() const override { return {104, cardHeight}; }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QPalette& p = palette();
        QColor back = p.color(QPalette::Base), line = p.color(QPalette::Mid);
        if (isChecked()) line = p.color(QPalette::Highlight);
        else if (underMouse()) back = p.color(QPalette::AlternateBase);
        painter.setBrush(back);
        painter.setPen(QPen(line, isChecked() ? 2 : 1));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
        if (hasFocus() && !isChecked()) {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(p.color(QPalette::Highlight), 1, Qt::DashLine));
            painter.drawRoundedRect(QRectF(rect()).adjusted(3, 3, -3, -3), 4, 4);
        }
        icon().paint(&painter, QRect(width() / 2 - 10, 6, 20, 20));
        QFont small = font();
        small.setPointSizeF(small.pointSizeF() * 0.84);
        painter.setFont(small);
        painter.setPen(p.color(QPalette::Text));
        painter.drawText(QRect(4, 27, width() - 8, cardHeight - 30), Qt::AlignHCenter | Qt::AlignVCenter | Qt::TextWordWrap, text());
    }
};

} // namespace

StudyStrip::StudyStrip(Lab lab, QWidget* parent) : QWidget(parent) {
    setFixedHeight(cardHeight);
    auto* group = new QButtonGroup(this);
    for (const StudyEntry& study : studyCatalogue()) {
        if (study.lab != lab) continue;
        auto* card = new StudyCard(study, this);
        group->addButton(card);
        cards_.push_back({study.id, card});
        connect(card, &QAbstractButton::clicked, this, [this, id = study.id] { Q_EMIT chosen(id); });
    }
}

void StudyStrip::setCurrent(const std::string& id) {
    for (const Entry& entry : cards_) entry.card->setChecked(entry.id == id);
}

void StudyStrip::resizeEvent(QResizeEvent*) {
    const int count = static_cast<int>(cards_.size());
    if (count == 0) return;
    const int cardWidth = std::min(150, (width() - (count - 1) * spacing) / count);
    for (int i = 0; i < count; ++i) cards_[static_cast<std::size_t>(i)].card->setGeometry(i * (cardWidth + spacing), 0, cardWidth, cardHeight);
}

} // namespace orthant::ui
