// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/sign_tables.h"

#include "core/kernels/plain.h"

namespace orthant::kernels {

void signTile(const SignTile& tile) { plain::signTile(tile); }

} // namespace orthant::kernels
