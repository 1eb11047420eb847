// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDoubleSpinBox>
#include <QObject>

namespace orthant::ui {

/// Keeps the wheel for the page: an input box answers the wheel only while it has the keyboard, so that scrolling over a
/// form never changes a value.
class WheelGuard final : public QObject {
    Q_OBJECT
  public:
    /// Guards `widget`, for as long as it lives.
    static void protect(QWidget* widget);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    explicit WheelGuard(QObject* parent) : QObject(parent) {}
};

/// A box for numbers of any size: shows the shortest text that reads back as the same number, takes 1e-4 as input, always
/// with a point, and steps by ratios where that is asked for.
class NumberBox final : public QDoubleSpinBox {
    Q_OBJECT
  public:
    enum class Kind { Whole, Real };
    explicit NumberBox(Kind kind, QWidget* parent = nullptr);

    void setStepByRatio(bool on) { ratio_ = on; }

    QString textFromValue(double value) const override;
    double valueFromText(const QString& text) const override;
    QValidator::State validate(QString& input, int& position) const override;
    void stepBy(int steps) override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  private:
    QString number(const QString& text) const;

    Kind kind_;
    bool ratio_ = false;
};

} // namespace orthant::ui
