// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/operators/helpers.h"
#include "tests/errors.h"

#include "core/io/bundle.h"
#include "core/io/file.h"
#include "tests/temporary_folder.h"

using namespace orthant;

namespace {

LinearOperator imported(const TemporaryFolder& folder, const char* file, bool normalize = false) {
    return makeOperator(Component("imported", {{"file", std::string(file)}, {"normalize", normalize}}),
                        {folder.path(), 1, {}}, "/operator");
}

} // namespace

TEST_CASE("a matrix comes from NPY of any number type, and from MatrixMarket", "[unrolled]") {
    const TemporaryFolder folder;
    const double values[] = {3, 0, 1, 4, 0, -2};
    writeNpy(folder / "a.npy", Array::of<double>(ElementType::F64, {2, 3}, values));
    writeFileAtomically(
        folder / "a.mtx",
        std::string_view("%%MatrixMarket matrix coordinate real general\n2 3 4\n1 1 3\n1 3 1\n2 1 4\n2 3 -2\n"));
    for (const char* file : {"a.npy", "a.mtx"}) {
        const LinearOperator op = imported(folder, file);
        REQUIRE(op.matrix.shape() == Shape{2, 3});
        for (std::size_t i = 0; i < 6; ++i)
            CHECK(static_cast<double>(op.matrix[i]) == values[i]);
    }
    const LinearOperator unit = imported(folder, "a.npy", true);
    CHECK(test::at(unit, 0, 0) == Approx(0.6));
    CHECK(test::at(unit, 1, 2) == Approx(-2 / std::sqrt(5.0)));
    CHECK(test::at(unit, 0, 1) == 0); // a column of zeros stays
}

TEST_CASE("what is no usable matrix is refused with file and reason", "[unrolled]") {
    const TemporaryFolder folder;
    const float wrong[] = {1, NAN};
    const float zeros[] = {0, 0};
    writeNpy(folder / "vector.npy", Array::of<float>(ElementType::F32, {2}, wrong));
    writeNpy(folder / "nan.npy", Array::of<float>(ElementType::F32, {1, 2}, wrong));
    writeNpy(folder / "zero.npy", Array::of<float>(ElementType::F32, {1, 2}, zeros));
    writeFileAtomically(folder / "huge.mtx",
                        std::string_view("%%MatrixMarket matrix coordinate real general\n1000000 3 0\n"));
    CHECK(mentions(errorOf([&] { return imported(folder, ""); }), {"/operator/file", "no file"}));
    CHECK(mentions(errorOf([&] { return imported(folder, "none.npy"); }), {"none.npy"}));
    CHECK(mentions(errorOf([&] { return imported(folder, "vector.npy"); }), {"vector.npy", "measurements x unknowns"}));
    CHECK(mentions(errorOf([&] { return imported(folder, "nan.npy"); }), {"nan.npy", "finite"}));
    CHECK(mentions(errorOf([&] { return imported(folder, "zero.npy"); }), {"zero.npy", "zero"}));
    CHECK(mentions(errorOf([&] { return imported(folder, "huge.mtx"); }), {"huge.mtx", "1000000 x 3", "4096"}));
}
