#include "disclosure/coarse_levels.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <numbers>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/text.h"

namespace mtm {
namespace {

constexpr std::size_t few_distinct = 12;       // counts of children, not ages
constexpr double open_ends = 0.02;             // of the answers, beyond the outer bands
constexpr std::array rare_shares{0.01, 0.05};  // of the answers

Choice category(std::string name, Translated label, MissingChoice missing = MissingChoice::answer) {
    Choice out;
    out.name = std::move(name);
    out.label = std::move(label);
    out.missing = missing;
    return out;
}

/// Levels of one key while they are made. Values are codes of the column's dictionary, or sets.
class LevelBuilder {
public:
    explicit LevelBuilder(const CoarseningOf& of) : of_(of) {
        key_.question = of.index;
        key_.name = of.question.name;
    }

    RecordKey build() {
        read_values();
        const bool several = of_.question.type == QuestionType::select_multiple ||
                             of_.question.type == QuestionType::rank;
        if (of_.question.type == QuestionType::select_one) {
            add_choice_levels();
        } else if (of_.question.type == QuestionType::geopoint) {
            add_grid_levels();
        } else if (!several && has_dates()) {
            add_date_levels();
        } else if (of_.question.type == QuestionType::time) {
            add_time_levels();
        } else if (!several && has_numbers()) {
            add_number_levels();
        } else {
            add_as_answered();
        }
        add_left_out();
        return std::move(key_);
    }

private:
    [[nodiscard]] bool has_dates() const {
        const QuestionType type = of_.question.type;
        return type == QuestionType::date || type == QuestionType::date_time ||
               type == QuestionType::metadata;
    }

    [[nodiscard]] bool has_numbers() const {
        return is_numeric(of_.question.type) || of_.question.type == QuestionType::range ||
               (of_.question.type == QuestionType::calculate && all_numbers());
    }

    [[nodiscard]] bool all_numbers() const {
        return std::ranges::none_of(of_.column.numbers,
                                    [](double number) { return std::isnan(number); });
    }

    // Values by row. Codes that stand for no choice of the list are no answer that is published.
    void read_values() {
        const Column& column = of_.column;
        std::map<std::vector<std::uint64_t>, std::int32_t> sets;
        bool any_not_asked = false;
        const bool several = of_.question.type == QuestionType::select_multiple;
        for (std::size_t row = 0; row < column.size(); ++row) {
            std::int32_t value = column.codes[row];
            if (value >= 0 && several) {
                const auto first = column.members.begin() +
                                   static_cast<std::ptrdiff_t>(
                                       row * static_cast<std::size_t>(column.words_per_row));
                const std::vector<std::uint64_t> chosen(first, first + column.words_per_row);
                value = sets.emplace(chosen, static_cast<std::int32_t>(sets.size())).first->second;
            } else if (of_.question.type == QuestionType::select_one &&
                       value >= column.choice_count) {
                value = missing_value;
            }
            if (column.asked[row] == 0) value = not_asked;
            any_not_asked |= value == not_asked;
            key_.values.push_back(value);
        }
        answers_ = several ? sets.size()
                   : of_.question.type == QuestionType::select_one
                       ? static_cast<std::size_t>(column.choice_count)
                       : column.dictionary.size();
        counts_.assign(answers_, 0);
        for (std::int32_t& value : key_.values) {
            if (value == not_asked) {
                value = static_cast<std::int32_t>(answers_);
            } else if (value >= 0) {
                ++counts_[static_cast<std::size_t>(value)];
            }
        }
        key_.value_count = static_cast<std::int32_t>(answers_ + (any_not_asked ? 1 : 0));
        has_not_asked_ = any_not_asked;
    }

    // A level of these categories, which every answer has; "not asked" is one more.
    void add(std::string what,
             std::vector<std::int32_t> category_of,
             std::vector<Choice> categories,
             bool as_answered = false) {
        if (has_not_asked_) {
            category_of.push_back(static_cast<std::int32_t>(categories.size()));
            categories.emplace_back();
        }
        if (!key_.levels.empty() && key_.levels.back().categories.size() <= categories.size())
            return;
        if (categories.size() < 2 && !key_.levels.empty()) return;
        key_.levels.push_back({.what = std::move(what),
                               .category_of = std::move(category_of),
                               .categories = std::move(categories),
                               .as_answered = as_answered});
    }

    void add_left_out() {
        CoarseLevel out;
        out.what = "left out";
        out.left_out = true;
        out.category_of.assign(static_cast<std::size_t>(key_.value_count), 0);
        out.categories.emplace_back();
        key_.levels.push_back(std::move(out));
    }

    void add_as_answered() {
        std::vector<std::int32_t> same;
        std::vector<Choice> categories(answers_);
        for (std::size_t value = 0; value < answers_; ++value)
            same.push_back(static_cast<std::int32_t>(value));
        add(of_.finest, std::move(same), std::move(categories), true);
    }

    // --- choices ---

    [[nodiscard]] const std::vector<Choice>& choices() const {
        return of_.study.questionnaire.choices_of(of_.index).choices;
    }

    void add_choice_levels() {
        if (of_.rule != nullptr && !of_.rule->groups.empty()) {
            add_groups(of_.rule->groups);
        } else if (of_.rule != nullptr && !of_.rule->column.empty()) {
            add_column(of_.rule->column);
        } else {
            add_as_answered();
            for (const std::string& column : gathering_columns())
                add_column(column);
        }
        if (key_.levels.empty()) add_as_answered();
        if (key_.levels.size() == 1 && key_.levels[0].as_answered) {
            for (const double share : rare_shares)
                add_rare_together(share);
        }
    }

    // Columns of the choices sheet of which every choice has a value, those with most values first.
    [[nodiscard]] std::vector<std::string> gathering_columns() const {
        std::map<std::string, std::set<std::string>> values;
        std::map<std::string, std::size_t> filled;
        for (const Choice& choice : choices()) {
            if (choice.missing != MissingChoice::answer) continue;
            for (const auto& [column, value] : choice.extra) {
                if (value.empty()) continue;
                values[column].insert(value);
                ++filled[column];
            }
        }
        const auto answers = static_cast<std::size_t>(
            std::ranges::count(choices(), MissingChoice::answer, &Choice::missing));
        std::vector<std::pair<std::size_t, std::string>> found;
        for (const auto& [column, distinct] : values) {
            if (filled[column] == answers && distinct.size() > 1 && distinct.size() < answers)
                found.emplace_back(distinct.size(), column);
        }
        std::ranges::sort(found, [](const auto& a, const auto& b) {
            return a.first != b.first ? a.first > b.first : a.second < b.second;
        });
        std::vector<std::string> out;
        for (auto& [size, column] : found)
            out.push_back(std::move(column));
        return out;
    }

    void add_column(const std::string& column) {
        gather("by the column “" + column + "” of its choices", [&](const Choice& choice) {
            const auto found = choice.extra.find(column);
            return choice.missing != MissingChoice::answer || found == choice.extra.end()
                       ? std::string()
                       : found->second;
        });
    }

    void add_groups(const std::map<std::string, std::vector<std::string>>& groups) {
        std::map<std::string, std::string> group_of;
        for (const auto& [group, members] : groups) {
            for (const std::string& member : members)
                group_of[member] = group;
        }
        gather("in the groups of study.toml", [&](const Choice& choice) {
            const auto found = group_of.find(choice.name);
            return found == group_of.end() ? std::string() : found->second;
        });
    }

    // Choices of one name become one; those without stay. Only where it is coarser than before.
    template <typename GroupName>
    void gather(std::string what, const GroupName& group_name) {
        std::vector<std::int32_t> category_of;
        std::vector<Choice> categories;
        std::map<std::string, std::int32_t> known;
        for (const Choice& choice : choices()) {
            const std::string group = group_name(choice);
            const auto next = static_cast<std::int32_t>(categories.size());
            if (group.empty()) {
                category_of.push_back(next);
                categories.push_back(choice);
                continue;
            }
            const auto [found, is_new] = known.emplace(group, next);
            category_of.push_back(found->second);
            if (is_new) categories.push_back(category(group, of_.words.same(group)));
        }
        if (!is_coarser(category_of)) return;
        add(std::move(what), std::move(category_of), std::move(categories));
    }

    // Whether values that the last level puts together stay together.
    [[nodiscard]] bool is_coarser(const std::vector<std::int32_t>& category_of) const {
        if (key_.levels.empty()) return true;
        std::map<std::int32_t, std::int32_t> new_of_old;
        for (std::size_t value = 0; value < category_of.size(); ++value) {
            const auto [found, is_new] =
                new_of_old.emplace(key_.levels.back().category_of[value], category_of[value]);
            if (!is_new && found->second != category_of[value]) return false;
        }
        return true;
    }

    void add_rare_together(double share) {
        std::size_t answers = 0;
        for (const std::size_t count : counts_)
            answers += count;
        std::vector<std::size_t> by_count;
        for (std::size_t value = 0; value < answers_; ++value) {
            if (choices()[value].missing == MissingChoice::answer) by_count.push_back(value);
        }
        std::ranges::stable_sort(by_count, {}, [&](std::size_t value) { return counts_[value]; });
        const double limit = share * static_cast<double>(answers);
        std::set<std::size_t> together;
        std::size_t gathered = 0;
        for (const std::size_t value : by_count) {
            const bool rare = static_cast<double>(counts_[value]) < limit;
            const bool too_few_yet = !together.empty() && static_cast<double>(gathered) < limit;
            if (!rare && !too_few_yet) break;
            together.insert(value);
            gathered += counts_[value];
        }
        if (together.size() < 2) return;  // one alone would only change its name
        std::vector<std::int32_t> category_of;
        std::vector<Choice> categories;
        for (std::size_t value = 0; value < answers_; ++value) {
            if (together.contains(value)) {
                category_of.push_back(-1);
                continue;
            }
            category_of.push_back(static_cast<std::int32_t>(categories.size()));
            categories.push_back(choices()[value]);
        }
        std::ranges::replace(category_of, -1, static_cast<std::int32_t>(categories.size()));
        categories.push_back(category(unused_name("other_rare"), of_.words.rare_together()));
        add(fmt::format("answers of fewer than {} per cent together", share * 100),
            std::move(category_of),
            std::move(categories));
    }

    [[nodiscard]] std::string unused_name(std::string name) const {
        while (std::ranges::find(choices(), name, &Choice::name) != choices().end())
            name += "_";
        return name;
    }

    // --- numbers ---

    void add_number_levels() {
        if (of_.rule != nullptr && !of_.rule->bands.empty()) {
            add_bands("in the bands of study.toml", of_.rule->bands);
            return;
        }
        add_as_answered();
        const std::vector<double> numbers = sorted_numbers();
        if (numbers.empty()) return;
        const std::size_t distinct = std::set<double>(numbers.begin(), numbers.end()).size();
        if (distinct <= few_distinct && whole()) {
            const double top = at_share(numbers, 1 - open_ends);
            const double half = at_share(numbers, 0.5);
            if (top > numbers.front() + 1) add_bands_of_one(numbers.front(), top);
            if (half > numbers.front()) add_bands("in two bands", {half});
            return;
        }
        for (const double width : widths(numbers))
            add_bands(fmt::format("in bands of {}", width), open_bands(numbers, width));
    }

    void add_bands_of_one(double low, double top) {
        std::vector<double> bands;
        for (double band = low + 1; band <= top; ++band)
            bands.push_back(band);
        add_bands(fmt::format("{} and over together", top), bands);
    }

    [[nodiscard]] bool whole() const {
        return std::ranges::all_of(of_.column.numbers, [](double number) {
            return std::isnan(number) || std::floor(number) == number;
        });
    }

    // Of the answers, one for each row.
    [[nodiscard]] std::vector<double> sorted_numbers() const {
        std::vector<double> out;
        for (std::size_t value = 0; value < answers_; ++value) {
            const bool counts = of_.column.meaning[value] == MissingChoice::answer &&
                                !std::isnan(of_.column.numbers[value]);
            if (counts) out.insert(out.end(), counts_[value], of_.column.numbers[value]);
        }
        std::ranges::sort(out);
        return out;
    }

    static double at_share(const std::vector<double>& sorted, double share) {
        const auto last = static_cast<double>(sorted.size() - 1);
        return sorted[static_cast<std::size_t>(share * last)];
    }

    // Three widths, each twice the one before: of ages 5, 10 and 20, of others from a 40th of the
    // usual range, rounded down to 1, 2 or 5 of its decimal place.
    [[nodiscard]] std::vector<double> widths(const std::vector<double>& numbers) const {
        const double range = at_share(numbers, 1 - open_ends) - at_share(numbers, open_ends);
        if (whole() && range >= 20 && range <= 120) return {5, 10, 20};
        if (range <= 0) return {};
        constexpr double finest = 40;
        const double place = std::pow(10, std::floor(std::log10(range / finest)));
        const double lead = range / finest / place;
        double width = (lead < 2 ? 1 : lead < 5 ? 2 : 5) * place;
        if (whole()) width = std::max(width, 2.0);
        return {width, 2 * width, 4 * width};
    }

    static std::vector<double> open_bands(const std::vector<double>& numbers, double width) {
        const double first = std::floor(at_share(numbers, open_ends) / width) * width + width;
        const double last = std::floor(at_share(numbers, 1 - open_ends) / width) * width;
        std::vector<double> out{first};
        for (int i = 1; first + i * width <= last; ++i)
            out.push_back(first + i * width);
        return out;
    }

    // What is no number (a code for "I do not know") stays as it is, behind the bands.
    void add_bands(std::string what, const std::vector<double>& begins) {
        std::vector<Choice> categories;
        for (std::size_t band = 0; band <= begins.size(); ++band)
            categories.push_back(band_choice(begins, band));
        std::vector<std::int32_t> category_of;
        for (std::size_t value = 0; value < answers_; ++value) {
            const double number = of_.column.numbers[value];
            if (of_.column.meaning[value] != MissingChoice::answer || std::isnan(number)) {
                category_of.push_back(static_cast<std::int32_t>(categories.size()));
                const std::string& text = of_.column.dictionary[value];
                categories.push_back(
                    category(text, of_.words.same(text), of_.column.meaning[value]));
                continue;
            }
            const auto above = std::ranges::upper_bound(begins, number);
            category_of.push_back(static_cast<std::int32_t>(above - begins.begin()));
        }
        add(std::move(what), std::move(category_of), std::move(categories));
    }

    [[nodiscard]] Choice band_choice(const std::vector<double>& begins, std::size_t band) const {
        if (band == 0)
            return category("under_" + number_in_data(begins[0]), of_.words.under(begins[0]));
        const double low = begins[band - 1];
        if (band == begins.size())
            return category(number_in_data(low) + "_and_over", of_.words.and_over(low));
        const double next = begins[band];
        const bool in_wholes = whole() && std::floor(low) == low && std::floor(next) == next;
        const double high = in_wholes ? next - 1 : next;
        return category(
            low == high ? number_in_data(low) : number_in_data(low) + "-" + number_in_data(high),
            in_wholes ? of_.words.between(low, high) : of_.words.from_to_under(low, high));
    }

    // --- dates, times and places ---

    // "2024-05-17T08:30" → 2024-05, 2024-Q2, 2024; what is no date stays together as one.
    static std::string period_of(const std::string& text, std::string_view period) {
        if (text.size() < 10 || text[4] != '-' || text[7] != '-') return {};
        if (period == "day") return text.substr(0, 10);
        if (period == "month") return text.substr(0, 7);
        if (period == "year") return text.substr(0, 4);
        int month = 0;
        std::from_chars(text.data() + 5, text.data() + 7, month);
        return text.substr(0, 4) + "-Q" + std::to_string((month + 2) / 3);
    }

    void add_date_levels() {
        const std::vector<std::string> periods{"day", "month", "quarter", "year"};
        const std::string first =
            of_.rule != nullptr && !of_.rule->period.empty() ? of_.rule->period : "day";
        bool begun = false;
        for (const std::string& period : periods) {
            begun |= period == first;
            if (!begun) continue;
            add_named("by " + period,
                      [&](const std::string& text) { return period_of(text, period); });
        }
    }

    // "08:30:00.000+05:00" → 08:30, 08; what is no time stays together as one.
    void add_time_levels() {
        const auto cut = [](const std::string& text, std::size_t length) {
            return text.size() < 5 || text[2] != ':' ? std::string() : text.substr(0, length);
        };
        add_named("by minute", [&](const std::string& text) { return cut(text, 5); });
        add_named("by hour", [&](const std::string& text) { return cut(text, 2); });
    }

    void add_grid_levels() {
        double sum = 0;
        double places = 0;
        for (const std::string& text : of_.column.dictionary) {
            if (const auto place = place_in(text)) {
                sum += place->first;
                ++places;
            }
        }
        // One width of cells everywhere, or those of a coarser grid would cut those of a finer one.
        const double shrink = std::cos(sum / std::max(places, 1.0) * std::numbers::pi / 180);
        for (const double factor : {1.0, 2.0, 4.0}) {
            const double km = of_.study.file.records.grid_km * factor;
            add_named(fmt::format("moved to a grid of {} km", km), [&](const std::string& text) {
                const auto place = place_in(text);
                return place ? middle_of_cell(*place, km, std::max(shrink, 0.05)) : std::string();
            });
        }
    }

    // Degrees of latitude and longitude of "latitude longitude altitude accuracy".
    static std::optional<std::pair<double, double>> place_in(const std::string& text) {
        const std::size_t space = text.find(' ');
        if (space == std::string::npos) return std::nullopt;
        std::pair<double, double> out;
        const auto first = std::from_chars(text.data(), text.data() + space, out.first);
        const auto second =
            std::from_chars(text.data() + space + 1, text.data() + text.size(), out.second);
        if (first.ec != std::errc() || second.ec != std::errc()) return std::nullopt;
        return out;
    }

    static std::string middle_of_cell(const std::pair<double, double>& place,
                                      double km,
                                      double shrink) {
        constexpr double km_a_degree = 111.195;  // of latitude, on a sphere of 6,371 km
        const double high = km / km_a_degree;
        const double wide = high / shrink;
        return fmt::format("{:.3f} {:.3f} 0 0",
                           (std::floor(place.first / high) + 0.5) * high,
                           (std::floor(place.second / wide) + 0.5) * wide);
    }

    // Values of one name become one; a name is its own label.
    template <typename NameOf>
    void add_named(std::string what, const NameOf& name_of) {
        std::map<std::string, std::vector<std::size_t>> named;
        for (std::size_t value = 0; value < answers_; ++value)
            named[name_of(of_.column.dictionary[value])].push_back(value);
        std::vector<std::int32_t> category_of(answers_, -1);
        std::vector<Choice> categories;
        for (const auto& [name, values] : named) {
            for (const std::size_t value : values)
                category_of[value] = static_cast<std::int32_t>(categories.size());
            categories.push_back(category(name.empty() ? "unclear" : name,
                                          of_.words.same(name.empty() ? "–" : name)));
        }
        if (!is_coarser(category_of)) return;
        add(std::move(what), std::move(category_of), std::move(categories));
    }

    static constexpr std::int32_t missing_value = -1;
    static constexpr std::int32_t not_asked = -2;

    const CoarseningOf& of_;
    RecordKey key_;
    std::size_t answers_ = 0;
    std::vector<std::size_t> counts_;  // rows by value
    bool has_not_asked_ = false;
};

}  // namespace

RecordKey key_of_answers(const CoarseningOf& of) {
    return LevelBuilder(of).build();
}

}  // namespace mtm
