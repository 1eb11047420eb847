// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/losses/loss.h"

namespace orthant::loss_entries {

#define ORTHANT_ENTRY(id) LossEntry id();
#include "core/training/losses/catalogue.def"
#undef ORTHANT_ENTRY

} // namespace orthant::loss_entries
