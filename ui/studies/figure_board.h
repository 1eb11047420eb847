// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/figure.h"

#include <QWidget>

#include <map>
#include <string>
#include <vector>

class QTabBar;

namespace orthant::ui {

class FigureView;
class PanelGrid;
class PlotFrame;
class StudyStage;

/// All figures of a result: the first one large, figures of a group as small multiples behind a tab. A panel keeps its zoom
/// while its figure is replaced. A stage, a picture to be handled with the mouse, may stand before them.
class FigureBoard final : public QWidget {
    Q_OBJECT
  public:
    explicit FigureBoard(QWidget* parent = nullptr);

    /// Another study: empty until its first estimate is there.
    /// @param stage  takes it over; may be null
    void clear(StudyStage* stage, const QString& emptyText);
    void setFigures(const std::vector<Figure>& figures);
    void setEmptyText(const QString& text); ///< shown while there is no figure

  Q_SIGNALS:
    void failed(const QString& message);
    void saved(const QString& file);

  private:
    struct Panel {
        FigureView* view = nullptr;
        std::string group;
    };
    void addTools(QWidget* panel, PlotFrame& frame);
    void showGroup();
    void showTabs();

    QTabBar* tabs_;
    PanelGrid* grid_;
    std::map<std::string, Panel> panels_; ///< by figure id
    std::vector<std::string> groups_;     ///< in the order of the tabs; "" is the overview
    QWidget* stage_ = nullptr;
    FigureView* blank_ = nullptr;         ///< shown while there is no figure
};

} // namespace orthant::ui
