// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/session.h"

#include <QWidget>

#include <memory>

class QComboBox;
class QLabel;
class QPushButton;

namespace orthant::ui {

/// Writes the model of a run in one of the exporters' formats and shows what the check after writing found.
class ModelPanel final : public QWidget {
    Q_OBJECT
  public:
    explicit ModelPanel(Session& session, QWidget* parent = nullptr);
    void setRun(std::shared_ptr<RunModel> run);
    /// Writes to `file` in the chosen format; the result is shown and `done` is emitted.
    void exportTo(const QString& file);
    void setFormat(const QString& exporterId);

  Q_SIGNALS:
    void done(bool verified);

  private:
    void ask();

    Session& session_;
    std::shared_ptr<RunModel> run_;
    QComboBox* format_;
    QPushButton* write_;
    QLabel *summary_, *result_;
};

} // namespace orthant::ui
