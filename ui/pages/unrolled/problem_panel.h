// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/unrolled_plan.h"
#include "ui/models/session.h"
#include "ui/models/structure_model.h"

#include <QWidget>

class QAction;
class QComboBox;
class QLabel;

namespace orthant::ui {

class BarView;
class FigureView;
class LinkEditor;
class MatrixMapView;
struct MatrixCells;
class PanelGrid;
class ParamForm;
class PlotFrame;

/// The structure editor: a problem and its operator at one side; at the other what they look like, which links the operator
/// allows, and what those cost in bits.
class ProblemPanel final : public QWidget {
    Q_OBJECT
  public:
    explicit ProblemPanel(Session& session, QWidget* parent = nullptr);

    /// Shows the problem of a plan; does not emit changed().
    void setPlan(const UnrolledPlan& plan);
    const Component& problem() const;
    std::uint64_t seed() const { return request_.seed; }
    void setFront(bool front); ///< false: sleep

  protected:
    void resizeEvent(QResizeEvent* event) override;

  Q_SIGNALS:
    void changed();                              ///< problem(), by the person
    void planAsked(const QString& name);         ///< a shipped experiment
    void linksAsked(const UnrolledDesign& links);   ///< its mask, reach and edits for all networks
    void linksEdited(const UnrolledDesign& links);  ///< for the networks with this mask and reach

  private:
    QWidget* makeForm();
    void addPanel(QWidget* widget, PlotFrame& plot);
    void take();
    void ask();
    void show();
    UnrolledDesign links() const;
    void edit(const MatrixCells& cells, bool allow);
    void showMatrices(const StructurePicture& picture);
    void showBits(const StructurePicture& picture);

    Session& session_;
    StructureModel model_;
    StructureRequest request_;
    bool front_ = false, stale_ = true;
    QComboBox* presets_;
    ParamForm* form_;
    PanelGrid* grid_;
    MatrixMapView *operator_, *mask_;
    FigureView *signal_, *measured_;
    BarView* bits_;
    QAction *edit_, *undo_, *permute_, *next_;
    LinkEditor* editor_;
    QLabel* facts_;
};

} // namespace orthant::ui
