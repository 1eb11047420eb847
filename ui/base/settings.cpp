// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/settings.h"

#include "core/experiment/environment.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace orthant::ui {

namespace {

constexpr int recentLimit = 10;

QString documentsFolder() {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    return folder.isEmpty() ? QDir::homePath() : folder;
}

} // namespace

Settings::Settings(const QString& iniFile)
    : store_(iniFile.isEmpty()
                 ? QDir(QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)).filePath(QStringLiteral("orthant/orthant.ini"))
                 : iniFile,
             QSettings::IniFormat) {}

ThemeMode Settings::theme() const { return themeModeOf(store_.value(QStringLiteral("theme")).toString()); }
void Settings::setTheme(ThemeMode mode) { store_.setValue(QStringLiteral("theme"), toString(mode)); }

QString Settings::lastPage() const { return store_.value(QStringLiteral("lastPage"), QStringLiteral("home")).toString(); }
void Settings::setLastPage(const QString& id) { store_.setValue(QStringLiteral("lastPage"), id); }

QByteArray Settings::geometry() const { return store_.value(QStringLiteral("geometry")).toByteArray(); }
void Settings::setGeometry(const QByteArray& geometry) { store_.setValue(QStringLiteral("geometry"), geometry); }

QByteArray Settings::splitter(const QString& name) const { return store_.value(QStringLiteral("splitters/") + name).toByteArray(); }
void Settings::setSplitter(const QString& name, const QByteArray& state) {
    store_.setValue(QStringLiteral("splitters/") + name, state);
}

QStringList Settings::recentFiles() const { return recent(QStringLiteral("recentFiles")); }
void Settings::addRecentFile(const QString& file) { addRecent(QStringLiteral("recentFiles"), file); }
QStringList Settings::recentRuns() const { return recent(QStringLiteral("recentRuns")); }
void Settings::addRecentRun(const QString& folder) { addRecent(QStringLiteral("recentRuns"), folder); }

void Settings::clearRecent() {
    store_.remove(QStringLiteral("recentFiles"));
    store_.remove(QStringLiteral("recentRuns"));
}

QString Settings::runsFolder() const {
    const QString folder = store_.value(QStringLiteral("runsFolder")).toString();
    return folder.isEmpty() ? QString::fromStdString(defaultRunsFolder().string()) : folder;
}
void Settings::setRunsFolder(const QString& folder) { store_.setValue(QStringLiteral("runsFolder"), folder); }

int Settings::threads() const { return std::max(0, store_.value(QStringLiteral("threads"), 0).toInt()); }
void Settings::setThreads(int threads) { store_.setValue(QStringLiteral("threads"), threads); }
int Settings::runsAtOnce() const { return std::max(1, store_.value(QStringLiteral("runsAtOnce"), 2).toInt()); }
void Settings::setRunsAtOnce(int runs) { store_.setValue(QStringLiteral("runsAtOnce"), runs); }

QString Settings::lastExportFolder() const {
    const QString folder = store_.value(QStringLiteral("lastExportFolder")).toString();
    return !folder.isEmpty() && QFileInfo(folder).isDir() ? folder : documentsFolder();
}
void Settings::setLastExportFolder(const QString& folder) { store_.setValue(QStringLiteral("lastExportFolder"), folder); }

QStringList Settings::recent(const QString& key) const {
    QStringList present;
    for (const QString& path : store_.value(key).toStringList()) {
        if (QFileInfo::exists(path)) present.append(path);
    }
    return present;
}

void Settings::addRecent(const QString& key, const QString& path) {
    const QString absolute = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    QStringList list = store_.value(key).toStringList();
    list.removeAll(absolute);
    list.prepend(absolute);
    store_.setValue(key, list.mid(0, recentLimit));
}

} // namespace orthant::ui
