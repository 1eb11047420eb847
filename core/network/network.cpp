// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/network.h"

#include <algorithm>
#include <map>

namespace orthant {

namespace {

Array toArray(const Tensor& tensor) { return Array::of<float>(ElementType::F32, tensor.shape(), tensor.values()); }

void fromArray(const Bundle& state, const std::string& name, Tensor& tensor) {
    const Array& array = state.at(name);
    if (array.shape != tensor.shape())
        throw Error("expected shape " + toText(tensor.shape()) + ", found " + toText(array.shape), name);
    const std::vector<float> values = array.toFloats();
    std::copy(values.begin(), values.end(), tensor.data());
}

} // namespace

Network::Network(std::span<const Component> layers, const Shape& inputShape, std::size_t classes, std::uint64_t seed,
                 const std::string& where)
    : inputShape_(inputShape), classes_(classes) {
    if (layers.empty()) throw Error("expected at least one layer, found none", where);
    std::vector<std::shared_ptr<Shortcut>> openShortcuts;
    LayerSite site{inputShape, false, Rng(seed), where, &openShortcuts};
    std::map<std::string, int> seen;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        site.where = where + "/" + std::to_string(i);
        site.rng = Rng(seed).split(1000 + i);
        const Component& component = layers[i];
        const LayerEntry& entry = findEntry(layerCatalogue(), component.id, "layer", site.where + "/id");
        const Params given = component.params ? *component.params : Params{};
        BuiltLayer built = entry.build(resolveParams(entry.params, given, site.where), site);
        names_.push_back(component.id + "_" + std::to_string(++seen[component.id]));
        layers_.push_back(std::move(built.layer));
        shapes_.push_back(built.output);
        site.input = built.output;
        site.binaryInput = built.binaryOutput;
    }
    if (!openShortcuts.empty())
        throw Error("a residual block has no end: there is a layer 'residual' without 'residual_end'", site.where);
    if (site.input != Shape{classes})
        throw Error("the last layer gives " + toText(site.input) + " values, but the data has " +
                        std::to_string(classes) + " classes: it must give one score for each class",
                    site.where);
    if (site.binaryInput) throw Error("the last layer gives signs; expected a layer that gives scores", site.where);
    activations_.resize(layers_.size() + 1);
}

const Tensor& Network::forward(const Tensor& inputs, const LayerContext& context) {
    Activation& first = activations_.front();
    first.values.reshape(inputs.shape());
    std::copy(inputs.values().begin(), inputs.values().end(), first.values.data());
    first.binary = false;
    first.batch = inputs.rows();
    first.shape = inputShape_;
    for (std::size_t i = 0; i < layers_.size(); ++i) layers_[i]->forward(activations_[i], activations_[i + 1], context);
    return activations_.back().values;
}

void Network::backward(const Tensor& scoreGradient, const LayerContext& context) {
    const Tensor* above = &scoreGradient;
    for (std::size_t i = layers_.size(); i-- > 0;) {
        Tensor* below = i == 0 ? nullptr : &gradient_[i % 2];
        layers_[i]->backward(activations_[i], *above, below, context);
        above = below;
    }
}

Tensor Network::evaluate(const Tensor& inputs, std::size_t batchSize) {
    const std::size_t count = inputs.rows(), width = inputs.cols();
    Tensor scores({count, classes_});
    Tensor batch;
    for (std::size_t begin = 0; begin < count; begin += batchSize) {
        const std::size_t size = std::min(batchSize, count - begin);
        Shape shape = inputShape_;
        shape.insert(shape.begin(), size);
        batch.reshape(shape);
        std::copy_n(inputs.data() + begin * width, size * width, batch.data());
        const Tensor& result = forward(batch, LayerContext{});
        std::copy_n(result.data(), size * classes_, scores.data() + begin * classes_);
    }
    return scores;
}

std::vector<Parameter*> Network::parameters() {
    std::vector<Parameter*> all;
    for (const auto& layer : layers_)
        for (Parameter* parameter : layer->parameters()) all.push_back(parameter);
    return all;
}

Bundle Network::state() const {
    Bundle state;
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        for (const Parameter* parameter : layers_[i]->parameters())
            state.arrays[names_[i] + "/" + parameter->name] = toArray(parameter->value);
        for (const NamedTensor& buffer : layers_[i]->buffers())
            state.arrays[names_[i] + "/" + buffer.name] = toArray(*buffer.tensor);
    }
    return state;
}

void Network::restore(const Bundle& state) {
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        for (Parameter* parameter : layers_[i]->parameters())
            fromArray(state, names_[i] + "/" + parameter->name, parameter->value);
        for (const NamedTensor& buffer : layers_[i]->buffers())
            fromArray(state, names_[i] + "/" + buffer.name, *buffer.tensor);
    }
}

} // namespace orthant
