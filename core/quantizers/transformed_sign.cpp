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
        for (std::size_t c = 0; c < x.cols; ++c)
            y.row(r)[c] = static_cast<float>((static_cast<double>(x.row(r)[c]) - moments.mean) * factor);
    });
}

/// With u = (x - m) / s: dx = (f / s) (dy - mean(dy) - u sum(dy u) / (n - 1)), f the deviation that is wanted.
void Standardize::backward(ConstMatrixView x, ConstMatrixView dy, MatrixView dx) {
    forEachRow(x, [&](std::size_t r) {
        const Moments moments = momentsOf(x.row(r), x.cols);
        const double inverse = moments.deviation > 0 ? 1 / moments.deviation : 0;
        double sum = 0, along = 0;
        for (std::size_t c = 0; c < x.cols; ++c) {
            const auto up = static_cast<double>(dy.row(r)[c]);
            sum += up;
            along += up * (static_cast<double>(x.row(r)[c]) - moments.mean) * inverse;
        }
        const auto n = static_cast<double>(x.cols);
        for (std::size_t c = 0; c < x.cols; ++c) {
            const double u = (static_cast<double>(x.row(r)[c]) - moments.mean) * inverse;
            const double rest = static_cast<double>(dy.row(r)[c]) - sum / n - (x.cols > 1 ? u * along / (n - 1) : 0);
            dx.row(r)[c] = static_cast<float>(deviation_ * inverse * rest);
        }
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
        const std::vector<Tensor> stages = transformed(x);
        const Tensor& last = stages.back();
        const std::vector<float> scales = scalesOf(x, last);
        scale_.gradient.resize(scale_.value.shape());
        forEachRow(x, [&](std::size_t r) {
            double sum = 0;
            for (std::size_t c = 0; c < x.cols; ++c) {
                const float y = last[r * x.cols + c];
                sum += static_cast<double>(dq.row(r)[c] * (soft_ ? y : signOf(y)));
                dx.row(r)[c] = scales[r] * dq.row(r)[c];
            }
            if (r < scale_.gradient.size()) scale_.gradient[r] = static_cast<float>(sum);
        });
        if (!soft_) recipe_.sign->backward(last.matrix(), dx, dx);
        for (std::size_t i = recipe_.transforms.size(); i-- > 0;)
            recipe_.transforms[i]->backward(i == 0 ? x : ConstMatrixView(stages[i - 1].matrix()), dx, dx);
    }

    Packed pack(ConstMatrixView x) const override {
        if (!soft_) return packFinal(x);
        const Tensor last = std::move(transformed(x).back());
        const std::vector<float> scales = scalesOf(x, last);
        Packed packed = packedLike(x);
        packed.values.resize(last.size());
        for (std::size_t i = 0; i < last.size(); ++i) packed.values[i] = scales[i / x.cols] * last[i];
        return packed;
    }
    Packed packFinal(ConstMatrixView x) const override {
        const Tensor last = std::move(transformed(x).back());
        Packed packed = recipe_.sign->packFinal(last.matrix());
        packed.scales[0] = scalesOf(x, last);
        return packed;
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

    /// The values after each transform.
    std::vector<Tensor> transformed(ConstMatrixView x) const {
        std::vector<Tensor> stages;
        for (const auto& transform : recipe_.transforms) {
            Tensor next({x.rows, x.cols});
            transform->forward(stages.empty() ? x : ConstMatrixView(stages.back().matrix()), next.matrix());
            stages.push_back(std::move(next));
        }
        return stages;
    }

    std::vector<float> scalesOf(ConstMatrixView x, const Tensor& last) const {
        if (learned() && scale_.value.size() == x.rows)
            return {scale_.value.values().begin(), scale_.value.values().end()};
        std::vector<float> scales(x.rows);
        forEachRow(x, [&](std::size_t r) { // before start() a learned scale has its start value
            const double mean = meanMagnitude(learned() ? x.row(r) : last.data() + r * x.cols, x.cols);
            scales[r] = static_cast<float>(learned() ? mean : mean > 0 ? std::exp2(std::round(std::log2(mean))) : 1);
        });
        return scales;
    }

    SignRecipe recipe_;
    Parameter scale_;
    bool soft_ = false;
};

} // namespace

std::unique_ptr<Quantizer> makeTransformedSign(SignRecipe recipe) {
    assert(!recipe.transforms.empty());
    return std::make_unique<TransformedSign>(std::move(recipe));
}

} // namespace orthant
