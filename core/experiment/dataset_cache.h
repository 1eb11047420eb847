// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace orthant {

/// Data sets that several runs share: each is loaded one time while somebody holds it, and freed with its last holder.
/// @threads  any number of callers; those who want a data set that is being loaded wait for it
class DatasetCache {
  public:
    /// @param data  resolved
    /// @errors  those of loadDataset(); a cancelled load gives what there is to its caller and to nobody else
    std::shared_ptr<const Dataset> load(const Component& data, const DataContext& context);

  private:
    struct Entry;
    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<Entry>> entries_; ///< by parameters, folder and the times of the files
};

} // namespace orthant
