// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/help_windows.h"

#include "core/experiment/environment.h"
#include "ui/base/icons.h"
#include "ui/shell/command_palette.h"
#include "ui/widgets/text_labels.h"

#include <QAction>
#include <QClipboard>
#include <QDialog>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace orthant::ui {

namespace {

QDialog* window(QWidget& parent, const QString& title, QWidget* content) {
    auto* dialog = new QDialog(&parent);
    dialog->setWindowTitle(title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    auto* scroll = new QScrollArea(dialog);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::close);
    auto* column = new QVBoxLayout(dialog);
    column->addWidget(scroll, 1);
    column->addWidget(buttons);
    return dialog;
}

} // namespace

void showShortcuts(QWidget& parent) {
    auto* content = new QWidget;
    auto* grid = new QGridLayout(content);
    grid->setHorizontalSpacing(24);
    grid->setColumnStretch(1, 1);
    int row = 0;
    const auto line = [&](const QString& keys, const QString& what) {
        auto* key = new QLabel(keys, content);
        QFont bold = key->font();
        bold.setWeight(QFont::DemiBold);
        key->setFont(bold);
        grid->addWidget(key, row, 0);
        grid->addWidget(new QLabel(what, content), row++, 1);
    };
    grid->addWidget(headingLabel(QObject::tr("Program"), 2, content), row++, 0, 1, 2);
    for (const QAction* action : commandsOf(parent)) {
        QStringList keys;
        for (const QKeySequence& sequence : action->shortcuts()) keys << sequence.toString(QKeySequence::NativeText);
        if (!keys.isEmpty()) line(keys.join(", "), action->text().remove('&'));
    }
    grid->addWidget(headingLabel(QObject::tr("In a plot that has the focus"), 2, content), row++, 0, 1, 2);
    line(QObject::tr("Wheel"), QObject::tr("Zoom at the pointer; over an axis, that axis only"));
    line(QObject::tr("Drag, arrow keys"), QObject::tr("Move the view"));
    line(QObject::tr("+  -"), QObject::tr("Zoom"));
    line(QObject::tr("0, double click"), QObject::tr("Show everything again"));
    line(QObject::tr("T"), QObject::tr("Show the numbers as a table"));
    line(QObject::tr("Ctrl+C"), QObject::tr("Copy the plot as a picture"));
    grid->setRowStretch(row, 1);
    QDialog* dialog = window(parent, QObject::tr("Keyboard shortcuts"), content);
    dialog->resize(520, 560);
    dialog->show();
}

void showAbout(QWidget& parent) {
    const Environment environment = currentEnvironment();
    const auto text = [](const std::string& value) { return QString::fromStdString(value); };
    const QString facts = QObject::tr("Orthant %1\nQt %2 (built with %3)\nCompiler: %4\nProcessor: %5\nKernel target: %6\nThreads: %7\nSystem: %8")
                              .arg(text(environment.version), qVersion(), QT_VERSION_STR, text(environment.compiler), text(environment.cpu),
                                   text(environment.kernelTarget))
                              .arg(environment.threads)
                              .arg(text(environment.system));
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    auto* head = new QHBoxLayout;
    auto* picture = new QLabel(content);
    picture->setPixmap(icon("orthant").pixmap(48, 48));
    head->addWidget(picture);
    head->addWidget(headingLabel(QObject::tr("Orthant"), 1, content), 1);
    column->addLayout(head);
    auto* about = new QLabel(QObject::tr("A laboratory for binarized and unrolled neural networks."), content);
    about->setWordWrap(true);
    column->addWidget(about);
    auto* factLabel = new QLabel(facts, content);
    factLabel->setWordWrap(true);
    factLabel->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(factLabel);
    column->addWidget(smallLabel(QObject::tr("Free software under the GNU General Public License, version 3 or later; it comes without any warranty. "
                                             "Built on Qt, oneTBB, Highway, OpenBLAS, Random123, nlohmann JSON, libzip and zlib."), content));
    auto* copy = new QPushButton(icon("copy"), QObject::tr("Copy these facts"), content);
    QObject::connect(copy, &QPushButton::clicked, copy, [facts] { QGuiApplication::clipboard()->setText(facts); });
    column->addWidget(copy, 0, Qt::AlignLeft);
    column->addStretch(1);
    QDialog* dialog = window(parent, QObject::tr("About Orthant"), content);
    dialog->resize(460, 420);
    dialog->show();
}

} // namespace orthant::ui
