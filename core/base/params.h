// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace orthant {

class Params;

/// An entry of a catalogue together with its parameters: {"id": "ste_sign", "clip": 1.0}.
struct Component {
    std::string id;
    std::shared_ptr<const Params> params;

    Component() = default;
    explicit Component(std::string identifier);
    Component(std::string identifier, Params parameters);
};

using ParamValue = std::variant<bool, std::int64_t, double, std::string, Component>;

bool operator==(const Component& a, const Component& b);

enum class ParamKind { Boolean, Integer, Real, Choice, Text, Path, Component };

/// The one description of a parameter. The JSON check, the command line, the form in the window, the help and the
/// contract tests are all made from it.
struct ParamSpec {
    std::string id;                  ///< JSON key, camelCase
    std::string title;               ///< a few words for a form
    ParamKind kind = ParamKind::Real;
    ParamValue defaultValue = 0.0;
    std::string help;                ///< one sentence
    std::string unit;                ///< "" when it has none
    double minimum = -std::numeric_limits<double>::infinity();
    double maximum = std::numeric_limits<double>::infinity();
    bool logarithmic = false;        ///< a slider over it moves by ratios
    std::vector<std::string> choices;///< Choice: the allowed values
    std::string catalogue;           ///< Component: the catalogue that its id is looked up in, e.g. "quantizers"
    std::string condition;           ///< id of another parameter; this one counts only for some of its values
    std::vector<std::string> conditionValues; ///< those values as text: a choice, "true", an id; a form hides the row for others

    // Fluent setters, so that an entry reads as one sentence.
    ParamSpec&& range(double low, double high) && { minimum = low; maximum = high; return std::move(*this); }
    ParamSpec&& log() && { logarithmic = true; return std::move(*this); }
    ParamSpec&& in(std::string u) && { unit = std::move(u); return std::move(*this); }
    ParamSpec&& onlyFor(std::string other, std::vector<std::string> values) && {
        condition = std::move(other);
        conditionValues = std::move(values);
        return std::move(*this);
    }
};

ParamSpec realParam(std::string id, std::string title, double value, std::string help);
ParamSpec integerParam(std::string id, std::string title, std::int64_t value, std::string help);
ParamSpec booleanParam(std::string id, std::string title, bool value, std::string help);
ParamSpec choiceParam(std::string id, std::string title, std::string value, std::vector<std::string> choices,
                      std::string help);
ParamSpec textParam(std::string id, std::string title, std::string value, std::string help);
ParamSpec pathParam(std::string id, std::string title, std::string value, std::string help);
ParamSpec componentParam(std::string id, std::string title, std::string catalogue, Component value, std::string help);

/// Named values in the order in which they were set.
class Params {
  public:
    Params() = default;
    Params(std::initializer_list<std::pair<std::string, ParamValue>> values) : values_(values) {}

    bool has(std::string_view id) const { return find(id) != nullptr; }
    const ParamValue* find(std::string_view id) const;
    void set(std::string_view id, ParamValue value);

    /// The value as this type; a missing id or another type is a programmer's mistake (resolve() comes first) and
    /// throws Error that names the id.
    double real(std::string_view id) const;
    std::int64_t integer(std::string_view id) const;
    std::size_t size(std::string_view id) const; ///< a non-negative integer
    bool boolean(std::string_view id) const;
    const std::string& text(std::string_view id) const; ///< Choice, Text and Path
    const Component& component(std::string_view id) const;

    auto begin() const { return values_.begin(); }
    auto end() const { return values_.end(); }
    bool empty() const { return values_.empty(); }
    friend bool operator==(const Params& a, const Params& b) { return a.values_ == b.values_; }

  private:
    std::vector<std::pair<std::string, ParamValue>> values_;
};

/// Checks one value against its description: kind, range, choices. An integer is accepted for a Real.
/// Does not look into Components.
/// @errors  Error at `where`, saying what was found and what was expected
ParamValue checkValue(const ParamSpec& spec, const ParamValue& value, const std::string& where);

/// Checks `given` and adds defaults: the result has every described parameter, in the order of `specs`.
/// @param where  prefix of the place in errors; "/id" is appended
/// @errors  Error for an unknown id (with the nearest known one), a wrong kind, a value out of range
Params resolveParams(std::span<const ParamSpec> specs, const Params& given, const std::string& where);

/// Whether a parameter counts beside these values of the others.
bool applies(const ParamSpec& spec, const Params& values);

/// A short text of a value, as a table or a log shows it.
std::string toText(const ParamValue& value);

} // namespace orthant
