// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/experiment/unrolled_results.h"
#include "core/unrolled/problem.h"

#include <QObject>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace orthant::ui {

/// What is to be reconstructed, and by which networks of a plan.
struct ReconstructionRequest {
    UnrolledPlan plan;
    std::filesystem::path folder;    ///< of the run
    std::vector<UnrolledJob> jobs;   ///< of one seed and one varied value, all of them done
    std::uint64_t number = 0;        ///< of the signal or picture
};

/// One network after each layer.
struct Reconstruction {
    std::string title;
    std::size_t network = 0;         ///< in the plan
    std::vector<Tensor> estimates;   ///< after 0 .. layers, of the shape of Whole::original
    std::vector<double> nmse;        ///< dB of these
};

struct ReconstructionSet {
    std::shared_ptr<const Problem> problem;
    Whole whole;
    std::vector<Reconstruction> networks;
};

/// Runs the packed networks, as they ship.
/// @errors  Error when a model cannot be read
ReconstructionSet reconstruct(const ReconstructionRequest& request);

/// Keeps reconstructions up to date, away from the thread of the window. The newest request wins.
class ReconstructionModel final : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    void request(const ReconstructionRequest& request);
    void clear();
    const std::shared_ptr<const ReconstructionSet>& result() const { return result_; } ///< null before the first
    const std::optional<Error>& error() const { return error_; }
    bool busy() const { return busy_; }

  Q_SIGNALS:
    void changed();

  private:
    void work();

    ReconstructionRequest wanted_;
    bool busy_ = false, again_ = false;
    std::shared_ptr<const ReconstructionSet> result_;
    std::optional<Error> error_;
};

} // namespace orthant::ui
