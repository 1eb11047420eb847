// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_export.h"

#include "core/io/csv.h"
#include "tests/catch.h"
#include "ui/base/theme.h"
#include "ui/charts/plot_view.h"

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QFileInfo>
#include <QMimeData>
#include <QtSvg/QSvgRenderer>
#include <QTemporaryDir>
#include <QXmlStreamReader>

#include <cmath>

using namespace orthant;
using namespace orthant::ui;

namespace {

void fill(PlotView& view) {
    PlotSeries train{"train", {}, {}}, theory{"theory", {}, {}, PlotSeries::Style::Theory};
    for (int i = 0; i < 5000; ++i) {
        train.x.push_back(i);
        train.y.push_back(1.0 / (1 + 0.1 * i) + 1e-3 * std::sin(i));
        theory.x.push_back(i);
        theory.y.push_back(1.0 / (1 + 0.1 * i));
    }
    train.y[17] = std::nan("");
    view.setTitle("Loss & more <1>");
    view.setCaption("A caption.");
    view.setAxes({"Time", "s"}, {"Loss"});
    view.setSeries({train, theory});
}

QByteArray contentOf(const QString& file) {
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

} // namespace

TEST_CASE("A plot is written in every format without a window, and the files can be read") {
    PlotView view;
    fill(view);
    QTemporaryDir folder;
    QString error;
    for (const char* ending : {"png", "svg", "pdf", "csv"}) {
        const QString file = folder.filePath(QStringLiteral("sub/plot.") + ending);
        const auto format = plotFormatOf(file);
        REQUIRE(format);
        REQUIRE(exportPlot(view, file, *format, {600, 400}, &error));
        CHECK(error.isEmpty());
        CHECK(QFileInfo(file).size() > 500);
    }
    const QImage image(folder.filePath("sub/plot.png"));
    CHECK(image.size() == QSize(1200, 800));
    CHECK(image.pixel(1, 1) == qRgb(255, 255, 255));

    const QByteArray svg = contentOf(folder.filePath("sub/plot.svg"));
    QXmlStreamReader xml(svg);
    while (!xml.atEnd()) xml.readNext();
    CHECK_FALSE(xml.hasError());
    CHECK(svg.contains("Loss &amp; more &lt;1&gt;"));
    QSvgRenderer renderer(svg);
    CHECK(renderer.isValid());
    CHECK(renderer.viewBox() == QRect(0, 0, 600, 400));

    const QByteArray pdf = contentOf(folder.filePath("sub/plot.pdf"));
    CHECK(pdf.startsWith("%PDF-"));
    CHECK(pdf.trimmed().endsWith("%%EOF"));
    CHECK(pdf.contains("/MediaBox [0 0 450.000000 300.000000]"));
}

TEST_CASE("The CSV has every point, whatever the size of the drawing") {
    PlotView view;
    fill(view);
    const Table table = parseCsv(plotCsv(view).toStdString(), "plot.csv");
    REQUIRE(table.columns().size() == 3);
    CHECK(table.columns()[0].name == "time_s");
    CHECK(table.columns()[1].name == "train");
    CHECK(table.columns()[2].name == "theory");
    CHECK(table.rows() == 5000);
    CHECK(std::isnan(table.columns()[1].values[17]));
    CHECK(table.columns()[1].values[4321] == view.series()[0].y[4321]);
}

TEST_CASE("Series with other x values get their own x column; equal names stay apart") {
    PlotView view;
    view.setAxes({"Epoch"}, {"Accuracy", "%"});
    PlotSeries raw{"test", {0, 1, 2}, {1, 2, 3}};
    raw.faint = true;
    view.setSeries({raw, {"test", {0, 1}, {1, 2}}, {"test", {5}, {6}}});
    const Table table = view.toTable();
    std::vector<std::string> names;
    for (const Column& c : table.columns()) names.push_back(c.name);
    CHECK(names == std::vector<std::string>{"test_epoch", "test_raw_percent", "test_epoch_2", "test_percent", "test_epoch_3", "test_percent_2"});
    CHECK(table.rows() == 3);
    CHECK(std::isnan(table.columns()[5].values[1]));
}

TEST_CASE("Exports are dark on white also in the dark theme") {
    Theme theme(ThemeMode::Dark);
    PlotView view;
    fill(view);
    const QImage image = plotImage(view, {300, 200}, 1);
    CHECK(image.pixel(1, 1) == qRgb(255, 255, 255));
    theme.setMode(ThemeMode::Light);
    CHECK(plotImage(view, {300, 200}, 1) == image);
}

TEST_CASE("An export follows the view that the user has chosen") {
    PlotView view;
    fill(view);
    const QImage all = plotImage(view, {300, 200}, 1);
    view.setLogY(true);
    CHECK(plotImage(view, {300, 200}, 1) != all);
}

TEST_CASE("A file that cannot be written is told in words and leaves nothing behind") {
    PlotView view;
    fill(view);
    QTemporaryDir folder;
    QFile blocker(folder.filePath("file"));
    REQUIRE(blocker.open(QIODevice::WriteOnly));
    blocker.close();
    QString error;
    CHECK_FALSE(exportPlot(view, folder.filePath("file/plot.svg"), PlotFormat::Svg, {300, 200}, &error));
    CHECK(error.contains("plot.svg"));
    CHECK(QFileInfo(folder.filePath("file")).isFile());
}

TEST_CASE("The plot is copied as image, as SVG and as numbers") {
    PlotView view;
    view.resize(400, 300);
    fill(view);
    view.copyImage();
    CHECK(QApplication::clipboard()->image().size() == QSize(800, 600));
    view.copySvg();
    CHECK(QApplication::clipboard()->mimeData()->data("image/svg+xml").contains("<svg"));
    view.copyCsv();
    CHECK(QApplication::clipboard()->text().startsWith("time_s,train,theory\n"));
}

TEST_CASE("Endings and formats belong together") {
    CHECK(plotFormatOf("a.PNG") == PlotFormat::Png);
    CHECK(plotFormatOf("b.c.pdf") == PlotFormat::Pdf);
    CHECK_FALSE(plotFormatOf("plot.jpg"));
    CHECK_FALSE(plotFormatOf("plot"));
}
