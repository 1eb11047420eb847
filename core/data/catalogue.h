// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"

namespace orthant::dataset_entries {

#define ORTHANT_ENTRY(id) DatasetEntry id();
#include "core/data/catalogue.def"
#undef ORTHANT_ENTRY

} // namespace orthant::dataset_entries
