// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/unrolled_plan.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace orthant::ui {

class ComponentList;
class NetworkList;
class ParamForm;

/// Everything of a plan but its problem: networks, training, classical solvers, seeds, and what is varied.
class PlanForm final : public QWidget {
    Q_OBJECT
  public:
    explicit PlanForm(QWidget* parent = nullptr);

    void setPlan(const UnrolledPlan& plan); ///< does not emit changed()
    /// The problem of which title and summary speak; that of the plan until then.
    void setProblem(const Component& problem);
    /// The plan of the form with this problem, checked. With a title of its own where it is no longer the one that was set.
    /// @errors  Error that says what does not go together
    UnrolledPlan plan(const Component& problem) const;
    /// Gives the mask, reach and edits of a design to all networks.
    void setLinks(const UnrolledDesign& links);
    /// Gives the edits to the networks with this mask and reach. @return  how many there are
    std::size_t setEdits(const UnrolledDesign& links);

  Q_SIGNALS:
    void changed(); ///< by the person

  private:
    UnrolledPlan unchecked(const Component& problem) const;
    void showHead();
    void addPart(const QString& title, QWidget* content, bool open, QVBoxLayout* column);

    UnrolledPlan given_; ///< as it was set: its name, title and folder count while nothing is changed
    Component problem_;
    QLabel *title_, *summary_;
    NetworkList* networks_;
    ParamForm *training_, *runs_;
    ComponentList* solvers_;
};

} // namespace orthant::ui
