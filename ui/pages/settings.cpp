// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/environment.h"
#include "ui/pages/catalogue.h"
#include "ui/widgets/input_boxes.h"
#include "ui/widgets/text_labels.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

namespace orthant::ui {

namespace {

/// What the program remembers: look, place of the runs, threads. Changes act at once and are kept.
class SettingsPage final : public Page {
  public:
    explicit SettingsPage(Session& session);

  private:
    void addRow(QVBoxLayout* column, const QString& title, QWidget* input, const QString& help);
    QWidget* themeBox();
    QWidget* folderLine();
    QWidget* threadsBox();
    QWidget* recentButton();

    Session& session_;
};

SettingsPage::SettingsPage(Session& session) : Page("settings", tr("Settings"), "settings"), session_(session) {
    const Environment environment = currentEnvironment();
    auto* body = new QWidget;
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(28, 22, 28, 22);
    column->setSpacing(6);
    column->addWidget(headingLabel(tr("Settings"), 1, body));
    addRow(column, tr("Theme"), themeBox(), tr("System follows the desktop. Exported plots are always dark on white."));
    addRow(column, tr("Folder for runs"), folderLine(), tr("Each run makes a folder of its own in there. A change is for the next start of the program; old runs stay where they are."));
    addRow(column, tr("Threads"), threadsBox(), tr("0 uses all %1 of this machine. Results do not depend on the number.").arg(environment.threads));
    addRow(column, tr("Recent files and runs"), recentButton(), tr("Empties the lists on Home. Files and run folders are not touched."));
    auto* machine = new QLabel(tr("%1\nInstruction set of the kernels: %2").arg(QString::fromStdString(environment.cpu), QString::fromStdString(environment.kernelTarget)), body);
    machine->setWordWrap(true);
    machine->setTextInteractionFlags(Qt::TextSelectableByMouse);
    addRow(column, tr("This machine"), machine, tr("The best set that the processor has is used. The environment variable ORTHANT_TARGET forces another one."));
    column->addStretch(1);
    body->setMaximumWidth(760);
    auto* scroll = new QScrollArea;
    scroll->setWidget(body);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
}

void SettingsPage::addRow(QVBoxLayout* column, const QString& title, QWidget* input, const QString& help) {
    auto* heading = headingLabel(title, 2, this);
    heading->setBuddy(input);
    input->setAccessibleName(title);
    column->addSpacing(10);
    column->addWidget(heading);
    column->addWidget(input);
    column->addWidget(smallLabel(help, this));
}

QWidget* SettingsPage::themeBox() {
    auto* box = new QComboBox(this);
    box->addItem(tr("Like the system"), toString(ThemeMode::System));
    box->addItem(tr("Light"), toString(ThemeMode::Light));
    box->addItem(tr("Dark"), toString(ThemeMode::Dark));
    box->setMaximumWidth(220);
    box->setObjectName("theme");
    WheelGuard::protect(box);
    const auto show = [this, box] { box->setCurrentIndex(box->findData(toString(session_.theme().mode()))); };
    show();
    connect(&session_.theme(), &Theme::themeChanged, box, show);
    connect(box, &QComboBox::activated, this, [this, box] {
        const ThemeMode mode = themeModeOf(box->currentData().toString());
        session_.settings().setTheme(mode);
        session_.theme().setMode(mode);
    });
    return box;
}

QWidget* SettingsPage::folderLine() {
    auto* frame = new QWidget(this);
    auto* line = new QLineEdit(session_.settings().runsFolder(), frame);
    auto* browse = new QPushButton(tr("Choose..."), frame);
    auto* row = new QHBoxLayout(frame);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(line, 1);
    row->addWidget(browse);
    frame->setFocusProxy(line);
    const auto take = [this, line] {
        if (line->text().isEmpty()) line->setText(session_.settings().runsFolder());
        else session_.settings().setRunsFolder(QDir::cleanPath(line->text()));
    };
    connect(line, &QLineEdit::editingFinished, this, take);
    connect(browse, &QPushButton::clicked, this, [this, line, take] {
        const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder for runs"), line->text());
        if (folder.isEmpty()) return;
        line->setText(folder);
        take();
    });
    return frame;
}

QWidget* SettingsPage::threadsBox() {
    auto* box = new QSpinBox(this);
    box->setRange(0, 1024);
    box->setSpecialValueText(tr("0 (all)"));
    box->setValue(session_.settings().threads());
    box->setMaximumWidth(220);
    WheelGuard::protect(box);
    connect(box, &QSpinBox::valueChanged, this, [this](int threads) { session_.settings().setThreads(threads); });
    return box;
}

QWidget* SettingsPage::recentButton() {
    auto* button = new QPushButton(tr("Clear the lists"), this);
    button->setMaximumWidth(220);
    connect(button, &QPushButton::clicked, this, [this] {
        session_.settings().clearRecent();
        Q_EMIT session_.said(tr("The lists of recent files and runs are empty."));
    });
    return button;
}

} // namespace

PageEntry entries::settings() {
    return {"settings", [](Session& session) { return new SettingsPage(session); }};
}

} // namespace orthant::ui
