// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/transformed_sign.h"

#include "core/quantizers/rows.h"

#include <cassert>
#include <cmath>

namespace orthant {

namespace {

struct Moments {
    double mean = 0, deviation = 0;
};

Moments momentsOf(const float* x, std::size_t n) {
    const double mean = meanOf(x, n, [](double v) { return v; });
    const double square = meanOf(x, n, [=](double v) { return (v - mean) * (v - mean); });
    return {mean, n < 2 ? 0 : std::sqrt(square * static_cast<double>(n) / static_cast<double>(n - 1))};
}

} // namespace

void Standardize::forward(ConstMatrixView x, MatrixView y) const {
    forEachRow(x, [&](std::size_t r) {
        const Moments moments = momentsOf(x.row(r), x.cols);
        const double factor = moments.deviation > 0 ? deviation_ / moments.deviation : 0;
        const float* in = x.row(r);
        float* out = y.row(r);
        for (std::size_t c = 0; c < x.cols; ++c) out[c] = static_cast<float>((static_cast<double>(in[c]) - moments.mean) * factor);
    });
}

/// With u = (x - m) / s: dx = (f / s) (dy - mean(dy) - u sum(dy u) / (n - 1)), f the deviation that is wanted.
void Standardize::backward(ConstMatrixView x, ConstMatrixView dy, MatrixView dx) {
    forEachRow(x, [&](std::size_t r) {
        const Moments moments = momentsOf(x.row(r), x.cols);
        const double inverse = moments.deviation > 0 ? 1 / moments.deviation : 0;
        const float* in = x.row(r);
        const float* up = dy.row(r);
        const auto u = [=, mean = moments.mean](std::size_t c) { return (static_cast<double>(in[c]) - mean) * inverse; };
        const double mean = meanOf(up, x.cols, [](double v) { return v; });
        const double along = sumOf(x.cols, [&](std::size_t c) { return static_cast<double>(up[c]) * u(c); });
        const double share = x.cols > 1 ? along / static_cast<double>(x.cols - 1) : 0, factor = deviation_ * inverse;
        mapGradient(up, dx.row(r), x.cols, [=](std::size_t c, float g) {
            return static_cast<float>(factor * (static_cast<double>(g) - mean - u(c) * share));
        });
    });
}

namespace {

class TransformedSign final : public Quantizer {
  public:
    explicit TransformedSign(SignRecipe recipe) : recipe_(std::move(recipe)) {
        assert(recipe_.sign->isSign());
        scale_.name = "scale";
    }

    void start(ConstMatrixView x) override {
        if (learned()) {
            scale_.value.resize({x.rows});
            forEachRow(x, [&](std::size_t r) { scale_.value[r] = static_cast<float>(meanMagnitude(x.row(r), x.cols)); });
        }
        for (const auto& transform : recipe_.transforms) transform->start(x);
    }
    void beginStep(const QuantizerContext& context, ConstMatrixView x) override {
        soft_ = context.progress() < recipe_.softUntil;
        recipe_.sign->beginStep(context, x);
        for (const auto& transform : recipe_.transforms) transform->beginStep(context, x);
    }

    void backward(ConstMatrixView x, ConstMatrixView dq, MatrixView dx) override {
        stages_.resize(recipe_.transforms.size());
        for (Tensor& stage : stages_) stage.reshape({x.rows, x.cols});
        const ConstMatrixView last = stages_.back().matrix();
        transform(x, stages_, stages_.back().matrix());
        const std::vector<float> scales = scalesOf(x, last);
        scale_.gradient.resize(scale_.value.shape());
        forEachRow(x, [&](std::size_t r) {
            const float* y = last.row(r);
            const float* up = dq.row(r);
            if (r < scale_.gradient.size())
                scale_.gradient[r] = static_cast<float>(
                    soft_ ? sumOf(x.cols, [&](std::size_t c) { return up[c] * y[c]; })
                          : sumOf(x.cols, [&](std::size_t c) { return y[c] >= 0 ? up[c] : -up[c]; }));
            mapGradient(up, dx.row(r), x.cols, [scale = scales[r]](std::size_t, float g) { return scale * g; });
        });
        if (!soft_) recipe_.sign->backward(last, dx, dx);
        for (std::size_t i = recipe_.transforms.size(); i-- > 0;)
            recipe_.transforms[i]->backward(i == 0 ? x : ConstMatrixView(stages_[i - 1].matrix()), dx, dx);
    }

    void forward(ConstMatrixView x, MatrixView q) const override {
        transform(x, q);
        const std::vector<float> scales = scalesOf(x, q);
        forEachRow(x, [&](std::size_t r) {
            const float scale = scales[r];
            float* out = q.row(r);
            if (soft_)
                for (std::size_t c = 0; c < x.cols; ++c) out[c] *= scale;
            else
                for (std::size_t c = 0; c < x.cols; ++c) out[c] = out[c] >= 0 ? scale : -scale;
        });
    }
    Packed pack(ConstMatrixView x) const override {
        if (!soft_) return packFinal(x);
        Packed packed = packedLike(x);
        packed.values.resize(x.rows * x.cols);
        forward(x, {packed.values.data(), x.rows, x.cols, x.cols});
        return packed;
    }
    Packed packFinal(ConstMatrixView x) const override {
        Tensor last({x.rows, x.cols});
        transform(x, last.matrix());
        return packSigns(last.matrix(), scalesOf(x, last.matrix()));
    }
    QuantizerState state() override {
        QuantizerState all;
        if (learned()) all.parameters.push_back(&scale_);
        for (const auto& transform : recipe_.transforms) {
            const QuantizerState part = transform->state();
            all.parameters.insert(all.parameters.end(), part.parameters.begin(), part.parameters.end());
            all.buffers.insert(all.buffers.end(), part.buffers.begin(), part.buffers.end());
        }
        return all;
    }

  private:
    bool learned() const { return recipe_.scale == RowScale::Learned; }

    /// The values after each transform to `stages`, but after the last one to `last`.
    void transform(ConstMatrixView x, std::span<Tensor> stages, MatrixView last) const {
        for (std::size_t i = 0; i < recipe_.transforms.size(); ++i) {
            const MatrixView next = i + 1 == recipe_.transforms.size() ? last : stages[i].matrix();
            recipe_.transforms[i]->forward(x, next);
            x = next;
        }
    }
    /// The values after the last transform alone.
    void transform(ConstMatrixView x, MatrixView last) const {
        std::vector<Tensor> stages(recipe_.transforms.size() - 1);
        for (Tensor& stage : stages) stage.reshape({x.rows, x.cols});
        transform(x, stages, last);
    }

    std::vector<float> scalesOf(ConstMatrixView x, ConstMatrixView last) const {
        if (learned() && scale_.value.size() == x.rows)
            return {scale_.value.values().begin(), scale_.value.values().end()};
        std::vector<float> scales(x.rows);
        forEachRow(x, [&](std::size_t r) { // before start() a learned scale has its start value
            const double mean = meanMagnitude(learned() ? x.row(r) : last.row(r), x.cols);
            scales[r] = static_cast<float>(learned() ? mean : mean > 0 ? std::exp2(std::round(std::log2(mean))) : 1);
        });
        return scales;
    }

    SignRecipe recipe_;
    Parameter scale_;
    std::vector<Tensor> stages_; ///< of backward(): memory that is kept
    bool soft_ = false;
};

} // namespace

std::unique_ptr<Quantizer> makeTransformedSign(SignRecipe recipe) {
    assert(!recipe.transforms.empty());
    return std::make_unique<TransformedSign>(std::move(recipe));
}

} // namespace orthant
