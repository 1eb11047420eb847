// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/experiment_model.h"

#include <QWidget>

#include <vector>

class QVBoxLayout;

namespace orthant::ui {

class Section;

/// The layers of an experiment, first to last: each with its form, and buttons to move, remove and add.
class LayerList final : public QWidget {
    Q_OBJECT
  public:
    explicit LayerList(ExperimentModel& model, QWidget* parent = nullptr);
    void rebuild();

  private:
    Section* makeLayer(std::size_t index);

    ExperimentModel& model_;
    QVBoxLayout* column_;
    std::vector<Section*> sections_;
    std::size_t open_; ///< the layer whose form is unfolded; count of layers: none
};

} // namespace orthant::ui
