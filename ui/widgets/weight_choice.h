// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/run_plots.h"

#include <QWidget>

class QButtonGroup;
class QComboBox;

namespace orthant::ui {

/// Which weights a plot shows: the layer, and latent | binarized | both.
class WeightChoice final : public QWidget {
    Q_OBJECT
  public:
    explicit WeightChoice(QWidget* parent = nullptr);

    /// Offers the layers of a run, from its first reading on; the chosen one stays where it can.
    void showLayers(const RunModel& run);
    void clear();
    std::string layer() const; ///< empty before the first reading
    WeightView view() const;
    void setView(WeightView view);
    /// The same as another one, without changed().
    void follow(const WeightChoice& other);

  Q_SIGNALS:
    void layerChanged(); ///< by the person; changed() comes after it
    void changed();      ///< by the person or by setView()

  private:
    QComboBox* layer_;
    QButtonGroup* views_;
};

} // namespace orthant::ui
