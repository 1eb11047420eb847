// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/experiment/unrolled_support.h"
#include "tests/ui/session_fixture.h"

#include <stdexcept>

namespace orthant::ui {

/// A session that trains the tiny plan in well under a second.
struct UnrolledFixture : SessionFixture {
    std::shared_ptr<UnrolledModel> train(const UnrolledPlan& plan = support::tinyPlan()) {
        session->startUnrolled(plan);
        const auto model = session->unrolled();
        if (!waitFor([&] { return !model->active(); })) throw std::runtime_error("the plan does not end");
        return model;
    }
};

} // namespace orthant::ui
