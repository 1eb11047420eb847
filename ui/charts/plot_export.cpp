// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_export.h"

#include "core/io/csv.h"

#include <QBuffer>
#include <QDir>
#include <QFileInfo>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

namespace orthant::ui {

namespace {

constexpr int pdfResolution = 1200;
constexpr double pointsPerInch = 96;

QByteArray plotPng(const PlotFrame& plot, QSize size) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    plotImage(plot, size).save(&buffer, "PNG");
    return bytes;
}

QByteArray plotPdf(const PlotFrame& plot, QSize size) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(plot.title());
    writer.setCreator(QStringLiteral("Orthant"));
    writer.setResolution(pdfResolution);
    writer.setPageMargins({});
    writer.setPageSize(QPageSize(QSizeF(size) / pointsPerInch, QPageSize::Inch, {}, QPageSize::ExactMatch));
    QPainter painter(&writer);
    painter.scale(pdfResolution / pointsPerInch, pdfResolution / pointsPerInch);
    plot.paintTo(painter, size, PlotColors::forExport());
    painter.end();
    return bytes;
}

QByteArray bytesOf(const PlotFrame& plot, PlotFormat format, QSize size) {
    switch (format) {
    case PlotFormat::Png: return plotPng(plot, size);
    case PlotFormat::Svg: return plotSvg(plot, size);
    case PlotFormat::Pdf: return plotPdf(plot, size);
    case PlotFormat::Csv: break;
    }
    return plotCsv(plot);
}

} // namespace

std::optional<PlotFormat> plotFormatOf(const QString& file) {
    const QString ending = QFileInfo(file).suffix().toLower();
    for (const PlotFormat format : {PlotFormat::Png, PlotFormat::Svg, PlotFormat::Pdf, PlotFormat::Csv}) {
        if (ending == endingOf(format)) return format;
    }
    return std::nullopt;
}

QString endingOf(PlotFormat format) {
    switch (format) {
    case PlotFormat::Png: return QStringLiteral("png");
    case PlotFormat::Svg: return QStringLiteral("svg");
    case PlotFormat::Pdf: return QStringLiteral("pdf");
    case PlotFormat::Csv: break;
    }
    return QStringLiteral("csv");
}

QImage plotImage(const PlotFrame& plot, QSize size, double scale) {
    QImage image((QSizeF(size) * scale).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(scale);
    image.fill(PlotColors::forExport().background);
    QPainter painter(&image);
    plot.paintTo(painter, size, PlotColors::forExport());
    return image;
}

QByteArray plotSvg(const PlotFrame& plot, QSize size) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(static_cast<int>(pointsPerInch));
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(0, 0), size));
    QPainter painter(&generator);
    plot.paintTo(painter, size, PlotColors::forExport());
    painter.end();
    // The generator of Qt 6.4 would write a title as it is, with & and < inside: it is put in here instead.
    const qsizetype root = bytes.indexOf('>', bytes.indexOf("<svg"));
    const QString head = QStringLiteral("\n<title>%1</title>\n<desc>Made with Orthant</desc>");
    return root < 0 ? bytes : bytes.insert(root + 1, head.arg(plot.title().toHtmlEscaped()).toUtf8());
}

QByteArray plotCsv(const PlotFrame& plot) { return QByteArray::fromStdString(toCsv(plot.toTable())); }

bool exportPlot(const PlotFrame& plot, const QString& file, PlotFormat format, QSize size, QString* error) {
    const auto fail = [&](const QString& reason) {
        if (error) *error = QStringLiteral("The plot could not be written to %1: %2").arg(QDir::toNativeSeparators(file), reason);
        return false;
    };
    if (!QDir().mkpath(QFileInfo(file).absolutePath())) return fail(QStringLiteral("its folder cannot be made."));
    const QByteArray bytes = bytesOf(plot, format, size.isValid() && !size.isEmpty() ? size : defaultPlotSize);
    if (bytes.isEmpty()) return fail(QStringLiteral("nothing could be drawn."));
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size() || !out.commit()) {
        return fail(out.errorString() + QLatin1Char('.'));
    }
    return true;
}

} // namespace orthant::ui
