// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/text_labels.h"

namespace orthant::ui {

QLabel* smallLabel(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setWordWrap(true);
    label->setProperty("role", "muted");
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * 0.88);
    label->setFont(font);
    return label;
}

QLabel* headingLabel(const QString& text, int level, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * (level == 1 ? 1.6 : 1.15));
    font.setWeight(QFont::DemiBold);
    label->setFont(font);
    return label;
}

} // namespace orthant::ui
