// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/experiment_model.h"

#include "core/io/file.h"

#include <cassert>
#include <iterator>
#include <utility>

namespace orthant::ui {

namespace {

/// A file name as the name of a document: other characters than letters, digits, _ and - become _.
std::string documentName(std::string name) {
    for (char& c : name)
        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '-') c = '_';
    return name;
}

} // namespace

void ExperimentModel::load(Experiment experiment, std::filesystem::path file) {
    experiment_ = std::move(experiment);
    saved_ = experiment_;
    file_ = std::move(file);
    problem_.reset();
    Q_EMIT replaced();
    Q_EMIT changed();
}

void ExperimentModel::revert() { load(saved_, file_); }

void ExperimentModel::save(const std::filesystem::path& file) {
    if (problem_) throw *problem_;
    Experiment named = experiment_;
    named.name = documentName(file.stem().string());
    named.folder = file.parent_path();
    writeFileAtomically(file, toJson(parseExperiment(toJson(named), named.folder)));
    experiment_ = named;
    saved_ = named;
    file_ = file;
    Q_EMIT changed();
}

void ExperimentModel::setSeed(std::uint64_t seed) {
    experiment_.seed = seed;
    touch();
}

void ExperimentModel::setData(Component data) {
    experiment_.data = std::move(data);
    touch();
}

void ExperimentModel::setTraining(Params training) {
    experiment_.training = std::move(training);
    touch();
}

void ExperimentModel::setProbes(Params probes) {
    experiment_.probes = std::move(probes);
    touch();
}

void ExperimentModel::setLayer(std::size_t index, Component layer) {
    assert(index < experiment_.layers.size());
    experiment_.layers[index] = std::move(layer);
    touch();
}

void ExperimentModel::insertLayer(std::size_t index, Component layer) {
    assert(index <= experiment_.layers.size());
    experiment_.layers.insert(std::next(experiment_.layers.begin(), static_cast<std::ptrdiff_t>(index)),
                              std::move(layer));
    Q_EMIT layersChanged();
    touch();
}

void ExperimentModel::removeLayer(std::size_t index) {
    assert(index < experiment_.layers.size());
    experiment_.layers.erase(std::next(experiment_.layers.begin(), static_cast<std::ptrdiff_t>(index)));
    Q_EMIT layersChanged();
    touch();
}

void ExperimentModel::moveLayer(std::size_t from, std::size_t to) {
    assert(from < experiment_.layers.size() && to < experiment_.layers.size());
    Component moved = std::move(experiment_.layers[from]);
    experiment_.layers.erase(std::next(experiment_.layers.begin(), static_cast<std::ptrdiff_t>(from)));
    experiment_.layers.insert(std::next(experiment_.layers.begin(), static_cast<std::ptrdiff_t>(to)), std::move(moved));
    Q_EMIT layersChanged();
    touch();
}

void ExperimentModel::touch() {
    try {
        parseExperiment(toJson(experiment_), experiment_.folder);
        problem_.reset();
    } catch (const Error& error) {
        problem_ = error;
    }
    Q_EMIT changed();
}

} // namespace orthant::ui
