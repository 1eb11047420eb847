// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/theme.h"

#include "ui/base/colors.h"
#include "ui/base/system_scheme.h"

#include <QApplication>
#include <QFile>
#include <QStyleFactory>

// Outside of every namespace, as Q_INIT_RESOURCE asks. The resource lives in a static library: nothing else pulls it in.
static void initThemeResource() { Q_INIT_RESOURCE(themes); }

namespace orthant::ui {

namespace {

QString styleSheet(const QPalette& palette, bool dark) {
    initThemeResource();
    QFile file(QStringLiteral(":/themes/orthant.qss"));
    if (!file.open(QIODevice::ReadOnly)) return {};
    QString sheet = QString::fromUtf8(file.readAll());
    const std::pair<const char*, QColor> tokens[] = {
        {"@window", palette.color(QPalette::Window)},
        {"@base", palette.color(QPalette::Base)},
        {"@text", palette.color(QPalette::Text)},
        {"@muted", palette.color(QPalette::PlaceholderText)},
        {"@line", dark ? QColor(0xff3d444eu) : QColor(0xffd3d8deu)},
        {"@field", dark ? QColor(0xff59626eu) : QColor(0xffb4bbc5u)},
        {"@hover", dark ? QColor(0xff2f353du) : QColor(0xffe9edf2u)},
        {"@pressed", dark ? QColor(0xff3a414bu) : QColor(0xffdce2e9u)},
        {"@accentText", palette.color(QPalette::HighlightedText)},
        {"@accent", palette.color(QPalette::Highlight)},
        {"@infoBack", dark ? QColor(0xff1d3245u) : QColor(0xffe8f2fbu)},
        {"@warningBack", dark ? QColor(0xff3d331au) : QColor(0xfffdf3dcu)},
        {"@errorBack", dark ? QColor(0xff45231fu) : QColor(0xfffce8e4u)},
        {"@infoLine", dark ? QColor(0xff4ea6e6u) : QColor(0xff0072b2u)},
        {"@warningLine", dark ? QColor(0xffe6b422u) : QColor(0xffa87500u)},
        {"@errorLine", dark ? QColor(0xffff8a4cu) : QColor(0xffc23f1cu)},
    };
    sheet.replace(QLatin1String("@check"), dark ? QLatin1String(":/themes/check_dark.svg") : QLatin1String(":/themes/check_light.svg"));
    for (const auto& [token, color] : tokens) sheet.replace(QLatin1String(token), color.name());
    return sheet;
}

} // namespace

QString toString(ThemeMode mode) {
    switch (mode) {
    case ThemeMode::Light: return QStringLiteral("light");
    case ThemeMode::Dark: return QStringLiteral("dark");
    case ThemeMode::System: break;
    }
    return QStringLiteral("system");
}

ThemeMode themeModeOf(const QString& text) {
    if (text == QLatin1String("light")) return ThemeMode::Light;
    if (text == QLatin1String("dark")) return ThemeMode::Dark;
    return ThemeMode::System;
}

Theme::Theme(ThemeMode mode, QObject* parent)
    : QObject(parent), mode_(mode), system_(new SystemScheme(this)) {
    connect(system_, &SystemScheme::changed, this, &Theme::apply);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    apply();
}

void Theme::setMode(ThemeMode mode) {
    mode_ = mode;
    apply();
}

void Theme::apply() {
    const bool dark = mode_ == ThemeMode::Dark || (mode_ == ThemeMode::System && system_->dark());
    const QPalette colors = palette(dark);
    const bool changed = dark != dark_;
    dark_ = dark;
    QApplication::setPalette(colors);
    qApp->setStyleSheet(styleSheet(colors, dark));
    if (changed) Q_EMIT themeChanged(dark);
}

QPalette Theme::palette(bool dark) {
    const PlotColors plot = dark ? PlotColors::darkTheme() : PlotColors::light();
    QPalette p;
    const auto set = [&p](QPalette::ColorRole role, QRgb color) { p.setColor(role, QColor(color)); };
    set(QPalette::Window, dark ? 0xff1a1d22 : 0xfff6f7f9);
    set(QPalette::Button, dark ? 0xff2a2f36 : 0xfffcfcfd);
    set(QPalette::AlternateBase, dark ? 0xff262b32 : 0xfff4f6f8);
    set(QPalette::Light, dark ? 0xff3a414b : 0xffffffff);
    set(QPalette::Midlight, dark ? 0xff323841 : 0xfff0f2f5);
    set(QPalette::Mid, dark ? 0xff3d444e : 0xffc9ced6);
    set(QPalette::Dark, dark ? 0xff12141a : 0xffaab1bb);
    set(QPalette::Shadow, dark ? 0xff0a0b0d : 0xff6b727c);
    set(QPalette::ToolTipBase, dark ? 0xff2f353d : 0xff2b3038);
    set(QPalette::ToolTipText, 0xfff2f4f6);
    set(QPalette::HighlightedText, dark ? 0xff0d1117 : 0xffffffff);
    set(QPalette::LinkVisited, dark ? 0xffe08fc2 : 0xff8a3f70);
    p.setColor(QPalette::Base, plot.background);
    p.setColor(QPalette::PlaceholderText, plot.muted);
    p.setColor(QPalette::Highlight, plot.accent);
    p.setColor(QPalette::Link, plot.accent);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        p.setColor(role, plot.text);
        p.setColor(QPalette::Disabled, role, dark ? QColor(0xff6d7580u) : QColor(0xff9aa2acu));
    }
    p.setColor(QPalette::BrightText, QColor(0xffffffffu));
    p.setColor(QPalette::Disabled, QPalette::Highlight, dark ? QColor(0xff3d444eu) : QColor(0xffc9ced6u));
    return p;
}

} // namespace orthant::ui
