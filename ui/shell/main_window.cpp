// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include "core/experiment/environment.h"
#include "ui/base/icons.h"
#include "ui/pages/catalogue.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/help_windows.h"
#include "ui/shell/job_list.h"
#include "ui/shell/page_rail.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/text_labels.h"

#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMimeData>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace orthant::ui {

MainWindow::MainWindow(Session& session)
    : session_(session), rail_(new PageRail), stack_(new QStackedWidget), messages_(new MessageBar), jobs_(new JobList(session)) {
    setWindowTitle(tr("Orthant"));
    setWindowIcon(icon("orthant"));
    setAcceptDrops(true);
    build();
    palette_ = new CommandPalette(this);
    addCommands();

    connect(rail_, &PageRail::pageChosen, this, &MainWindow::showPage);
    connect(&session.navigator(), &Navigator::pageRequested, this, &MainWindow::showPage);
    connect(&session.navigator(), &Navigator::experimentRequested, this, &MainWindow::openExperiment);
    connect(&session.navigator(), &Navigator::runRequested, this, &MainWindow::open);
    connect(&session, &Session::runOpened, this, [this] {
        messages_->clear();
        showPage("train");
    });
    connect(&session, &Session::planOpened, this, [this] { showPage("geometry"); });
    connect(&session, &Session::raceOpened, this, [this] { showPage("race"); });
    connect(&session, &Session::unrolledOpened, this, [this] { showPage("unrolled"); });
    connect(&session, &Session::failed, messages_, &MessageBar::error);
    connect(&session, &Session::said, this, [this](const QString& text) { statusBar()->showMessage(text, 15000); });
    closing_.setInterval(std::chrono::milliseconds(50));
    connect(&closing_, &QTimer::timeout, this, [this] { if (!stopping()) close(); });

    resize(1280, 800);
    restoreGeometry(session.settings().geometry());
    showPage("home");
    stack_->setFocusPolicy(Qt::ClickFocus);
    stack_->setFocus(); // the first Tab goes into the page
}

void MainWindow::build() {
    auto* center = new QWidget;
    auto* column = new QVBoxLayout;
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(messages_);
    column->addWidget(stack_, 1);
    column->addWidget(jobs_);
    auto* row = new QHBoxLayout(center);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(rail_);
    row->addLayout(column, 1);
    setCentralWidget(center);
    for (const PageEntry& entry : pages()) {
        Page* page = entry.make(session_);
        stack_->addWidget(page);
        rail_->addPage(page->id(), page->title(), page->iconName(), tr("%1 (Ctrl+%2)").arg(page->title()).arg(stack_->count()));
    }
    rail_->addTool("help", tr("Keys"), tr("Keyboard shortcuts (F1)"), [this] { showShortcuts(*this); });
    rail_->addTool("info", tr("About"), tr("Version, machine and licence"), [this] { showAbout(*this); });

    const Environment environment = currentEnvironment();
    auto* machine = smallLabel(tr("kernels: %1, %2 threads").arg(QString::fromStdString(environment.kernelTarget)).arg(environment.threads), this);
    machine->setWordWrap(false);
    machine->setToolTip(QString::fromStdString(environment.cpu));
    statusBar()->addPermanentWidget(machine);
}

QAction* MainWindow::addCommand(const QString& iconName, const QString& text, const QList<QKeySequence>& keys, const std::function<void()>& work) {
    auto* action = new QAction(iconName.isEmpty() ? QIcon() : icon(iconName), text, this);
    action->setShortcuts(keys);
    action->setProperty("command", true);
    addAction(action);
    connect(action, &QAction::triggered, this, work);
    return action;
}

void MainWindow::addCommands() {
    addCommand("search", tr("Find a command"), {Qt::CTRL | Qt::Key_K}, [this] { palette_->open(); });
    for (int i = 0; i < stack_->count(); ++i) {
        const auto* page = static_cast<const Page*>(stack_->widget(i));
        addCommand(page->iconName(), tr("Go to %1").arg(page->title()), {QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + i))},
                   [this, id = page->id()] { showPage(id); });
    }
    addCommand("file", tr("Open an experiment..."), {QKeySequence::Open}, [this] {
        const QString file = QFileDialog::getOpenFileName(this, tr("Open an experiment"), {}, tr("Experiments (*.json);;All files (*)"));
        if (!file.isEmpty()) open(file);
    });
    addCommand("folder", tr("Open a run folder..."), {Qt::CTRL | Qt::SHIFT | Qt::Key_O}, [this] {
        const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a run folder"), session_.settings().runsFolder());
        if (!folder.isEmpty()) open(folder);
    });
    const auto offer = [this](const QString& iconName, const std::vector<std::filesystem::path>& files) {
        for (const auto& file : files) {
            const QString name = QString::fromStdString(file.stem().string());
            addCommand(iconName, tr("Open experiment %1").arg(name), {}, [this, name] { openExperiment(name); });
        }
    };
    offer("geometry", shippedStudyPlans());
    offer("train", shippedExperiments());
    offer("race", shippedRaces());
    offer("unrolled", shippedUnrolledPlans());
    addCommand("moon", tr("Switch between light and dark"), {Qt::CTRL | Qt::Key_D}, [this] { toggleTheme(); });
    addCommand("help", tr("Keyboard shortcuts"), {Qt::Key_F1, Qt::CTRL | Qt::Key_Slash}, [this] { showShortcuts(*this); });
    addCommand("info", tr("About Orthant"), {}, [this] { showAbout(*this); });
    addCommand("close", tr("Quit"), {Qt::CTRL | Qt::Key_Q}, [this] { close(); });
}

Page* MainWindow::currentPage() const { return static_cast<Page*>(stack_->currentWidget()); }

void MainWindow::showPage(const QString& id) {
    for (int i = 0; i < stack_->count(); ++i) {
        auto* page = static_cast<Page*>(stack_->widget(i));
        if (page->id() != id) continue;
        if (Page* before = currentPage(); before != page) before->closed();
        stack_->setCurrentWidget(page);
        rail_->setCurrent(id);
        page->opened();
        session_.settings().setLastPage(id);
        return;
    }
}

void MainWindow::open(const QString& path) {
    guarded([&] {
        const std::filesystem::path file = path.toStdString();
        session_.open(file);
        if (std::filesystem::is_regular_file(file) && documentKind(file) == DocumentKind::Training) showPage("train");
    });
}

void MainWindow::openExperiment(const QString& nameOrFile) {
    guarded([&] {
        const std::filesystem::path file = findExperiment(nameOrFile.toStdString());
        session_.openExperiment(file);
        if (documentKind(file) == DocumentKind::Training) showPage("train");
    });
}

void MainWindow::guarded(const std::function<void()>& work) {
    try {
        messages_->clear();
        work();
    } catch (const Error& error) {
        messages_->error(QString::fromStdString(error.what()));
    } catch (const std::exception& error) {
        messages_->error(QString::fromLocal8Bit(error.what()));
    }
}

void MainWindow::toggleTheme() {
    const ThemeMode mode = session_.theme().isDark() ? ThemeMode::Light : ThemeMode::Dark;
    session_.theme().setMode(mode);
    session_.settings().setTheme(mode);
}

bool MainWindow::stopping() {
    const std::vector<RunInfo> runs = session_.runs().runs();
    return std::any_of(runs.begin(), runs.end(), [](const RunInfo& run) {
        return run.status == RunStatus::Queued || run.status == RunStatus::Running || run.status == RunStatus::Paused;
    });
}

/// Nothing is asked: a stopped run can go on later. The window stays alive while the runs write their folders.
void MainWindow::closeEvent(QCloseEvent* event) {
    session_.settings().setGeometry(saveGeometry());
    if (!stopping()) {
        closing_.stop();
        event->accept();
        return;
    }
    event->ignore();
    if (closing_.isActive()) return;
    messages_->info(tr("Closing: the runs are stopped and their folders are written."));
    for (const RunInfo& run : session_.runs().runs()) session_.runs().stop(run.id);
    closing_.start();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.front().isLocalFile()) open(urls.front().toLocalFile());
    else messages_->error(tr("Expected one experiment file (.json) or one run folder, found %1 items.").arg(urls.size()));
}

} // namespace orthant::ui
