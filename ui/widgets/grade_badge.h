// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSize>
#include <QStringList>

#include <string>

class QFont;
class QPainter;
class QPalette;
class QRect;

namespace orthant::ui {

/// How sure the source of a method is, as short badges: "P", "C", "T", "A", "M", "V" or "derived".
/// @param grade  letters in any writing ("PC", "[P][C]", "T/P") or the word of a catalogue entry ("paper", "code",
///               "secondary", "derived")
QStringList gradeBadges(const std::string& grade);

/// What a badge means, in plain words.
QString gradeMeaning(const QString& badge);

QSize badgeSize(const QString& badge, const QFont& font);
/// Letters in a frame whose colour says how sure it is; the letters say it too.
void paintBadge(QPainter& painter, const QRect& area, const QString& badge, const QPalette& palette);

} // namespace orthant::ui
