// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/system_scheme.h"

#include "tests/catch.h"

#include <QMetaObject>
#include <QVariant>

using namespace orthant::ui;

TEST_CASE("The portal's value 1 asks for dark, wrapped or not; others do not") {
    CHECK(SystemScheme::asksForDark(QVariant(1u)));
    CHECK(SystemScheme::asksForDark(QVariant::fromValue(QDBusVariant(1u))));
    CHECK(SystemScheme::asksForDark(QVariant::fromValue(QDBusVariant(QVariant::fromValue(QDBusVariant(1u))))));
    CHECK_FALSE(SystemScheme::asksForDark(QVariant(0u)));
    CHECK_FALSE(SystemScheme::asksForDark(QVariant(2u)));
    CHECK_FALSE(SystemScheme::asksForDark(QVariant(QStringLiteral("dark"))));
}

TEST_CASE("A change of the desktop's scheme is told, other settings are not") {
    SystemScheme scheme;
    const bool before = scheme.dark();
    int told = 0;
    QObject::connect(&scheme, &SystemScheme::changed, [&told] { ++told; });
    const auto portal = [&scheme](const char* space, const char* key, unsigned value) {
        return QMetaObject::invokeMethod(&scheme, "portalChanged", Qt::DirectConnection, Q_ARG(QString, QString::fromLatin1(space)),
                                         Q_ARG(QString, QString::fromLatin1(key)), Q_ARG(QDBusVariant, QDBusVariant(value)));
    };
    REQUIRE(portal("org.gnome.desktop", "color-scheme", before ? 0 : 1));
    CHECK(told == 0);
    REQUIRE(portal("org.freedesktop.appearance", "color-scheme", before ? 0 : 1));
    CHECK(told == 1);
    CHECK(scheme.dark() != before);
    REQUIRE(portal("org.freedesktop.appearance", "color-scheme", before ? 0 : 1));
    CHECK(told == 1);
}
