// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/io/file.h"
#include "core/io/json_document.h"
#include "core/kernels/normals.h"
#include "core/unrolled/packed_solver.h"
#include "core/unrolled/problem.h"
#include "core/unrolled/solver_codec.h"

#include <cstring>

namespace orthant {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t sampleRows = 16;

bool isNpz(const fs::path& file) {
    const std::string ending = file.extension().string();
    if (ending != ".npz" && ending != ".safetensors")
        throw Error("expected a name that ends with .npz or .safetensors", file.string());
    return ending == ".npz";
}

std::span<const ParamSpec> specsOf(const std::string& catalogue, const std::string& id) {
    if (catalogue == "operators") return findEntry(operatorCatalogue(), id, "operator").params;
    return findEntry(problemCatalogue(), id, "problem").params;
}

/// Without the parameters that have their default values: reading fills them in again.
Component shortened(const std::string& catalogue, const Component& component) {
    Params kept;
    for (const ParamSpec& spec : specsOf(catalogue, component.id)) {
        const ParamValue* value = component.params ? component.params->find(spec.id) : nullptr;
        if (!value) continue;
        const auto* inner = std::get_if<Component>(value);
        if (inner && (spec.catalogue == "operators" || spec.catalogue == "problems")) {
            const Component less = shortened(spec.catalogue, *inner);
            if (!(less == std::get<Component>(spec.defaultValue))) kept.set(spec.id, less);
        } else if (!(*value == spec.defaultValue)) {
            kept.set(spec.id, *value);
        }
    }
    return kept.empty() ? Component(component.id) : Component(component.id, kept);
}

struct ProblemText {
    Component problem;
    std::uint64_t seed = 1;
};

ProblemText parse(const std::string& text) {
    const Json json = parseJsonDocument(text);
    if (!json.is_object() || !json.contains("problem") || !json.contains("seed") || !json["seed"].is_number_unsigned())
        throw Error("expected an object with a problem and a seed, found " + text.substr(0, 80), "problem");
    return {componentFromJson(json["problem"], "problem"), json["seed"].get<std::uint64_t>()};
}

void write(const ProblemText& text, Bundle& bundle) {
    bundle.metadata["problem"] = toJsonValue(shortened("problems", text.problem)).dump();
    bundle.metadata["seed"] = std::to_string(text.seed);
}

/// As PackedSolver::problemText has it; empty when the file has none.
std::string textFrom(const Bundle& bundle) {
    const auto problem = bundle.metadata.find("problem"), seed = bundle.metadata.find("seed");
    if (problem == bundle.metadata.end() || seed == bundle.metadata.end()) return {};
    return "{\"problem\": " + problem->second + ", \"seed\": " + seed->second + "}";
}

void makeMatrix(PackedSolver& solver, const fs::path& folder) {
    if (solver.problemText.empty())
        throw Error("the file has neither the matrix nor what makes it", "matrix");
    const ProblemText text = parse(solver.problemText);
    const Problem problem = makeProblem(text.problem, {folder, text.seed}, "problem");
    const Tensor& a = problem.op.matrix;
    if (a.rows() != solver.mask.cols() || a.cols() != solver.mask.rows() || problem.channels != solver.channels)
        throw Error("the problem has a matrix of " + toText(a.shape()) + " and " + std::to_string(problem.channels) +
                        " channels, the weights are for " + std::to_string(solver.mask.cols()) + " x " +
                        std::to_string(solver.mask.rows()) + " and " + std::to_string(solver.channels),
                    "problem");
    solver.matrix = a;
    solver.sparsifier = problem.sparsifier;
}

PackedSolver read(const fs::path& file, bool npz, const fs::path& folder, const Tensor* matrix, const Tensor* sparsifier) {
    const Bundle bundle = npz ? readNpz(file) : readSafetensors(file);
    try {
        PackedSolver solver = solverFromBundle(bundle);
        solver.problemText = textFrom(bundle);
        if (solver.matrix.empty() && matrix) {
            solver.matrix = *matrix;
            solver.sparsifier = *sparsifier;
        } else if (solver.matrix.empty()) {
            makeMatrix(solver, folder);
        }
        return solver;
    } catch (const Error& error) {
        throw Error(error.message(), file.string() + (error.where().empty() ? "" : ": " + error.where()));
    }
}

/// @errors  Error when the estimates of two solvers are not the same bits
void compare(const PackedSolver& written, const PackedSolver& read) {
    Tensor y({sampleRows * written.channels, written.matrix.rows()});
    fillNormal(Rng(20250101), 0.3F, y.values());
    const Tensor a = written.run(y.matrix()), b = read.run(y.matrix());
    if (a.size() != b.size() || std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) != 0)
        throw Error("the estimates differ from those of the solver after reading back");
}

} // namespace

SolverFile writeSolver(const PackedSolver& solver, const fs::path& file, bool withOperator) {
    const bool npz = isNpz(file), inside = withOperator || solver.problemText.empty();
    Bundle bundle = toBundle(solver, inside);
    if (!solver.problemText.empty()) write(parse(solver.problemText), bundle);
    SolverFile result;
    result.file = file;
    replaceFile(file, [&](const fs::path& temporary) {
        if (npz) writeNpz(temporary, bundle);
        else writeSafetensors(temporary, bundle);
        // The matrix is not made again here: that of an operator from a file has a folder that only the reader knows.
        compare(solver, read(temporary, npz, {}, &solver.matrix, &solver.sparsifier));
        result.verified = true;
    });
    result.bytes = fs::file_size(file);
    result.shares = sharesOf(bundle, result.bytes);
    return result;
}

PackedSolver readSolver(const fs::path& file, const fs::path& folder) {
    return read(file, isNpz(file), folder, nullptr, nullptr);
}

} // namespace orthant
