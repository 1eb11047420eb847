// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/mistakes.h"
#include "ui/models/run_model.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <memory>

class QLabel;
class QToolButton;

namespace orthant::ui {

class ConfusionView;
class SampleGrid;

/// What the packed network of a run gets wrong: a confusion matrix and the wrong samples, which a click on a cell filters.
/// Reads the newest checkpoint while it is shown, in the background and for at most a fifth of the time.
class MistakePanels final : public QObject {
    Q_OBJECT
  public:
    /// Both panels are made without a parent: whoever shows them takes them over.
    explicit MistakePanels(QObject* parent);

    ConfusionView& matrix() { return *matrix_; }
    QWidget* samples() { return panel_; }
    void setRun(std::shared_ptr<RunModel> run); ///< may be null
    void setShown(bool shown);                  ///< false: sleep

  private:
    void wake();
    void look();
    void take(Mistakes mistakes);
    void showSamples();
    void showState(const QString& text);

    std::shared_ptr<RunModel> run_;
    Mistakes mistakes_;
    bool shown_ = false, reading_ = false;
    std::int64_t lookedAt_ = -1; ///< networkVersion() that was read last, or could not be read
    QElapsedTimer since_;
    qint64 rest_ = 0;            ///< ms from the last reading to the next
    QTimer timer_;
    ConfusionView* matrix_;
    QWidget* panel_;
    QLabel *heading_, *note_;
    QToolButton* all_;
    SampleGrid* grid_;
};

} // namespace orthant::ui
