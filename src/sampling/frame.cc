#include "sampling/frame.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/fold.h"
#include "base/text.h"
#include "sampling/number_text.h"
#include "workbook/table_sheet.h"

namespace mtm {
namespace {

constexpr double most_people = 1e9;

// The choices of a question by their names and labels; empty of a label that several have.
std::map<std::string, std::string> choices_by_name(const Questionnaire& form,
                                                   const std::string& question) {
    std::map<std::string, std::string> out;
    const int at = question.empty() ? -1 : form.find(question);
    if (at < 0 || !is_select(form.questions[static_cast<std::size_t>(at)].type)) return out;
    for (const Choice& choice : form.choices_of(at).choices)
        out.emplace(fold(choice.name), choice.name);
    std::map<std::string, std::string> labels;
    for (const Choice& choice : form.choices_of(at).choices) {
        for (const std::string& label : choice.label.by_language) {
            if (label.empty()) continue;
            const auto [known, is_new] = labels.emplace(fold(label), choice.name);
            if (!is_new && known->second != choice.name) known->second.clear();
        }
    }
    out.merge(labels);
    return out;
}

class FrameReader {
public:
    FrameReader(const Sheet& sheet, const std::string& file, const Study& study)
        : table_(sheet),
          file_(file),
          form_(study.questionnaire),
          fieldwork_(study.file.fieldwork),
          areas_(choices_by_name(study.questionnaire, fieldwork_.area)),
          groups_(choices_by_name(study.questionnaire, fieldwork_.group)),
          place_question_(study.file.sample.place) {}

    ReadFrame read() {
        if (find_columns()) {
            for (int record = 0; record < table_.record_count(); ++record)
                read_row(record);
            for (const FramePlace& place : out_.frame.places)
                add_to_area(place);
            tell_of_empty_areas();
        }
        return std::move(out_);
    }

private:
    void report(std::string code,
                int record,
                int column,
                std::string message,
                std::string remedy,
                Severity severity = Severity::error) {
        out_.diagnostics.push_back(
            {.code = std::move(code),
             .severity = severity,
             .place = {.file = file_,
                       .sheet = {},
                       .row = record < 0 ? table_.header_row_number() : table_.row_number(record),
                       .column = column < 0
                                     ? std::string()
                                     : table_.columns()[static_cast<std::size_t>(column)].header,
                       .interview = {}},
             .message = std::move(message),
             .remedy = std::move(remedy)});
    }

    int find(const std::string& question, std::initializer_list<const char*> usual) const {
        if (const auto at = table_.find(question); at && !question.empty()) return *at;
        for (const char* name : usual) {
            if (const auto at = table_.find(name)) return *at;
        }
        return -1;
    }

    bool find_columns() {
        area_ = find(fieldwork_.area, {"area", "region", "oblast", "province", "district"});
        place_ = find(place_question_,
                      {"place", "community", "settlement", "village", "location", "site"});
        origin_ = find({}, {"origin", "country", "nationality", "citizenship"});
        population_ = find({}, {"population", "migrants", "people", "total"});
        deviation_ = find({}, {"deviation", "sd"});
        std::set<std::string> taken;
        for (int column = 0; column < table_.column_count(); ++column) {
            const auto choice =
                groups_.find(fold(table_.columns()[static_cast<std::size_t>(column)].header));
            if (choice == groups_.end() || choice->second.empty() ||
                !taken.insert(choice->second).second)
                continue;
            out_.frame.groups.push_back(choice->second);
            group_columns_.push_back(column);
        }
        if (area_ < 0)
            report("missing-column",
                   -1,
                   -1,
                   "There is no column of areas.",
                   "Name it area, or as the study’s question.");
        if (place_ < 0)
            report("missing-column",
                   -1,
                   -1,
                   "There is no column of places.",
                   "Name it place, community or settlement.");
        if (population_ < 0 && group_columns_.empty())
            report("missing-column",
                   -1,
                   -1,
                   "No column says how many people live in a place.",
                   "Name one population, or one for each group as the choices of its question "
                   "(male, female).");
        if (table_.record_count() == 0)
            report("frame-of-nobody", -1, -1, "The frame has no places.", "Write a row for each.");
        if (place_ >= 0) {
            out_.frame.place_header = table_.columns()[static_cast<std::size_t>(place_)].header;
            if (place_question_.empty()) place_question_ = out_.frame.place_header;
            places_ = choices_by_name(form_, place_question_);
        }
        if (population_ < 0 && !group_columns_.empty()) tell_of_missing_groups(taken);
        out_.frame.has_deviations = deviation_ >= 0;
        return !has_errors(out_.diagnostics);
    }

    [[nodiscard]] bool is_read(int column) const {
        const std::array others{area_, place_, origin_, population_, deviation_};
        return std::ranges::find(group_columns_, column) != group_columns_.end() ||
               std::ranges::find(others, column) != others.end();
    }

    // Without a column of everyone, whoever has no column of their own lives nowhere.
    void tell_of_missing_groups(const std::set<std::string>& taken) {
        std::vector<std::string> unread;
        for (int column = 0; column < table_.column_count(); ++column) {
            if (!is_read(column))
                unread.push_back(table_.columns()[static_cast<std::size_t>(column)].header);
        }
        const int question = form_.find(fieldwork_.group);
        for (const Choice& choice : form_.choices_of(question).choices) {
            if (choice.missing != MissingChoice::answer || taken.contains(choice.name)) continue;
            std::string meant = nearest(choice.name, unread);
            for (const std::string& label : choice.label.by_language) {
                if (meant.empty() && !label.empty()) meant = nearest(label, unread);
            }
            report("group-without-column",
                   -1,
                   -1,
                   "No column says how many “" + choice.name +
                       "” live in a place: the frame is of the others alone.",
                   meant.empty()
                       ? "Add the column, or one named population with everyone."
                       : "Is it the column “" + meant + "”? Name it “" + choice.name + "”.",
                   meant.empty() ? Severity::warning : Severity::error);
        }
    }

    std::string text(int record, int column) const {
        return column < 0 ? std::string() : squeeze(table_.at(record, column));
    }

    // People in a cell. Blank may mean nobody or not known, so that it must be said.
    std::optional<double> people(int record, int column) {
        const std::string cell = text(record, column);
        const std::optional<double> value = number_in(cell);
        if (value && *value >= 0 && *value < most_people && std::floor(*value) == *value)
            return value;
        report("bad-count",
               record,
               column,
               cell.empty() ? "How many people live here is not said."
                            : "“" + cell + "” is no whole number of people.",
               cell.empty() ? "Write an estimate, 0 if nobody does."
                            : "Write digits, without a comma: 1250.");
        return std::nullopt;
    }

    void read_row(int record) {
        const std::string area_text = text(record, area_);
        const std::string name = text(record, place_);
        bool good = true;
        for (const auto& [value, column] :
             {std::pair{&area_text, area_}, std::pair{&name, place_}}) {
            if (!value->empty()) continue;
            report("row-without-place",
                   record,
                   column,
                   "The row names no area or no place.",
                   "Write both in each row; sums do not belong into a frame.");
            good = false;
        }
        const std::string area = area_text.empty() ? "" : area_named(area_text, record);
        std::vector<double> by_group;
        double sum = 0;
        for (const int column : group_columns_) {
            const auto value = people(record, column);
            good = good && value;
            by_group.push_back(value.value_or(0));
            sum += by_group.back();
        }
        if (population_ >= 0) {
            const auto value = people(record, population_);
            good = good && value;
            if (good && !group_columns_.empty() && *value != sum)
                report("groups-differ",
                       record,
                       population_,
                       fmt::format("{} people live here, and its groups add to {}.", *value, sum),
                       "Correct the one or the others; every group needs its column.");
            sum = value.value_or(0);
        }
        if (area.empty()) return;
        if (!good || !add(record, area, name, sum, by_group)) not_all_read_.insert(area);
    }

    std::string area_named(const std::string& text, int record) {
        if (areas_.empty()) return text;
        if (const auto at = areas_.find(fold(text)); at != areas_.end() && !at->second.empty())
            return at->second;
        std::vector<std::string> names;
        for (const auto& [key, choice] : areas_)
            names.push_back(choice);
        report("unknown-area",
               record,
               area_,
               "“" + text + "” is no choice of “" + fieldwork_.area + "”.",
               did_you_mean(text, names, "Write the name or label of one of its choices."));
        return {};
    }

    // What tells a place from others: the choice it is, where the question has choices. Empty, and
    // told, where no interview could be given to it.
    std::string place_named(const std::string& text, int record) {
        if (places_.empty()) return fold(text);
        const auto at = places_.find(fold(text));
        if (at != places_.end() && !at->second.empty()) return at->second;
        std::vector<std::string> names;
        for (const auto& [key, choice] : places_)
            names.push_back(key);
        report("unknown-place",
               record,
               place_,
               at != places_.end()
                   ? "“" + text + "” is the label of several choices of “" + place_question_ + "”."
                   : "“" + text + "” is no choice of “" + place_question_ +
                         "”: no interview could be held in it.",
               at != places_.end()
                   ? "Write the name of the one that is meant."
                   : did_you_mean(text, names, "Write the name or label of one of its choices."));
        return {};
    }

    std::size_t area_index(const std::string& name, int record) {
        const auto [at, is_new] = area_at_.emplace(name, out_.frame.areas.size());
        if (is_new) out_.frame.areas.push_back({.name = name});
        if (deviation_ < 0) return at->second;
        FrameArea& area = out_.frame.areas[at->second];
        const std::string cell = text(record, deviation_);
        const std::optional<double> value = number_in(cell);
        if (!value || *value < 0)
            report("bad-deviation",
                   record,
                   deviation_,
                   "“" + cell + "” is no standard deviation.",
                   "Write a number from 0; for a share p, the root of p (1 - p).");
        else if (!is_new && *value != area.deviation)
            report(
                "bad-deviation",
                record,
                deviation_,
                fmt::format(
                    "“{}” has two standard deviations, {} and {}.", name, area.deviation, *value),
                "Write one for all places of an area.");
        else
            area.deviation = *value;
        return at->second;
    }

    // False where a mistake was told and the row is left out.
    bool add(int record,
             const std::string& area,
             const std::string& name,
             double population,
             const std::vector<double>& by_group) {
        const std::size_t index = area_index(area, record);
        const std::string key = place_named(name, record);
        if (key.empty()) return false;
        const auto [in, is_first] = area_of_place_.emplace(key, area);
        if (!is_first && in->second != area) {
            report("place-in-two-areas",
                   record,
                   place_,
                   "“" + name + "” stands under “" + in->second + "” and under “" + area +
                       "”: an interview held in it could not be given to one of them.",
                   "Correct the area, or tell apart places of one name.");
            return false;
        }
        const auto [at, is_new] = place_at_.emplace(key, out_.frame.places.size());
        const bool new_row =
            rows_.insert(key + '\n' + (origin_ < 0 ? "" : fold(text(record, origin_)))).second;
        if (!new_row) {
            report("place-twice",
                   record,
                   place_,
                   "“" + name + "” has two rows" +
                       (origin_ < 0 ? "." : " for “" + text(record, origin_) + "”."),
                   origin_ < 0 ? "Keep one, or tell apart places of one name; rows by origin need "
                                 "a column origin."
                               : "Keep one.");
            return false;
        }
        if (is_new) {
            out_.frame.places.push_back({.name = name,
                                         .area = index,
                                         .population = population,
                                         .by_group = by_group,
                                         .row = table_.row_number(record)});
            return true;
        }
        FramePlace& place = out_.frame.places[at->second];
        place.population += population;
        for (std::size_t g = 0; g < by_group.size(); ++g)
            place.by_group[g] += by_group[g];
        return true;
    }

    void add_to_area(const FramePlace& place) {
        FrameArea& area = out_.frame.areas[place.area];
        area.population += place.population;
        area.by_group.resize(place.by_group.size(), 0);
        for (std::size_t g = 0; g < place.by_group.size(); ++g)
            area.by_group[g] += place.by_group[g];
        if (place.population > 0) ++area.places;
    }

    void tell_of_empty_areas() {
        for (const FrameArea& area : out_.frame.areas) {
            if (area.population > 0 || not_all_read_.contains(area.name)) continue;
            report("frame-of-nobody",
                   -1,
                   area_,
                   "Nobody lives in “" + area.name + "”.",
                   "Leave the area out, or correct its counts.",
                   Severity::warning);
        }
        if (!has_errors(out_.diagnostics) && out_.frame.population() <= 0)
            report("frame-of-nobody",
                   -1,
                   -1,
                   "Nobody lives in any place of the frame.",
                   "Correct its counts.");
    }

    TableSheet table_;
    const std::string& file_;
    const Questionnaire& form_;
    const Fieldwork& fieldwork_;
    std::map<std::string, std::string> areas_;
    std::map<std::string, std::string> groups_;
    std::map<std::string, std::string> places_;  // choices of the question that says the place
    std::string place_question_;
    int area_ = -1;
    int place_ = -1;
    int origin_ = -1;
    int population_ = -1;
    int deviation_ = -1;
    std::vector<int> group_columns_;
    std::map<std::string, std::size_t> area_at_;
    std::map<std::string, std::size_t> place_at_;
    std::map<std::string, std::string> area_of_place_;
    std::set<std::string> rows_;
    std::set<std::string> not_all_read_;  // areas with a row that is left out
    ReadFrame out_;
};

}  // namespace

double SamplingFrame::population() const {
    double out = 0;
    for (const FrameArea& area : areas)
        out += area.population;
    return out;
}

ReadFrame read_frame(const Workbook& workbook, const std::string& file, const Study& study) {
    for (const Sheet& sheet : workbook.sheets) {
        if (sheet.row_count() > 0) return FrameReader(sheet, file, study).read();
    }
    return {{},
            {{.code = "frame-of-nobody",
              .severity = Severity::error,
              .place = {.file = file, .sheet = {}, .row = 0, .column = {}, .interview = {}},
              .message = "The file holds nothing.",
              .remedy = "Write a row for each place."}}};
}

}  // namespace mtm
