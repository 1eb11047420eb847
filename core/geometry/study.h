// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/catalogue.h"
#include "core/base/figure.h"
#include "core/base/progress.h"
#include "core/base/table.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace orthant {

struct TrainedNetwork;

/// What a study found: a table for files, figures to look at, single numbers beside what theory says of them.
struct StudyResult {
    Table table;
    std::vector<Reading> readings;
    std::vector<Figure> figures;    ///< the first one is the main one
    std::vector<std::string> notes; ///< plain sentences: conventions, what was skipped

    /// The finite numbers of the readings by id.
    std::map<std::string, double> measured() const;
    std::map<std::string, double> theory() const;
};

struct StudyContext {
    std::uint64_t seed = 1;
    Progress* progress = nullptr; ///< may be null; a cancelled study returns what it has
    /// Called from the calling thread with better and better estimates: the first as soon as there is something to see
    /// (within 100 ms where the parameters allow it), then at most every 40 ms. May be empty.
    std::function<void(const StudyResult&)> partial;
    /// Opens a trained run by its folder. Empty where there are no runs: studies of networks then refuse with an Error.
    std::function<std::shared_ptr<TrainedNetwork>(const std::string& folder)> openRun;
};

/// Values of some parameters that show one thing; the others have their defaults.
struct StudyPreset {
    std::string title; ///< two or three words for a button
    std::string hint;  ///< one sentence: what will be seen
    Params params;
};

/// Where the window shows a study.
enum class Lab {
    Geometry,
    Training, ///< how quantized training works, beside the bench of pairs
};

/// An entry of the catalogue of studies. The result does not depend on the number of threads, and memory does not grow
/// with the number of samples.
struct StudyEntry : EntryInfo {
    std::string seen;    ///< two sentences beside the plot: what is seen
    std::string why;     ///< two sentences: why it is so
    std::string attempt; ///< one sentence: what to try
    std::vector<StudyPreset> presets = {};
    /// The same parameters under other conditions, as a toggle: the id of that study and the word on the button.
    std::string variant = {}, variantTitle = {};
    Lab lab = Lab::Geometry;
    std::function<StudyResult(const Params&, const StudyContext&)> run;
};

std::span<const StudyEntry> studyCatalogue();

/// Resolves the parameters and runs it.
/// @errors  Error at the parameter
StudyResult runStudy(const Component& study, const StudyContext& context);

/// Lets estimates through at most every 40 ms, the first one at once.
class PartialGate {
  public:
    explicit PartialGate(const StudyContext& context) : context_(context) {}
    /// Calls `make()` and hands its result on when it is time.
    template <class Make>
    void offer(const Make& make) {
        if (context_.partial && due()) context_.partial(make());
    }

  private:
    bool due();
    const StudyContext& context_;
    std::int64_t last_ = -1; ///< ns of the steady clock
};

} // namespace orthant
