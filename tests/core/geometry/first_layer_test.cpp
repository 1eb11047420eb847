// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/errors.h"

#include "core/base/parallel.h"
#include "core/base/rng.h"
#include "core/geometry/study.h"
#include "core/io/file.h"
#include "tests/fuzz/pictures.h"
#include "tests/temporary_folder.h"

#include <cmath>

using namespace orthant;

namespace {

StudyResult firstLayer(Params params, std::size_t threads = 0) {
    StudyResult result;
    withThreads(threads, [&] { result = runStudy(Component("first_layer", std::move(params)), {}); });
    return result;
}

const Reading& reading(const StudyResult& result, const std::string& id) {
    for (const Reading& r : result.readings)
        if (r.id == id) return r;
    throw std::logic_error("no reading " + id);
}

const Figure* figure(const StudyResult& result, const std::string& id) {
    for (const Figure& f : result.figures)
        if (f.id == id) return &f;
    return nullptr;
}

void writeGrey(const std::filesystem::path& file, std::size_t side, const fuzz::Bytes8& pixels) {
    const fuzz::Bytes8 png = fuzz::pngBytes(side, side, 0, 8, pixels);
    writeFileAtomically(file, std::as_bytes(std::span(png)));
}

} // namespace

TEST_CASE("patches of white noise have no component of their own, and filters keep the cosine of their angle",
          "[geometry]") {
    const TemporaryFolder folder;
    fuzz::Bytes8 pixels;
    for (std::uint64_t i = 0; i < 128 * 128; ++i)
        pixels.push_back(static_cast<unsigned char>(Rng(4).below(i, 256)));
    writeGrey(folder / "noise.png", 128, pixels);
    const StudyResult result =
        firstLayer({{"picture", (folder / "noise.png").string()}, {"filterCount", std::int64_t{512}}});
    const auto measured = result.measured();
    CHECK(measured.at("brightness_share") == Approx(1 / 9.0).margin(0.01));
    CHECK(measured.at("participation_ratio") == Approx(9).margin(0.05));
    CHECK(measured.at("neighbour_correlation") == Approx(0).margin(0.03));
    CHECK(measured.at("gain_zero_mean") == Approx(1).margin(0.03));
    CHECK(measured.at("r_unstructured") == Approx(0.798).margin(0.012)); // pooled over 512 filters of 9 weights
    CHECK(measured.at("r_unstructured") == Approx(result.theory().at("r_unstructured")).margin(0.003));
    CHECK(measured.at("flips_unstructured") == Approx(0.2).margin(0.015));
}

TEST_CASE("the drawn picture tells the story of the first layer", "[geometry]") {
    const StudyResult result = firstLayer({});
    const auto measured = result.measured();
    CHECK(measured.at("patches") >= 20000);
    CHECK(measured.at("brightness_cosine") > 0.99);
    CHECK(measured.at("brightness_share") > 0.5);
    CHECK(measured.at("gain_zero_mean") < 0.5);
    CHECK(measured.at("r_zero_mean") < measured.at("r_unstructured") - 0.1);
    CHECK(result.theory().at("law_unstructured") == Approx(0.797885).margin(1e-6));
    for (const char* id : {"r_zero_mean", "r_unstructured"}) {
        const Reading& r = reading(result, id);
        CHECK(r.measured == Approx(r.theory).margin(5 * std::sqrt(2.0) * r.standardError)); // both halves are samples
    }
    REQUIRE(figure(result, "components"));
    CHECK(figure(result, "components")->tiles.size() == 12);
    CHECK(figure(result, "components")->tiles[0].values.size() == 27);
    CHECK(figure(result, "spectrum")->series[0].y.size() == 27);
    CHECK(figure(result, "products")->map->signQuadrants);
    CHECK(figure(result, "gains")->series[0].x.size() == 64);
    CHECK(figure(result, "filters")->tiles.size() == 8);
    const auto& shares = result.table.find("share")->values;
    double sum = 0;
    for (const double share : shares)
        sum += share;
    CHECK(sum == Approx(1).margin(1e-5));
}

TEST_CASE("a filter of one's own has its own map", "[geometry]") {
    const Params sobel{
        {"filters", std::string("given")}, {"grey", true}, {"filter", std::string("-1 0 1 -2 0 2 -1 0 1")}};
    const StudyResult result = firstLayer(sobel);
    CHECK(figure(result, "filters")->tiles.size() == 2);
    CHECK(figure(result, "filters")->tiles[1].values == std::vector<float>{-1, 1, 1, -1, 1, 1, -1, 1, 1});
    const Reading& r = reading(result, "r_given");
    CHECK(r.measured == Approx(r.theory).margin(5 * std::sqrt(2.0) * r.standardError));
    CHECK(result.measured().at("leak_given") > 0.3); // three of the zeros became +1
    CHECK(mentions(errorOf([] { return firstLayer({{"filters", std::string("given")}}); }), {"/filter", "27"}));
}

TEST_CASE("pictures that have nothing to show are refused", "[geometry]") {
    const TemporaryFolder folder;
    writeGrey(folder / "flat.png", 8, fuzz::Bytes8(64, 77));
    const auto error = [&](const char* name, std::int64_t side) {
        return errorOf([&] { return firstLayer({{"picture", (folder / name).string()}, {"side", side}}); });
    };
    CHECK(mentions(error("flat.png", 3), {"do not vary"}));
    CHECK(mentions(error("flat.png", 9), {"/side", "8 x 8"}));
    CHECK(mentions(error("none.png", 3), {"none.png"}));
    CHECK(mentions(errorOf([] {
                       return firstLayer({{"source", std::string("dataset")}, {"data", Component("two_moons")}});
                   }),
                   {"/data"}));
}

TEST_CASE("the first-layer study is the same on one thread and on two, takes data sets, and stops when told",
          "[geometry]") {
    const Params params{{"source", std::string("dataset")},
                        {"data", Component("glyphs", {{"train", std::int64_t{50}}, {"test", std::int64_t{10}}})},
                        {"side", std::int64_t{4}},
                        {"patches", std::int64_t{3000}}};
    const StudyResult one = firstLayer(params, 1);
    CHECK(one.measured() == firstLayer(params, 2).measured());
    CHECK(one.measured().at("brightness_cosine") > 0.9);
    std::stop_source stop;
    stop.request_stop();
    Progress progress(stop.get_token());
    StudyContext context;
    context.progress = &progress;
    CHECK(runStudy(Component("first_layer", {}), context).readings.empty());
}
