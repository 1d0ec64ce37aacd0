#include "exchange/statistics_columns.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "exchange/column_names.h"
#include "expression/date.h"

namespace mtm {
namespace {

struct Limits {
    std::size_t name_bytes;
    std::size_t label_bytes;
    std::size_t label_characters;
    std::size_t value_label_bytes;
};

// SPSS 64 bytes, 256 bytes, 120 bytes; Stata 32 characters, 80 characters, 32,000 bytes.
constexpr Limits limits_of(StatisticsFormat format) {
    return format == StatisticsFormat::sav ? Limits{64, 252, 252, 120}
                                           : Limits{32, 320, 80, 32'000};
}

constexpr std::string_view reserved_in_spss[] = {
    "all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"};
constexpr std::string_view reserved_in_stata[] = {"_all",
                                                  "_b",
                                                  "byte",
                                                  "_coef",
                                                  "_cons",
                                                  "double",
                                                  "float",
                                                  "if",
                                                  "in",
                                                  "int",
                                                  "long",
                                                  "_n",
                                                  "_pi",
                                                  "_pred",
                                                  "_rc",
                                                  "_skip",
                                                  "strl",
                                                  "using",
                                                  "with"};

bool is_reserved(std::string_view name, StatisticsFormat format) {
    const std::string lower = lower_ascii(name);
    if (format == StatisticsFormat::sav)
        return std::ranges::count(reserved_in_spss, std::string_view(lower)) > 0;
    const bool of_width = lower.size() > 3 && lower.starts_with("str") &&
                          lower.find_first_not_of("0123456789", 3) == std::string::npos;
    return of_width || std::ranges::count(reserved_in_stata, std::string_view(lower)) > 0;
}

std::optional<double> number_in(std::string_view text) {
    double out = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
    const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
    constexpr std::size_t most_digits = 17;  // more than a double tells apart
    if (!whole || !std::isfinite(out) || text.size() > most_digits) return std::nullopt;
    return out;
}

// "0", "7", "-88": a code that a number gives back as it is.
std::optional<double> whole_code(std::string_view text) {
    constexpr double most = 2'000'000'000;  // Stata's long ends at 2,147,483,620
    const auto number = number_in(text);
    if (!number || std::fabs(*number) > most || fmt::format("{:.0f}", *number) != text)
        return std::nullopt;
    return number;
}

class ColumnMaker {
public:
    ColumnMaker(const Questionnaire& form, StatisticsFormat format, std::size_t language)
        : form_(form), format_(format), language_(language), limits_(limits_of(format)) {}

    StatisticsColumn make(const ExportColumn& source) {
        StatisticsColumn out;
        out.source = &source;
        switch (source.kind) {
            case ExportColumn::Kind::choice:
                make_flag(out);
                break;
            case ExportColumn::Kind::place:
            case ExportColumn::Kind::number:
                make_number(out);
                break;
            case ExportColumn::Kind::answer:
                make_answer(out);
                break;
            default:
                break;
        }
        return out;
    }

    /// The name first where it had to be changed, then the words of the questionnaire.
    [[nodiscard]] std::string label_of(const StatisticsColumn& column) const {
        const ExportColumn& source = *column.source;
        std::string words = source.words;
        if (source.question >= 0) words = question(source).label.in(language_);
        if (source.kind == ExportColumn::Kind::choice) {
            const std::string& label = form_.choices_of(source.question)
                                           .choices[static_cast<std::size_t>(source.choice)]
                                           .label.in(language_);
            if (!label.empty()) words = label + (words.empty() ? "" : " – " + words);
        }
        if (source.kind == ExportColumn::Kind::status) words = "What this interview is";
        const std::string name = column.name == source.name ? "" : source.name + ": ";
        return std::string(
            beginning_of(squeeze(name + words), limits_.label_bytes, limits_.label_characters));
    }

private:
    [[nodiscard]] const Question& question(const ExportColumn& source) const {
        return form_.questions[static_cast<std::size_t>(source.question)];
    }

    static void make_flag(StatisticsColumn& out) {
        out.type = StatisticsColumn::Type::flag;
        for (const std::string& text : out.source->texts)
            out.values.push_back({text == "1" ? 1.0 : 0.0});
        if (out.source->when_blank == "0") out.blank = {0.0};
    }

    void make_answer(StatisticsColumn& out) {
        const Question& asked = question(*out.source);
        if (is_numeric(asked.type)) return make_number(out);
        if (asked.type == QuestionType::date) return make_day(out);
        const bool one_of_list = asked.type == QuestionType::select_one && asked.list >= 0 &&
                                 !form_.choices_of(out.source->question).choices.empty();
        if (one_of_list) make_coded(out);
    }

    // Text where any answer is no number.
    void make_number(StatisticsColumn& out) {
        std::vector<StatisticsValue> values;
        std::map<double, std::string> missing;
        for (const std::string& text : out.source->texts) {
            const auto number = number_in(text);
            if (!number && !text.empty()) return;
            values.push_back({number ? *number : StatisticsValue{}.number});
            if (number && out.source->question >= 0 && is_numeric(question(*out.source).type) &&
                is_missing_value(question(*out.source), text))
                missing.emplace(*number, text);
        }
        out.type = StatisticsColumn::Type::number;
        out.values = std::move(values);
        char tag = 'a';
        for (const auto& [number, text] : missing) {
            if (format_ == StatisticsFormat::sav) {
                out.missing.push_back(number);
            } else if (tag <= 'z') {
                for (StatisticsValue& value : out.values) {
                    if (value.number == number) value.tag = tag;
                }
                out.labels.push_back({{number, tag++}, text});
            }
        }
    }

    static void make_day(StatisticsColumn& out) {
        std::vector<StatisticsValue> values;
        for (const std::string& text : out.source->texts) {
            const auto day = date_time_from(text);
            if (!day || print_date(*day) != text) return;
            values.push_back(
                {static_cast<double>(days_from_civil(day->year, day->month, day->day))});
        }
        out.type = StatisticsColumn::Type::day;
        out.values = std::move(values);
    }

    // The choices of the list, and behind them the codes that were given and are none of it.
    struct Code {
        std::string name;
        std::string label;
        MissingChoice missing = MissingChoice::answer;
        double number = 0;
    };

    [[nodiscard]] std::vector<Code> codes_of(const StatisticsColumn& column) const {
        const ChoiceList& list = form_.choices_of(column.source->question);
        const ChoiceTexts texts(list);
        std::vector<Code> out;
        for (std::size_t c = 0; c < list.choices.size(); ++c) {
            const Choice& choice = list.choices[c];
            if (list.find(choice.name) != static_cast<int>(c)) continue;  // stands twice
            out.push_back(
                {choice.name, value_label(texts, static_cast<int>(c)), choice.missing, 0});
        }
        for (const std::string& text : column.source->texts) {
            if (list.find(text) < 0) out.push_back({text, text, MissingChoice::answer, 0});
        }
        return out;
    }

    // A label that an import finds the choice by: with the code behind it where others have it too.
    [[nodiscard]] std::string value_label(const ChoiceTexts& texts, int choice) const {
        const Choice& c = texts.list().choices[static_cast<std::size_t>(choice)];
        std::string label = squeeze(c.label.in(language_));
        if (label.empty()) label = c.name;
        if (label.size() <= limits_.value_label_bytes && texts.find(label) == choice) return label;
        const std::string code = " [" + c.name + "]";
        const std::size_t left =
            limits_.value_label_bytes - std::min(code.size(), limits_.value_label_bytes);
        return std::string(beginning_of(label, left, left)) + code;
    }

    void make_coded(StatisticsColumn& out) {
        std::vector<Code> codes = codes_of(out);
        const bool whole = std::ranges::all_of(
            codes, [](const Code& code) { return whole_code(code.name).has_value(); });
        if (!whole) {
            std::stable_partition(codes.begin(), codes.end(), [](const Code& code) {
                return code.missing == MissingChoice::answer;
            });
        }
        std::map<std::string, StatisticsValue, std::less<>> by_name;
        char tag = 'a';
        for (std::size_t c = 0; c < codes.size(); ++c) {
            Code& code = codes[c];
            StatisticsValue value{whole ? *whole_code(code.name) : static_cast<double>(c + 1)};
            if (code.missing != MissingChoice::answer) {
                if (format_ == StatisticsFormat::sav) out.missing.push_back(value.number);
                if (format_ == StatisticsFormat::dta && tag <= 'z') value.tag = tag++;
            }
            by_name.emplace(code.name, value);
            out.labels.push_back({value, code.label});
        }
        out.type = StatisticsColumn::Type::coded;
        for (const std::string& text : out.source->texts)
            out.values.push_back(by_name.find(text)->second);
        std::ranges::sort(out.missing);
    }

    const Questionnaire& form_;
    StatisticsFormat format_;
    std::size_t language_;
    Limits limits_;
};

}  // namespace

std::string_view beginning_of(std::string_view text, std::size_t bytes, std::size_t characters) {
    std::size_t at = 0;
    for (std::size_t count = 0; at < text.size() && count < characters; ++count) {
        std::size_t next = at + 1;
        while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0U) == 0x80U)
            ++next;
        if (next > bytes) break;
        at = next;
    }
    return text.substr(0, at);
}

std::string statistics_name(std::string_view wanted,
                            StatisticsFormat format,
                            std::vector<std::string>& taken) {
    const std::size_t most = limits_of(format).name_bytes;
    std::string name;
    for (const char c : wanted) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const bool digit = c >= '0' && c <= '9';
        if (name.empty() && !letter) name = "v";
        name += letter || digit ? c : '_';
    }
    if (name.empty()) name = "v";
    name.resize(std::min(name.size(), most));
    if (is_reserved(name, format)) name += '_';
    std::string unlike = name;
    for (int n = 2; std::ranges::count(taken, lower_ascii(unlike)) > 0; ++n) {
        const std::string number = fmt::format("_{}", n);
        unlike = name.substr(0, most - number.size()) + number;
    }
    taken.push_back(lower_ascii(unlike));
    return unlike;
}

std::vector<StatisticsColumn> statistics_columns(const Questionnaire& form,
                                                 const ExportedTable& table,
                                                 StatisticsFormat format,
                                                 std::size_t language) {
    const ColumnNames names(form);
    ColumnMaker maker(form, format, language);
    std::vector<StatisticsColumn> out;
    std::vector<std::string> taken;
    for (const ExportColumn& source : table.columns) {
        if (source.kind == ExportColumn::Kind::label) continue;
        StatisticsColumn& column = out.emplace_back(maker.make(source));
        column.name = statistics_name(source.name, format, taken);
        // What it is called now must not be what another is called in the form.
        while (column.name != source.name &&
               names.meaning_of(column.name).kind != ColumnMeaning::Kind::unknown &&
               names.meaning_of(column.name) != names.meaning_of(source.name)) {
            column.name = statistics_name(source.name, format, taken);
        }
        column.label = maker.label_of(column);
    }
    return out;
}

}  // namespace mtm
