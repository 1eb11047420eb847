// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPalette>

namespace orthant::ui {

class SystemScheme;

enum class ThemeMode { System, Light, Dark };

QString toString(ThemeMode mode); ///< "system", "light", "dark"
ThemeMode themeModeOf(const QString& text);

/// Puts the palette and the style sheet of the program on the application. One object, made in main after QApplication.
/// Widgets need no link to it: they take colours from their palette and repaint on a change of it.
class Theme final : public QObject {
    Q_OBJECT
  public:
    explicit Theme(ThemeMode mode = ThemeMode::System, QObject* parent = nullptr);

    ThemeMode mode() const { return mode_; }
    bool isDark() const { return dark_; }
    void setMode(ThemeMode mode);

    static QPalette palette(bool dark);

  Q_SIGNALS:
    void themeChanged(bool dark);

  private:
    void apply();

    ThemeMode mode_;
    bool dark_ = false;
    SystemScheme* system_;
};

} // namespace orthant::ui
