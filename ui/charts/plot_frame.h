// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/table.h"
#include "ui/base/colors.h"
#include "ui/charts/plot_painter.h"

#include <QKeySequence>
#include <QWidget>

#include <memory>

class QAction;

namespace orthant::ui {

/// What every plot has: title, caption, the surface it is drawn on, read-out beside the pointer, tool buttons, context menu,
/// copy, save, the data-table view. Ctrl+C copies the image; T shows the table.
/// A derived class draws: into any painter, and into the surface, which keeps its drawing until `changed`.
class PlotFrame : public QWidget {
    Q_OBJECT
  public:
    explicit PlotFrame(QWidget* parent = nullptr);
    ~PlotFrame() override;

    /// The name shown over the plot; also the proposed file name.
    void setTitle(const QString& title);
    const QString& title() const;
    void setCaption(const QString& caption); ///< a short text under the plot
    const QString& caption() const;
    void setEmptyText(const QString& text); ///< shown while there is nothing to draw
    const QString& emptyText() const;

    /// Draws the plot without any window parts; colours and size are the caller's.
    virtual void paintTo(QPainter& painter, const QSizeF& size, const PlotColors& colors) const = 0;
    /// All numbers behind the plot, not decimated. Column names are snake_case with the unit.
    virtual Table toTable() const = 0;
    /// The read-out at a position in this widget, as text; empty where there is none.
    QString readingAt(const QPointF& position) const;

    bool tableShown() const;
    void showTable(bool on);
    void copyImage() const;
    void copySvg() const;
    void copyCsv() const;
    /// Asks for a file name; the format follows the ending. An error is sent by `failed`.
    void saveAs();

    /// A button and menu line of the derived class or of the page around it, before those of the frame.
    QAction* addTool(const QString& iconName, const QString& text, const QKeySequence& shortcut = {});
    /// The button for a plot among others: all the room for this one, or all of them again. A click on the title does it too.
    QAction* addEnlarge();

  Q_SIGNALS:
    void failed(const QString& message); ///< for the message bar of the page
    void saved(const QString& file);

  protected:
    /// The layout of the drawing on the surface.
    virtual const PlotLayout& layout() const = 0;
    /// Draws the surface, with room for the tool buttons.
    virtual void paintSurface(QPainter& painter) = 0;
    /// What a place on the surface tells; the first line is the heading.
    virtual std::vector<ReadoutLine> readout(const QPointF& pointer) const = 0;
    /// Drawn over the surface while the pointer is there and no button is held: the box with the read-out.
    virtual void paintOverlay(QPainter& painter, const QPointF& pointer) const;
    /// Has it drawn also while a button is held, from pointerEvent().
    void showOverlay(const QPointF& pointer);
    /// The tool tip of a place: by itself the whole caption, of which the drawing may show a part.
    virtual QString toolTipAt(const QPointF& pointer) const;
    /// Wheel, press, move, release and double click on the surface. @return whether the event is used up
    virtual bool pointerEvent(QEvent* event);
    /// A key without Ctrl while the drawing is shown. @return whether it means something here
    virtual bool keyPressed(QKeyEvent* event);

    /// Has the surface drawn anew, one time for any number of changes, and a shown table filled again.
    virtual void changed();
    /// The widget that is drawn on: the origin of the positions above.
    QWidget* surface() const;
    PlotColors colors() const;
    /// A line of the context menu only.
    QAction* addMenuAction(const QString& text);
    /// What the tool buttons take of the upper right corner.
    QSizeF toolsSize() const;

    bool eventFilter(QObject*, QEvent*) override;
    void keyPressEvent(QKeyEvent*) override;
    void changeEvent(QEvent*) override;
    void focusInEvent(QFocusEvent*) override;
    void focusOutEvent(QFocusEvent*) override;
    void resizeEvent(QResizeEvent*) override;
    void contextMenuEvent(QContextMenuEvent*) override;

  private:
    void fillTable();
    bool overTitle(const QPointF& pointer) const;

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace orthant::ui
