// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/system_scheme.h"

#include <QGuiApplication>
#include <QPalette>
#include <QStyleHints>
#include <QVariant>
#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusMessage>
#include <QtDBus/QDBusPendingCallWatcher>
#include <QtDBus/QDBusPendingReply>

namespace orthant::ui {

namespace {

const QString service = QStringLiteral("org.freedesktop.portal.Desktop");
const QString path = QStringLiteral("/org/freedesktop/portal/desktop");
const QString settings = QStringLiteral("org.freedesktop.portal.Settings");
const QString appearance = QStringLiteral("org.freedesktop.appearance");
const QString colorScheme = QStringLiteral("color-scheme");

} // namespace

SystemScheme::SystemScheme(QObject* parent) : QObject(parent) {
    const QPalette palette = QGuiApplication::palette();
    dark_ = palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    const auto isDark = [](Qt::ColorScheme scheme) { return scheme == Qt::ColorScheme::Dark; };
    dark_ = dark_ || isDark(QGuiApplication::styleHints()->colorScheme());
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this,
            [this, isDark](Qt::ColorScheme scheme) { set(isDark(scheme)); });
#else
    // Without the address the library would look for a bus on its own, and start one.
    if (!qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS")) return;
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) return;
    bus.connect(service, path, settings, QStringLiteral("SettingChanged"), this,
                SLOT(portalChanged(QString,QString,QDBusVariant)));
    QDBusMessage read = QDBusMessage::createMethodCall(service, path, settings, QStringLiteral("Read"));
    read << appearance << colorScheme;
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(read), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* done) {
        const QDBusPendingReply<QDBusVariant> reply = *done;
        if (reply.isValid() && asksForDark(reply.value().variant())) set(true);
        done->deleteLater();
    });
#endif
}

bool SystemScheme::asksForDark(const QVariant& value) {
    // Read wraps the value twice, the signal once.
    if (value.canConvert<QDBusVariant>()) return asksForDark(value.value<QDBusVariant>().variant());
    return value.toUInt() == 1;
}

void SystemScheme::portalChanged(const QString& space, const QString& key, const QDBusVariant& value) {
    if (space == appearance && key == colorScheme) set(asksForDark(value.variant()));
}

void SystemScheme::set(bool dark) {
    if (dark == dark_) return;
    dark_ = dark;
    Q_EMIT changed(dark);
}

} // namespace orthant::ui
