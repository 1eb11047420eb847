// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/session.h"
#include "ui/pages/unrolled/training_plots.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <functional>

class QAction;
class QComboBox;
class QHBoxLayout;
class QLabel;

namespace orthant::ui {

class PanelGrid;
class PlanForm;
class PlotView;

/// Networks and their training at one side, live plots at the other.
class TrainingPanel final : public QWidget {
    Q_OBJECT
  public:
    explicit TrainingPanel(Session& session, QWidget* parent = nullptr);

    PlanForm& form() { return *form_; }
    void setFront(bool front); ///< false: sleep

  Q_SIGNALS:
    void startAsked();
    void saveAsked();

  private:
    using Fill = void (*)(PlotView&, const UnrolledModel&, const UnrolledChoice&);

    QAction* add(QHBoxLayout& row, const QString& iconName, const QString& name, const QString& text, const QKeySequence& keys, const QString& tip,
                 const std::function<void()>& work);
    QComboBox* addChoice(QHBoxLayout& row, const QString& name, const QString& tip);
    void makeBar(QHBoxLayout& bar);
    void addPlot(Fill fill);
    void follow();
    void fillChoices();
    void schedule();
    void draw();
    void refresh();
    UnrolledChoice choice() const;

    Session& session_;
    std::shared_ptr<UnrolledModel> model_;
    bool front_ = false;
    PlanForm* form_;
    PanelGrid* grid_;
    std::vector<std::pair<PlotView*, Fill>> plots_;
    QComboBox *seed_, *varied_, *network_;
    QLabel* status_;
    QAction *start_, *pause_, *stop_, *goOn_, *save_;
    QTimer timer_;
    QElapsedTimer clock_;
    qint64 lastCost_ = 0;
};

} // namespace orthant::ui
