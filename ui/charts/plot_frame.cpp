// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_frame.h"

#include "ui/base/icons.h"
#include "ui/charts/plot_canvas.h"
#include "ui/charts/plot_content.h"
#include "ui/charts/plot_export.h"
#include "ui/charts/plot_table_model.h"

#include <QAction>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFocusEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QMouseEvent>
#include <QStackedLayout>
#include <QStandardPaths>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <optional>

namespace orthant::ui {

namespace {
constexpr int leastForTools = 400; // below it the buttons would take the room of the title
}

struct PlotFrame::Parts {
    QStackedLayout* stack = nullptr;
    QString title, caption, emptyText;
    PlotCanvas* canvas = nullptr;
    QWidget* tablePage = nullptr;
    QLabel* tableTitle = nullptr;
    QTableView* tableView = nullptr;
    PlotTableModel* model = nullptr;
    QWidget* tools = nullptr;
    QToolButton* more = nullptr; ///< the menu, in place of the buttons where the plot is narrow
    QHBoxLayout* toolRow = nullptr;
    QMenu* menu = nullptr;
    QAction *tableAction = nullptr, *enlarge = nullptr;
    bool titleCursor = false;
    bool ownDone = false; ///< tools of the derived class come later and stand first
    int firstTools = 0;
    QString lastFolder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    bool showsFocus = false;
};

PlotFrame::PlotFrame(QWidget* parent) : QWidget(parent), parts_(std::make_unique<Parts>()) {
    Parts& p = *parts_;
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(200, 150);
    p.emptyText = tr("Nothing to show yet");
    p.stack = new QStackedLayout(this);
    p.stack->setContentsMargins(0, 0, 0, 0);
    p.canvas = new PlotCanvas(this);
    p.canvas->drawPlot = [this](QPainter& painter) { paintSurface(painter); };
    p.canvas->drawOverlay = [this](QPainter& painter, const QPointF& pointer) { paintOverlay(painter, pointer); };
    p.canvas->showsFocus = [this] { return parts_->showsFocus; };
    p.canvas->installEventFilter(this);

    p.model = new PlotTableModel(this);
    p.tableView = new QTableView;
    p.tableView->setModel(p.model);
    p.tableView->setAlternatingRowColors(true);
    p.tableView->setAccessibleName(tr("Data of the plot"));
    p.tableView->horizontalHeader()->setDefaultSectionSize(104);
    p.tableView->horizontalHeader()->setStretchLastSection(true);
    p.tableView->verticalHeader()->setDefaultSectionSize(22);
    p.tableTitle = new QLabel;
    p.tableTitle->setProperty("role", "heading");
    p.tablePage = new QWidget;
    p.tablePage->setAutoFillBackground(true);
    p.tablePage->setBackgroundRole(QPalette::Base);
    auto* column = new QVBoxLayout(p.tablePage);
    column->setContentsMargins(12, 8, 8, 8);
    p.tableTitle->setMinimumHeight(24);
    column->addWidget(p.tableTitle);
    column->addWidget(p.tableView);
    p.stack->addWidget(p.canvas);
    p.stack->addWidget(p.tablePage);

    p.tools = new QWidget(this);
    p.tools->setCursor(Qt::ArrowCursor);
    p.toolRow = new QHBoxLayout(p.tools);
    p.toolRow->setContentsMargins(0, 0, 0, 0);
    p.toolRow->setSpacing(0);
    p.menu = new QMenu(this);
    p.more = new QToolButton(this);
    p.more->setIcon(icon(QStringLiteral("more")));
    p.more->setIconSize(QSize(16, 16));
    p.more->setAutoRaise(true);
    p.more->setFocusPolicy(Qt::TabFocus);
    p.more->setToolTip(tr("What can be done with this plot"));
    p.more->setAccessibleName(p.more->toolTip());
    p.more->setMenu(p.menu);
    p.more->setPopupMode(QToolButton::InstantPopup);
    p.more->hide();

    p.tableAction = addTool(QStringLiteral("table"), tr("Show the data as a table"), Qt::Key_T);
    p.tableAction->setCheckable(true);
    connect(p.tableAction, &QAction::toggled, this, [this](bool on) { showTable(on); });
    QAction* copy = addTool(QStringLiteral("copy"), tr("Copy as image"), QKeySequence::Copy);
    connect(copy, &QAction::triggered, this, &PlotFrame::copyImage);
    connect(addMenuAction(tr("Copy as SVG")), &QAction::triggered, this, &PlotFrame::copySvg);
    connect(addMenuAction(tr("Copy numbers as CSV")), &QAction::triggered, this, &PlotFrame::copyCsv);
    QAction* save = addTool(QStringLiteral("save"), tr("Save the plot…"));
    connect(save, &QAction::triggered, this, &PlotFrame::saveAs);
    p.menu->insertSeparator(p.tableAction);
    p.ownDone = true;
}

PlotFrame::~PlotFrame() = default;

void PlotFrame::setTitle(const QString& title) {
    if (title == parts_->title) return;
    parts_->title = title;
    setAccessibleName(title);
    changed();
}

void PlotFrame::setCaption(const QString& caption) {
    if (caption == parts_->caption) return;
    parts_->caption = caption;
    setAccessibleDescription(tr("%1 Press T for the numbers as a table.").arg(caption));
    changed();
}

void PlotFrame::setEmptyText(const QString& text) {
    if (text == parts_->emptyText) return;
    parts_->emptyText = text;
    changed();
}

const QString& PlotFrame::title() const { return parts_->title; }
const QString& PlotFrame::caption() const { return parts_->caption; }
const QString& PlotFrame::emptyText() const { return parts_->emptyText; }
QWidget* PlotFrame::surface() const { return parts_->canvas; }
PlotColors PlotFrame::colors() const { return PlotColors::of(palette()); }

QString PlotFrame::readingAt(const QPointF& position) const {
    QStringList lines;
    for (const ReadoutLine& line : readout(position - parts_->canvas->pos())) lines.append(line.text);
    return lines.join(QLatin1Char('\n'));
}

void PlotFrame::paintOverlay(QPainter& painter, const QPointF& pointer) const {
    paintReadout(painter, layout(), pointer, readout(pointer), colors());
}

void PlotFrame::showOverlay(const QPointF& pointer) { parts_->canvas->setPointer(pointer); }

QString PlotFrame::toolTipAt(const QPointF& pointer) const {
    return layout().captionRect.contains(pointer) ? parts_->caption : QString();
}

bool PlotFrame::pointerEvent(QEvent*) { return false; }
bool PlotFrame::keyPressed(QKeyEvent*) { return false; }

void PlotFrame::changed() {
    parts_->canvas->contentChanged();
    fillTable();
}

QAction* PlotFrame::addMenuAction(const QString& text) {
    auto* action = new QAction(text, this);
    parts_->menu->insertAction(parts_->ownDone ? parts_->tableAction : nullptr, action);
    return action;
}

QAction* PlotFrame::addTool(const QString& iconName, const QString& text, const QKeySequence& shortcut) {
    Parts& p = *parts_;
    auto* action = new QAction(icon(iconName), text, this);
    if (!shortcut.isEmpty()) {
        action->setShortcut(shortcut);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        action->setToolTip(QStringLiteral("%1 (%2)").arg(text, shortcut.toString(QKeySequence::NativeText)));
    }
    addAction(action);
    p.menu->insertAction(p.ownDone ? p.tableAction : nullptr, action);
    auto* button = new QToolButton(p.tools);
    button->setDefaultAction(action);
    button->setAutoRaise(true);
    button->setIconSize(QSize(16, 16));
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(text);
    p.toolRow->insertWidget(p.ownDone ? p.firstTools++ : -1, button);
    // The focus goes as the eye does: the plot, then its buttons from left to right.
    QWidget* before = this;
    for (int i = 0; i < p.toolRow->count(); ++i) {
        QWidget* next = p.toolRow->itemAt(i)->widget();
        setTabOrder(before, next);
        before = next;
    }
    changed(); // the title has less room
    return action;
}

QAction* PlotFrame::addEnlarge() {
    parts_->enlarge = addTool(QStringLiteral("enlarge"), tr("Enlarge, or show all plots"));
    return parts_->enlarge;
}

bool PlotFrame::overTitle(const QPointF& pointer) const { return parts_->enlarge && layout().titleRect.contains(pointer); }

QSizeF PlotFrame::toolsSize() const {
    const QSize size = width() < leastForTools ? parts_->more->sizeHint() : parts_->tools->sizeHint();
    return {size.width() + 8.0, size.height() + 4.0};
}

bool PlotFrame::tableShown() const { return parts_->stack->currentWidget() == parts_->tablePage; }

void PlotFrame::showTable(bool on) {
    if (on == tableShown()) return;
    parts_->stack->setCurrentWidget(on ? parts_->tablePage : parts_->canvas);
    parts_->tools->raise();
    parts_->more->raise();
    parts_->tableAction->setChecked(on);
    parts_->tableAction->setIcon(icon(on ? QStringLiteral("chart") : QStringLiteral("table")));
    fillTable();
}

void PlotFrame::fillTable() {
    if (!tableShown()) return;
    parts_->tableTitle->setText(title());
    parts_->model->setTable(toTable());
}

void PlotFrame::copyImage() const {
    QGuiApplication::clipboard()->setImage(plotImage(*this, size()));
}

void PlotFrame::copySvg() const {
    auto* mime = new QMimeData;
    const QByteArray svg = plotSvg(*this, size());
    mime->setData(QStringLiteral("image/svg+xml"), svg);
    mime->setText(QString::fromUtf8(svg));
    QGuiApplication::clipboard()->setMimeData(mime);
}

void PlotFrame::copyCsv() const {
    auto* mime = new QMimeData;
    const QByteArray csv = plotCsv(*this);
    mime->setData(QStringLiteral("text/csv"), csv);
    mime->setText(QString::fromUtf8(csv));
    QGuiApplication::clipboard()->setMimeData(mime);
}

void PlotFrame::saveAs() {
    const QString name = QString::fromStdString(columnName(title().isEmpty() ? tr("plot") : title(), {}));
    QString chosen = tr("SVG drawing (*.svg)");
    const QString filters = QStringList{chosen, tr("PNG image (*.png)"), tr("PDF document (*.pdf)"), tr("CSV numbers (*.csv)")}.join(QStringLiteral(";;"));
    QString file = QFileDialog::getSaveFileName(this, tr("Save the plot"), QDir(parts_->lastFolder).filePath(name + QStringLiteral(".svg")), filters, &chosen);
    if (file.isEmpty()) return;
    if (!plotFormatOf(file)) file += chosen.section(QLatin1Char('*'), 1).section(QLatin1Char(')'), 0, 0);
    parts_->lastFolder = QFileInfo(file).absolutePath();
    QString error;
    if (exportPlot(*this, file, *plotFormatOf(file), size(), &error)) Q_EMIT saved(file);
    else Q_EMIT failed(error);
}

bool PlotFrame::eventFilter(QObject* object, QEvent* event) {
    PlotCanvas& canvas = *parts_->canvas;
    if (object != &canvas) return false;
    switch (event->type()) {
    case QEvent::Leave: canvas.setPointer(std::nullopt); return false;
    case QEvent::MouseMove: {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        const bool title = overTitle(mouse->position());
        canvas.setToolTip(title ? parts_->enlarge->text() : toolTipAt(mouse->position()));
        canvas.setPointer(mouse->buttons() == Qt::NoButton ? std::optional(mouse->position()) : std::nullopt);
        if (title != parts_->titleCursor) canvas.setCursor(title ? Qt::PointingHandCursor : Qt::ArrowCursor);
        parts_->titleCursor = title;
        if (title && mouse->buttons() == Qt::NoButton) return true;
        break;
    }
    case QEvent::MouseButtonPress:
    case QEvent::MouseButtonDblClick: {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        const bool pressed = event->type() == QEvent::MouseButtonPress;
        if (pressed) setFocus(Qt::MouseFocusReason);
        if (mouse->button() != Qt::LeftButton || !overTitle(mouse->position())) break;
        if (pressed) parts_->enlarge->trigger();
        return true;
    }
    case QEvent::MouseButtonRelease:
    case QEvent::Wheel: break;
    default: return false;
    }
    return pointerEvent(event);
}

void PlotFrame::keyPressEvent(QKeyEvent* event) {
    const bool plain = !tableShown() && !(event->modifiers() & Qt::ControlModifier);
    if (!plain || !keyPressed(event)) QWidget::keyPressEvent(event);
}

void PlotFrame::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    const auto type = event->type();
    if (type == QEvent::PaletteChange || type == QEvent::FontChange || type == QEvent::StyleChange) changed();
}

void PlotFrame::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    const Qt::FocusReason reason = event->reason();
    parts_->showsFocus = reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason || reason == Qt::ShortcutFocusReason;
    parts_->canvas->update();
}

void PlotFrame::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    parts_->showsFocus = false;
    parts_->canvas->update();
}

void PlotFrame::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const QSize tools = parts_->tools->sizeHint();
    parts_->tools->setGeometry(width() - tools.width() - 4, 4, tools.width(), tools.height());
    const QSize more = parts_->more->sizeHint();
    parts_->more->setGeometry(width() - more.width() - 4, 4, more.width(), more.height());
    parts_->more->setVisible(width() < leastForTools);
    parts_->tools->setVisible(width() >= leastForTools);
}

void PlotFrame::contextMenuEvent(QContextMenuEvent* event) { parts_->menu->popup(event->globalPos()); }

} // namespace orthant::ui
