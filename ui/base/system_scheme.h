// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QtDBus/QDBusVariant>

namespace orthant::ui {

/// Whether the desktop asks for dark windows. Qt knows from 6.5 on; before, the settings portal of the desktop is asked
/// (org.freedesktop.appearance, color-scheme), without waiting for it: the answer comes by `changed`.
class SystemScheme final : public QObject {
    Q_OBJECT
  public:
    explicit SystemScheme(QObject* parent = nullptr);

    bool dark() const { return dark_; }
    /// The value of the portal: 1 asks for dark, 2 for light, 0 for nothing.
    static bool asksForDark(const QVariant& value);

  Q_SIGNALS:
    void changed(bool dark);

  private Q_SLOTS:
    void portalChanged(const QString& space, const QString& key, const QDBusVariant& value);

  private:
    void set(bool dark);

    bool dark_ = false;
};

} // namespace orthant::ui
