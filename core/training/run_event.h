// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace orthant {

/// A histogram over [low, high] with equal bins; values outside are counted in the outer bins.
struct Histogram {
    double low = -1, high = 1;
    std::vector<std::uint32_t> counts;

    double binWidth() const { return counts.empty() ? 0 : (high - low) / static_cast<double>(counts.size()); }
};

struct RunStarted {
    std::string name;
    std::int64_t totalSteps = 0;
    std::int64_t stepsPerEpoch = 0;
    std::int64_t firstStep = 0;            ///< not 0 when the run was resumed
    std::vector<std::string> classNames;
    std::vector<std::string> layers;       ///< names of the layers with weights, in order: "dense_1", ...
};

/// One row of metrics.csv. An empty value was not measured at that step. Accuracies are fractions.
struct MetricReading {
    std::int64_t step = 0;  ///< optimizer steps done
    double epoch = 0;       ///< with a fraction
    double seconds = 0;     ///< of training, without pauses
    std::optional<double> trainLoss, trainAccuracy, testLoss, testAccuracy;
    std::optional<double> samplesPerSecond;
    std::optional<double> learningRate;
};

/// How latent weights move and what stands between them and their signs. A value is empty where it is not defined (a weight
/// has a B of its own only when the quantizer acts on each value by itself) or not known yet. weight_motion.h describes each.
struct WeightMotion {
    std::optional<double> fromStart, flipMass, certificate, binarityGap, dead, negative, gradientMatch, schedule, distance;
};

/// What the probes saw of the weights of one layer.
struct LayerReading {
    std::string layer;
    Histogram latent;                    ///< of the latent (float) weights
    std::vector<double> levels;          ///< values that the binarized weights take, ascending (two for a sign); empty when
                                         ///< they are not binarized or take more than 16 values (a scale for each row)
    std::vector<std::uint64_t> levelCounts; ///< how many weights have each level
    Histogram quantized;                 ///< of the weights that the network uses; for when `levels` is empty
    double flipRate = 0;                 ///< share of binarized weights that changed, per step, since the reading before
    double angleDegrees = 0;             ///< angle between latent and binarized weights, the layer as one vector
    bool binarized = false;
    WeightMotion motion = {};            ///< of binarized weights
};

struct ProbeReading {
    std::int64_t step = 0;
    double epoch = 0;
    std::vector<LayerReading> layers;
    WeightMotion motion = {};            ///< of all binarized weights as one vector
    std::optional<double> flipRate = {}; ///< of all of them
    /// Accuracy with the maps of training less that of what ships, on some test samples; only where they differ.
    std::optional<double> softGap = {};
};

/// The decision of the network over a rectangle of the plane; only for data with two inputs.
struct BoundaryReading {
    std::int64_t step = 0;
    double xLow = 0, xHigh = 0, yLow = 0, yHigh = 0;
    std::size_t width = 0, height = 0;
    std::vector<std::uint8_t> classes; ///< height x width, first row at yLow
    std::vector<float> margins;        ///< height x width: best score minus second best, scaled to [0, 1]
};

enum class RunStatus { Queued, Running, Paused, Finished, Stopped, Failed };

struct RunFinished {
    RunStatus status = RunStatus::Finished; ///< Finished, Stopped or Failed
    std::string error;                      ///< in plain words when Failed
    double seconds = 0;
};

/// What a run tells about itself: values only. A failure is a value too.
using RunEvent = std::variant<RunStarted, MetricReading, ProbeReading, BoundaryReading, RunFinished>;

} // namespace orthant
