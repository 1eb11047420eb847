// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/xnor.h"

#include "core/kernels/plain.h"

namespace orthant::kernels {

void xnorTile(const XnorTile& tile) { plain::xnorTile(tile); }

} // namespace orthant::kernels
