// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

namespace orthant::ui {

/// How a page asks for another one. The window listens; pages know only this.
class Navigator final : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    void go(const QString& pageId);
    void openExperiment(const QString& file);
    void openRun(const QString& folder);

  Q_SIGNALS:
    void pageRequested(const QString& pageId);
    void experimentRequested(const QString& file);
    void runRequested(const QString& folder);
};

} // namespace orthant::ui
