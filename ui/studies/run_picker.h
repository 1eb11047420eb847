// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/session.h"

#include <QWidget>

#include <memory>
#include <string>

class QComboBox;
class QLabel;
class QPushButton;

namespace orthant::ui {

/// Which trained network to look at: one of the runs that have a model, or the default one, trained on the spot.
class RunPicker final : public QWidget {
    Q_OBJECT
  public:
    explicit RunPicker(Session& session, QWidget* parent = nullptr);

    /// The folder of the chosen run; empty when there is none.
    const std::string& folder() const { return folder_; }
    void setFolder(const std::string& folder);
    /// What the button trains, and whose newest run is chosen where none is.
    void setNetwork(const Experiment& experiment);

  Q_SIGNALS:
    void picked(); ///< folder() changed

  private:
    void fill();
    void train();
    void followTraining();

    Session& session_;
    std::string folder_;
    Experiment network_;
    std::shared_ptr<RunModel> training_;
    QComboBox* runs_;
    QPushButton* train_;
    QLabel* state_;
};

} // namespace orthant::ui
