// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/experiment_model.h"

#include "core/io/file.h"

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

void ExperimentModel::setLayers(std::vector<Component> layers) {
    experiment_.layers = std::move(layers);
    touch();
}

void ExperimentModel::setTerms(std::vector<Component> terms) {
    experiment_.terms = std::move(terms);
    touch();
}

void ExperimentModel::edit(Experiment experiment) {
    experiment_ = std::move(experiment);
    Q_EMIT replaced();
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
