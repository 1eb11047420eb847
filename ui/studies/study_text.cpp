// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/studies/study_text.h"

#include "ui/charts/axis_scale.h"
#include "ui/widgets/text_labels.h"

#include <QVBoxLayout>

#include <cmath>

namespace orthant::ui {

namespace {

QLabel* paragraph(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::LinksAccessibleByMouse);
    label->setOpenExternalLinks(true);
    return label;
}

QString number(double value, double error) {
    // As many digits as the error leaves: 36.834 +- 0.014, not 36.8348114.
    int digits = 5;
    if (error > 0 && value != 0) digits = std::clamp(static_cast<int>(std::ceil(std::log10(std::abs(value) / error))) + 2, 2, 7);
    return numberText(value, digits);
}

QString unitText(const std::string& unit) { return unit.empty() ? QString() : unit == "deg" ? QStringLiteral("°") : " " + QString::fromStdString(unit); }

} // namespace

QString readingsHtml(const std::vector<Reading>& readings, const QColor& muted) {
    const auto quiet = [&](const QString& text) { return QStringLiteral("<span style='color:%1'>%2</span>").arg(muted.name(), text); };
    QString html;
    for (const Reading& r : readings) {
        const bool measured = std::isfinite(r.measured), known = std::isfinite(r.theory);
        if (!measured && !known) continue;
        html += QStringLiteral("<p style='margin:0 0 6px 0'>") + quiet(QString::fromStdString(r.title).toHtmlEscaped()) + "<br>";
        if (measured) {
            html += QStringLiteral("<b>%1%2</b>").arg(number(r.measured, r.standardError), unitText(r.unit));
            if (r.standardError > 0) html += quiet(QStringLiteral(" ± %1").arg(numberText(r.standardError, 2)));
            if (known) html += "<br>";
        }
        if (known) {
            html += quiet(QString::fromStdString(r.line).toHtmlEscaped() + " ") + number(r.theory, measured ? r.standardError : 0) + unitText(r.unit);
            if (measured && r.standardError > 0 && r.line == "theory")
                html += quiet(QObject::tr(" (%1 SE)").arg(QString::asprintf("%+.1f", (r.measured - r.theory) / r.standardError)));
        }
        html += "</p>";
    }
    return html;
}

StudyText::StudyText(QWidget* parent) : QScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* body = new QWidget;
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(10, 6, 10, 8);
    column->setSpacing(4);
    const auto part = [&](const QString& title, QLabel*& label) {
        column->addWidget(headingLabel(title, 2, body));
        label = paragraph(body);
        column->addWidget(label);
        column->addSpacing(6);
    };
    part(tr("Numbers"), readings_);
    readings_->setObjectName("readings");
    notes_ = smallLabel({}, body);
    column->addWidget(notes_);
    part(tr("What you see"), seen_);
    part(tr("Why"), why_);
    part(tr("Try"), attempt_);
    source_ = smallLabel({}, body);
    column->addWidget(source_);
    column->addStretch(1);
    setWidget(body);
}

void StudyText::setStudy(const StudyEntry& study) {
    seen_->setText(QString::fromStdString(study.seen));
    why_->setText(QString::fromStdString(study.why));
    attempt_->setText(QString::fromStdString(study.attempt));
    source_->setText(tr("Source: %1").arg(QString::fromStdString(study.source)));
    readings_->clear();
    notes_->clear();
    notes_->hide();
}

void StudyText::setResult(const StudyResult& result) {
    QColor muted = palette().color(QPalette::Text);
    const QColor back = palette().color(QPalette::Window);
    muted = QColor((muted.red() * 6 + back.red() * 4) / 10, (muted.green() * 6 + back.green() * 4) / 10, (muted.blue() * 6 + back.blue() * 4) / 10);
    readings_->setText(readingsHtml(result.readings, muted));
    QStringList notes;
    for (const std::string& note : result.notes) notes << QString::fromStdString(note);
    notes_->setText(notes.join('\n'));
    notes_->setVisible(!notes.isEmpty());
}

} // namespace orthant::ui
