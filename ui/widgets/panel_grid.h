// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <vector>

class QScrollArea;

namespace orthant::ui {

/// Large panels in one to three columns, as many as the width allows. They fill the height, and scroll when they would get
/// too low. One panel can take all the room.
class PanelGrid final : public QWidget {
    Q_OBJECT
  public:
    explicit PanelGrid(QWidget* parent = nullptr);

    void add(QWidget* panel);                       ///< takes it over
    void setAvailable(QWidget* panel, bool available); ///< others take no room
    void enlarge(QWidget* panel);                   ///< null, or the enlarged one again: all panels
    QWidget* enlarged() const { return enlarged_; }

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    struct Entry {
        QWidget* panel;
        bool available = true;
    };
    void arrange();

    std::vector<Entry> entries_;
    QWidget* enlarged_ = nullptr;
    QScrollArea* scroll_;
    QWidget* canvas_;
};

} // namespace orthant::ui
