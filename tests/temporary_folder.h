// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <string>

/// An empty folder that goes away with the object.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        static std::atomic<unsigned> count{0};
        const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
        do
            path_ = std::filesystem::temp_directory_path() /
                    ("orthant-test-" + std::to_string(now) + "-" + std::to_string(count++));
        while (!std::filesystem::create_directory(path_)); // another process may have had the same idea
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};
