// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/run_plots.h"

#include <QWidget>

#include <memory>

class QCheckBox;
class QLabel;
class QSlider;

namespace orthant::ui {

class PlotView;
class WeightChoice;

/// The weights of one layer at one step: choose the layer, latent | binarized | both, and the step by a slider that follows
/// the run until it is moved.
class WeightHistogram final : public QWidget {
    Q_OBJECT
  public:
    explicit WeightHistogram(QWidget* parent = nullptr);

    void setRun(std::shared_ptr<const RunModel> run); ///< may be null
    void refresh();                                   ///< after RunModel::changed
    PlotView& plot() { return *plot_; }
    WeightChoice& choice() { return *choice_; }

  private:
    void draw();

    std::shared_ptr<const RunModel> run_;
    WeightChoice* choice_;
    QSlider* time_;
    QLabel* step_;
    QCheckBox* follow_;
    PlotView* plot_;
};

} // namespace orthant::ui
