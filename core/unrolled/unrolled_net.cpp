// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/unrolled_net.h"

#include "core/base/error.h"
#include "core/unrolled/error_curve.h"
#include "core/unrolled/shrink.h"
#include "core/unrolled/unrolled_pass.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <iterator>
#include <optional>

namespace orthant {

namespace {

/// The matrices of one kind (W, W1 or W2) with what makes weights of them.
struct LinkGroup {
    std::string prefix; ///< "" or "second/"
    std::unique_ptr<LinkWeights> scheme, plain; ///< quantized; as they are
    std::vector<Parameter> latent;              ///< one for each layer, or one in all
    std::vector<Tensor> weights;                ///< what the scheme makes of them

    LinkWeights& current(bool quantized) const { return quantized ? *scheme : *plain; }
};

std::string layerName(std::size_t layer, bool tied) { return tied ? "" : "layer" + std::to_string(layer + 1) + "/"; }

Array toArray(const Tensor& t) { return Array::of<float>(ElementType::F32, t.shape(), t.values()); }

std::vector<double> numbersOf(const std::vector<Parameter>& parameters) {
    std::vector<double> result;
    for (const Parameter& p : parameters) result.push_back(static_cast<double>(p.value[0]));
    return result;
}

void copyInto(Tensor& to, const Bundle& state, const std::string& name) {
    const Array& array = state.at(name);
    if (array.shape != to.shape())
        throw Error("expected values of shape " + toText(to.shape()) + ", found " + toText(array.shape), name);
    const std::vector<float> values = array.toFloats();
    std::ranges::copy(values, to.data());
}

} // namespace

Mask linksOf(const LinearOperator& op, const UnrolledDesign& design) {
    if (design.mask != "operator" && design.mask != "dense")
        throw Error("expected \"operator\" or \"dense\", found '" + design.mask + "'", "/mask");
    Mask mask = design.mask == "operator" ? operatorMask(op, design.reach) : denseMask(op.unknowns(), op.measurements());
    applyEdits(mask, design.edits, "/edits");
    return mask;
}

struct UnrolledNet::Parts {
    const Problem& problem;
    UnrolledDesign design;
    const UnrolledEntry& entry;
    Params params;
    bool tied;
    std::optional<UnrolledPass> pass;
    std::vector<LinkGroup> groups; ///< W, or W1 and W2
    std::vector<Parameter> thresholds, steps;
    bool quantized = true;
    std::vector<bool> stale; ///< the weights of these matrices are not those of the latent ones
    std::vector<LayerValues> layers;

    Parts(const Problem& p, const UnrolledDesign& d)
        : problem(p), design(d), entry(unrolledEntry(d.algorithm.id, "/algorithm/id")),
          params(resolveParams(entry.params, d.algorithm.params ? *d.algorithm.params : Params{}, "/algorithm")),
          tied(entry.tied || params.boolean("tied")) {
        const Mask mask = linksOf(problem.op, design);
        const std::size_t depth = params.size("layers");
        pass.emplace(problem, entry.form, layoutOf(mask), entry.form.split ? layoutOf(secondMask(mask)) : LinkLayout{});
        const UnrolledStart start = entry.start(problem, mask, params);
        addGroup("", pass->links(), start.weights);
        if (entry.form.split) addGroup("second/", pass->second(), start.second);
        for (std::size_t k = 0; k < depth; ++k) {
            thresholds.push_back(number(layerName(k, false) + "threshold", entry.form.shrinks ? start.threshold : 0));
            steps.push_back(number(layerName(k, false) + "step", 1));
        }
        layers.resize(depth);
        stale.assign(tied ? 1 : depth, true);
    }

    static Parameter number(std::string name, double value) {
        Parameter parameter;
        parameter.name = std::move(name);
        parameter.value.resize({1}, static_cast<float>(value));
        parameter.gradient.resize({1});
        return parameter;
    }
    Mask secondMask(const Mask& mask) const {
        return design.mask == "dense" && design.edits.empty() ? denseMask(mask.rows(), mask.rows()) : squareMask(mask);
    }
    void addGroup(const std::string& prefix, const LinkLayout& layout, const Tensor& start) {
        LinkGroup& group = groups.emplace_back();
        group.prefix = prefix;
        group.scheme = makeLinkWeights(design.weights, "/weights");
        const std::size_t count = tied ? 1 : params.size("layers");
        const Tensor stored = layout.take(start);
        for (std::size_t k = 0; k < count; ++k) {
            Parameter& latent = group.latent.emplace_back();
            latent.name = layerName(k, tied) + prefix + "weights";
            latent.value = stored;
            latent.gradient.resize(stored.shape());
            latent.latent = true;
        }
        group.weights.assign(count, Tensor(stored.shape()));
        group.plain = makeLinkWeights(Component("float32"));
        group.plain->start(group.latent, layout.stored);
        group.scheme->start(group.latent, layout.stored);
        for (Parameter* parameter : group.scheme->parameters()) parameter->name = prefix + parameter->name;
    }
    const LinkLayout& layout(const LinkGroup& group) const { return group.prefix.empty() ? pass->links() : pass->second(); }

    bool learnsSteps() const { return params.has("learnedSteps") && params.boolean("learnedSteps"); }
    bool learnsLinks() const { return entry.form.learnsLinks; }
    bool selects() const { return params.has("supportSelection") && params.boolean("supportSelection"); }
    float passShare(std::size_t layer) const {
        const double percent = params.real("selectionStep") * static_cast<double>(layer + 1);
        return static_cast<float>(std::min(percent, params.real("selectionMost")) / 100);
    }
    void markStale(std::size_t first, std::size_t last) {
        const bool coupled = std::ranges::any_of(groups, [](const LinkGroup& g) { return g.scheme->coupled(); });
        if (tied || first == 0 || (quantized && coupled)) { // scales are parameters of the first layer
            first = 0;
            last = stale.size();
        }
        std::fill(stale.begin() + static_cast<std::ptrdiff_t>(first), stale.begin() + static_cast<std::ptrdiff_t>(last), true);
    }
    void markAll() { markStale(0, stale.size()); }
    /// Weights of the first `depth` layers from the latent ones where something has changed.
    void settle(std::size_t depth) {
        const std::size_t count = tied ? 1 : depth;
        for (std::size_t first = 0; first < count; ++first) {
            if (!stale[first]) continue;
            std::size_t last = first;
            while (last < count && stale[last]) stale[last++] = false;
            for (LinkGroup& group : groups)
                if (quantized) group.scheme->forward(group.latent, group.weights, first, last);
            first = last;
        }
        for (std::size_t k = 0; k < depth; ++k) {
            const std::size_t i = tied ? 0 : k;
            const auto used = [&](LinkGroup& group) { return quantized ? &group.weights[i] : &group.latent[i].value; };
            layers[k] = {used(groups[0]), entry.form.split ? used(groups[1]) : nullptr, thresholds[k].value[0],
                         steps[k].value[0], selects() ? passingOf(passShare(k), problem.op.unknowns()) : 0};
        }
    }
    void startSchemes() {
        for (LinkGroup& group : groups) group.scheme->start(group.latent, layout(group).stored);
    }
    /// Everything that state() holds besides the schemes' own.
    void forEachFloat(const std::function<void(const std::string&, Tensor&)>& visit) {
        for (LinkGroup& group : groups)
            for (Parameter& latent : group.latent) visit(latent.name, latent.value);
        for (Parameter& t : thresholds) visit(t.name, t.value);
        for (Parameter& s : steps) visit(s.name, s.value);
    }
    void forEachScale(const std::function<void(const std::string&, Tensor&)>& visit) {
        for (LinkGroup& group : groups) {
            for (Parameter* parameter : group.scheme->parameters()) visit(parameter->name, parameter->value);
            for (const NamedTensor& buffer : group.scheme->buffers()) visit(group.prefix + buffer.name, *buffer.tensor);
        }
    }
    std::vector<Packed> packGroup(LinkGroup& group) {
        std::vector<Packed> result = group.current(quantized).pack(group.latent);
        for (Packed& packed : result) packed = layout(group).whole(packed);
        return result;
    }
};

UnrolledNet::UnrolledNet(const Problem& problem, const UnrolledDesign& design)
    : parts_(std::make_unique<Parts>(problem, design)) {}
UnrolledNet::~UnrolledNet() = default;

std::size_t UnrolledNet::layers() const { return parts_->layers.size(); }
const Mask& UnrolledNet::mask() const { return parts_->pass->links().mask; }
const Mask& UnrolledNet::linkMask() const { return parts_->pass->links().stored; }
bool UnrolledNet::quantized() const { return parts_->quantized; }

LinkCount UnrolledNet::count() const {
    Parts& p = *parts_;
    LinkCount count;
    for (LinkGroup& group : p.groups) {
        const LinkLayout& layout = p.layout(group);
        count.links += layout.rows() * layout.cols() * group.latent.size();
        count.allowed += layout.allowed() * group.latent.size();
        count.rows += layout.rows() * group.latent.size();
        count.layers += group.latent.size();
        for (const NamedTensor& kept : group.scheme->buffers())
            count.kept += static_cast<std::size_t>(std::ranges::count(kept.tensor->values(), 1.0F));
    }
    if (count.kept == 0) count.kept = count.allowed;
    count.thresholds = p.thresholds.size() * ((p.entry.form.shrinks ? 1U : 0U) + (p.learnsSteps() ? 1U : 0U));
    count.maskBits = codeOf(mask()).bits;
    return count;
}

void UnrolledNet::setQuantized(bool on) {
    Parts& p = *parts_;
    if (on && !p.quantized) p.startSchemes();
    p.quantized = on;
    p.markAll();
}

void UnrolledNet::setScales(bool closedForm, bool perLayer) {
    for (LinkGroup& group : parts_->groups) group.scheme->setScales(closedForm, perLayer);
    parts_->markAll();
}

bool UnrolledNet::schemeQuantizes() const { return parts_->groups[0].scheme->quantized(); }

void UnrolledNet::takeFloat(const Bundle& state) {
    parts_->forEachFloat([&](const std::string& name, Tensor& value) { copyInto(value, state, name); });
    parts_->quantized = false;
    parts_->markAll();
}

ConstMatrixView UnrolledNet::forward(ConstMatrixView y, std::size_t depth) {
    Parts& p = *parts_;
    assert(depth >= 1 && depth <= p.layers.size());
    p.settle(depth);
    p.pass->forward(y, std::span(p.layers).first(depth));
    return p.pass->estimate(depth);
}

ConstMatrixView UnrolledNet::estimate(std::size_t layer) const { return parts_->pass->estimate(layer); }

void UnrolledNet::backward(ConstMatrixView y, ConstMatrixView gradient, std::size_t depth, std::size_t firstLayer) {
    Parts& p = *parts_;
    assert(firstLayer < depth);
    const bool learnsLinks = p.learnsLinks() || p.quantized; // a scale of fixed matrices still needs their gradients
    std::vector<LayerGradients> targets(depth);
    for (std::size_t k = firstLayer; k < depth; ++k) {
        const auto links = [&](std::size_t g) { return learnsLinks ? &p.groups[g].latent[p.tied ? 0 : k].gradient : nullptr; };
        targets[k] = {links(0), p.entry.form.split ? links(1) : nullptr, &p.thresholds[k].gradient[0],
                      p.learnsSteps() ? &p.steps[k].gradient[0] : nullptr};
    }
    p.pass->backward(y, gradient, std::span(p.layers).first(depth), targets, firstLayer);
    if (!learnsLinks) return;
    const std::size_t first = p.tied ? 0 : firstLayer, last = p.tied ? 1 : depth;
    for (LinkGroup& group : p.groups) group.current(p.quantized).backward(group.latent, first, last);
}

std::vector<Parameter*> UnrolledNet::parametersOf(std::size_t layer) {
    Parts& p = *parts_;
    std::vector<Parameter*> result;
    for (LinkGroup& group : p.groups) {
        if (p.learnsLinks() && (layer == 0 || !p.tied)) result.push_back(&group.latent[layer]);
        if (layer == 0 && p.quantized) std::ranges::copy(group.scheme->parameters(), std::back_inserter(result));
    }
    if (p.entry.form.shrinks) result.push_back(&p.thresholds[layer]);
    if (p.learnsSteps()) result.push_back(&p.steps[layer]);
    return result;
}

std::vector<Parameter*> UnrolledNet::parameters() {
    std::vector<Parameter*> result;
    for (std::size_t k = 0; k < layers(); ++k) std::ranges::copy(parametersOf(k), std::back_inserter(result));
    return result;
}

void UnrolledNet::changed(std::size_t first, std::size_t last) {
    for (Parameter& t : parts_->thresholds) t.value[0] = std::max(0.0F, t.value[0]);
    parts_->markStale(first, last);
}

std::vector<double> UnrolledNet::thresholds() const { return numbersOf(parts_->thresholds); }
std::vector<double> UnrolledNet::steps() const { return numbersOf(parts_->steps); }

std::vector<double> UnrolledNet::scales() const {
    std::vector<double> result;
    if (!parts_->quantized) return result;
    for (const LinkGroup& group : parts_->groups)
        for (const float scale : group.scheme->scales()) result.push_back(static_cast<double>(scale));
    return result;
}

std::span<const Parameter> UnrolledNet::latent() const { return parts_->groups[0].latent; }

PackedSolver UnrolledNet::pack() const {
    Parts& p = *parts_;
    PackedSolver solver;
    solver.algorithm = p.entry.id;
    solver.title = p.design.title;
    solver.matrix = p.problem.op.matrix;
    solver.sparsifier = p.problem.sparsifier;
    solver.channels = p.problem.channels;
    solver.mask = mask();
    solver.maskCode = codeOf(solver.mask);
    solver.weights = p.packGroup(p.groups[0]);
    if (p.entry.form.split) solver.second = p.packGroup(p.groups[1]);
    for (std::size_t k = 0; k < layers(); ++k) {
        solver.thresholds.push_back(p.thresholds[k].value[0]);
        solver.steps.push_back(p.steps[k].value[0]);
        if (p.selects()) solver.passShare.push_back(p.passShare(k));
    }
    return solver;
}

Bundle UnrolledNet::state() const {
    Bundle bundle;
    const auto save = [&](const std::string& name, Tensor& value) { bundle.arrays[name] = toArray(value); };
    parts_->forEachFloat(save);
    if (parts_->quantized) parts_->forEachScale(save);
    bundle.metadata["quantized"] = parts_->quantized ? "1" : "0";
    return bundle;
}

void UnrolledNet::restore(const Bundle& state) {
    takeFloat(state);
    const auto quantized = state.metadata.find("quantized");
    if (quantized == state.metadata.end() || quantized->second != "1") return;
    setQuantized(true);
    parts_->forEachScale([&](const std::string& name, Tensor& value) { copyInto(value, state, name); });
}

std::vector<double> netCurve(UnrolledNet& net, const Problem& problem, Part part, std::size_t samples) {
    return errorCurve(problem, part, samples, net.layers(), [&](ConstMatrixView y, const auto& visit) {
        net.forward(y, net.layers());
        for (std::size_t k = 1; k <= net.layers(); ++k) visit(k, net.estimate(k));
    });
}

} // namespace orthant
