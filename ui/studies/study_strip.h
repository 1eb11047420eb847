// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/geometry/study.h"

#include <QWidget>

#include <vector>

class QAbstractButton;

namespace orthant::ui {

/// The studies of one lab side by side as small cards, one of them chosen. Arrow keys move between them.
class StudyStrip final : public QWidget {
    Q_OBJECT
  public:
    explicit StudyStrip(Lab lab, QWidget* parent = nullptr);
    void setCurrent(const std::string& id);

  Q_SIGNALS:
    void chosen(const std::string& id);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    struct Entry {
        std::string id;
        QAbstractButton* card;
    };
    std::vector<Entry> cards_;
};

} // namespace orthant::ui
