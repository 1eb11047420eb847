// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/plot_types.h"
#include "ui/models/session.h"
#include "ui/widgets/run_plots.h"

#include <QWidget>

#include <memory>
#include <vector>

class QComboBox;
class QListWidget;
class QPushButton;
class QStackedWidget;

namespace orthant::ui {

/// The plots of a run as a list to choose from, the format, and buttons that write one or all of them.
class PlotPanel final : public QWidget {
    Q_OBJECT
  public:
    /// @param preview  shows the chosen plot
    PlotPanel(Session& session, QStackedWidget* preview, QWidget* parent = nullptr);

    void setRun(std::shared_ptr<RunModel> run);
    int count() const { return static_cast<int>(plots_.size()); }
    /// Writes all ticked plots into a folder, one file each.
    /// @return how many were written; the rest is reported by Session::failed
    int exportTo(const QString& folder, PlotFormat format);

  private:
    void rebuild();
    void saveOne();
    void saveAll();
    PlotFormat format() const;

    Session& session_;
    std::shared_ptr<RunModel> run_;
    QStackedWidget* preview_;
    std::vector<std::pair<QString, PlotFrame*>> plots_; ///< owned by the preview
    QListWidget* list_;
    QComboBox* format_;
    QPushButton *saveOne_, *saveAll_, *copy_;
};

} // namespace orthant::ui
