// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/layers/catalogue.h"

#include <algorithm>
#include <cmath>

namespace orthant {
namespace {

constexpr std::size_t columnGrain = 128, rowGrain = 1024;

/// Batch normalization (Ioffe and Szegedy 2015), one channel for each value of a vector, or for each channel of an image
/// over its height and width too: either way the columns of a matrix.
/// Evaluation: ((x - mean) * inverseDeviation) * gamma + beta, in this order of roundings; lower() relies on it.
class BatchNorm final : public Layer {
  public:
    BatchNorm(std::size_t channels, float momentum, float epsilon) : momentum_(momentum), epsilon_(epsilon) {
        gamma_.name = "gamma";
        gamma_.value.resize({channels}, 1.0F);
        beta_.name = "beta";
        beta_.value.resize({channels});
        runningMean_.resize({channels});
        runningVariance_.resize({channels}, 1.0F);
        mean_.resize({channels});
        inverse_.resize({channels});
    }

    void forward(const Activation& in, Activation& out, const LayerContext& context) override {
        const Tensor& x = in.asFloat(scratch_);
        out.values.reshape(x.shape());
        out.binary = false;
        out.batch = in.batch;
        out.shape = in.shape;
        if (context.training) moments(x, momentum_);
        else if (context.refitBatch > 0) moments(x, 1.0F / static_cast<float>(context.refitBatch));
        else
            for (std::size_t c = 0; c < channels(); ++c) {
                mean_[c] = runningMean_[c];
                inverse_[c] = 1.0F / std::sqrt(runningVariance_[c] + epsilon_);
            }
        forEachTile(rowsOf(x), [&](std::size_t, const Tile& tile) {
            for (std::size_t i = tile.firstRow; i < tile.endRow; ++i)
                normalize(x.data() + i * channels(), out.values.data() + i * channels(), tile);
        });
    }

    /// With xh = (x - mean) / deviation and averages <.> over the batch:
    ///   dgamma = n <dy xh>, dbeta = n <dy>, dx = gamma / deviation (dy - <dy> - xh <dy xh>)
    void backward(const Activation& in, const Tensor& dOut, Tensor* dIn, const LayerContext&) override {
        const Tensor& x = in.asFloat(scratch_);
        const auto row = [this](const Tensor& tensor, std::size_t i) { return tensor.data() + i * channels(); };
        const std::size_t rows = rowsOf(x);
        both_.reshape({2, channels()}); // in one pass over what does not stay in the cache
        sumRows(rows, both_, [&](const Tile& tile, float* sums) {
            for (std::size_t i = tile.firstRow; i < tile.endRow; ++i)
                addGradients(row(x, i), row(dOut, i), sums, sums + channels(), tile);
        });
        gamma_.gradient.reshape({channels()});
        beta_.gradient.reshape({channels()});
        std::ranges::copy(both_.row(0), gamma_.gradient.data());
        std::ranges::copy(both_.row(1), beta_.gradient.data());
        if (!dIn) return;
        dIn->reshape(x.shape());
        forEachTile(rows, [&](std::size_t, const Tile& tile) {
            for (std::size_t i = tile.firstRow; i < tile.endRow; ++i)
                inputGradient(row(x, i), row(dOut, i), dIn->data() + i * channels(), static_cast<float>(rows), tile);
        });
    }

    std::vector<Parameter*> parameters() override { return {&gamma_, &beta_}; }
    std::vector<NamedTensor> buffers() override {
        return {{"mean", &runningMean_}, {"variance", &runningVariance_}};
    }
    void lower(std::vector<ProgramOp>& ops, const std::string&) const override {
        NormalizeOp op;
        for (std::size_t c = 0; c < channels(); ++c) {
            op.mean.push_back(runningMean_[c]);
            op.inverseDeviation.push_back(1.0F / std::sqrt(runningVariance_[c] + epsilon_));
            op.gamma.push_back(gamma_.value[c]);
            op.beta.push_back(beta_.value[c]);
        }
        ops.emplace_back(std::move(op));
    }

  private:
    struct Tile {
        std::size_t firstRow, endRow, begin, end; ///< rows, and columns from begin to end
    };

    std::size_t channels() const { return gamma_.value.size(); }
    std::size_t rowsOf(const Tensor& x) const { return x.size() / channels(); }

    /// Calls body(row block, tile) in parallel.
    template <class Body>
    void forEachTile(std::size_t rows, const Body& body) const {
        const std::size_t across = (channels() + columnGrain - 1) / columnGrain, down = (rows + rowGrain - 1) / rowGrain;
        parallelBlocks(down * across, 1, [&](std::size_t first, std::size_t last) {
            for (std::size_t t = first; t < last; ++t) {
                const std::size_t row = t / across * rowGrain, col = t % across * columnGrain;
                body(t / across, Tile{row, std::min(rows, row + rowGrain), col, std::min(channels(), col + columnGrain)});
            }
        });
    }

    /// Sums over rows: body(tile, sums) adds those of a tile; the blocks of rows are added in their order.
    /// @param sums  of each channel, once or more often
    template <class Body>
    void sumRows(std::size_t rows, Tensor& sums, const Body& body) {
        partial_.resize({(rows + rowGrain - 1) / rowGrain, sums.size()});
        forEachTile(rows, [&](std::size_t block, const Tile& tile) { body(tile, partial_.row(block).data()); });
        sums.fill(0.0F);
        for (std::size_t block = 0; block < partial_.rows(); ++block)
            for (std::size_t c = 0; c < sums.size(); ++c) sums[c] += partial_.row(block)[c];
    }

    // One row over a block of columns; plain pointers that do not overlap, so that the loops become vectors.
    static void add(const float* __restrict from, float* __restrict sums, const Tile& tile) {
        for (std::size_t c = tile.begin; c < tile.end; ++c) sums[c] += from[c];
    }
    void addSquares(const float* __restrict from, float* __restrict sums, const Tile& tile) const {
        const float* mean = mean_.data();
        for (std::size_t c = tile.begin; c < tile.end; ++c) sums[c] += (from[c] - mean[c]) * (from[c] - mean[c]);
    }
    void addGradients(const float* __restrict from, const float* __restrict up, float* __restrict gamma,
                      float* __restrict beta, const Tile& tile) const {
        const float *mean = mean_.data(), *inverse = inverse_.data();
        for (std::size_t c = tile.begin; c < tile.end; ++c) {
            gamma[c] += up[c] * ((from[c] - mean[c]) * inverse[c]);
            beta[c] += up[c];
        }
    }
    void normalize(const float* __restrict from, float* __restrict into, const Tile& tile) const {
        const float *mean = mean_.data(), *inverse = inverse_.data();
        const float *gamma = gamma_.value.data(), *beta = beta_.value.data();
        for (std::size_t c = tile.begin; c < tile.end; ++c)
            into[c] = (from[c] - mean[c]) * inverse[c] * gamma[c] + beta[c];
    }
    void inputGradient(const float* __restrict from, const float* __restrict up, float* __restrict down, float n,
                       const Tile& tile) const {
        const float *mean = mean_.data(), *inverse = inverse_.data(), *gamma = gamma_.value.data();
        const float *dGamma = gamma_.gradient.data(), *dBeta = beta_.gradient.data();
        for (std::size_t c = tile.begin; c < tile.end; ++c) {
            const float normalized = (from[c] - mean[c]) * inverse[c];
            down[c] = gamma[c] * inverse[c] * (up[c] - (dBeta[c] + normalized * dGamma[c]) / n);
        }
    }

    /// Mean and variance of the batch in two passes; the running values move a share towards them.
    void moments(const Tensor& x, float share) {
        const std::size_t rows = rowsOf(x);
        const auto n = static_cast<float>(rows);
        sumRows(rows, mean_, [&](const Tile& tile, float* sums) {
            for (std::size_t i = tile.firstRow; i < tile.endRow; ++i) add(x.data() + i * channels(), sums, tile);
        });
        for (float& mean : mean_.values()) mean /= n;
        sumRows(rows, inverse_, [&](const Tile& tile, float* sums) {
            for (std::size_t i = tile.firstRow; i < tile.endRow; ++i) addSquares(x.data() + i * channels(), sums, tile);
        });
        for (std::size_t c = 0; c < channels(); ++c) {
            const float variance = inverse_[c] / n;
            runningMean_[c] += share * (mean_[c] - runningMean_[c]);
            runningVariance_[c] += share * (variance - runningVariance_[c]);
            inverse_[c] = 1.0F / std::sqrt(variance + epsilon_);
        }
    }

    float momentum_, epsilon_;
    Parameter gamma_, beta_;
    Tensor runningMean_, runningVariance_;
    Tensor mean_, inverse_; ///< that the last forward() used
    Tensor partial_;        ///< sums of blocks of rows
    Tensor both_;           ///< gradients of gamma and beta
    Tensor scratch_;
};

} // namespace

LayerEntry layer_entries::batch_norm() {
    LayerEntry entry;
    entry.id = "batch_norm";
    entry.title = "Batch norm";
    entry.summary = "Centres and scales each value over the batch, each channel of an image as a whole; folded into one "
                    "threshold when a sign follows.";
    entry.source = "Ioffe and Szegedy 2015";
    entry.params = {
        realParam("momentum", "Averaging", 0.1, "Share of each new batch in the running mean and variance.").range(0.001, 1),
        realParam("epsilon", "Epsilon", 1e-4, "Added to the variance.").range(1e-12, 1).log(),
    };
    entry.build = [](const Params& params, const LayerSite& site) {
        const std::size_t channels = site.input.size() == 1 ? site.input[0] : channelsOf(site.input);
        return BuiltLayer{std::make_unique<BatchNorm>(channels, static_cast<float>(params.real("momentum")),
                                                      static_cast<float>(params.real("epsilon"))),
                          site.input, false};
    };
    return entry;
}

} // namespace orthant
