// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/layers/catalogue.h"
#include "core/layers/convolution.h"
#include "core/layers/weights.h"
#include "core/tensor/patches.h"

#include <algorithm>

namespace orthant {
namespace {

/// y(p) = q(W) x(patch at p) + b for each position p, with q the weight quantizer. A weight row is a patch in the order
/// row, column, channel. With groups, output r sees the channels of its group r / (outputs / groups) only.
class Conv2d final : public Layer {
  public:
    Conv2d(QuantizedWeights weights, const Window& window, float padding, std::size_t groups)
        : weights_(std::move(weights)), window_(window), padding_(padding), groups_(groups) {}

    void forward(const Activation& in, Activation& out, const LayerContext& context) override {
        weights_.prepare(context, in.flow());
        const std::size_t outputs = weights_.used().rows;
        out.values.reshape({in.batch, window_.outHeight(), window_.outWidth(), outputs});
        const MatrixView sums{out.values.data(), in.batch * window_.positions(), outputs, outputs};
        convolve(weights_.product(), window_, padding_, in, patches_, sums);
        weights_.product().applyScales(weights_.bias(), sums);
        out.binary = false;
        out.batch = in.batch;
        out.shape = window_.outShape(outputs);
    }

    void backward(const Activation& in, const Tensor& dOut, Tensor* dIn, const LayerContext&) override {
        const MatrixView gradient = weights_.effectiveGradient();
        const ConstMatrixView up{dOut.data(), in.batch * window_.positions(), gradient.rows, gradient.rows};
        const Window window = windowOfGroup(window_, groups_);
        const std::size_t filters = gradient.rows / groups_;
        if (dIn) dIn->reshape({in.batch, window_.height, window_.width, window_.channels});
        for (std::size_t g = 0; g < groups_; ++g) {
            const ConstMatrixView ownUp{up.data + g * filters, up.rows, filters, up.stride};
            const MatrixView own{gradient.row(g * filters), filters, gradient.cols, gradient.stride};
            if (in.binary) signGradient(patches_[g].signs(), ownUp, own);
            else floatGradient(channelsOfGroup(in, window_, g, groups_, channels_), window, ownUp, own);
            if (!dIn) continue;
            weights_.prepareInputGradient(g);
            if (groups_ == 1) {
                inputGradient(window, ownUp, dIn->matrix());
            } else {
                dChannels_.reshape({in.batch, window.inputs()});
                inputGradient(window, ownUp, dChannels_.matrix());
                putChannels(dChannels_.matrix(), window_.channels, g * window.channels, window.channels, dIn->matrix());
            }
        }
        weights_.finishGradient(up);
    }

    std::vector<Parameter*> parameters() override { return weights_.parameters(); }
    std::vector<NamedTensor> buffers() override { return weights_.buffers(); }
    const QuantizedWeights* quantizedWeights() const override { return &weights_; }
    bool soft() const override { return weights_.soft(); }
    void lower(std::vector<ProgramOp>& ops, const std::string& name) const override {
        ops.emplace_back(ConvOp{{name, packedWeights(), weights_.bias()}, window_, padding_, groups_});
    }

  private:
    /// dW = dY^T P over the patches P of signs that the last forward() made. The gradient of some thousand positions stays in
    /// the cache while all filters read it; the order of the additions is that of one product.
    void signGradient(const SignRows& patches, ConstMatrixView up, MatrixView gradient) {
        constexpr std::size_t atOnce = 2048;
        for (std::size_t begin = 0; begin < up.rows; begin += atOnce) {
            const std::size_t rows = std::min(atOnce, up.rows - begin);
            patchTables_.packRows(patches, begin, rows);
            signProduct({up.row(begin), rows, up.cols, up.stride}, Transpose::Yes, patchTables_, gradient, begin != 0);
        }
    }

    /// dW = dY^T P over the patches P of floats: sums of blocks of samples, added in their order.
    void floatGradient(const Activation& in, const Window& window, ConstMatrixView up, MatrixView gradient) {
        constexpr std::size_t rowsPerBlock = 4096, mostBlocks = 32;
        const std::size_t positions = window.positions();
        const std::size_t samples = std::max((rowsPerBlock + positions - 1) / positions, (in.batch + mostBlocks - 1) / mostBlocks);
        const float padding = paddingValue(in, padding_);
        partial_.reshape({(in.batch + samples - 1) / samples, gradient.rows, gradient.cols});
        parallelBlocks(in.batch, samples, [&](std::size_t begin, std::size_t end) {
            const MatrixView sum{partial_.row(begin / samples).data(), gradient.rows, gradient.cols, gradient.cols};
            Tensor patches({positions, window.patch()});
            for (std::size_t i = begin; i < end; ++i) {
                gatherPatches({in.values.data() + i * window.inputs(), 1, window.inputs(), window.inputs()}, window, padding,
                              patches.matrix());
                floatProduct({up.row(i * positions), positions, up.cols, up.stride}, Transpose::Yes, patches.matrix(),
                             Transpose::No, sum, i != begin);
            }
        });
        std::fill_n(gradient.data, gradient.rows * gradient.cols, 0.0F);
        for (std::size_t block = 0; block < partial_.rows(); ++block)
            for (std::size_t k = 0; k < gradient.rows * gradient.cols; ++k) gradient.data[k] += partial_.row(block)[k];
    }

    /// dX: the gradient of the patches of some rows of positions, scattered while it is in the cache.
    void inputGradient(const Window& window, ConstMatrixView up, MatrixView dIn) {
        constexpr std::size_t limit = std::size_t{1} << 15; // values of patches at a time: 128 KB
        const std::size_t across = window.outWidth(), down = window.outHeight();
        const std::size_t step = std::clamp<std::size_t>(limit / (across * window.patch()), 1, down);
        parallelBlocks(dIn.rows, 1, [&](std::size_t begin, std::size_t end) {
            Tensor patches;
            for (std::size_t i = begin; i < end; ++i) {
                std::fill_n(dIn.row(i), dIn.cols, 0.0F);
                for (std::size_t row = 0; row < down; row += step) {
                    const std::size_t positions = std::min(step, down - row) * across;
                    patches.reshape({positions, window.patch()});
                    weights_.inputGradient({up.row((i * down + row) * across), positions, up.cols, up.stride},
                                           patches.matrix());
                    scatterPatches(patches.matrix(), window, row, dIn.row(i));
                }
            }
        });
    }

    QuantizedWeights weights_;
    Window window_;
    float padding_;
    std::size_t groups_;
    std::vector<Patches> patches_;    ///< of each group
    Activation channels_;             ///< of one group
    Tensor dChannels_;
    SignTables patchTables_;
    Tensor partial_;
};

BuiltLayer build(const Params& params, const LayerSite& site) {
    const std::size_t kernel = params.size("kernel"), outputs = params.size("filters");
    const std::size_t kernelHeight = params.size("kernelHeight") == 0 ? kernel : params.size("kernelHeight");
    const Window window = windowOver(site.input, kernelHeight, kernel, params.size("stride"),
                                     params.text("padding") == "same", site.where);
    const std::size_t groups = params.size("groups");
    if (window.channels % groups != 0 || outputs % groups != 0)
        throw Error(std::to_string(groups) + " groups do not divide " + std::to_string(window.channels) + " channels and " +
                        std::to_string(outputs) + " filters",
                    site.where + "/groups");
    // Signs know no zero; a soft binarization gives floats in training and signs in the end, so its padding is a sign too.
    const float padding = !site.binaryInput ? 0.0F : params.text("paddingSign") == "+1" ? 1.0F : -1.0F;
    const std::size_t inputs = window.patch() / groups;
    QuantizedWeights weights(outputs, inputs, inputs, kernelHeight * kernel * outputs / groups, params, site, groups);
    return {std::make_unique<Conv2d>(std::move(weights), window, padding, groups), window.outShape(outputs), false};
}

} // namespace

LayerEntry layer_entries::conv2d() {
    LayerEntry entry;
    entry.id = "conv2d";
    entry.title = "Convolution";
    entry.summary = "The same weighted sums at each place of an image; the weights may be binarized. Signs that enter are "
                    "multiplied as bits.";
    entry.source = "LeCun et al. 1989; with signs: Courbariaux, Hubara et al. 2016 (BNN)";
    entry.params = {
        integerParam("filters", "Filters", 32, "Number of output channels.").range(1, 1 << 14),
        integerParam("kernel", "Kernel", 3, "Width of the window, and its height where that is 0.").range(1, 31).in("pixels"),
        integerParam("kernelHeight", "Kernel height", 0, "Height of the window: 1 for a time series in one row; 0: as wide.")
            .range(0, 31).in("pixels"),
        integerParam("stride", "Stride", 1, "Distance of neighbouring positions.").range(1, 16).in("pixels"),
        integerParam("groups", "Groups", 1,
                     "Parts of the channels that are convolved apart; as many as there are channels: depth-wise.").range(1, 1 << 14),
        choiceParam("padding", "Padding", "same", {"same", "valid"},
                    "Same: the image is padded so that stride 1 keeps its size; valid: only positions inside the image."),
        choiceParam("paddingSign", "Padding of signs", "-1", {"-1", "+1"},
                    "What lies around an image of signs, which know no zero; around floats it is 0, around levels the nearest to it."),
    };
    for (ParamSpec& spec : QuantizedWeights::specs()) entry.params.push_back(std::move(spec));
    entry.build = build;
    return entry;
}

} // namespace orthant
