// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/orthogonal.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace orthant {

namespace {

double dot(const double* a, const double* b, std::size_t n) {
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) sum += a[i] * b[i];
    return sum;
}

/// Turns columns p and q of `w` (kept as rows) so that they are orthogonal, and those of `v` alike. False: they were.
bool orthogonalize(double* p, double* q, double* vp, double* vq, std::size_t n) {
    const double a = dot(p, p, n), b = dot(q, q, n), c = dot(p, q, n);
    if (std::abs(c) <= 1e-15 * std::sqrt(a * b)) return false;
    const double zeta = (b - a) / (2 * c);
    const double t = std::copysign(1 / (std::abs(zeta) + std::hypot(1, zeta)), zeta);
    const double cosine = 1 / std::hypot(1, t), sine = cosine * t;
    for (std::size_t i = 0; i < n; ++i) {
        const double x = p[i], y = q[i], vx = vp[i], vy = vq[i];
        p[i] = cosine * x - sine * y;
        q[i] = sine * x + cosine * y;
        vp[i] = cosine * vx - sine * vy;
        vq[i] = sine * vx + cosine * vy;
    }
    return true;
}

/// Makes row j of u a unit vector orthogonal to the rows before it, from the axis that is farthest from them.
void complete(std::vector<double>& u, std::size_t j, std::size_t n) {
    double* row = u.data() + j * n;
    for (std::size_t axis = 0; axis < n; ++axis) {
        std::fill_n(row, n, 0.0);
        row[axis] = 1;
        for (int pass = 0; pass < 2; ++pass)
            for (std::size_t k = 0; k < j; ++k) {
                const double along = dot(row, u.data() + k * n, n);
                for (std::size_t i = 0; i < n; ++i) row[i] -= along * u[k * n + i];
            }
        const double length = std::sqrt(dot(row, row, n));
        if (length * length * static_cast<double>(2 * n) < 1) continue; // some axis keeps at least 1 / n of its square
        for (std::size_t i = 0; i < n; ++i) row[i] /= length;
        return;
    }
}

} // namespace

std::vector<double> procrustes(std::span<const double> a, std::size_t n) {
    assert(a.size() == n * n);
    // Columns of A V = U S and of V as rows, so that they are contiguous.
    std::vector<double> w(n * n), v(n * n, 0.0);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) w[j * n + i] = a[i * n + j];
        v[i * n + i] = 1;
    }
    bool turned = true;
    for (int sweep = 0; sweep < 60 && turned; ++sweep) {
        turned = false;
        for (std::size_t p = 0; p + 1 < n; ++p)
            for (std::size_t q = p + 1; q < n; ++q)
                turned = orthogonalize(&w[p * n], &w[q * n], &v[p * n], &v[q * n], n) || turned;
    }
    // Largest first, so that columns without a direction come last and are completed.
    std::vector<std::size_t> order(n);
    std::vector<double> length(n);
    for (std::size_t j = 0; j < n; ++j) {
        order[j] = j;
        length[j] = std::sqrt(dot(&w[j * n], &w[j * n], n));
    }
    std::ranges::stable_sort(order, [&](std::size_t x, std::size_t y) { return length[x] > length[y]; });
    std::vector<double> u(n * n), result(n * n, 0.0);
    for (std::size_t j = 0; j < n; ++j) {
        const std::size_t from = order[j];
        if (length[from] > 1e-12 * length[order[0]])
            for (std::size_t i = 0; i < n; ++i) u[j * n + i] = w[from * n + i] / length[from];
        else complete(u, j, n);
        for (std::size_t r = 0; r < n; ++r)
            for (std::size_t c = 0; c < n; ++c) result[r * n + c] += v[from * n + r] * u[j * n + c];
    }
    return result;
}

} // namespace orthant
