// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/reconstruction_model.h"
#include "ui/models/session.h"

#include <QTimer>
#include <QWidget>

#include <set>

class QAction;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QMenu;
class QSlider;
class QStackedWidget;

namespace orthant::ui {

class EmptyState;
class FigureView;
class PanelGrid;
class PlotView;

/// One signal or picture after each layer, by up to four networks side by side, with the original and what was measured.
class ReconstructionPanel final : public QWidget {
    Q_OBJECT
  public:
    explicit ReconstructionPanel(Session& session, QWidget* parent = nullptr);

    void setFront(bool front); ///< false: sleep

    static constexpr std::size_t most = 4;

  private:
    void makeBar(QHBoxLayout& bar);
    FigureView* addView();
    void follow();
    void ask();
    void chooseNetworks();
    void show();
    void showLayer();
    void showCurves(const ReconstructionSet& set, std::size_t layer);
    void play(bool on);

    Session& session_;
    std::shared_ptr<UnrolledModel> model_;
    ReconstructionModel reconstructions_;
    std::set<std::size_t> chosen_; ///< networks
    std::size_t asked_ = 0;        ///< trainings that were done at the last request
    std::uint64_t number_ = 0;
    bool front_ = false, stale_ = true;
    QComboBox* run_; ///< seed and varied value
    QMenu* networks_;
    QSlider* layer_;
    QLabel *layerText_, *title_;
    QAction *play_, *next_;
    QStackedWidget* pages_;
    EmptyState* empty_;
    PanelGrid* grid_;
    FigureView *pictures_, *measured_;
    std::vector<FigureView*> views_; ///< one for each network, of signals that are curves
    PlotView* curve_;
    QTimer timer_;
};

} // namespace orthant::ui
