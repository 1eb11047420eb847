// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/layers/catalogue.h"

#include <algorithm>
#include <cmath>

namespace orthant {
namespace {

constexpr std::size_t columnGrain = 128;

/// Batch normalization over the batch, one channel for each input value (Ioffe and Szegedy 2015).
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
        parallelBlocks(gamma_.value.size(), columnGrain, [&](std::size_t begin, std::size_t end) {
            if (context.training) moments(x, momentum_, begin, end);
            else if (context.refitBatch > 0) moments(x, 1.0F / static_cast<float>(context.refitBatch), begin, end);
            else
                for (std::size_t c = begin; c < end; ++c) {
                    mean_[c] = runningMean_[c];
                    inverse_[c] = 1.0F / std::sqrt(runningVariance_[c] + epsilon_);
                }
            for (std::size_t i = 0; i < x.rows(); ++i)
                normalize(x.row(i).data(), out.values.row(i).data(), begin, end);
        });
    }

    /// With xh = (x - mean) / deviation and averages <.> over the batch:
    ///   dgamma = n <dy xh>, dbeta = n <dy>, dx = gamma / deviation (dy - <dy> - xh <dy xh>)
    void backward(const Activation& in, const Tensor& dOut, Tensor* dIn, const LayerContext&) override {
        const Tensor& x = in.asFloat(scratch_);
        gamma_.gradient.resize(gamma_.value.shape());
        beta_.gradient.resize(beta_.value.shape());
        if (dIn) dIn->reshape(x.shape());
        const auto n = static_cast<float>(x.rows());
        parallelBlocks(gamma_.value.size(), columnGrain, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = 0; i < x.rows(); ++i) sumGradients(x.row(i).data(), dOut.row(i).data(), begin, end);
            for (std::size_t i = 0; dIn && i < x.rows(); ++i)
                inputGradient(x.row(i).data(), dOut.row(i).data(), dIn->row(i).data(), n, begin, end);
        });
    }

    std::vector<Parameter*> parameters() override { return {&gamma_, &beta_}; }
    std::vector<NamedTensor> buffers() override {
        return {{"mean", &runningMean_}, {"variance", &runningVariance_}};
    }
    void lower(std::vector<ProgramOp>& ops, const std::string&) const override {
        NormalizeOp op;
        for (std::size_t c = 0; c < gamma_.value.size(); ++c) {
            op.mean.push_back(runningMean_[c]);
            op.inverseDeviation.push_back(1.0F / std::sqrt(runningVariance_[c] + epsilon_));
            op.gamma.push_back(gamma_.value[c]);
            op.beta.push_back(beta_.value[c]);
        }
        ops.emplace_back(std::move(op));
    }

  private:
    // One row at a time over a block of columns; plain pointers that do not overlap, so that the loops become vectors.

    void normalize(const float* __restrict from, float* __restrict to, std::size_t begin, std::size_t end) const {
        const float *mean = mean_.data(), *inverse = inverse_.data(), *gamma = gamma_.value.data(), *beta = beta_.value.data();
        for (std::size_t c = begin; c < end; ++c) to[c] = (from[c] - mean[c]) * inverse[c] * gamma[c] + beta[c];
    }

    void sumGradients(const float* __restrict from, const float* __restrict up, std::size_t begin, std::size_t end) {
        const float *mean = mean_.data(), *inverse = inverse_.data();
        float *__restrict gamma = gamma_.gradient.data(), *__restrict beta = beta_.gradient.data();
        for (std::size_t c = begin; c < end; ++c) {
            beta[c] += up[c];
            gamma[c] += up[c] * ((from[c] - mean[c]) * inverse[c]);
        }
    }

    void inputGradient(const float* __restrict from, const float* __restrict up, float* __restrict down, float n,
                       std::size_t begin, std::size_t end) const {
        const float *mean = mean_.data(), *inverse = inverse_.data(), *gamma = gamma_.value.data();
        const float *dGamma = gamma_.gradient.data(), *dBeta = beta_.gradient.data();
        for (std::size_t c = begin; c < end; ++c) {
            const float normalized = (from[c] - mean[c]) * inverse[c];
            down[c] = gamma[c] * inverse[c] * (up[c] - (dBeta[c] + normalized * dGamma[c]) / n);
        }
    }

    /// Mean and variance of the batch in two passes; the running values move a share towards them.
    void moments(const Tensor& x, float share, std::size_t begin, std::size_t end) {
        const auto n = static_cast<float>(x.rows());
        float *__restrict mean = mean_.data(), *__restrict square = inverse_.data();
        std::fill(mean + begin, mean + end, 0.0F);
        std::fill(square + begin, square + end, 0.0F);
        for (std::size_t i = 0; i < x.rows(); ++i) {
            const float* __restrict row = x.row(i).data();
            for (std::size_t c = begin; c < end; ++c) mean[c] += row[c];
        }
        for (std::size_t c = begin; c < end; ++c) mean[c] /= n;
        for (std::size_t i = 0; i < x.rows(); ++i) {
            const float* __restrict row = x.row(i).data();
            for (std::size_t c = begin; c < end; ++c) square[c] += (row[c] - mean[c]) * (row[c] - mean[c]);
        }
        for (std::size_t c = begin; c < end; ++c) {
            const float variance = square[c] / n;
            runningMean_[c] += share * (mean[c] - runningMean_[c]);
            runningVariance_[c] += share * (variance - runningVariance_[c]);
            square[c] = 1.0F / std::sqrt(variance + epsilon_);
        }
    }

    float momentum_, epsilon_;
    Parameter gamma_, beta_;
    Tensor runningMean_, runningVariance_;
    Tensor mean_, inverse_; ///< that the last forward() used
    Tensor scratch_;
};

} // namespace

LayerEntry layer_entries::batch_norm() {
    LayerEntry entry;
    entry.id = "batch_norm";
    entry.title = "Batch norm";
    entry.summary = "Centres and scales each value over the batch; folded into one threshold when a sign follows.";
    entry.source = "Ioffe and Szegedy 2015";
    entry.params = {
        realParam("momentum", "Averaging", 0.1, "Share of each new batch in the running mean and variance.").range(0.001, 1),
        realParam("epsilon", "Epsilon", 1e-4, "Added to the variance.").range(1e-12, 1).log(),
    };
    entry.build = [](const Params& params, const LayerSite& site) {
        return BuiltLayer{std::make_unique<BatchNorm>(elementCount(site.input), static_cast<float>(params.real("momentum")),
                                                      static_cast<float>(params.real("epsilon"))),
                          site.input, false};
    };
    return entry;
}

} // namespace orthant
