// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/problems/pictures.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/io/image.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace orthant {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t side = 128;
constexpr std::size_t mostFiles = 500;

/// 1 inside, 0 outside, a slope of one pixel between; `distance` in pixels, negative inside.
float inside(double distance) { return static_cast<float>(std::clamp(0.5 - distance, 0.0, 1.0)); }

struct Uniform {
    const Rng& rng;
    std::uint64_t next = 0;
    double operator()(double low, double high) { return low + (high - low) * rng.uniform(next++); }
};

/// The first row or column at or after a place, within the picture.
std::size_t firstPixel(double place) {
    return static_cast<std::size_t>(std::clamp(std::ceil(place), 0.0, static_cast<double>(side)));
}

/// Ellipses and turned rectangles of different grey over a slope of light.
Tensor shapes(const Rng& rng) {
    Uniform draw{rng};
    Tensor picture({side, side});
    const double base = draw(0.2, 0.6), right = draw(-0.2, 0.2), down = draw(-0.2, 0.2);
    constexpr auto size = static_cast<double>(side);
    for (std::size_t i = 0; i < picture.size(); ++i)
        picture[i] = static_cast<float>(base + right * static_cast<double>(i % side) / size +
                                        down * static_cast<double>(i / side) / size);
    const int count = static_cast<int>(draw(5, 13));
    for (int shape = 0; shape < count; ++shape) {
        const double x = draw(0, size), y = draw(0, size), a = draw(5, 35), b = draw(5, 35);
        const double angle = draw(0, std::numbers::pi), cosine = std::cos(angle), sine = std::sin(angle);
        const auto grey = static_cast<float>(draw(0, 1));
        const bool ellipse = draw(0, 1) < 0.5;
        const double reach = std::hypot(a, b) + 1;
        for (std::size_t py = firstPixel(y - reach); py < firstPixel(y + reach); ++py)
            for (std::size_t px = firstPixel(x - reach); px < firstPixel(x + reach); ++px) {
                const double dx = static_cast<double>(px) - x, dy = static_cast<double>(py) - y;
                const double u = std::abs(cosine * dx + sine * dy), v = std::abs(cosine * dy - sine * dx);
                const double distance =
                    ellipse ? (std::hypot(u / a, v / b) - 1) * std::min(a, b) : std::max(u - a, v - b);
                float& value = picture[py * side + px];
                value += inside(distance) * (grey - value);
            }
    }
    return picture;
}

/// Waves of many lengths, the long ones stronger, and one direction that they prefer.
Tensor texture(const Rng& rng) {
    Uniform draw{rng};
    Tensor picture({side, side}, 0.5F);
    const double main = draw(0, std::numbers::pi);
    constexpr int waves = 14;
    for (int wave = 0; wave < waves; ++wave) {
        const double period = std::exp(draw(std::log(4.0), std::log(64.0))), angle = main + draw(-0.6, 0.6);
        const double phase = draw(0, 2 * std::numbers::pi), size = 0.5 / waves * std::sqrt(period / 8);
        const double right = 2 * std::numbers::pi * std::cos(angle) / period,
                     down = 2 * std::numbers::pi * std::sin(angle) / period;
        const double cosine = std::cos(right), sine = std::sin(right);
        for (std::size_t y = 0; y < side; ++y) { // from pixel to pixel the wave turns by the same angle
            double u = size * std::cos(phase + down * static_cast<double>(y));
            double v = size * std::sin(phase + down * static_cast<double>(y));
            for (std::size_t x = 0; x < side; ++x) {
                picture[y * side + x] += static_cast<float>(u);
                const double next = u * cosine - v * sine;
                v = u * sine + v * cosine;
                u = next;
            }
        }
    }
    for (float& value : picture.values())
        value = std::clamp(value, 0.0F, 1.0F);
    return picture;
}

Picture drawn(const std::string& kind, const Rng& rng, std::size_t number) {
    const std::array<std::string, 3> kinds = {"phantoms", "shapes", "textures"};
    const std::string& one = kind == "mixed" ? kinds[number % 3] : kind;
    const std::string title = " " + std::to_string(number + 1);
    const Rng own = rng.split(number);
    if (one == "phantoms") return {"phantom" + title, shellPhantom(side, own, number == 0 ? 0.0 : 0.15)};
    if (one == "shapes") return {"shapes" + title, shapes(own)};
    return {"texture" + title, texture(own)};
}

std::vector<Picture> drawnPictures(const std::string& kind, std::size_t count, const Rng& rng) {
    std::vector<Picture> pictures(count);
    parallelBlocks(count, 4, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            pictures[i] = drawn(kind, rng, i);
    });
    return pictures;
}

std::vector<fs::path> filesIn(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
        if (isImageName(it->path())) files.push_back(it->path());
    if (error) throw Error("the folder cannot be read: " + error.message(), folder.string());
    if (files.size() < 3)
        throw Error("found " + std::to_string(files.size()) +
                        " PNG or JPEG pictures, expected at least three: to train, to validate and to test",
                    folder.string());
    std::ranges::sort(files);
    files.resize(std::min(files.size(), mostFiles));
    return files;
}

Picture readGrey(const fs::path& file) {
    const Image image = readImage(file);
    Picture picture{file.stem().string(), Tensor({image.height, image.width})};
    for (std::size_t i = 0; i < picture.values.size(); ++i) {
        const std::uint8_t* pixel = image.pixels.data() + i * image.channels;
        picture.values[i] = image.channels == 1
                                ? static_cast<float>(pixel[0]) / 255
                                : static_cast<float>((0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2]) / 255);
    }
    return picture;
}

Pictures fromFolder(const fs::path& folder) {
    const std::vector<fs::path> files = filesIn(folder);
    std::vector<Picture> all(files.size());
    parallelBlocks(files.size(), 4, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            all[i] = readGrey(files[i]);
    });
    Pictures pictures;
    for (std::size_t i = 0; i < all.size(); ++i) {
        std::vector<Picture>& part = i % 10 == 1                  ? pictures.validation
                                     : i % 10 == 0 || i % 10 == 5 ? pictures.test
                                                                  : pictures.train;
        part.push_back(std::move(all[i]));
    }
    return pictures;
}

} // namespace

std::vector<ParamSpec> pictureParams() {
    return {
        choiceParam("pictures", "Pictures", "mixed", {"mixed", "shapes", "textures", "phantoms", "folder"},
                    "Drawn by the program (shapes, waves, heads as in tomography, or all three in turn), or your own."),
        pathParam("folder", "Folder", "", "PNG and JPEG pictures, at least three; colours become grey.")
            .onlyFor("pictures", {"folder"})};
}

std::shared_ptr<const Pictures> picturesOf(const Params& params, const ProblemContext& context) {
    const std::string& kind = params.text("pictures");
    if (kind == "folder") {
        if (params.text("folder").empty()) throw Error("no folder is given", context.where + "/folder");
        return std::make_shared<const Pictures>(fromFolder(context.folder / params.text("folder")));
    }
    const Rng rng(context.seed, 0x70696374);
    return std::make_shared<const Pictures>(Pictures{drawnPictures(kind, 48, rng.split(1)),
                                                     drawnPictures(kind, 9, rng.split(2)),
                                                     drawnPictures(kind, 12, rng.split(3))});
}

Tensor shellPhantom(std::size_t size, const Rng& rng, double moved) {
    struct Ellipse {
        double grey, a, b, x, y, degrees;
    };
    constexpr Ellipse ellipses[] = {{1, 0.69, 0.92, 0, 0, 0},          {-0.8, 0.6624, 0.874, 0, -0.0184, 0},
                                    {-0.2, 0.11, 0.31, 0.22, 0, -18},  {-0.2, 0.16, 0.41, -0.22, 0, 18},
                                    {0.1, 0.21, 0.25, 0, 0.35, 0},     {0.1, 0.046, 0.046, 0, 0.1, 0},
                                    {0.1, 0.046, 0.046, 0, -0.1, 0},   {0.1, 0.046, 0.023, -0.08, -0.605, 0},
                                    {0.1, 0.023, 0.023, 0, -0.606, 0}, {0.1, 0.023, 0.046, 0.06, -0.605, 0}};
    Uniform draw{rng};
    Tensor picture({size, size});
    const double scale = 2 / static_cast<double>(size);
    for (const Ellipse& ellipse : ellipses) {
        const auto jitter = [&] { return 1 + moved * draw(-1, 1); };
        const bool skull = &ellipse < ellipses + 2; // the two largest stay concentric
        const double a = ellipse.a * (skull ? 1 : jitter()), b = ellipse.b * (skull ? 1 : jitter());
        const double x0 = ellipse.x + (skull ? 0 : moved * draw(-0.3, 0.3)),
                     y0 = ellipse.y + (skull ? 0 : moved * draw(-0.3, 0.3));
        const double angle = ellipse.degrees * std::numbers::pi / 180 + (skull ? 0 : moved * draw(-1, 1));
        const double cosine = std::cos(angle), sine = std::sin(angle);
        const double reach = std::max(a, b) + scale;
        const auto from = [&](double place) {
            return static_cast<std::size_t>(
                std::clamp(std::floor((place + 1) / scale), 0.0, static_cast<double>(size)));
        };
        for (std::size_t py = from(-y0 - reach); py < from(-y0 + reach + scale); ++py)
            for (std::size_t px = from(x0 - reach); px < from(x0 + reach + scale); ++px) {
                const double x = (static_cast<double>(px) + 0.5) * scale - 1 - x0;
                const double y = 1 - (static_cast<double>(py) + 0.5) * scale - y0;
                const double radius = std::hypot((cosine * x + sine * y) / a, (cosine * y - sine * x) / b);
                picture[py * size + px] +=
                    static_cast<float>(ellipse.grey) * inside((radius - 1) * std::min(a, b) / scale);
            }
    }
    for (float& value : picture.values())
        value = std::clamp(value, 0.0F, 1.0F);
    return picture;
}

} // namespace orthant
