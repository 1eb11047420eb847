// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: the same numbers by plain loops over lists, from the latent weights and the layers' inputs.
#include "core/geometry/study.h"

#include "core/base/parallel.h"
#include "core/experiment/execute.h"
#include "core/experiment/run_writer.h"
#include "core/experiment/trained_run.h"
#include "core/geometry/theory.h"
#include "tests/catch.h"
#include "tests/core/geometry/trained_support.h"
#include "tests/places.h"
#include "tests/temporary_folder.h"

#include <cmath>
#include <map>
#include <set>

using namespace orthant;

namespace {

using List = std::vector<double>;

StudyResult study(const std::shared_ptr<TrainedNetwork>& trained, Params params = {}, StudyContext context = {}) {
    params.set("run", std::string("somewhere"));
    context.openRun = [&](const std::string&) { return trained; };
    return runStudy(Component("layer_geometry", std::move(params)), context);
}

double at(const StudyResult& result, const char* column, std::size_t row) { return result.table.find(column)->values.at(row); }

double correlation(const List& x, const List& y) {
    double mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        mx += x[i] / static_cast<double>(x.size());
        my += y[i] / static_cast<double>(y.size());
    }
    for (std::size_t i = 0; i < x.size(); ++i) {
        xx += (x[i] - mx) * (x[i] - mx);
        yy += (y[i] - my) * (y[i] - my);
        xy += (x[i] - mx) * (y[i] - my);
    }
    return xy / std::sqrt(xx * yy);
}

struct Plain {
    double r = 0, within = 0, gain = 0, flips = 0, activations = 0;
};

/// @param a     samples x inputs, what enters the layer
/// @param real  the values before the signs; empty when no signs enter
Plain plainMeasures(const Tensor& a, const Tensor& real, const Tensor& w) {
    List x, y, centredX, centredY, realX;
    double filterVariance = 0, norms = 0, trace = 0, flips = 0;
    const auto n = static_cast<double>(a.rows());
    for (std::size_t f = 0; f < w.rows(); ++f) {
        List ownX, ownY;
        for (std::size_t s = 0; s < a.rows(); ++s) {
            double binary = 0, continuous = 0, fromReal = 0;
            for (std::size_t i = 0; i < w.cols(); ++i) {
                const auto weight = static_cast<double>(w.row(f)[i]), value = static_cast<double>(a.row(s)[i]);
                const double sign = weight >= 0 ? 1 : -1;
                binary += sign * value;
                continuous += weight * value;
                if (!real.empty()) fromReal += sign * static_cast<double>(real.row(s)[i]);
            }
            ownX.push_back(binary);
            ownY.push_back(continuous);
            realX.push_back(fromReal);
            flips += binary == 0 ? 0.5 : (binary > 0) != (continuous > 0);
        }
        double mx = 0, my = 0;
        for (std::size_t s = 0; s < ownX.size(); ++s) {
            mx += ownX[s] / n;
            my += ownY[s] / n;
        }
        for (std::size_t s = 0; s < ownX.size(); ++s) {
            centredX.push_back(ownX[s] - mx);
            centredY.push_back(ownY[s] - my);
            filterVariance += centredY.back() * centredY.back() / n;
        }
        x.insert(x.end(), ownX.begin(), ownX.end());
        y.insert(y.end(), ownY.begin(), ownY.end());
        for (std::size_t i = 0; i < w.cols(); ++i) norms += static_cast<double>(w.row(f)[i]) * static_cast<double>(w.row(f)[i]);
    }
    for (std::size_t i = 0; i < a.cols(); ++i) {
        double mean = 0, variance = 0;
        for (std::size_t s = 0; s < a.rows(); ++s) mean += static_cast<double>(a.row(s)[i]) / n;
        for (std::size_t s = 0; s < a.rows(); ++s) variance += std::pow(static_cast<double>(a.row(s)[i]) - mean, 2) / n;
        trace += variance;
    }
    return {correlation(x, y), correlation(centredX, centredY), filterVariance / norms / (trace / static_cast<double>(a.cols())),
            flips / static_cast<double>(x.size()), real.empty() ? 0 : correlation(realX, x)};
}

/// Values through one batch normalization as its state has it.
void normalize(const Bundle& state, const std::string& name, Tensor& x) {
    const auto mean = state.at(name + "/mean").toFloats(), variance = state.at(name + "/variance").toFloats();
    const auto gamma = state.at(name + "/gamma").toFloats(), beta = state.at(name + "/beta").toFloats();
    for (std::size_t s = 0; s < x.rows(); ++s)
        for (std::size_t c = 0; c < x.cols(); ++c)
            x.row(s)[c] = (x.row(s)[c] - mean[c]) * (1.0F / std::sqrt(variance[c] + 1e-4F)) * gamma[c] + beta[c];
}

} // namespace

TEST_CASE("the numbers of a trained network's layers are those of plain loops", "[geometry]") {
    const auto trained = support::trainedGlyphs();
    const StudyResult result = study(trained); // 300 test samples, fewer than are asked for
    REQUIRE(result.table.rows() == 4);
    const Bundle state = trained->network->state();

    // The first layer: signs on pixels.
    const Tensor& pixels = trained->data->test.inputs;
    Tensor a({pixels.rows(), pixels.cols()});
    std::ranges::copy(pixels.values(), a.data());
    const Tensor& w1 = trained->network->layer(1).parameters().front()->value;
    const Plain first = plainMeasures(a, {}, w1);
    CHECK(at(result, "r", 0) == Approx(first.r).margin(1e-4));
    CHECK(at(result, "r_means_removed", 0) == Approx(first.within).margin(1e-4));
    CHECK(at(result, "gain", 0) == Approx(first.gain).epsilon(1e-4));
    CHECK(at(result, "flip_rate", 0) == Approx(first.flips).margin(1e-3));
    CHECK(std::isnan(at(result, "r_activations", 0)));

    // The second: signs on signs of what the first one gives.
    Tensor sums({a.rows(), w1.rows()});
    for (std::size_t s = 0; s < a.rows(); ++s)
        for (std::size_t f = 0; f < w1.rows(); ++f) {
            double sum = 0;
            for (std::size_t i = 0; i < w1.cols(); ++i) sum += static_cast<double>(w1.row(f)[i] >= 0 ? a.row(s)[i] : -a.row(s)[i]);
            sums.row(s)[f] = static_cast<float>(sum);
        }
    normalize(state, "batch_norm_1", sums);
    Tensor signs(sums.shape());
    for (std::size_t i = 0; i < signs.size(); ++i) signs[i] = sums[i] >= 0 ? 1.0F : -1.0F;
    const Plain second = plainMeasures(signs, sums, trained->network->layer(5).parameters().front()->value);
    CHECK(at(result, "r", 1) == Approx(second.r).margin(1e-3));
    CHECK(at(result, "gain", 1) == Approx(second.gain).epsilon(1e-3));
    CHECK(at(result, "flip_rate", 1) == Approx(second.flips).margin(1e-3));
    CHECK(at(result, "r_activations", 1) == Approx(second.activations).margin(1e-3));

    // Angle of each filter: cos = |w|_1 / (sqrt(d) |w|_2).
    double angle = 0;
    for (std::size_t f = 0; f < w1.rows(); ++f) {
        double sum = 0, squares = 0;
        for (const float w : w1.row(f)) {
            sum += std::abs(static_cast<double>(w));
            squares += static_cast<double>(w) * static_cast<double>(w);
        }
        angle += theory::degrees(std::acos(sum / std::sqrt(squares * static_cast<double>(w1.cols())))) / static_cast<double>(w1.rows());
    }
    CHECK(at(result, "angle_deg", 0) == Approx(angle).margin(1e-6));
    CHECK(at(result, "gaussian_angle_deg", 0) == Approx(37.041).margin(0.001));
    CHECK(at(result, "uniform_angle_deg", 0) == Approx(30));

    // Inputs in another order have no directions: what is left is the angle.
    CHECK(at(result, "r_permuted", 0) == Approx(at(result, "cosine", 0)).margin(0.01));
    CHECK(at(result, "r_permuted", 1) == Approx(at(result, "cosine", 1)).margin(0.03));
    CHECK(at(result, "r", 0) > at(result, "r_permuted", 0) + 0.03);

    // The float layer loses nothing.
    CHECK(at(result, "r", 2) == Approx(1).margin(1e-9));
    CHECK(at(result, "r_permuted", 2) == Approx(1).margin(1e-9));
    CHECK(at(result, "angle_deg", 2) == Approx(0).margin(1e-4));
    CHECK(at(result, "flip_rate", 2) == 0);
    CHECK(std::isnan(at(result, "gaussian_angle_deg", 2)));
}

TEST_CASE("the layers come as small multiples with their r, and all of them on one curve", "[geometry]") {
    const StudyResult result = study(support::trainedGlyphs(60));
    std::map<std::string, std::size_t> groups;
    std::set<std::string> ids;
    for (const Figure& figure : result.figures) {
        ++groups[figure.group];
        CHECK(ids.insert(figure.id).second);
        if (figure.map) {
            CHECK(figure.map->signQuadrants);
            CHECK(figure.title.find(": r = 0.") != std::string::npos);
        }
    }
    CHECK(groups["weights"] == 3);
    CHECK(groups["permuted"] == 3);
    CHECK(groups["activations"] == 2 + 1); // of the float layer too: signs enter it
    CHECK(groups["latent"] == 3);
    const auto gain = std::ranges::find(result.figures, "gain", &Figure::id);
    REQUIRE(gain != result.figures.end());
    const auto dots = std::ranges::count(gain->series, FigureSeries::Style::Points, &FigureSeries::style);
    CHECK(dots == 4);
    const auto latent = std::ranges::find(result.figures, "latent_dense_1", &Figure::id);
    REQUIRE(latent != result.figures.end());
    double mass = 0, law = 0;
    for (std::size_t i = 0; i < latent->series[0].y.size(); ++i) {
        mass += latent->series[0].y[i] * (latent->series[0].x[i + 1] - latent->series[0].x[i]);
        law += latent->series[1].y[i] * (latent->series[0].x[i + 1] - latent->series[0].x[i]);
    }
    CHECK(mass == Approx(1));
    CHECK(law == Approx(1).margin(0.02));
}

TEST_CASE("the layers of a network are the same on one thread and on two, and can be watched", "[geometry]") {
    const auto trained = support::trainedGlyphs(30);
    StudyResult one, two;
    std::vector<double> partial;
    StudyContext watched;
    Progress progress;
    watched.progress = &progress;
    watched.partial = [&](const StudyResult& known) { partial.push_back(at(known, "r", 1)); };
    withThreads(1, [&] { one = study(trained, {{"samples", std::int64_t{250}}, {"swap", true}}); });
    withThreads(2, [&] { two = study(trained, {{"samples", std::int64_t{250}}, {"swap", true}}, watched); });
    for (const Column& column : one.table.columns()) {
        INFO(column.name);
        const auto& other = two.table.find(column.name)->values;
        for (std::size_t i = 0; i < other.size(); ++i)
            CHECK((column.values[i] == other[i] || (std::isnan(column.values[i]) && std::isnan(other[i]))));
    }
    CHECK(partial.size() >= 6); // a first look and one for each network of the swap experiment
    CHECK(partial.back() == at(one, "r", 1));
    CHECK(progress.done() == progress.total());
    CHECK(one.figures.back().id == "swap");
}

TEST_CASE("a study of layers without a run says what it needs, and a cancelled one returns", "[geometry]") {
    CHECK_THROWS_WITH(runStudy(Component("layer_geometry"), {}), containsText("/run"));
    StudyContext context;
    context.openRun = [](const std::string&) { return std::shared_ptr<TrainedNetwork>(); };
    CHECK_THROWS_WITH(runStudy(Component("layer_geometry"), context), containsText("folder of a trained run"));
    std::stop_source stop;
    stop.request_stop();
    Progress progress(stop.get_token());
    StudyContext cancelled;
    cancelled.progress = &progress;
    CHECK(study(support::trainedGlyphs(1), {{"swap", true}}, cancelled).table.rows() == 0);
}

TEST_CASE("the layers of a network trained on MNIST keep the order of their sums", "[slow]") {
    const std::filesystem::path folder = testData() / "mnist";
    if (!std::filesystem::exists(folder)) {
        WARN("no MNIST in " << folder << ": skipped");
        return;
    }
    const TemporaryFolder root;
    Experiment experiment = withValue(readExperiment(findExperiment("mnist_bnn_mlp")), "/data/folder", folder.string());
    experiment = withValue(experiment, "/training/epochs", "2");
    createRunFolder(root / "run", experiment, 0);
    RunControl control;
    REQUIRE(execute(experiment, root / "run", false, control, [](const RunEvent&) {}).error.empty());
    const StudyResult result = study(openTrainedRun(root / "run"), {{"swap", true}});
    const double baseline = result.measured().at("accuracy");
    CHECK(baseline > 0.9);
    for (std::size_t layer = 0; layer < 4; ++layer) {
        INFO(layer + 1);
        CHECK(at(result, "r", layer) > 0.9);
        CHECK(at(result, "gain", layer) > 2);
        CHECK(at(result, "r_permuted", layer) == Approx(at(result, "cosine", layer)).margin(0.01));
        CHECK(at(result, "r_means_removed", layer) == Approx(at(result, "r_of_gain", layer)).margin(0.03));
        CHECK(at(result, "accuracy_continuous_refitted", layer) == Approx(baseline).margin(0.03));
    }
}
