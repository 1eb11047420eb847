// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/input_boxes.h"

#include "core/base/text.h"

#include <QEvent>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace orthant::ui {

void WheelGuard::protect(QWidget* widget) {
    widget->setFocusPolicy(Qt::StrongFocus);
    widget->installEventFilter(new WheelGuard(widget));
}

bool WheelGuard::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::Wheel || static_cast<QWidget*>(watched)->hasFocus()) return false;
    event->ignore(); // the scroll area above takes it
    return true;
}

NumberBox::NumberBox(Kind kind, QWidget* parent) : QDoubleSpinBox(parent), kind_(kind) {
    // A spin box rounds to its decimals; 15 keep every number that a form asks for.
    setDecimals(kind == Kind::Whole ? 0 : 15);
    setLocale(QLocale::c());
    setKeyboardTracking(false);
    setAccelerated(true);
    setCorrectionMode(QAbstractSpinBox::CorrectToNearestValue);
    WheelGuard::protect(this);
}

QString NumberBox::textFromValue(double value) const { return QString::fromStdString(shortest(value)); }

double NumberBox::valueFromText(const QString& text) const {
    bool ok = false;
    const double value = QLocale::c().toDouble(number(text), &ok);
    return ok ? value : this->value();
}

QValidator::State NumberBox::validate(QString& input, int&) const {
    static const QRegularExpression unfinished("^[+-]?[0-9]*\\.?[0-9]*([eE][+-]?[0-9]*)?$");
    const QString text = number(input);
    bool ok = false;
    const double value = QLocale::c().toDouble(text, &ok);
    if (ok && value >= minimum() && value <= maximum() && (kind_ == Kind::Real || value == std::round(value)))
        return QValidator::Acceptable;
    return unfinished.match(text).hasMatch() ? QValidator::Intermediate : QValidator::Invalid;
}

void NumberBox::stepBy(int steps) {
    const double old = value();
    if (ratio_ && old > 0) {
        // 1, 2, 5, 10, ...: the steps that a person would try.
        double now = old;
        for (int i = 0; i < std::abs(steps); ++i) {
            const double decade = std::pow(10.0, std::floor(std::log10(now) + 1e-9));
            const double lead = now / decade;
            if (steps > 0) now = decade * (lead < 2 - 1e-9 ? 2 : lead < 5 - 1e-9 ? 5 : 10);
            else now = decade * (lead > 5 + 1e-9 ? 5 : lead > 2 + 1e-9 ? 2 : lead > 1 + 1e-9 ? 1 : 0.5);
        }
        setValue(kind_ == Kind::Whole ? std::max(std::round(now), minimum()) : QString::number(now, 'g', 6).toDouble());
        return;
    }
    setValue(QString::number(old + steps * singleStep(), 'g', 12).toDouble());
}

QSize NumberBox::sizeHint() const {
    return {fontMetrics().horizontalAdvance("0.00000000") + 34 + fontMetrics().horizontalAdvance(suffix()),
            QDoubleSpinBox::sizeHint().height()};
}

QSize NumberBox::minimumSizeHint() const { return {sizeHint().width() - 16, QDoubleSpinBox::minimumSizeHint().height()}; }

QString NumberBox::number(const QString& text) const {
    QString bare = text;
    if (!suffix().isEmpty() && bare.endsWith(suffix())) bare.chop(suffix().size());
    return bare.trimmed();
}

} // namespace orthant::ui
