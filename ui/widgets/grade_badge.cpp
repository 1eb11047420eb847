// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/grade_badge.h"

#include "ui/base/colors.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>
#include <QRegularExpression>

namespace orthant::ui {

namespace {

struct Grade {
    const char *badge, *word, *meaning;
    int color; ///< of PlotColors::series
};

// The words are those of the catalogues.
constexpr Grade grades[] = {
    {"P", "paper", QT_TRANSLATE_NOOP("Grade", "P: read in the paper's own text."), 0},
    {"C", "code", QT_TRANSLATE_NOOP("Grade", "C: read in the authors' own code. Formula and defaults are what the code does."), 2},
    {"T", "secondary", QT_TRANSLATE_NOOP("Grade", "T: second hand, from somebody else's implementation, notes or summary. What they leave open was chosen here."), 4},
    {"A", "abstract", QT_TRANSLATE_NOOP("Grade", "A: only the abstract or a summary page was read. What they leave open was chosen here."), 1},
    {"M", "memory", QT_TRANSLATE_NOOP("Grade", "M: general knowledge, not checked against a source. Check it before you rely on it."), 1},
    {"V", "verified", QT_TRANSLATE_NOOP("Grade", "V: also checked by numbers, by brute force or finite differences."), 2},
    {"derived", "derived", QT_TRANSLATE_NOOP("Grade", "derived: follows here from formulas of others. No paper has it in this form."), 3},
};

const Grade* gradeOf(const QString& badge) {
    for (const Grade& grade : grades)
        if (badge == QLatin1String(grade.badge)) return &grade;
    return nullptr;
}

} // namespace

QStringList gradeBadges(const std::string& grade) {
    static const QRegularExpression between(QStringLiteral("[^A-Za-z]+"));
    QStringList badges;
    const auto add = [&badges](const QString& badge) {
        if (!badges.contains(badge)) badges << badge;
    };
    for (const QString& part : QString::fromStdString(grade).split(between, Qt::SkipEmptyParts)) {
        bool word = false;
        for (const Grade& known : grades)
            if (part == QLatin1String(known.word)) {
                add(QLatin1String(known.badge));
                word = true;
            }
        for (const QChar letter : part)
            if (!word && gradeOf(letter)) add(letter);
    }
    return badges;
}

QString gradeMeaning(const QString& badge) {
    const Grade* grade = gradeOf(badge);
    return grade ? QCoreApplication::translate("Grade", grade->meaning) : QString();
}

QSize badgeSize(const QString& badge, const QFont& font) {
    const QFontMetrics metrics(font);
    return {metrics.horizontalAdvance(badge) + 10, metrics.height() + 2};
}

void paintBadge(QPainter& painter, const QRect& area, const QString& badge, const QPalette& palette) {
    const Grade* grade = gradeOf(badge);
    if (!grade) return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(PlotColors::of(palette).series(grade->color), 1.4));
    painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), 4, 4);
    painter.setPen(palette.color(QPalette::Text));
    painter.drawText(area, Qt::AlignCenter, badge);
}

} // namespace orthant::ui
