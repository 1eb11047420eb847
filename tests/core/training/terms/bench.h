// SPDX-License-Identifier: GPL-3.0-or-later
/// A small network with one loss term, for the tests of terms.
#pragma once

#include "tests/core/training/patterns.h"

#include "core/training/terms/term.h"

#include <memory>
#include <utility>

namespace orthant::test {

struct TermBench {
    Network network;
    TrainingTerms terms;
    std::unique_ptr<LossTerm> term;
    Tensor none;

    explicit TermBench(const Component& component, const char* weights = "ste_sign", std::shared_ptr<Network> teacher = {})
        : network(signLayers(weights), {6, 6}, 4, 3), terms{{component}, [teacher](const std::string&) { return teacher; }} {
        term = std::move(makeTerms(network, terms, "/training/terms").front());
        for (Parameter* layer : latentWeights(network, false)) layer->gradient.resize(layer->value.shape()); // of a backward pass
    }
    double value(double epoch = 0) { return term->atWeights({none, epoch, 10}); }

    /// The largest distance between the gradient of some weights and central differences, in units of the largest difference.
    double gradientError(bool withoutFirst) {
        double worst = 0, largest = 0;
        for (Parameter* layer : latentWeights(network, withoutFirst)) {
            layer->gradient.fill(0);
            value();
            const Tensor gradient = layer->gradient;
            for (const std::size_t i : {std::size_t{0}, std::size_t{7}, std::size_t{30}, layer->value.size() - 1}) {
                const float w = layer->value[i], h = 1.0F / 256;
                layer->value[i] = w + h;
                const double above = value();
                layer->value[i] = w - h;
                const double below = value();
                layer->value[i] = w;
                const double slope = (above - below) / (2 * static_cast<double>(h));
                worst = std::max(worst, std::abs(slope - static_cast<double>(gradient[i])));
                largest = std::max(largest, std::abs(slope));
            }
        }
        return worst / largest;
    }
};

} // namespace orthant::test
