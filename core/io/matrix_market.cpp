// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/matrix_market.h"

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/io/file.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <optional>

namespace orthant {

namespace {

constexpr double largestClaim = 2147483647; ///< rows or columns that a head may state

class Reader {
  public:
    Reader(std::string_view text, const std::string& where) : text_(text), where_(where) {}

    MarketMatrix read() {
        readHead();
        if (!nextLine()) fail("the line of sizes is missing");
        const std::size_t numbers = coordinate_ ? 3 : 2;
        if (words_.size() != numbers)
            fail("found " + std::to_string(words_.size()) + " words, expected " + std::to_string(numbers) +
                 ": rows, columns" + (coordinate_ ? ", entries" : ""));
        MarketMatrix matrix;
        matrix.rows = whole(0, 0, largestClaim, "rows");
        matrix.cols = whole(1, 0, largestClaim, "columns");
        if (symmetric_ && matrix.rows != matrix.cols)
            fail("a symmetric matrix of " + std::to_string(matrix.rows) + " x " + std::to_string(matrix.cols) +
                 " cannot be: expected as many rows as columns");
        if (coordinate_)
            readCoordinates(matrix, whole(2, 0, 1e15, "entries"));
        else
            readArray(matrix);
        if (nextLine()) fail("found more entries than the head says");
        return matrix;
    }

  private:
    [[noreturn]] void fail(const std::string& message) const {
        throw Error(message, where_ + ", line " + std::to_string(number_));
    }

    bool takeLine() {
        if (text_.empty()) return false;
        const std::size_t end = std::min(text_.find('\n'), text_.size());
        line_ = text_.substr(0, end);
        text_.remove_prefix(std::min(end + 1, text_.size()));
        ++number_;
        words_.clear();
        constexpr std::string_view blanks = " \t\r";
        for (std::size_t at = line_.find_first_not_of(blanks); at != std::string_view::npos;
             at = line_.find_first_not_of(blanks, at)) {
            const std::size_t stop = std::min(line_.find_first_of(blanks, at), line_.size());
            words_.push_back(line_.substr(at, stop - at));
            at = stop;
        }
        return true;
    }

    /// The next line with words that is no comment.
    bool nextLine() {
        while (takeLine())
            if (!words_.empty() && words_.front().front() != '%') return true;
        return false;
    }

    /// Which of the choices a word of the head is, whatever its case.
    std::size_t choice(std::size_t word, std::initializer_list<std::string_view> choices) const {
        std::string text;
        if (word < words_.size())
            for (const char c : words_[word].substr(0, 40))
                text += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        std::string known;
        std::size_t index = 0;
        for (const std::string_view one : choices) {
            if (text == one) return index;
            known += (index++ == 0 ? "" : ", ") + std::string(one);
        }
        fail((text.empty() ? "a word of the head is missing" : "found '" + text + "' in the head") + ", expected " +
             known);
    }

    void readHead() {
        if (!takeLine() || words_.empty() || words_.front() != "%%MatrixMarket")
            throw Error("expected a first line that starts with %%MatrixMarket", where_ + ", line 1");
        choice(1, {"matrix"});
        coordinate_ = choice(2, {"coordinate", "array"}) == 0;
        pattern_ = choice(3, {"real", "double", "integer", "pattern"}) == 3;
        symmetric_ = choice(4, {"general", "symmetric"}) == 1;
        if (pattern_ && !coordinate_) fail("a pattern has no values for an array: expected coordinate");
    }

    double number(std::size_t word) const {
        const std::optional<double> value = numberFrom(words_[word]);
        if (!value || !std::isfinite(*value))
            fail("found '" + std::string(words_[word].substr(0, 40)) + "', expected a number");
        return *value;
    }

    std::size_t whole(std::size_t word, double least, double most, const char* what) const {
        const double value = number(word);
        if (value != std::floor(value) || value < least || value > most)
            fail("found '" + std::string(words_[word].substr(0, 40)) + "' as " + what +
                 ", expected a whole number from " + std::to_string(static_cast<std::size_t>(least)) + " to " +
                 std::to_string(static_cast<std::size_t>(most)));
        return static_cast<std::size_t>(value);
    }

    void add(MarketMatrix& matrix, std::size_t row, std::size_t col, double value) const {
        matrix.entries.push_back({row, col, value});
        if (symmetric_ && row != col) matrix.entries.push_back({col, row, value});
    }

    void needLine(std::size_t words, std::size_t done) {
        if (!nextLine()) fail("the file ends after " + std::to_string(done) + " entries, the head says there are more");
        if (words_.size() != words)
            fail("found " + std::to_string(words_.size()) + " words, expected " + std::to_string(words));
    }

    void readCoordinates(MarketMatrix& matrix, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            needLine(pattern_ ? 2 : 3, i);
            const std::size_t row = whole(0, 1, static_cast<double>(matrix.rows), "row") - 1;
            const std::size_t col = whole(1, 1, static_cast<double>(matrix.cols), "column") - 1;
            if (symmetric_ && col > row) fail("found an entry above the diagonal, a symmetric file lists those below");
            add(matrix, row, col, pattern_ ? 1.0 : number(2));
        }
    }

    void readArray(MarketMatrix& matrix) { // column by column; a symmetric one from the diagonal down
        std::size_t done = 0;
        for (std::size_t col = 0; col < matrix.cols; ++col)
            for (std::size_t row = symmetric_ ? col : 0; row < matrix.rows; ++row) {
                needLine(1, done++);
                add(matrix, row, col, number(0));
            }
    }

    std::string_view text_, line_;
    std::vector<std::string_view> words_;
    const std::string& where_;
    std::size_t number_ = 0;
    bool coordinate_ = true, pattern_ = false, symmetric_ = false;
};

} // namespace

MarketMatrix parseMatrixMarket(std::string_view text, const std::string& where) { return Reader(text, where).read(); }

MarketMatrix readMatrixMarket(const std::filesystem::path& file) {
    return parseMatrixMarket(readTextFile(file), file.string());
}

} // namespace orthant
