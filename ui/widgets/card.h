// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QWidget>

#include <vector>

class QLabel;

namespace orthant::ui {

/// A large button with a title, a text and a quiet last line.
class Card final : public QAbstractButton {
    Q_OBJECT
  public:
    Card(const QString& iconName, const QString& title, const QString& text, const QString& footer,
         QWidget* parent = nullptr);

    QSize sizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    QString iconName_, body_, footer_;
};

/// Cards of equal width in as many columns as fit.
class CardGrid final : public QWidget {
    Q_OBJECT
  public:
    explicit CardGrid(int minimumCardWidth, QWidget* parent = nullptr);
    void clear();
    void add(QWidget* card); ///< takes it over
    int count() const { return static_cast<int>(cards_.size()); }

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return arrange(width, false); }
    QSize sizeHint() const override;

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    int arrange(int width, bool move) const;

    int minimumCardWidth_;
    std::vector<QWidget*> cards_;
};

} // namespace orthant::ui
