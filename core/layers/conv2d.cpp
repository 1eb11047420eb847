// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/layers/catalogue.h"
#include "core/layers/convolution.h"
#include "core/layers/weights.h"
#include "core/tensor/patches.h"

#include <algorithm>

namespace orthant {
namespace {

/// y(p) = q(W) x(patch at p) + b for each position p, with q the weight quantizer. A weight row is a patch in the order
/// row, column, channel.
class Conv2d final : public Layer {
  public:
    Conv2d(QuantizedWeights weights, const Window& window, float padding)
        : weights_(std::move(weights)), window_(window), padding_(padding) {}

    void forward(const Activation& in, Activation& out, const LayerContext& context) override {
        weights_.prepare(context, in.binary);
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
        if (in.binary) {
            signGradient(up, gradient);
        } else {
            floatGradient(in, up, gradient);
        }
        weights_.finishGradient(up);
        if (dIn) inputGradient(in.batch, up, *dIn);
    }

    std::vector<Parameter*> parameters() override { return weights_.parameters(); }
    std::vector<NamedTensor> buffers() override { return weights_.buffers(); }
    const QuantizedWeights* quantizedWeights() const override { return &weights_; }
    bool soft() const override { return weights_.soft(); }
    void lower(std::vector<ProgramOp>& ops, const std::string& name) const override {
        ops.emplace_back(ConvOp{{name, packedWeights(), weights_.bias()}, window_, padding_});
    }

  private:
    /// dW = dY^T P over the patches P of signs that the last forward() made. The gradient of some thousand positions stays in
    /// the cache while all filters read it; the order of the additions is that of one product.
    void signGradient(ConstMatrixView up, MatrixView gradient) {
        constexpr std::size_t atOnce = 2048;
        for (std::size_t begin = 0; begin < up.rows; begin += atOnce) {
            const std::size_t rows = std::min(atOnce, up.rows - begin);
            patchTables_.packRows(patches_.bits, begin, rows);
            signProduct({up.row(begin), rows, up.cols, up.stride}, Transpose::Yes, patchTables_, gradient, begin != 0);
        }
    }

    /// dW = dY^T P over the patches P of floats: sums of blocks of samples, added in their order.
    void floatGradient(const Activation& in, ConstMatrixView up, MatrixView gradient) {
        constexpr std::size_t rowsPerBlock = 4096, mostBlocks = 32;
        const std::size_t positions = window_.positions();
        const std::size_t samples = std::max((rowsPerBlock + positions - 1) / positions, (in.batch + mostBlocks - 1) / mostBlocks);
        partial_.reshape({(in.batch + samples - 1) / samples, gradient.rows, gradient.cols});
        parallelBlocks(in.batch, samples, [&](std::size_t begin, std::size_t end) {
            const MatrixView sum{partial_.row(begin / samples).data(), gradient.rows, gradient.cols, gradient.cols};
            Tensor patches({positions, window_.patch()});
            for (std::size_t i = begin; i < end; ++i) {
                gatherPatches({in.values.data() + i * window_.inputs(), 1, window_.inputs(), window_.inputs()}, window_,
                              padding_, patches.matrix());
                floatProduct({up.row(i * positions), positions, up.cols, up.stride}, Transpose::Yes, patches.matrix(),
                             Transpose::No, sum, i != begin);
            }
        });
        std::fill_n(gradient.data, gradient.rows * gradient.cols, 0.0F);
        for (std::size_t block = 0; block < partial_.rows(); ++block)
            for (std::size_t k = 0; k < gradient.rows * gradient.cols; ++k) gradient.data[k] += partial_.row(block)[k];
    }

    /// dX: the gradient of the patches of some rows of positions, scattered while it is in the cache.
    void inputGradient(std::size_t batch, ConstMatrixView up, Tensor& dIn) {
        constexpr std::size_t limit = std::size_t{1} << 15; // values of patches at a time: 128 KB
        const std::size_t across = window_.outWidth(), down = window_.outHeight();
        const std::size_t step = std::clamp<std::size_t>(limit / (across * window_.patch()), 1, down);
        dIn.reshape({batch, window_.height, window_.width, window_.channels});
        weights_.prepareInputGradient();
        parallelBlocks(batch, 1, [&](std::size_t begin, std::size_t end) {
            Tensor patches;
            for (std::size_t i = begin; i < end; ++i) {
                std::ranges::fill(dIn.row(i), 0.0F);
                for (std::size_t row = 0; row < down; row += step) {
                    const std::size_t positions = std::min(step, down - row) * across;
                    patches.reshape({positions, window_.patch()});
                    weights_.inputGradient({up.row((i * down + row) * across), positions, up.cols, up.stride},
                                           patches.matrix());
                    scatterPatches(patches.matrix(), window_, row, dIn.row(i).data());
                }
            }
        });
    }

    QuantizedWeights weights_;
    Window window_;
    float padding_;
    Activation patches_;
    SignTables patchTables_;
    Tensor partial_;
};

BuiltLayer build(const Params& params, const LayerSite& site) {
    const std::size_t kernel = params.size("kernel"), outputs = params.size("filters");
    const std::size_t kernelHeight = params.size("kernelHeight") == 0 ? kernel : params.size("kernelHeight");
    const Window window = windowOver(site.input, kernelHeight, kernel, params.size("stride"),
                                     params.text("padding") == "same", site.where);
    // Signs know no zero; a soft binarization gives floats in training and signs in the end, so its padding is a sign too.
    const float padding = !site.binaryInput ? 0.0F : params.text("paddingSign") == "+1" ? 1.0F : -1.0F;
    QuantizedWeights weights(outputs, window.patch(), window.patch(), kernelHeight * kernel * outputs, params, site);
    return {std::make_unique<Conv2d>(std::move(weights), window, padding), window.outShape(outputs), false};
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
        choiceParam("padding", "Padding", "same", {"same", "valid"},
                    "Same: the image is padded so that stride 1 keeps its size; valid: only positions inside the image."),
        choiceParam("paddingSign", "Padding of signs", "-1", {"-1", "+1"},
                    "What lies around an image of signs, which know no zero; around floats it is 0."),
    };
    for (ParamSpec& spec : QuantizedWeights::specs()) entry.params.push_back(std::move(spec));
    entry.build = build;
    return entry;
}

} // namespace orthant
