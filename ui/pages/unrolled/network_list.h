// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/unrolled_plan.h"

#include <QWidget>

#include <vector>

class QVBoxLayout;

namespace orthant::ui {

class Section;

/// The networks of a plan: each with its form, and buttons to copy and to remove it. One to twelve.
class NetworkList final : public QWidget {
    Q_OBJECT
  public:
    explicit NetworkList(QWidget* parent = nullptr);

    void setNetworks(std::vector<PlannedNetwork> networks); ///< does not emit changed()
    const std::vector<PlannedNetwork>& networks() const { return networks_; }

  Q_SIGNALS:
    void changed(); ///< by the person

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void rebuild();
    Section* makeSection(std::size_t index);
    void edit(std::size_t open); ///< after a network was added, copied or removed
    QString shortTitle(const std::string& title) const;
    std::string freeTitle(const std::string& wish) const;

    std::vector<PlannedNetwork> networks_;
    QVBoxLayout* column_;
    std::size_t open_; ///< whose form is unfolded; their number: none
};

} // namespace orthant::ui
