// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/base/page.h"
#include "ui/models/session.h"

#include <QMainWindow>

#include <functional>
#include <vector>

class QStackedWidget;

namespace orthant::ui {

class CommandPalette;
class JobList;
class MessageBar;
class PageRail;

/// The window: rail of pages, one page at a time, messages above it, runs that are going below it.
class MainWindow final : public QMainWindow {
    Q_OBJECT
  public:
    explicit MainWindow(Session& session);

    void showPage(const QString& id);
    Page* currentPage() const;
    MessageBar& messages() { return *messages_; }
    /// An experiment file, a run folder, or the name of a shipped experiment; the result or the error is shown.
    void open(const QString& path);
    void openExperiment(const QString& nameOrFile);

  protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    void build();
    void addCommands();
    QAction* addCommand(const QString& iconName, const QString& text, const QList<QKeySequence>& keys, const std::function<void()>& work);
    void guarded(const std::function<void()>& work);
    void toggleTheme();
    bool stopping();

    Session& session_;
    PageRail* rail_;
    QStackedWidget* stack_;
    MessageBar* messages_;
    JobList* jobs_;
    CommandPalette* palette_;
    QTimer closing_;
};

} // namespace orthant::ui
