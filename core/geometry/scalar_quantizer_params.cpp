// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/scalar_quantizer_params.h"

#include "core/geometry/number_list.h"

namespace orthant {

using theory::ScalarQuantizer, theory::Source;

Source sourceOf(const Params& p) {
    using Law = Source::Law;
    const std::string& id = p.text("law");
    const Law law = id == "uniform"     ? Law::Uniform
                    : id == "laplace"   ? Law::Laplace
                    : id == "logistic"  ? Law::Logistic
                    : id == "student_t" ? Law::StudentT
                                        : Law::Gaussian;
    return {law, p.real("degreesOfFreedom")};
}

ScalarQuantizer scalarQuantizerOf(const Params& p) {
    const Source source = sourceOf(p);
    const std::string& scheme = p.text("scheme");
    const std::size_t levels = std::size_t{1} << p.size("bits");
    if (scheme == "sign") return theory::signQuantizer(source);
    if (scheme == "ternary") return theory::ternaryQuantizer(source, p.real("threshold"));
    if (scheme == "lloyd_max") return theory::lloydMax(source, levels);
    if (scheme == "user") return parseLevels(p.text("levels"), "/levels");
    return theory::uniformQuantizer(levels, p.real("step") > 0 ? p.real("step") : theory::bestStep(source, levels));
}

} // namespace orthant
