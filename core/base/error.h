// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace orthant {

/// What a user or a file can cause. The message says, in plain words, what was found and what was expected.
/// A programmer's mistake is an assertion instead.
class Error : public std::runtime_error {
  public:
    /// @param where  the place: a JSON pointer, a file with an offset, an option; empty when there is none
    explicit Error(const std::string& message, std::string where = {})
        : std::runtime_error(where.empty() ? message : where + ": " + message), message_(message),
          where_(std::move(where)) {}

    const std::string& message() const { return message_; }
    const std::string& where() const { return where_; }

  private:
    std::string message_;
    std::string where_;
};

} // namespace orthant
