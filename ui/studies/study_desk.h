// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/session.h"
#include "ui/models/study_model.h"

#include <QWidget>

#include <map>

class QHBoxLayout;
class QLabel;
class QProgressBar;
class QPushButton;
class QSplitter;
class QVBoxLayout;

namespace orthant::ui {

class FigureBoard;
class RunPicker;
class StudyForm;
class StudyStage;
class StudyStrip;
class StudyText;

/// The studies of one lab: as cards, and the chosen one as controls, live plots and text. What is drawn follows the controls:
/// each change asks the model anew, and the model forgets what was overtaken.
class StudyDesk final : public QWidget {
    Q_OBJECT
  public:
    /// @param name  of the place of its splitter in the settings
    StudyDesk(Session& session, Lab lab, const QString& name, QWidget* parent = nullptr);

    void setFront(bool front); ///< false: sleep
    /// Shows a study.
    /// @errors  Error when there is no such study
    void open(const std::string& id, const Params& values);
    void setSeed(std::uint64_t seed);
    void addTool(QWidget* tool);     ///< beside the cards
    void setBanner(QWidget* banner); ///< under the cards

  Q_SIGNALS:
    void cardChosen(); ///< by the person, before its study is opened

  private:
    void measure();
    void showResult();
    void showState();

    Session& session_;
    StudyModel model_;
    const StudyEntry* study_ = nullptr;
    std::map<std::string, Params> remembered_; ///< what was last set, by study
    bool front_ = false, stale_ = true;
    StudyStrip* strip_;
    StudyForm* form_;
    RunPicker* picker_ = nullptr; ///< of the studies that look at a trained network
    StudyStage* stage_ = nullptr; ///< of the studies that are handled with the mouse
    FigureBoard* board_;
    StudyText* text_;
    QProgressBar* progress_;
    QLabel* state_;
    QPushButton* stop_;
    QSplitter* splitter_;
    QHBoxLayout* head_;
    QVBoxLayout* column_;
};

} // namespace orthant::ui
