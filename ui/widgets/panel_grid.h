// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <span>
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
    void remove(QWidget* panel);                    ///< and deletes it
    /// This panel gets most of the room, the others stand beside or below it; null: all are equal.
    void setLead(QWidget* panel);
    void setLowest(int height);                     ///< of a panel; 250 at first
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
    int placeEqual(std::span<QWidget* const> shown, int width, int top, int height) const;
    int placeLead(std::span<QWidget* const> shown, int width) const;

    std::vector<Entry> entries_;
    int lowest_ = 250;
    QWidget *enlarged_ = nullptr, *lead_ = nullptr;
    QScrollArea* scroll_;
    QWidget* canvas_;
};

} // namespace orthant::ui
