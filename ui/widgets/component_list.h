// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/params.h"

#include <QWidget>

#include <filesystem>
#include <string>
#include <vector>

class QVBoxLayout;

namespace orthant::ui {

class Section;

/// What a list of components is called.
struct ComponentListWords {
    std::string catalogue; ///< "layers", "terms"
    QString add;           ///< "Add a layer"
    QString up, down, remove; ///< tool tips: "Move this layer towards the input"
    std::size_t least = 0; ///< so many stay
};

/// Entries of a catalogue in an order: each with its form, and buttons to move, remove and add.
class ComponentList final : public QWidget {
    Q_OBJECT
  public:
    /// @param folder  relative paths in path fields start here
    ComponentList(ComponentListWords words, std::filesystem::path folder, QWidget* parent = nullptr);

    void setComponents(std::vector<Component> components); ///< does not emit changed()
    const std::vector<Component>& components() const { return components_; }

  Q_SIGNALS:
    void changed(); ///< by the person

  private:
    void rebuild();
    Section* makeSection(std::size_t index);
    void addMenu();
    void edit(std::size_t open); ///< after an entry was added, moved or removed

    ComponentListWords words_;
    std::filesystem::path folder_;
    std::vector<Component> components_;
    QVBoxLayout* column_;
    std::size_t open_; ///< whose form is unfolded; their number: none
};

} // namespace orthant::ui
