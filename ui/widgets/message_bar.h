// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QPlainTextEdit;
class QToolButton;

namespace orthant::ui {

/// A message in the page instead of a dialog. Hidden while it has nothing to say; a new message replaces the old one.
class MessageBar final : public QFrame {
    Q_OBJECT
  public:
    enum class Level { Info, Warning, Error };

    explicit MessageBar(QWidget* parent = nullptr);

    /// @param details  long text behind the button "Details", copied with the message by "Copy"
    void showMessage(Level level, const QString& text, const QString& details = {});
    void info(const QString& text, const QString& details = {}) { showMessage(Level::Info, text, details); }
    void warning(const QString& text, const QString& details = {}) { showMessage(Level::Warning, text, details); }
    void error(const QString& text, const QString& details = {}) { showMessage(Level::Error, text, details); }
    void clear();

    QString text() const { return text_; }
    Level level() const { return level_; }

  private:
    void restyle();
    void changeEvent(QEvent* event) override;

    Level level_ = Level::Info;
    QString text_, details_;
    QLabel* icon_;
    QLabel* label_;
    QPlainTextEdit* detailView_;
    QToolButton* detailButton_;
};

} // namespace orthant::ui
