// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/task_board.h"
#include "core/experiment/unrolled_results.h"

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

namespace orthant {

/// How much time each step of a training takes, as a share: a step costs as many products as layers that are gone through,
/// forward and back.
class TrainingCost {
  public:
    TrainingCost(const PlannedNetwork& network, const Params& training);

    double at(std::int64_t step) const; ///< of all steps before
    double total() const { return sums_.back().second; }
    std::int64_t steps() const { return sums_.back().first; }
    std::int64_t floatSteps() const { return floatSteps_; } ///< 0: there is no float stage
    double floatCost() const { return at(floatSteps_); }

  private:
    std::vector<std::pair<std::int64_t, double>> sums_{{0, 0.0}}; ///< steps and cost at the end of each stage
    std::int64_t floatSteps_ = 0;
};

/// One training of a plan with its files: from the start, from a checkpoint or from another network's float stage to the packed
/// network.
/// @threads  one caller at a time
class UnrolledTraining {
  public:
    /// @param plan     planAt() the job's value
    /// @param problem  must outlive it
    /// @param folder   of the plan
    UnrolledTraining(const UnrolledPlan& plan, const UnrolledJob& job, const Problem& problem, const std::filesystem::path& folder,
                     std::function<void(UnrolledReading)> emit);

    /// Goes on from the checkpoint, else from the float stage that another training has saved, else begins anew.
    /// @param leader  folder of that training; empty: none
    void begin(const std::string& leader);
    bool finished() const { return trainer_.finished(); }
    /// One step, with a reading and a checkpoint when they are due.
    void advance();
    bool floatStageEnded() const { return trainer_.floatStageEnded(); }
    void saveFloatStage() const; ///< for other networks
    void saveCheckpoint();

    TaskProgress progress() const;
    double seconds() const { return seconds_; }

    /// The packed network, its file and what it does on test samples.
    UnrolledResult finish();

  private:
    void read();

    const UnrolledPlan& plan_;
    UnrolledJob job_;
    const PlannedNetwork& network_;
    const Problem& problem_;
    std::filesystem::path root_, folder_;
    std::function<void(UnrolledReading)> emit_;
    Params training_;
    TrainingCost cost_;
    UnrolledNet net_;
    UnrolledTrainer trainer_;
    std::ofstream readings_;
    std::string floatFrom_;
    double seconds_ = 0;       ///< of training
    double savedAt_ = 0;       ///< seconds at the last checkpoint
    double secondsAtStart_ = 0;
    std::int64_t firstStep_ = 0; ///< of this session
    std::int64_t lastReading_ = -1;
};

/// True when both networks have the same float stage: the readings and the weights after it may differ.
bool sameFloatStage(const UnrolledPlan& plan, std::size_t a, std::size_t b);

} // namespace orthant
