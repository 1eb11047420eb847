// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/product_setup.h"

#include "core/base/error.h"
#include "core/data/dataset.h"
#include "core/tensor/gemm.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>

namespace orthant {

namespace {

/// Of random eigenvectors: the exact r sums over d^2 pairs of entries.
constexpr std::size_t largestPowerLaw = 2048;
constexpr std::size_t samplesOfData = 4096; // enough for a covariance, few enough to be quick

void checkDimension(std::size_t dimension, std::size_t largest, const char* inputs) {
    if (dimension > largest)
        throw Error("expected at most " + std::to_string(largest) + " for " + inputs + ", found " +
                        std::to_string(dimension),
                    "/dimension");
}

/// Eigenvectors of large matrices and data sets take longer than a slider may wait: the last one is kept.
std::shared_ptr<const Covariance> kept(const std::string& key,
                                       const std::function<std::shared_ptr<const Covariance>()>& make) {
    static std::mutex mutex;
    static std::string lastKey;
    static std::shared_ptr<const Covariance> last;
    {
        const std::scoped_lock lock(mutex);
        if (last && key == lastKey) return last;
    }
    const auto made = make();
    const std::scoped_lock lock(mutex);
    lastKey = key;
    return last = made;
}

/// All parameters as text, and when the files that they name were written.
std::string keyOf(const Component& component) {
    std::string key = component.id;
    if (!component.params) return key;
    for (const auto& [id, value] : *component.params) {
        key += "\n" + id + "=" + toText(value);
        if (const auto* inner = std::get_if<Component>(&value)) key += keyOf(*inner);
        const auto* path = std::get_if<std::string>(&value);
        std::error_code none;
        if (path && !path->empty())
            key += "@" + std::to_string(std::filesystem::last_write_time(*path, none).time_since_epoch().count());
    }
    return key;
}

std::shared_ptr<const Covariance> covarianceOf(const Component& component) {
    const Dataset data = loadDataset(component, {std::filesystem::current_path(), nullptr});
    const std::size_t all = data.train.size(), n = std::min(all, samplesOfData);
    if (n < 2) throw Error("expected at least two samples, found " + std::to_string(n), "/data");
    const std::size_t d = data.train.inputs.size() / all;
    if (d > Covariance::largestDense || d < 2)
        throw Error("expected samples of 2 to " + std::to_string(Covariance::largestDense) + " numbers, found " +
                        std::to_string(d),
                    "/data");
    Tensor x({n, d}), product({d, d});
    std::vector<double> mean(d);
    for (std::size_t i = 0; i < n; ++i) { // evenly over the set, which may be sorted
        std::copy_n(data.train.inputs.data() + i * all / n * d, d, x.row(i).begin());
        for (std::size_t k = 0; k < d; ++k)
            mean[k] += static_cast<double>(x.row(i)[k]) / static_cast<double>(n);
    }
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t k = 0; k < d; ++k)
            x.row(i)[k] -= static_cast<float>(mean[k]);
    floatProduct(x.matrix(), Transpose::Yes, x.matrix(), Transpose::No, product.matrix());
    try {
        return Covariance::dense(d, std::vector<double>(product.values().begin(), product.values().end()));
    } catch (const Error& error) {
        throw Error(error.message(), "/data");
    }
}

std::shared_ptr<const Covariance> inputsOf(const Params& p, std::uint64_t seed) {
    const std::string& kind = p.text("inputs");
    const std::size_t d = p.size("dimension");
    if (kind == "isotropic") return Covariance::firstOrder(d, 0);
    if (kind == "ar1") return Covariance::firstOrder(d, p.real("inputCorrelation"));
    if (kind == "power_law") {
        checkDimension(d, largestPowerLaw, "a power-law spectrum");
        return Covariance::powerLaw(d, p.real("spectrumExponent"), Rng(seed, 1));
    }
    if (kind == "patches")
        return Covariance::patches(p.size("patchSide"), p.real("patchLength"), p.real("channelCorrelation"));
    const Component& data = p.component("data");
    return kept(keyOf(data), [&] { return covarianceOf(data); });
}

std::shared_ptr<const Covariance> filtersOf(const Params& p, const std::shared_ptr<const Covariance>& inputs) {
    const std::string& kind = p.text("filters");
    const std::size_t d = inputs->dimension();
    if (kind == "zero_mean") return Covariance::zeroMean(d);
    if (kind == "isotropic") return Covariance::firstOrder(d, 0);
    if (kind == "ar1") return Covariance::firstOrder(d, p.real("filterCorrelation"));
    if (p.text("inputs") == "ar1" && p.real("inputCorrelation") != 0) {
        checkDimension(d, Covariance::largestDense, "filters along the eigenvectors of AR(1) inputs");
        const auto base = kept("ar1 " + std::to_string(d) + " " + toText(p.real("inputCorrelation")),
                               [&] { return inputs->power(1); });
        return base->power(p.real("alignment"));
    }
    return inputs->power(p.real("alignment"));
}

} // namespace

std::vector<ParamSpec> productSetupParams() {
    return {
        choiceParam(
            "inputs", "Covariance of the inputs", "isotropic", {"isotropic", "ar1", "power_law", "patches", "data"},
            "isotropic: all directions alike. ar1: neighbours are alike. power_law: variances i^-a in a random basis. "
            "patches: small colour pictures, bright or dark as a whole. data: as measured on a data set."),
        integerParam("dimension", "Dimension", 1000,
                     "Length of the vectors. Up to 2048 for a power law, up to 1024 for filters along the eigenvectors "
                     "of AR(1).")
            .range(2, 100000)
            .log()
            .onlyFor("inputs", {"isotropic", "ar1", "power_law"}),
        realParam("inputCorrelation", "Correlation of neighbours", 0.9, "C_ij is this number to the power |i - j|.")
            .range(-0.99, 0.99)
            .onlyFor("inputs", {"ar1"}),
        realParam("spectrumExponent", "Exponent of the spectrum", 1, "Direction number i has the variance i^-a.")
            .range(0, 3)
            .onlyFor("inputs", {"power_law"}),
        integerParam("patchSide", "Side of a patch", 3, "Pixels; the dimension is 3 times its square.")
            .range(2, 8)
            .onlyFor("inputs", {"patches"}),
        realParam("patchLength", "Length of correlation", 5, "Pixels this far apart are correlated by 1/e.")
            .range(0.1, 100)
            .in("px")
            .log()
            .onlyFor("inputs", {"patches"}),
        realParam("channelCorrelation", "Correlation of colours", 0.8, "Between two colours of one pixel.")
            .range(0, 0.999)
            .onlyFor("inputs", {"patches"}),
        componentParam("data", "Data set", "datasets",
                       Component("glyphs", {{"train", std::int64_t{2000}}, {"test", std::int64_t{10}}}),
                       "Its covariance, over at most 4096 training samples of at most 1024 numbers.")
            .onlyFor("inputs", {"data"}),
        choiceParam("inputLaw", "Law of the inputs", "gaussian", {"gaussian", "signs"},
                    "Normal values, or only their signs: +1 and -1."),
        choiceParam("filters", "Covariance of the filters", "isotropic", {"isotropic", "ar1", "aligned", "zero_mean"},
                    "isotropic: unstructured. ar1: smooth or rough. aligned: a power of the covariance of the inputs. "
                    "zero_mean: blind to brightness, as filters for edges are."),
        realParam("filterCorrelation", "Correlation of neighbouring weights", 0.5, "Negative: rough filters.")
            .range(-0.99, 0.99)
            .onlyFor("filters", {"ar1"}),
        realParam("alignment", "Alignment", 1,
                  "The filters have this power of the covariance of the inputs. Above 0 they look where the inputs "
                  "vary, below 0 where not.")
            .range(-2, 3)
            .onlyFor("filters", {"aligned"}),
        booleanParam(
            "equalLengths", "Filters of equal length", false,
            "Scales each filter to one length, so that those along strong directions do not outweigh the others. "
            "The exact line is for filters as they are drawn."),
        choiceParam("binarize", "Binarized", "weights", {"weights", "inputs", "both"},
                    "What is replaced by its signs in the second product."),
        componentParam("quantizer", "Quantizer of the weights", "quantizers", Component("ste_sign", {{"clip", 1.0}}),
                       "What the weights are replaced by; only its forward map counts.")
            .onlyFor("binarize", {"weights", "both"})};
}

ProductSetup productSetup(const Params& params, std::uint64_t seed) {
    ProductSetup setup;
    const std::string& what = params.text("binarize");
    setup.what = what == "weights" ? Binarized::Weights : what == "inputs" ? Binarized::Inputs : Binarized::Both;
    setup.signs = params.text("inputLaw") == "signs";
    setup.equalLengths = params.boolean("equalLengths");
    setup.quantizer = makeQuantizer(params.component("quantizer"), "/quantizer");
    setup.inputs = inputsOf(params, seed);
    setup.filters = filtersOf(params, setup.inputs);
    return setup;
}

} // namespace orthant
