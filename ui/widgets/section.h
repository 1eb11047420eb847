// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace orthant::ui {

/// A part of a form with a title that folds it away.
class Section final : public QWidget {
    Q_OBJECT
  public:
    explicit Section(const QString& title, QWidget* parent = nullptr);

    void setContent(QWidget* content);
    void setTitle(const QString& title);
    void setHint(const QString& hint); ///< a few quiet words at the right of the title: "784 - 1024 - 10"
    void addTool(QWidget* tool);       ///< a button in the title line
    bool isOpen() const { return open_; }
    void setOpen(bool open);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void elideHint(); ///< the label shows what fits, its tool tip all of it

    QToolButton* title_;
    QLabel* hint_;
    QHBoxLayout* head_;
    QVBoxLayout* column_;
    QWidget* content_ = nullptr;
    bool open_ = true;
};

} // namespace orthant::ui
