// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/terms/teacher.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace orthant {

namespace {

/// x minus the log of the sum of exponentials, in units of the temperature.
void logSoftmax(const float* x, std::size_t count, double temperature, std::vector<double>& out) {
    out.resize(count);
    const auto top = static_cast<double>(*std::max_element(x, x + count));
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) sum += std::exp(out[i] = (static_cast<double>(x[i]) - top) / temperature);
    const double log = std::log(sum);
    for (double& y : out) y -= log;
}

} // namespace

ParamSpec teacherParam() {
    return pathParam("run", "Teacher", "",
                     "Folder of a finished run on the same kind of samples; a relative one starts at the experiment's file. A network "
                     "with float weights makes a good teacher.");
}

std::shared_ptr<Network> openTeacher(const Params& params, const TermSite& site) {
    const std::string where = site.where + "/run", &folder = params.text("run");
    if (folder.empty()) throw Error("no teacher: expected the folder of a finished run", where);
    if (!site.terms.openRun) throw Error("a teacher is the network of a run, and there are no runs here", where);
    std::shared_ptr<Network> teacher;
    try {
        teacher = site.terms.openRun(folder);
    } catch (const Error& error) {
        throw Error(std::string("the teacher cannot be opened: ") + error.what(), where);
    }
    if (elementCount(teacher->inputShape()) != elementCount(site.network.inputShape()) || teacher->classes() != site.network.classes())
        throw Error("the teacher takes samples of " + toText(teacher->inputShape()) + " values and knows " +
                        std::to_string(teacher->classes()) + " classes; expected " + toText(site.network.inputShape()) + " and " +
                        std::to_string(site.network.classes()),
                    where);
    return teacher;
}

double softDivergence(ConstMatrixView student, ConstMatrixView teacher, double temperature, double factor, MatrixView gradient) {
    std::vector<double> rows(student.rows);
    parallelBlocks(student.rows, 16, [&](std::size_t begin, std::size_t end) {
        std::vector<double> logOwn, logOther;
        for (std::size_t r = begin; r < end; ++r) {
            logSoftmax(student.row(r), student.cols, temperature, logOwn);
            logSoftmax(teacher.row(r), student.cols, temperature, logOther);
            for (std::size_t c = 0; c < student.cols; ++c) {
                const double wanted = std::exp(logOther[c]);
                rows[r] += wanted * (logOther[c] - logOwn[c]);
                gradient.row(r)[c] += static_cast<float>(factor * temperature * (std::exp(logOwn[c]) - wanted) /
                                                         static_cast<double>(student.rows));
            }
        }
    });
    double sum = 0;
    for (const double row : rows) sum += row;
    return student.rows == 0 ? 0 : factor * temperature * temperature * sum / static_cast<double>(student.rows);
}

} // namespace orthant
