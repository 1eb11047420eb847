// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/window.h"

#include "core/base/error.h"

namespace orthant {

Window windowOver(const Shape& image, std::size_t kernelHeight, std::size_t kernelWidth, std::size_t stride, bool same,
                  const std::string& where) {
    if (image.size() != 2 && image.size() != 3)
        throw Error("expected images of height x width or height x width x channels, found " + toText(image), where);
    const Window window{image[0], image[1], channelsOf(image), kernelHeight, kernelWidth, stride, same};
    if (!window.valid())
        throw Error("a window of " + std::to_string(kernelHeight) + " x " + std::to_string(kernelWidth) +
                        " does not fit into images of " + toText(image),
                    where);
    return window;
}

} // namespace orthant
