// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/table.h"
#include "ui/base/colors.h"
#include "ui/charts/plot_types.h"

#include <QKeySequence>
#include <QWidget>

#include <memory>

class QAction;
class QPainter;

namespace orthant::ui {

/// What every plot has around its drawing: tool buttons, context menu, copy, save, the data-table view.
/// Ctrl+C copies the image; T shows the table.
class PlotFrame : public QWidget {
    Q_OBJECT
  public:
    explicit PlotFrame(QWidget* parent = nullptr);
    ~PlotFrame() override;

    /// The name shown over the plot; also the proposed file name.
    virtual QString title() const = 0;
    /// Draws the plot without any window parts; colours and size are the caller's.
    virtual void paintTo(QPainter& painter, const QSizeF& size, const PlotColors& colors) const = 0;
    /// All numbers behind the plot, not decimated. Column names are snake_case with the unit.
    virtual Table toTable() const = 0;

    bool tableShown() const;
    void showTable(bool on);
    void copyImage() const;
    void copySvg() const;
    void copyCsv() const;
    /// Asks for a file name; the format follows the ending. An error is sent by `failed`.
    void saveAs();

    /// A button and menu line of the derived class or of the page around it, before those of the frame.
    QAction* addTool(const QString& iconName, const QString& text, const QKeySequence& shortcut = {});

  Q_SIGNALS:
    void failed(const QString& message); ///< for the message bar of the page
    void saved(const QString& file);

  protected:
    /// Puts the drawing under the tool buttons; called one time by the derived class.
    void setCanvas(QWidget* canvas);
    /// A line of the context menu only.
    QAction* addMenuAction(const QString& text);
    /// What the tool buttons take of the upper right corner.
    QSizeF toolsSize() const;
    /// Whether the focus came by keyboard and is to be seen.
    bool showsFocus() const;
    /// Tells the frame that its numbers changed, so that a shown table follows.
    void contentChanged();

    void focusInEvent(QFocusEvent*) override;
    void focusOutEvent(QFocusEvent*) override;
    void resizeEvent(QResizeEvent*) override;
    void contextMenuEvent(QContextMenuEvent*) override;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace orthant::ui
