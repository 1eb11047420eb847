// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/catalogue.h"

#include "core/data/loading.h"

namespace orthant {

std::span<const DatasetEntry> datasets() {
    static const std::vector<DatasetEntry> table = {
#define ORTHANT_ENTRY(id) dataset_entries::id(),
#include "core/data/catalogue.def"
#undef ORTHANT_ENTRY
    };
    return table;
}

Dataset loadDataset(const Component& data, const DataContext& context) {
    const DatasetEntry& entry = findEntry(datasets(), data.id, "data set", "/data/id");
    const Params params = resolveParams(entry.params, data.params ? *data.params : Params{}, "/data");
    checkCancelled(context);
    Dataset dataset = entry.load(params, context);
    checkCancelled(context);
    return dataset;
}

} // namespace orthant
