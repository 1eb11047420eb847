// SPDX-License-Identifier: GPL-3.0-or-later
/// What terms with a teacher share.
#pragma once

#include "core/training/terms/term.h"

#include <memory>

namespace orthant {

/// The parameter that names the run of the teacher.
ParamSpec teacherParam();

/// Opens the run that teacherParam() names.
/// @errors  Error at the parameter: none named, not there, nothing trained yet, or of other samples or classes
std::shared_ptr<Network> openTeacher(const Params& params, const TermSite& site);

/// factor T^2 times the mean over rows of KL(softmax(teacher / T) || softmax(student / T)); adds its gradient with respect to the
/// student, factor T (softmax(student / T) - softmax(teacher / T)) / rows, to `gradient`.
/// @shape  student, teacher, gradient: equal
double softDivergence(ConstMatrixView student, ConstMatrixView teacher, double temperature, double factor, MatrixView gradient);

} // namespace orthant
