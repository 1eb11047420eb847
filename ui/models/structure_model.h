// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/unrolled/accounting.h"
#include "core/unrolled/mask_edit.h"
#include "core/unrolled/problem.h"
#include "core/unrolled/structure.h"

#include <QObject>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace orthant::ui {

/// What the structure editor wants to see.
struct StructureRequest {
    Component problem;
    std::filesystem::path folder; ///< relative paths in the problem start here
    std::uint64_t seed = 1;
    bool dense = false;           ///< every link, whatever the operator
    std::size_t reach = 0;        ///< of the mask
    std::vector<MaskEdit> edits;  ///< in that mask
    std::size_t layers = 10;      ///< of the network whose bits are counted
    bool thresholds = false;      ///< their bits are counted
    double density = 0.1;         ///< of pruned networks
    std::uint64_t sample = 0;     ///< the number of the signal that is shown
};

/// What there is to see: the operator, the links that it allows, a sample, and what the links cost.
struct StructurePicture {
    std::shared_ptr<const Problem> problem;
    Mask mask;
    BlockForm blocks;
    MaskCode code;
    std::size_t forbidden = 0, allowed = 0; ///< links that were edited
    Whole whole; ///< a signal or picture
    LinkCount count;
    std::vector<BitAccount> accounts;

    double share() const { return static_cast<double>(count.allowed) / static_cast<double>(count.links); } ///< of the links
};

/// @param known  the picture of the same problem, folder and seed, whose operator is used again; may be null
/// @errors  Error at a parameter of the problem or at an edit
StructurePicture structureOf(const StructureRequest& request, const StructurePicture* known = nullptr);

/// Keeps the picture up to date, away from the thread of the window. The newest request wins: those between it and the one
/// that is worked on are forgotten.
class StructureModel final : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    void request(const StructureRequest& request);
    /// The last one that could be made; null before the first.
    const std::shared_ptr<const StructurePicture>& picture() const { return picture_; }
    /// Why there is none of the newest request.
    const std::optional<Error>& error() const { return error_; }
    bool busy() const { return busy_; }

  Q_SIGNALS:
    void changed();

  private:
    void work();

    StructureRequest wanted_, shown_;
    bool busy_ = false, again_ = false;
    std::shared_ptr<const StructurePicture> picture_;
    std::optional<Error> error_;
};

} // namespace orthant::ui
