// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/problems/tiles.h"

#include "core/base/error.h"
#include "core/kernels/normals.h"
#include "core/unrolled/matrices.h"
#include "core/unrolled/problems/sampling.h"

#include <algorithm>

namespace orthant {

namespace {

/// What draw() and whole() need; shared by both.
struct Source {
    std::shared_ptr<const Pictures> pictures;
    LinearOperator op;
    SparseProduct product;
    Tiling tiling;
    float noise = 0;
    std::uint64_t seed = 1;

    /// Place in the picture of value v of a sample.
    std::size_t rowOf(std::size_t v) const {
        const std::size_t patch = v / (tiling.patch * tiling.patch), inner = v % (tiling.patch * tiling.patch);
        return patch / tiling.side * tiling.patch + inner / tiling.patch;
    }
    std::size_t colOf(std::size_t v) const {
        const std::size_t patch = v / (tiling.patch * tiling.patch), inner = v % (tiling.patch * tiling.patch);
        return patch % tiling.side * tiling.patch + inner % tiling.patch;
    }

    /// Cuts a sample out and takes the means of its patches away.
    /// @param means  where not empty: one for each patch
    void cut(const Picture& picture, std::size_t top, std::size_t left, std::span<float> x,
             std::span<float> means = {}) const {
        const std::size_t width = picture.values.cols(), size = tiling.patch * tiling.patch;
        for (std::size_t v = 0; v < x.size(); ++v)
            x[v] = picture.values[(top + rowOf(v)) * width + left + colOf(v)];
        for (std::size_t p = 0; p < tiling.patches(); ++p) {
            double sum = 0;
            for (const float value : x.subspan(p * size, size))
                sum += static_cast<double>(value);
            const auto mean = static_cast<float>(sum / static_cast<double>(size));
            for (float& value : x.subspan(p * size, size))
                value -= mean;
            if (!means.empty()) means[p] = mean;
        }
    }

    /// y = A x + noise.
    void measure(const Rng& sample, std::span<const float> x, std::span<float> y) const {
        product.apply(x, y);
        if (noise == 0) return;
        std::vector<float> values(y.size());
        fillNormal(forUse(sample, Use::Noise), noise, values);
        for (std::size_t i = 0; i < y.size(); ++i)
            y[i] += values[i];
    }

    void draw(Part part, const Rng& sample, std::span<float> x, std::span<float> y) const {
        const std::vector<Picture>& all = pictures->of(part);
        const Rng place = forUse(sample, Use::Place);
        const Picture& picture = all[place.below(0, all.size())];
        const std::size_t top = place.below(1, picture.values.rows() - tiling.pixels() + 1);
        const std::size_t left = place.below(2, picture.values.cols() - tiling.pixels() + 1);
        cut(picture, top, left, x);
        measure(sample, x, y);
    }

    Whole whole(std::uint64_t number) const {
        const Picture& picture = pictures->test[number % pictures->test.size()];
        const std::size_t side = tiling.pixels(), n = tiling.values();
        const std::size_t down = picture.values.rows() / side, across = picture.values.cols() / side;
        Whole whole;
        whole.title = picture.title;
        whole.x.resize({down * across, n});
        whole.y.resize({down * across, op.measurements()});
        Tensor means({down * across, tiling.patches()});
        for (std::size_t t = 0; t < down * across; ++t) {
            cut(picture, t / across * side, t % across * side, whole.x.row(t), means.row(t));
            // Numbers that no sample of draw() has in practice: noise of its own.
            measure(sampleRng(seed, Part::Test, ((number + 1) << 40) + t), whole.x.row(t), whole.y.row(t));
        }
        whole.assemble = [self = *this, means, down, across](ConstMatrixView rows) {
            return self.sideBySide(rows, means, down, across);
        };
        whole.original = whole.assemble(whole.x.matrix());
        whole.measured = op.measurements() == n ? seen(whole.y, means, down, across) : whole.y;
        return whole;
    }

    Tensor sideBySide(ConstMatrixView rows, const Tensor& means, std::size_t down, std::size_t across) const {
        const std::size_t side = tiling.pixels(), width = across * side, size = tiling.patch * tiling.patch;
        Tensor picture({down * side, width});
        for (std::size_t t = 0; t < rows.rows; ++t)
            for (std::size_t v = 0; v < rows.cols; ++v)
                picture[(t / across * side + rowOf(v)) * width + t % across * side + colOf(v)] =
                    rows.row(t)[v] + (means.empty() ? 0.0F : means.row(t)[v / size]);
        return picture;
    }

    /// The measurements of the pixels with their means: A (x + mean) + noise.
    Tensor seen(const Tensor& y, const Tensor& means, std::size_t down, std::size_t across) const {
        const std::size_t size = tiling.patch * tiling.patch;
        Tensor all = y;
        std::vector<float> levels(y.cols()), seen(y.cols());
        for (std::size_t t = 0; t < y.rows(); ++t) {
            for (std::size_t v = 0; v < y.cols(); ++v)
                levels[v] = means.row(t)[v / size];
            product.apply(levels, seen);
            for (std::size_t v = 0; v < y.cols(); ++v)
                all.row(t)[v] += seen[v];
        }
        return sideBySide(all.matrix(), {}, down, across);
    }
};

void checkPictures(const Pictures& pictures, std::size_t side) {
    for (const Part part : {Part::Train, Part::Validation, Part::Test})
        for (const Picture& picture : pictures.of(part))
            if (picture.values.rows() < side || picture.values.cols() < side)
                throw Error("found a picture of " + toText(picture.values.shape()) + " pixels, expected at least " +
                                std::to_string(side) + " x " + std::to_string(side),
                            picture.title);
}

} // namespace

Problem pictureProblem(std::shared_ptr<const Pictures> pictures, LinearOperator op, Tiling tiling, double noise,
                       const ProblemContext& context) {
    checkPictures(*pictures, tiling.pixels());
    const auto source = std::make_shared<const Source>(Source{
        std::move(pictures), op, SparseProduct(op.matrix.matrix()), tiling, static_cast<float>(noise), context.seed});
    Problem problem;
    problem.op = std::move(op);
    problem.sparsifier = blockDiagonal(tiling.patches(), dctMatrix2d(tiling.patch, tiling.patch));
    problem.kind = SignalKind::Image;
    problem.signalShape = {tiling.pixels(), tiling.pixels()};
    problem.draw =
        drawEach(context.seed, 1, [source](Part part, const Rng& sample, std::uint64_t, MatrixView x, MatrixView y) {
            source->draw(part, sample, {x.row(0), x.cols}, {y.row(0), y.cols});
        });
    problem.whole = [source](std::uint64_t number) { return source->whole(number); };
    problem.wholes = source->pictures->test.size();
    return problem;
}

ParamSpec greyNoiseParam(double value) {
    return realParam("noise", "Noise", value, "Standard deviation of the noise on every measurement.")
        .in("grey levels of 255")
        .range(0, 255);
}

} // namespace orthant
