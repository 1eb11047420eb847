// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/card.h"

#include "ui/base/icons.h"

#include <QEvent>
#include <QPainter>
#include <QPainterPath>
#include <QTextLayout>
#include <QTextOption>

#include <algorithm>

namespace orthant::ui {

namespace {
constexpr int margin = 14, gap = 6, pictureSize = 22, spacing = 12;

QFont titleFont(QFont font) {
    font.setPointSizeF(font.pointSizeF() * 1.08);
    font.setWeight(QFont::DemiBold);
    return font;
}
QFont footerFont(QFont font) {
    font.setPointSizeF(font.pointSizeF() * 0.88);
    return font;
}
int textHeight(const QFont& font, const QString& text, int width) {
    if (text.isEmpty()) return 0;
    return QFontMetrics(font).boundingRect(QRect(0, 0, width, 10000), Qt::TextWordWrap, text).height();
}
} // namespace

Card::Card(const QString& iconName, const QString& title, const QString& text, const QString& footer, QWidget* parent)
    : QAbstractButton(parent), iconName_(iconName), body_(text), footer_(footer) {
    setText(title);
    setAccessibleName(title);
    setAccessibleDescription(text + " " + footer);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

QSize Card::sizeHint() const { return {280, heightForWidth(280)}; }

int Card::heightForWidth(int width) const {
    const int inner = width - 2 * margin;
    return 2 * margin + textHeight(titleFont(font()), text(), inner - pictureSize - gap) + gap +
           textHeight(font(), body_, inner) + gap + textHeight(footerFont(font()), footer_, inner);
}

void Card::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QPalette& colors = palette();
    const bool lifted = underMouse() || hasFocus();
    painter.setPen(QPen(lifted ? colors.color(QPalette::Highlight) : colors.color(QPalette::Mid), hasFocus() ? 2 : 1));
    painter.setBrush(colors.color(isDown() ? QPalette::AlternateBase : QPalette::Base));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);

    const int inner = width() - 2 * margin;
    int y = margin;
    orthant::ui::icon(iconName_).paint(&painter, QRect(margin, y, pictureSize, pictureSize));
    const QFont heading = titleFont(font());
    const QRect titleBox(margin + pictureSize + gap, y, inner - pictureSize - gap,
                         std::max(pictureSize, textHeight(heading, text(), inner - pictureSize - gap)));
    painter.setFont(heading);
    painter.setPen(colors.color(QPalette::Text));
    painter.drawText(titleBox, Qt::TextWordWrap | Qt::AlignVCenter, text());
    y += titleBox.height() + gap;
    painter.setFont(font());
    painter.drawText(QRect(margin, y, inner, height() - y), Qt::TextWordWrap, body_);
    const QFont small = footerFont(font());
    const int footerHeight = textHeight(small, footer_, inner);
    painter.setFont(small);
    painter.setPen(colors.color(QPalette::PlaceholderText));
    painter.drawText(QRect(margin, height() - margin - footerHeight, inner, footerHeight), Qt::TextWordWrap, footer_);
}

void Card::enterEvent(QEnterEvent*) { update(); }
void Card::leaveEvent(QEvent*) { update(); }

CardGrid::CardGrid(int minimumCardWidth, QWidget* parent) : QWidget(parent), minimumCardWidth_(minimumCardWidth) {
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void CardGrid::clear() {
    for (QWidget* card : cards_) card->deleteLater();
    cards_.clear();
    updateGeometry();
}

void CardGrid::add(QWidget* card) {
    card->setParent(this);
    card->show();
    cards_.push_back(card);
    updateGeometry();
    arrange(width(), true);
}

QSize CardGrid::sizeHint() const { return {minimumCardWidth_, heightForWidth(std::max(width(), minimumCardWidth_))}; }

void CardGrid::resizeEvent(QResizeEvent*) { arrange(width(), true); }

int CardGrid::arrange(int width, bool move) const {
    const int count = static_cast<int>(cards_.size());
    if (count == 0) return 0;
    const int columns = std::clamp((width + spacing) / (minimumCardWidth_ + spacing), 1, 4);
    const int cardWidth = (width - (columns - 1) * spacing) / columns;
    int y = 0;
    for (int first = 0; first < count; first += columns) {
        const int last = std::min(count, first + columns);
        int height = 0;
        for (int i = first; i < last; ++i) {
            const QWidget* card = cards_[static_cast<std::size_t>(i)];
            height = std::max(height, card->hasHeightForWidth() ? card->heightForWidth(cardWidth) : card->sizeHint().height());
        }
        for (int i = first; move && i < last; ++i)
            cards_[static_cast<std::size_t>(i)]->setGeometry((i - first) * (cardWidth + spacing), y, cardWidth, height);
        y += height + spacing;
    }
    return y - spacing;
}

} // namespace orthant::ui
