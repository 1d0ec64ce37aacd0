#include "study/bands.h"

#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "expression/parse.h"

namespace mtm {

namespace {

// Numbers as written, so that they stand in expressions and labels as their author has them.
struct Band {
    std::optional<double> low;
    std::optional<double> high;  // as written: the last number of the band
    bool below = false;          // high is not in it
    std::string label;
};

std::optional<double> number_in(std::string_view text) {
    text = trim(text);
    double out = 0;
    const auto end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, out, std::chars_format::fixed);
    if (text.empty() || read.ec != std::errc() || read.ptr != end) return std::nullopt;
    return out;
}

std::optional<Band> ends_of(std::string_view text) {
    const std::string plain = replace_all(replace_all(std::string(text), "–", "-"), "—", "-");
    if (plain.starts_with('<')) {
        const auto high = number_in(std::string_view(plain).substr(1));
        if (!high) return std::nullopt;
        return Band{{}, high, true, "<" + fmt::format("{}", *high)};
    }
    if (plain.ends_with('+')) {
        const auto low = number_in(std::string_view(plain).substr(0, plain.size() - 1));
        if (!low) return std::nullopt;
        return Band{low, {}, false, fmt::format("{}+", *low)};
    }
    const std::size_t dash = plain.find('-', 1);
    if (dash == std::string::npos) {
        const auto only = number_in(plain);
        if (!only) return std::nullopt;
        return Band{only, only, false, fmt::format("{}", *only)};
    }
    const auto low = number_in(std::string_view(plain).substr(0, dash));
    const auto high = number_in(std::string_view(plain).substr(dash + 1));
    if (!low || !high || *high < *low) return std::nullopt;
    return Band{low, high, false, fmt::format("{}–{}", *low, *high)};
}

// Ends at the next band where the two touch: nobody of 24.5 years falls between 18-24 and 25-34.
void close_gap(Band& band, const Band& next) {
    if (!band.high || band.below || !next.low) return;
    if (*next.low != *band.high && *next.low != *band.high + 1) return;
    band.high = next.low;
    band.below = true;
}

bool overlap(const Band& band, const Band& next) {
    if (!band.high || !next.low) return true;
    return band.below ? *next.low < *band.high : *next.low <= *band.high;
}

// Numbers that the form declares to be no answer are in no band.
std::string expression_text(const Question& asked, const Band& band) {
    const std::string& question = asked.name;
    std::vector<std::string> parts;
    for (const std::string& missing : asked.missing_values) {
        const auto number = number_in(missing);
        if (number) parts.push_back(fmt::format("${{{}}} != {}", question, *number));
    }
    if (band.low) parts.push_back(fmt::format("${{{}}} >= {}", question, *band.low));
    if (band.high) {
        parts.push_back(
            fmt::format("${{{}}} {} {}", question, band.below ? "<" : "<=", *band.high));
    }
    return join(parts, " and ");
}

Result<std::vector<Band>> bands_in(const std::vector<std::string>& texts, bool whole) {
    std::vector<Band> out;
    for (const std::string& text : texts) {
        auto band = ends_of(trim(text));
        if (!band) return Error{"“" + text + "” is no band of numbers"};
        out.push_back(*std::move(band));
    }
    for (std::size_t b = 0; b + 1 < out.size(); ++b) {
        if (!whole) close_gap(out[b], out[b + 1]);
        if (overlap(out[b], out[b + 1])) {
            return Error{"the bands " + out[b].label + " and " + out[b + 1].label +
                         " overlap, or do not stand in their order"};
        }
    }
    return out;
}

}  // namespace

bool begins_a_band(std::string_view piece) {
    piece = trim(piece);
    return !piece.empty() &&
           (piece.front() == '<' || (piece.front() >= '0' && piece.front() <= '9'));
}

Result<DerivedVariable> derived_of_bands(const Questionnaire& form,
                                         const std::string& question,
                                         const std::vector<std::string>& bands) {
    const int index = form.find(question);
    CHECK(index >= 0);
    const Question& asked = form.questions[static_cast<std::size_t>(index)];
    if (!is_numeric(asked.type) && asked.type != QuestionType::calculate) {
        return Error{"“" + question + "” is not a question for a number"};
    }
    auto found = bands_in(bands, asked.type == QuestionType::integer);
    if (!found) return found.error();
    DerivedVariable out;
    out.question = question;
    out.of_table = true;
    std::vector<std::string> labels;
    for (const Band& band : *found) {
        auto truth = parse(expression_text(asked, band)).expression;
        CHECK(truth.has_value());
        DerivedCategory category;
        category.name = band.label;
        category.expression = *std::move(truth);
        category.label.by_language.assign(form.languages.size(), band.label);
        labels.push_back(band.label);
        out.categories.push_back(std::move(category));
    }
    out.name = question + ": " + join(labels, ", ");
    return out;
}

}  // namespace mtm
