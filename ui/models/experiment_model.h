// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/experiment/experiment.h"

#include <QObject>

#include <filesystem>
#include <optional>

namespace orthant::ui {

/// An experiment that is being edited. Every change is checked as a document, so problem() is what a run would say.
class ExperimentModel final : public QObject {
    Q_OBJECT
  public:
    explicit ExperimentModel(QObject* parent = nullptr) : QObject(parent) {}

    bool empty() const { return experiment_.data.id.empty(); } ///< nothing has been opened
    const Experiment& experiment() const { return experiment_; }
    const std::filesystem::path& file() const { return file_; } ///< empty when it has none of its own
    bool dirty() const { return !(experiment_ == saved_); }
    const std::optional<Error>& problem() const { return problem_; }

    /// Another experiment takes the place of this one.
    void load(Experiment experiment, std::filesystem::path file = {});
    /// Back to what was loaded or saved last.
    void revert();
    /// Writes the canonical form; the experiment takes its name from the file.
    /// @errors  Error when it has a problem or the file cannot be written
    void save(const std::filesystem::path& file);

    void setSeed(std::uint64_t seed);
    void setData(Component data);
    void setTraining(Params training);
    void setProbes(Params probes);
    void setLayers(std::vector<Component> layers);
    void setTerms(std::vector<Component> terms);
    /// Many changes at once, from elsewhere than the forms.
    void edit(Experiment experiment);

  Q_SIGNALS:
    void changed();  ///< after any change
    void replaced(); ///< another document, or edit(): forms start again

  private:
    void touch();

    Experiment experiment_, saved_;
    std::filesystem::path file_;
    std::optional<Error> problem_;
};

} // namespace orthant::ui
