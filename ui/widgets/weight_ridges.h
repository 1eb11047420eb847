// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/ridge_view.h"
#include "ui/widgets/run_plots.h"

#include <QWidget>

#include <memory>

namespace orthant::ui {

class WeightChoice;

/// The weights of one layer over the whole run: choose the layer, and latent | binarized | both.
class WeightRidges final : public QWidget {
    Q_OBJECT
  public:
    explicit WeightRidges(QWidget* parent = nullptr);

    void setRun(std::shared_ptr<const RunModel> run); ///< may be null
    void refresh();                                   ///< after RunModel::changed
    RidgeView& plot() { return *plot_; }
    WeightChoice& choice() { return *choice_; }

  private:
    std::shared_ptr<const RunModel> run_;
    WeightChoice* choice_;
    RidgeView* plot_;
};

} // namespace orthant::ui
