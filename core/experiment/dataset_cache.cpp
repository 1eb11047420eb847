// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/dataset_cache.h"

#include "core/experiment/catalogues.h"
#include "core/io/json_document.h"

#include <chrono>
#include <filesystem>
#include <system_error>

namespace orthant {

namespace fs = std::filesystem;

namespace {

std::string keyOf(const Component& data, const DataContext& context) {
    std::string key = toJsonValue(data).dump(-1, ' ', false, Json::error_handler_t::replace) + "\n" + context.folder.string();
    for (const ParamSpec& spec : catalogueEntry("datasets", data.id).params) {
        if (spec.kind != ParamKind::Path || data.params->text(spec.id).empty()) continue;
        std::error_code error; // a file that is not there is the loader's to report
        const auto time = fs::last_write_time(context.folder / data.params->text(spec.id), error);
        key += "\n" + std::to_string(time.time_since_epoch().count());
    }
    return key;
}

bool cancelled(const DataContext& context) { return context.progress && context.progress->cancelled(); }

} // namespace

struct DatasetCache::Entry {
    std::timed_mutex loading;
    std::weak_ptr<const Dataset> data;
};

std::shared_ptr<const Dataset> DatasetCache::load(const Component& data, const DataContext& context) {
    std::shared_ptr<Entry> entry;
    {
        const std::lock_guard lock(mutex_);
        std::shared_ptr<Entry>& known = entries_[keyOf(data, context)];
        if (!known) known = std::make_shared<Entry>();
        entry = known;
    }
    std::unique_lock lock(entry->loading, std::defer_lock);
    while (!lock.try_lock_for(std::chrono::milliseconds(20)))
        if (cancelled(context)) return std::make_shared<const Dataset>();
    if (auto loaded = entry->data.lock()) return loaded;
    auto loaded = std::make_shared<const Dataset>(loadDataset(data, context));
    if (!cancelled(context)) entry->data = loaded;
    return loaded;
}

} // namespace orthant
