// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <QListView>
#include <QString>

#include <vector>

class QStandardItemModel;

namespace orthant::ui {

/// One sample with what is said of it.
struct SampleCard {
    std::vector<float> values;
    QString first, second; ///< two short lines under the picture
    QString tip;
};

/// Samples as pictures in as many columns as fit: images of one or three channels, and curves for everything else.
class SampleGrid final : public QListView {
    Q_OBJECT
  public:
    explicit SampleGrid(QWidget* parent = nullptr);

    /// @param shape  of one sample: {height, width} or {height, width, channels} is drawn as an image, where both sides are
    ///               at least 4; {length} and {length, channels} as curves
    void setSamples(const std::vector<SampleCard>& cards, const orthant::Shape& shape);
    int count() const;

  private:
    QStandardItemModel* model_;
};

} // namespace orthant::ui
