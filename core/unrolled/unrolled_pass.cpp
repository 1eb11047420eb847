// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/unrolled_pass.h"

#include "core/base/parallel.h"
#include "core/tensor/gemm.h"
#include "core/unrolled/shrink.h"

#include <algorithm>
#include <cassert>
#include <set>

namespace orthant {

namespace {

/// Above so many links a product is work enough for all threads, and blocks of samples would order the matrix anew each.
constexpr std::size_t manyLinks = std::size_t{1} << 15;

/// out = f(a, b) for each value, in parallel where there is enough to do.
template <class Function>
void combine(ConstMatrixView a, ConstMatrixView b, MatrixView out, const Function& f) {
    parallelBlocks(out.rows, std::max<std::size_t>(1, 32768 / std::max<std::size_t>(1, out.cols)),
                   [&](std::size_t begin, std::size_t end) {
                       for (std::size_t r = begin; r < end; ++r) {
                           const float* x = a.row(r);
                           const float* y = b.row(r);
                           float* o = out.row(r);
                           for (std::size_t c = 0; c < out.cols; ++c) o[c] = f(x[c], y[c]);
                       }
                   });
}

void copyRows(ConstMatrixView from, MatrixView to) {
    combine(from, from, to, [](float x, float) { return x; });
}

std::size_t valuesIn(const LinkLayout& layout) { return layout.rows() * layout.width; }

} // namespace

UnrolledPass::UnrolledPass(const Problem& problem, const UnrolledForm& form, LinkLayout links, LinkLayout second)
    : problem_(problem), form_(form), links_(std::move(links)), second_(std::move(second)),
      operator_(problem.op.matrix) {}

void UnrolledPass::size(std::size_t rows, std::size_t depth) {
    const std::size_t n = links_.rows(), m = links_.cols(), samples = rows / problem_.channels;
    if (layers_.size() < depth) layers_.resize(depth);
    for (std::size_t k = 0; k < depth; ++k) {
        Trace& trace = layers_[k];
        trace.q.reshape({rows, n});
        trace.z.reshape({rows, n});
        if (!problem_.sparsifier.empty()) trace.transformed.reshape({rows, n});
        if (!form_.split) trace.residual.reshape({rows, m});
        trace.passFrom.resize(samples);
        trace.thresholdSlopes.resize(samples);
        trace.stepSlopes.resize(samples);
    }
}

std::size_t UnrolledPass::blockRows(std::size_t rows) const {
    if (valuesIn(links_) > manyLinks || (form_.split && valuesIn(second_) > manyLinks)) return rows;
    const std::size_t wanted = rows >= 256 ? 64 : 32;
    return std::max<std::size_t>(1, wanted / problem_.channels) * problem_.channels;
}

void UnrolledPass::forward(ConstMatrixView y, std::span<const LayerValues> layers) {
    assert(y.cols == links_.cols() && y.rows % problem_.channels == 0);
    size(y.rows, layers.size());
    parallelBlocks(y.rows, blockRows(y.rows),
                   [&](std::size_t begin, std::size_t end) { forwardBlock(y, layers, begin, end); });
}

void UnrolledPass::forwardBlock(ConstMatrixView y, std::span<const LayerValues> layers, std::size_t begin, std::size_t end) {
    const std::size_t n = links_.rows();
    const ConstMatrixView measured = rowsOf(y, begin, end);
    Tensor scaled, extrapolated;
    for (std::size_t k = 0; k < layers.size(); ++k) {
        const LayerValues& layer = layers[k];
        Trace& trace = layers_[k];
        const MatrixView q = rowsOf(trace.q, begin, end);
        const ConstMatrixView z = k > 0 ? rowsOf(std::as_const(layers_[k - 1].z), begin, end) : ConstMatrixView{};
        if (form_.split) {
            links_.multiply(*layer.links, measured, q);
            if (k > 0) second_.multiply(*layer.second, z, q, true);
        } else {
            const MatrixView r = rowsOf(trace.residual, begin, end);
            if (k == 0) {
                copyRows(measured, r);
            } else {
                ConstMatrixView v = z;
                if (form_.relaxed) {
                    extrapolated.reshape({end - begin, n});
                    combine(z, rowsOf(std::as_const(layers_[k - 1].q), begin, end), extrapolated.matrix(),
                            [](float a, float b) { return 2 * a - b; });
                    v = extrapolated.matrix();
                }
                operator_.measure(v, r);
                combine(measured, r, r, [](float a, float b) { return a - b; });
                copyRows(z, q);
            }
            ConstMatrixView step = r;
            if (layer.step != 1) {
                scaled.reshape({end - begin, r.cols});
                combine(r, r, scaled.matrix(), [gamma = layer.step](float x, float) { return gamma * x; });
                step = scaled.matrix();
            }
            links_.multiply(*layer.links, step, q, k > 0);
        }
        shrink(trace, layer, begin, end);
    }
}

void UnrolledPass::shrink(Trace& trace, const LayerValues& layer, std::size_t begin, std::size_t end) {
    const ConstMatrixView q = rowsOf(std::as_const(trace.q), begin, end);
    const MatrixView z = rowsOf(trace.z, begin, end);
    if (!form_.shrinks) return copyRows(q, z);
    const Shrinkage shrinkage{layer.threshold, layer.passing, problem_.channels};
    float* passFrom = trace.passFrom.data() + begin / problem_.channels;
    if (problem_.sparsifier.empty()) return shrinkage.forward(q, z, passFrom);
    const ConstMatrixView atoms = problem_.sparsifier.matrix();
    const MatrixView inside = rowsOf(trace.transformed, begin, end);
    floatProduct(q, Transpose::No, atoms, Transpose::Yes, inside);
    Tensor shrunk({end - begin, q.cols});
    shrinkage.forward(inside, shrunk.matrix(), passFrom);
    floatProduct(shrunk.matrix(), Transpose::No, atoms, Transpose::No, z);
}

/// dq from g; g is destroyed.
void UnrolledPass::unshrink(Trace& trace, const LayerValues& layer, MatrixView g, std::size_t begin, std::size_t end) {
    const MatrixView dq = rowsOf(trace.dq, begin, end);
    if (!form_.shrinks) return copyRows(g, dq);
    const Shrinkage shrinkage{layer.threshold, layer.passing, problem_.channels};
    const std::size_t sample = begin / problem_.channels;
    const float* passFrom = trace.passFrom.data() + sample;
    double* slopes = trace.thresholdSlopes.data() + sample;
    if (problem_.sparsifier.empty())
        return shrinkage.backward(rowsOf(std::as_const(trace.q), begin, end), passFrom, g, dq, slopes);
    const ConstMatrixView atoms = problem_.sparsifier.matrix();
    Tensor inside({g.rows, g.cols});
    floatProduct(g, Transpose::No, atoms, Transpose::Yes, inside.matrix());
    shrinkage.backward(rowsOf(std::as_const(trace.transformed), begin, end), passFrom, inside.matrix(), inside.matrix(), slopes);
    floatProduct(inside.matrix(), Transpose::No, atoms, Transpose::No, dq);
}

void UnrolledPass::backward(ConstMatrixView y, ConstMatrixView gradient, std::span<const LayerValues> layers,
                            std::span<const LayerGradients> gradients, std::size_t firstLayer) {
    assert(gradient.rows == y.rows && gradient.cols == links_.rows());
    for (std::size_t k = firstLayer; k < layers.size(); ++k) layers_[k].dq.reshape({y.rows, links_.rows()});
    parallelBlocks(y.rows, blockRows(y.rows), [&](std::size_t begin, std::size_t end) {
        backwardBlock(gradient, layers, gradients, firstLayer, begin, end);
    });
    const auto total = [](const std::vector<double>& slopes) {
        double sum = 0;
        for (const double slope : slopes) sum += slope;
        return static_cast<float>(sum);
    };
    for (std::size_t k = firstLayer; k < layers.size(); ++k) {
        if (form_.shrinks) *gradients[k].threshold = total(layers_[k].thresholdSlopes);
        if (gradients[k].step) *gradients[k].step = total(layers_[k].stepSlopes);
    }
    matrixGradients(y, gradients, firstLayer);
}

void UnrolledPass::backwardBlock(ConstMatrixView gradient, std::span<const LayerValues> layers,
                                 std::span<const LayerGradients> gradients, std::size_t firstLayer, std::size_t begin,
                                 std::size_t end) {
    const std::size_t n = links_.rows(), m = links_.cols(), rows = end - begin;
    Tensor g({rows, n}), dv({rows, n}), fromLinks({rows, m});
    copyRows(rowsOf(gradient, begin, end), g.matrix());
    for (std::size_t k = layers.size(); k-- > firstLayer;) {
        const LayerValues& layer = layers[k];
        Trace& trace = layers_[k];
        const MatrixView dq = rowsOf(trace.dq, begin, end);
        unshrink(trace, layer, g.matrix(), begin, end);
        // After a layer, dv is that of the layer above, whose h is - dv.
        if (form_.relaxed && k + 1 < layers.size()) combine(dq, dv.matrix(), dq, [](float a, float b) { return a - b; });
        const bool goesOn = k > firstLayer;
        if (form_.split) {
            if (goesOn) second_.multiplyTransposed(*layer.second, dq, g.matrix());
            continue;
        }
        const MatrixView r = rowsOf(trace.residual, begin, end), c = fromLinks.matrix();
        if (goesOn || gradients[k].step) links_.multiplyTransposed(*layer.links, dq, c);
        if (gradients[k].step) {
            for (std::size_t s = begin / problem_.channels; s < end / problem_.channels; ++s) trace.stepSlopes[s] = 0;
            for (std::size_t row = 0; row < rows; ++row) {
                double sum = 0;
                for (std::size_t j = 0; j < m; ++j) sum += static_cast<double>(c.row(row)[j] * r.row(row)[j]);
                trace.stepSlopes[(begin + row) / problem_.channels] += sum;
            }
        }
        if (layer.step != 1) { // the residual is from here on what dW needs
            const auto times = [gamma = layer.step](float x, float) { return gamma * x; };
            combine(r, r, r, times);
            if (goesOn) combine(c, c, c, times);
        }
        if (!goesOn) continue;
        operator_.back(c, dv.matrix()); // - dv
        combine(dv.matrix(), dv.matrix(), dv.matrix(), [](float x, float) { return -x; });
        const float twice = form_.relaxed ? 2.0F : 1.0F;
        combine(dq, dv.matrix(), g.matrix(), [twice](float a, float b) { return a + twice * b; });
    }
}

void UnrolledPass::matrixGradients(ConstMatrixView y, std::span<const LayerGradients> gradients, std::size_t firstLayer) {
    const auto product = [&](std::size_t k, bool second, Tensor& into) {
        const ConstMatrixView dq = std::as_const(layers_[k].dq).matrix();
        if (!second) return links_.outerProduct(dq, form_.split ? y : std::as_const(layers_[k].residual).matrix(), into);
        if (k == 0) return into.fill(0.0F); // z_0 = 0
        second_.outerProduct(dq, std::as_const(layers_[k - 1].z).matrix(), into);
    };
    std::set<Tensor*> seen;
    bool shared = false;
    for (std::size_t k = firstLayer; k < gradients.size(); ++k)
        if (gradients[k].links) shared = !seen.insert(gradients[k].links).second || shared;
    if (!shared) {
        parallelBlocks(gradients.size() - firstLayer, 1, [&](std::size_t begin, std::size_t end) {
            for (std::size_t k = firstLayer + begin; k < firstLayer + end; ++k) {
                if (gradients[k].links) product(k, false, *gradients[k].links);
                if (gradients[k].second) product(k, true, *gradients[k].second);
            }
        });
        return;
    }
    for (const bool second : {false, true}) {
        Tensor* target = second ? gradients[firstLayer].second : gradients[firstLayer].links;
        if (!target) continue;
        product(firstLayer, second, *target);
        Tensor one(target->shape());
        for (std::size_t k = firstLayer + 1; k < gradients.size(); ++k) {
            product(k, second, one);
            for (std::size_t i = 0; i < one.size(); ++i) (*target)[i] += one[i];
        }
    }
}

} // namespace orthant
