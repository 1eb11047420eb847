// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/base/theme.h"

#include <QByteArray>
#include <QSettings>
#include <QStringList>

namespace orthant::ui {

/// What survives a restart. Lists of recent things keep at most ten, newest first; the getters leave out what is gone
/// from the disk.
class Settings final {
  public:
    /// @param iniFile  for tests; empty: the place the system gives to this program
    explicit Settings(const QString& iniFile = {});

    ThemeMode theme() const;
    void setTheme(ThemeMode mode);

    QString lastPage() const;
    void setLastPage(const QString& id);

    QByteArray geometry() const;
    void setGeometry(const QByteArray& geometry);
    QByteArray splitter(const QString& name) const;
    void setSplitter(const QString& name, const QByteArray& state);

    QStringList recentFiles() const;
    void addRecentFile(const QString& file);
    QStringList recentRuns() const;
    void addRecentRun(const QString& folder);
    void clearRecent();

    /// Where new runs go; by default the folder that orthant-cli uses as well (defaultRunsFolder).
    QString runsFolder() const;
    void setRunsFolder(const QString& folder);

    int threads() const; ///< 0: all of the machine
    void setThreads(int threads);
    int runsAtOnce() const; ///< how many runs work at the same time; 2 at first
    void setRunsAtOnce(int runs);

    QString lastExportFolder() const;
    void setLastExportFolder(const QString& folder);

  private:
    QStringList recent(const QString& key) const;
    void addRecent(const QString& key, const QString& path);

    QSettings store_;
};

} // namespace orthant::ui
