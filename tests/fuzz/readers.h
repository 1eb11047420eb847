// SPDX-License-Identifier: GPL-3.0-or-later
/// Every reader of files that strangers may have made, as one function from bytes. The fuzzers and the test of
/// mutations feed it: a reader may throw Error, and nothing else.
#pragma once

#include "core/base/error.h"
#include "core/experiment/experiment.h"
#include "core/io/bundle.h"
#include "core/io/csv.h"
#include "core/io/file.h"
#include "core/io/idx.h"
#include "core/io/image.h"
#include "core/io/matrix_market.h"
#include "core/io/series.h"

#include <stdexcept>
#include <string>

namespace fuzz {

using Bytes = std::span<const std::byte>;

/// What a reader has accepted must survive writing and reading again.
inline void expect(bool condition, const char* what) {
    if (!condition) throw std::logic_error(what);
}

inline std::string_view asText(Bytes bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

inline bool same(const orthant::Array& a, const orthant::Array& b) {
    return a.type == b.type && a.shape == b.shape && a.bytes == b.bytes;
}

inline void readNpy(Bytes bytes) {
    const orthant::Array array = orthant::parseNpy(bytes, "fuzz");
    expect(same(orthant::parseNpy(orthant::npyBytes(array), "again"), array), "npy does not come back");
    expect(array.toFloats().size() == array.count(), "values are lost");
}

inline void readNpz(Bytes bytes) { orthant::parseNpz(bytes, "fuzz"); }

inline void readSafetensors(Bytes bytes) {
    const orthant::Bundle bundle = orthant::parseSafetensors(bytes, "fuzz");
    const orthant::Bundle again = orthant::parseSafetensors(orthant::safetensorsBytes(bundle), "again");
    expect(again.metadata == bundle.metadata && again.arrays.size() == bundle.arrays.size(),
           "safetensors do not come back");
    for (const auto& [name, array] : bundle.arrays)
        expect(same(again.at(name), array), "an array does not come back");
}

inline void readIdx(Bytes bytes) {
    const orthant::Array array = orthant::parseIdx(bytes, "fuzz");
    expect(array.bytes.size() == array.count() * orthant::bytesOf(array.type), "idx has another size than its shape");
}

inline void readCsv(Bytes bytes) {
    const orthant::Table table = orthant::parseCsv(asText(bytes), "fuzz");
    for (const orthant::Column& column : table.columns())
        expect(column.values.size() == table.rows(), "columns differ in length");
    const std::string text = toCsv(table);
    if (table.rows() > 0) expect(orthant::toCsv(orthant::parseCsv(text, "again")) == text, "csv does not come back");
}

inline void readSeries(Bytes bytes) {
    const orthant::SeriesTable table = orthant::parseSeries(asText(bytes), "fuzz");
    expect(table.length > 0 && !table.labels.empty(), "there is a series");
    expect(table.values.size() == table.labels.size() * table.length, "series differ in length");
}

inline void readMarket(Bytes bytes) {
    const orthant::MarketMatrix matrix = orthant::parseMatrixMarket(asText(bytes), "fuzz");
    for (const orthant::MarketMatrix::Entry& entry : matrix.entries)
        expect(entry.row < matrix.rows && entry.col < matrix.cols, "an entry lies outside its matrix");
}

inline void readGzip(Bytes bytes) { orthant::unpackGzip(bytes, std::size_t{1} << 24, "fuzz"); }

inline void readImage(Bytes bytes) {
    const orthant::Image image = orthant::parseImage(bytes, "fuzz");
    expect(image.channels == 1 || image.channels == 3, "a picture is grey or has three colours");
    expect(image.pixels.size() == image.width * image.height * image.channels, "a picture has another size than it says");
}

inline void readExperiment(Bytes bytes) {
    const orthant::Experiment experiment = orthant::parseExperiment(asText(bytes));
    const std::string text = orthant::toJson(experiment);
    expect(orthant::toJson(orthant::parseExperiment(text)) == text, "the canonical form is not canonical");
}

struct Reader {
    const char* name;
    void (*read)(Bytes);
};
inline constexpr Reader readers[] = {
    {"npy", readNpy}, {"npz", readNpz},   {"safetensors", readSafetensors}, {"idx", readIdx},
    {"csv", readCsv}, {"series", readSeries}, {"matrix_market", readMarket}, {"gzip", readGzip}, {"image", readImage}, {"experiment", readExperiment}};

/// Feeds a reader; an Error is a good answer.
inline void feed(const Reader& reader, Bytes bytes) {
    try {
        reader.read(bytes);
    } catch (const orthant::Error&) {
    }
}

} // namespace fuzz
