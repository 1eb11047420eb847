// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/geometry/study.h"

#include <QScrollArea>

class QLabel;

namespace orthant::ui {

/// What stands beside the plots: each number beside the one of theory, then what is seen, why it is so, and the source.
class StudyText final : public QScrollArea {
    Q_OBJECT
  public:
    explicit StudyText(QWidget* parent = nullptr);

    void setStudy(const StudyEntry& study);
    void setResult(const StudyResult& result);

  private:
    QLabel *readings_, *notes_, *seen_, *why_, *attempt_, *source_;
};

/// The readings as rich text: measured, theory, and the difference in standard errors.
QString readingsHtml(const std::vector<Reading>& readings, const QColor& muted);

} // namespace orthant::ui
