// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/key_values.h"
#include "core/base/error.h"
#include "core/experiment/environment.h"
#include "core/experiment/run_folder.h"
#include "core/geometry/study.h"
#include "ui/charts/plot_export.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/run_plots.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QElapsedTimer>
#include <QPixmap>
#include <QPushButton>
#include <QTabBar>
#include <QTemporaryDir>
#include <QThreadPool>

#include <algorithm>
#include <cstdio>
#include <functional>

namespace {

using namespace orthant;
using namespace orthant::ui;

constexpr int done = 0, workFailed = 1, unusableInput = 2;

int complain(const QString& text, int code) {
    std::fprintf(stderr, "orthant: %s\n", qPrintable(text));
    return code;
}

void addOptions(QCommandLineParser& parser) {
    parser.setApplicationDescription("A laboratory for binarized and unrolled neural networks.");
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument("FILE", "An experiment file (.json) or a run folder to open.", "[FILE]");
    parser.addOptions({
        {"experiment", "Open an experiment, ready to start: a file or the name of a shipped one.", "FILE"},
        {"run", "Open a run folder.", "DIR"},
        {"plots", "Write all plots of a run folder and end; needs no display.", "DIR"},
        {"out", "Folder for --plots.", "DIR"},
        {"format", "Format for --plots: svg, png, pdf or csv.", "FORMAT", "svg"},
        {"screenshot", "Draw the window into a PNG file and end; needs no display.", "FILE"},
        {"page", "Page for --screenshot: home, geometry, quantizers, train, race, unrolled, exports or settings.", "ID"},
        {"tab", "Tab of that page for --screenshot, by its title.", "TITLE"},
        {"study", "Open a study where the window shows it: its id and key=value pairs, as for orthant-cli study.", "STUDY"},
        {"size", "Size of the window for --screenshot.", "WxH", "1280x800"},
        {"theme", "light or dark.", "NAME"},
        {"train", "Steps to train before --screenshot; 0: to the end.", "STEPS"},
    });
}

/// Writes every plot of a run folder.
int writePlots(const QCommandLineParser& options) {
    const std::optional<PlotFormat> format = plotFormatOf("plot." + options.value("format"));
    if (!format) return complain("--format: expected svg, png, pdf or csv, found '" + options.value("format") + "'", unusableInput);
    if (!options.isSet("out")) return complain("--plots needs --out DIR, the folder to write to", unusableInput);
    const RunRecord record = readRun(options.value("plots").toStdString());
    const RunModel run(record);
    LabelledPoints points;
    if (run.boundary()) {
        try {
            points = planePoints(run.experiment());
        } catch (const Error& error) {
            complain("the decision map has no data points: " + QString::fromStdString(error.what()), done);
        }
    }
    const std::vector<NamedPlot> plots = allRunPlots(run);
    if (plots.empty()) return complain("this run has no readings to plot", workFailed);
    for (const NamedPlot& named : plots) {
        if (auto* boundary = dynamic_cast<BoundaryView*>(named.plot.get())) boundary->setPoints(points);
        const QString file = QDir(options.value("out")).filePath(named.name + "." + endingOf(*format));
        QString error;
        if (!exportPlot(*named.plot, file, *format, defaultPlotSize, &error)) return complain(error, workFailed);
        std::printf("%s\n", qPrintable(file));
    }
    return done;
}

/// Lets the window live until `ready` says so, ten minutes at most.
bool waitUntil(const std::function<bool()>& ready) {
    QElapsedTimer clock;
    clock.start();
    while (!ready()) {
        if (clock.elapsed() > 600'000) return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 50);
    }
    return true;
}

int takeScreenshot(const QCommandLineParser& options, Session& session, MainWindow& window) {
    const QStringList size = options.value("size").split('x');
    if (size.size() != 2 || size[0].toInt() < 400 || size[1].toInt() < 300)
        return complain("--size: expected WIDTHxHEIGHT of at least 400x300, found '" + options.value("size") + "'", unusableInput);
    window.resize(size[0].toInt(), size[1].toInt());
    window.show();
    if (options.isSet("run") && !waitUntil([&] { return session.currentRun() != nullptr || session.race() != nullptr || session.unrolled() != nullptr || !window.messages().text().isEmpty(); })) return workFailed;
    if (options.isSet("train")) {
        const std::int64_t steps = options.value("train").toLongLong();
        session.start();
        const std::shared_ptr<RunModel> run = session.currentRun();
        waitUntil([&] { return !run->active() || (steps > 0 && run->step() >= steps); });
        // The other pages show what a run leaves behind.
        if (options.isSet("page") && options.value("page") != "train") {
            if (run->active()) session.runs().stop(*run->id());
            waitUntil([&] { return !run->active(); });
        }
        if (run->status() == RunStatus::Failed) return complain(QString::fromStdString(run->error()), workFailed);
    }
    if (options.isSet("page")) window.showPage(options.value("page"));
    for (QTabBar* tabs : window.findChildren<QTabBar*>())
        for (int i = 0; options.isSet("tab") && tabs->isVisible() && i < tabs->count(); ++i)
            if (tabs->tabText(i) == options.value("tab")) tabs->setCurrentIndex(i);
    QElapsedTimer quiet; // what was read or measured in the background still has to be laid out and drawn
    quiet.start();
    const auto stops = window.findChildren<const QPushButton*>("study_stop"); // shown while a study is going
    waitUntil([&] {
        const bool measuring = std::ranges::any_of(stops, [](const QPushButton* stop) { return stop->isVisible(); });
        if (measuring || QThreadPool::globalInstance()->activeThreadCount() > 0) quiet.restart();
        return quiet.elapsed() > 700;
    });
    for (QWidget* widget : window.findChildren<QWidget*>()) widget->setAttribute(Qt::WA_UnderMouse, false); // nothing looks hovered
    const bool written = window.grab().save(options.value("screenshot"), "PNG");
    session.runs().stopAll();
    return written ? done : complain("cannot write " + options.value("screenshot"), workFailed);
}

void openStudy(const QString& words, Session& session, MainWindow& window) {
    QStringList values = words.split(' ', Qt::SkipEmptyParts);
    const std::string id = values.isEmpty() ? std::string() : values.takeFirst().toStdString();
    std::vector<std::string> pairs;
    for (const QString& pair : values) pairs.push_back(pair.toStdString());
    const Component study = componentFromOptions("studies", id, pairs, "--study");
    window.showPage(findEntry(studyCatalogue(), id, "study").lab == Lab::Geometry ? "geometry" : "quantizers");
    session.openStudy(study);
}

int runWindow(const QCommandLineParser& options) {
    const bool picture = options.isSet("screenshot");
    const QTemporaryDir scratch; // a picture must not touch what the user has
    Settings settings(picture ? scratch.filePath("settings.ini") : QString());
    if (picture) settings.setRunsFolder(scratch.filePath("runs"));
    Theme theme(options.isSet("theme") ? themeModeOf(options.value("theme")) : picture ? ThemeMode::Light : settings.theme());
    Session session(settings, theme);
    const QString lastPage = settings.lastPage();
    const QStringList files = settings.recentFiles();
    MainWindow window(session);

    if (options.isSet("experiment")) window.openExperiment(options.value("experiment"));
    else if (options.isSet("run")) window.open(options.value("run"));
    else if (!options.positionalArguments().isEmpty()) window.open(options.positionalArguments().front());
    else if (lastPage == "train" && !files.isEmpty()) window.openExperiment(files.front());
    else if (!lastPage.isEmpty() && lastPage != "train") window.showPage(lastPage);
    if (options.isSet("study")) openStudy(options.value("study"), session, window);
    if (picture) return takeScreenshot(options, session, window);
    window.show();
    return QApplication::exec();
}

/// Whether a window can be shown at all. Qt would abort.
bool hasDisplay() {
#if defined(Q_OS_UNIX) && !defined(Q_OS_MACOS)
    return qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY") || qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
#else
    return true;
#endif
}

} // namespace

int main(int argc, char** argv) {
    QStringList arguments;
    for (int i = 0; i < argc; ++i) arguments << QString::fromLocal8Bit(argv[i]);
    QCommandLineParser parser;
    addOptions(parser);
    if (!parser.parse(arguments)) return complain(parser.errorText() + "; see orthant --help", unusableInput);
    if (parser.positionalArguments().size() > 1)
        return complain("expected one file, found " + parser.positionalArguments().join(", "), unusableInput);
    for (const char* option : {"plots", "screenshot", "help", "version"})
        if (parser.isSet(option)) qputenv("QT_QPA_PLATFORM", "offscreen");
    if (!hasDisplay())
        return complain("there is no display for a window; orthant-cli trains without one, and --plots and --screenshot draw without one", workFailed);

    QApplication application(argc, argv);
    QCoreApplication::setOrganizationName("orthant");
    QCoreApplication::setApplicationName("orthant");
    QCoreApplication::setApplicationVersion(QString::fromStdString(currentEnvironment().version));
    if (parser.isSet("help")) parser.showHelp(done);
    if (parser.isSet("version")) parser.showVersion();
    try {
        return parser.isSet("plots") ? writePlots(parser) : runWindow(parser);
    } catch (const Error& error) {
        return complain(QString::fromStdString(error.what()), unusableInput);
    } catch (const std::exception& error) {
        return complain(QString::fromLocal8Bit(error.what()), workFailed);
    }
}
