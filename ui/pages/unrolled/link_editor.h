// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/unrolled/mask_edit.h"

#include <QWidget>

#include <vector>

class QAction;
class QLabel;

namespace orthant::ui {

class NumberBox;

/// The links that a person has forbidden or allowed by hand: a rectangle by its numbers, the last step taken back, all of them
/// taken back. Rectangles that are drawn on the picture come in by edit().
class LinkEditor final : public QWidget {
    Q_OBJECT
  public:
    /// @param draw  the action that lets the mouse draw; its button is here too
    LinkEditor(QAction* draw, QAction* undo, QWidget* parent = nullptr);

    const std::vector<MaskEdit>& edits() const { return edits_; }
    void setEdits(std::vector<MaskEdit> edits); ///< does not emit changed(); there is nothing to undo then
    void edit(const MaskEdit& edit);
    void undo();
    void reset(); ///< the links of the operator; can be undone
    /// What is said under the buttons, and the numbers that the boxes may have.
    void setMask(std::size_t rows, std::size_t cols, std::size_t forbidden, std::size_t allowed);

  Q_SIGNALS:
    void changed(); ///< edits(), by the person

  private:
    void take(std::vector<MaskEdit> edits);
    void showState();
    NumberBox* box(const QString& name);
    void editNumbers(bool allow);

    std::vector<MaskEdit> edits_;
    std::vector<std::vector<MaskEdit>> before_; ///< what undo() gives back, the last one first to go
    QAction *undo_, *reset_;
    NumberBox *row0_, *row1_, *col0_, *col1_;
    QLabel* said_;
};

} // namespace orthant::ui
