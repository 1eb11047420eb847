// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/icons.h"

#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmap>
#include <QSvgRenderer>

// Outside of every namespace, as Q_INIT_RESOURCE asks.
static void initIconResource() { Q_INIT_RESOURCE(icons); }

namespace orthant::ui {

namespace {

/// Black in the file stands for "the text colour of the theme"; other colours stay.
class TintedIcon final : public QIconEngine {
  public:
    explicit TintedIcon(const QByteArray& svg) : svg_(svg) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const QPalette palette = QGuiApplication::palette();
        const QColor color = mode == QIcon::Selected   ? palette.color(QPalette::HighlightedText)
                             : mode == QIcon::Disabled ? palette.color(QPalette::Disabled, QPalette::ButtonText)
                                                       : palette.color(QPalette::Active, QPalette::ButtonText);
        QByteArray tinted = svg_;
        tinted.replace("#000", color.name().toLatin1());
        QSvgRenderer renderer(tinted);
        renderer.setAspectRatioMode(Qt::KeepAspectRatio);
        renderer.render(painter, QRectF(rect));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap result(size);
        result.fill(Qt::transparent);
        QPainter painter(&result);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return result;
    }

    QIconEngine* clone() const override { return new TintedIcon(svg_); }

  private:
    QByteArray svg_;
};

} // namespace

QIcon icon(const QString& name) {
    initIconResource();
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("no icon named '%s'", qPrintable(name));
        return {};
    }
    return QIcon(new TintedIcon(file.readAll()));
}

QStringList iconNames() {
    initIconResource();
    QStringList names = QDir(QStringLiteral(":/icons")).entryList({QStringLiteral("*.svg")}, QDir::Files, QDir::Name);
    for (QString& name : names) name.chop(4);
    return names;
}

} // namespace orthant::ui
