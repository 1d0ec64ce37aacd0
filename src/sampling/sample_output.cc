#include "sampling/sample_output.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

std::string in_per_cent(double share) {
    std::string out = fmt::format("{:.2f}", 100 * share);
    while (out.ends_with('0'))
        out.pop_back();
    if (out.ends_with('.')) out.pop_back();
    return out + " per cent";
}

std::string size_in_words(const SizeReason& reason) {
    const PrecisionWanted& wanted = reason.wanted;
    return fmt::format(
        "The sample is to estimate a share of {} within {} percentage points at {} confidence: {} "
        "interviews, with a design effect of {}{}{}.",
        in_per_cent(reason.proportion),
        fmt::format("{:g}", 100 * wanted.margin),
        in_per_cent(wanted.confidence),
        reason.size.interviews,
        fmt::format("{:g}", wanted.design_effect),
        wanted.population > 0
            ? fmt::format(" and the correction for a population of {:.0f}", wanted.population)
            : "",
        wanted.response < 1 ? fmt::format("; where {} of those approached respond, {} are to be "
                                          "approached",
                                          in_per_cent(wanted.response),
                                          reason.size.approached)
                            : "");
}

std::string rule_in_words(const SamplingFrame& frame, const SamplePlanOptions& options) {
    std::string out;
    switch (options.allocation) {
        case AllocationRule::proportional:
            out = "in proportion to the people there";
            break;
        case AllocationRule::neyman:
            out =
                "in proportion to the people there times the standard deviation expected (Neyman "
                "allocation)";
            break;
        case AllocationRule::power:
            out = fmt::format(
                "in proportion to the people there raised to {:g}{} (Bankier's power "
                "allocation), so that small areas can be reported too",
                options.power,
                frame.has_deviations
                    ? ", times the standard deviation expected over the mean (the frame's column "
                      "deviation)"
                    : "");
            break;
    }
    return out;
}

std::string allocation_in_words(const SamplingFrame& frame, const SamplePlanOptions& options) {
    std::string out;
    if (is_without_deviations(frame, options)) {
        out = "in equal parts, since the standard deviation expected is 0 everywhere";
    } else {
        out = rule_in_words(frame, options);
    }
    if (options.least_of_area == 0) return out;
    out += fmt::format(", with at least {} in each", options.least_of_area);
    std::vector<std::string> smaller;
    for (const FrameArea& area : frame.areas) {
        if (area.population > 0 && area.population < options.least_of_area)
            smaller.push_back(fmt::format("{}: {:.0f}", area.name, area.population));
    }
    if (!smaller.empty()) out += " or everybody where fewer live (" + join(smaller, ", ") + ")";
    return out;
}

std::string selection_in_words(PlaceSelection selection) {
    switch (selection) {
        case PlaceSelection::by_size:
            return "systematically, with chances in proportion to the people there";
        case PlaceSelection::systematic:
            return "systematically from the frame's order, all with one chance";
        case PlaceSelection::simple:
            return "by simple random sampling";
    }
    return {};
}

// Cells of one row.
class SheetRow {
public:
    SheetRow& text(std::string value) {
        cells_.emplace_back().value = std::move(value);
        return *this;
    }

    SheetRow& number(double value, int style = 0) {
        CellOut& cell = cells_.emplace_back();
        cell.value = value;
        cell.style = style;
        return *this;
    }

    SheetRow& numbers(const std::vector<int>& values) {
        for (const int value : values)
            number(value);
        return *this;
    }

    std::vector<CellOut> take() { return std::move(cells_); }

private:
    std::vector<CellOut> cells_;
};

SheetOut& begin(WorkbookOut& book,
                const std::string& name,
                const std::vector<std::string>& headers,
                int style) {
    SheetOut& sheet = book.sheets.emplace_back();
    sheet.name = name;
    sheet.add_row(headers, style);
    sheet.column_widths.assign(headers.size(), 16);
    sheet.freeze_rows = 1;
    sheet.landscape = true;
    return sheet;
}

void append(std::vector<std::string>& to, const std::vector<std::string>& what) {
    to.insert(to.end(), what.begin(), what.end());
}

// Where people of a place were selected, its stratum is itself if it could not but be selected.
std::string stratum_of(const SamplingFrame& frame, const SelectedPlace& selected) {
    const FramePlace& place = frame.places[selected.place];
    const std::string& area = frame.areas[place.area].name;
    return selected.certain ? area + " / " + place.name : area;
}

// Of how many units: with unequal chances selection counts as one with replacement.
std::string units_of(const SamplingFrame& frame,
                     const SamplePlan& plan,
                     const SelectedPlace& selected) {
    if (selected.certain) return "1";
    if (plan.options.selection == PlaceSelection::by_size) return "many";
    return std::to_string(frame.areas[frame.places[selected.place].area].places);
}

std::optional<std::string> left_out_in_words(const SamplingFrame& frame, const SamplePlan& plan) {
    std::vector<std::string> areas;
    double people = 0;
    for (const std::size_t a : areas_without_interviews(frame, plan)) {
        areas.push_back(frame.areas[a].name);
        people += frame.areas[a].population;
    }
    if (areas.empty()) return std::nullopt;
    return fmt::format(
        "Nobody was to be interviewed in {}, where {:.0f} people are estimated to live: the sample "
        "tells nothing of them.",
        join(areas, ", "),
        people);
}

}  // namespace

std::vector<std::string> explain_sample(const SamplingFrame& frame,
                                        const SamplePlan& plan,
                                        const std::string& frame_file,
                                        const std::optional<SizeReason>& size) {
    std::size_t places = 0;
    std::size_t certain = 0;
    bool whole = false;  // everybody of a place, though it would have got more
    double least = 0;
    double most = 0;
    for (const AreaSample& area : plan.areas) {
        for (const SelectedPlace& each : area.selected) {
            ++places;
            certain += each.certain ? 1 : 0;
            whole = whole || each.interviews >= frame.places[each.place].population;
            if (each.interviews == 0) continue;
            least = least == 0 ? each.base_weight : std::min(least, each.base_weight);
            most = std::max(most, each.base_weight);
        }
    }
    std::vector<std::string> out;
    out.push_back(fmt::format(
        "The sampling frame is {}: {} places in {} areas, in which {:.0f} people are estimated to "
        "live.",
        frame_file,
        frame.places.size(),
        frame.areas.size(),
        frame.population()));
    if (size) out.push_back(size_in_words(*size));
    out.push_back(fmt::format("{} interviews were divided among the areas {}.",
                              plan.options.interviews,
                              allocation_in_words(frame, plan.options)));
    if (const auto left_out = left_out_in_words(frame, plan)) out.push_back(*left_out);
    out.push_back(fmt::format(
        "In each area places were selected {}, as many as hold about {} interviews each: {} places "
        "in all{}.",
        selection_in_words(plan.options.selection),
        plan.options.interviews_a_place,
        places,
        certain == 0 ? ""
                     : fmt::format(", {} of them with certainty, since they are so large or there "
                                   "are no others",
                                   certain)));
    out.push_back(
        "Interviews of an area were divided among its places in proportion to people over the "
        "place's chance, so that each person of an area has about the same chance." +
        std::string(whole ? " Where a place would have got more interviews than it has people, "
                            "all of them are to be interviewed, and the rest elsewhere."
                          : ""));
    if (!frame.groups.empty())
        out.push_back("Quotas by " + join(frame.groups, ", ") +
                      " reflect the composition of each area" +
                      (areas_with_other_quotas(frame, plan).empty()
                           ? ""
                           : ", as far as enough people of a group live in the places selected") +
                      ". Within a quota the enumerator finds respondents: what follows from "
                      "chance ends with the place.");
    if (!plan.tasks.empty())
        out.push_back(fmt::format(
            "The interviews are shared out among {} enumerators in equal parts of neighbouring "
            "places.",
            plan.options.enumerators));
    out.push_back(fmt::format(
        "An interview stands for {:.1f} to {:.1f} people (base weights).", least, most));
    out.push_back(fmt::format(
        "The selection can be repeated: seed {}, generator SplitMix64, the frame's order.",
        plan.options.seed));
    return out;
}

namespace {

// That says in which place an interview is held; empty if the study has none.
std::string place_question(const SamplingFrame& frame, const Study& study) {
    if (!study.file.sample.place.empty()) return study.file.sample.place;
    const bool known = study.questionnaire.find(frame.place_header) >= 0;
    return known ? frame.place_header : std::string();
}

// Headers of sample.csv: the place's and the groups' are the study's words; the others make way.
class SampleHeaders {
public:
    SampleHeaders(const SamplingFrame& frame, const Study& study)
        : question_(place_question(frame, study)),
          place_(question_.empty() ? frame.place_header : question_),
          taken_(frame.groups) {
        taken_.push_back(place_);
    }

    [[nodiscard]] const std::string& question() const { return question_; }

    [[nodiscard]] const std::string& place() const { return place_; }

    // `name`, or with as many “_” behind it as it takes to be a column of its own.
    [[nodiscard]] std::string own(std::string name) const {
        while (std::ranges::find(taken_, name) != taken_.end())
            name += '_';
        return name;
    }

private:
    std::string question_;
    std::string place_;
    std::vector<std::string> taken_;
};

}  // namespace

std::string sample_toml(const SamplingFrame& frame,
                        const SamplePlan& plan,
                        const Study& study,
                        const std::string& sample_file) {
    const auto quoted = [](const std::string& text) {
        return "\"" + replace_all(replace_all(text, "\\", "\\\\"), "\"", "\\\"") + "\"";
    };
    std::string out = "[fieldwork]\ntargets = [\n";
    for (const AreaSample& area : plan.areas) {
        const std::string name = quoted(frame.areas[area.area].name);
        if (frame.groups.empty())
            out += fmt::format("    {{ area = {}, interviews = {} }},\n", name, area.interviews);
        for (std::size_t g = 0; g < frame.groups.size(); ++g) {
            if (area.by_group[g] == 0) continue;
            out += fmt::format("    {{ area = {}, group = {}, interviews = {} }},\n",
                               name,
                               quoted(frame.groups[g]),
                               area.by_group[g]);
        }
    }
    const SampleHeaders headers(frame, study);
    out += "]\n\n";
    if (headers.question().empty())
        out += "# place: a question that says in which place of the sample an interview is held\n";
    const std::string place = quoted(headers.place());
    const auto own = [&](const char* name) { return quoted(headers.own(name)); };
    out += "[sample]\nfile = " + quoted(sample_file) + "\nplace = " + place +
           "\nstrata = " + own("stratum") + "\nclusters = " + place + "\npopulation = [" +
           own("units") + ", " + own("population") +
           "]\n\n[weights]\nbase = " + own("base_weight") + "\n";
    return out;
}

std::string sample_csv(const SamplingFrame& frame, const SamplePlan& plan, const Study& study) {
    const SampleHeaders headers(frame, study);
    std::vector<std::vector<std::string>> rows{{headers.own("area"),
                                                headers.place(),
                                                headers.own("stratum"),
                                                headers.own("units"),
                                                headers.own("population"),
                                                headers.own("probability"),
                                                headers.own("base_weight"),
                                                headers.own("interviews")}};
    append(rows[0], frame.groups);
    for (const AreaSample& area : plan.areas) {
        for (const SelectedPlace& each : area.selected) {
            if (each.interviews == 0) continue;
            const FramePlace& place = frame.places[each.place];
            rows.push_back({frame.areas[area.area].name,
                            place.name,
                            stratum_of(frame, each),
                            units_of(frame, plan, each),
                            fmt::format("{:.0f}", place.population),
                            fmt::format("{}", each.probability),
                            fmt::format("{}", each.base_weight),
                            std::to_string(each.interviews)});
            for (const int number : each.by_group)
                rows.back().push_back(std::to_string(number));
        }
    }
    return write_csv(rows);
}

WorkbookOut sample_workbook(const SamplingFrame& frame,
                            const SamplePlan& plan,
                            const std::vector<std::string>& words,
                            std::chrono::sys_seconds now) {
    WorkbookOut book{.title = "Sample", .created = now};
    const int header = book.add_style({.bold = true, .wrap = true, .line_below = true});
    const int chance = book.add_style({.number_format = "0.0000"});
    const int weight = book.add_style({.number_format = "0.00"});
    const int wrapped = book.add_style({.wrap = true});
    std::vector<std::string> headers{
        "area", "place", "people", "chance of selection", "certain", "interviews"};
    append(headers, frame.groups);
    headers.emplace_back("base weight");
    SheetOut& places = begin(book, "places", headers, header);
    for (const AreaSample& area : plan.areas) {
        for (const SelectedPlace& each : area.selected) {
            const FramePlace& place = frame.places[each.place];
            SheetRow row;
            row.text(frame.areas[area.area].name).text(place.name).number(place.population);
            row.number(each.probability, chance).text(each.certain ? "yes" : "");
            row.number(each.interviews).numbers(each.by_group).number(each.base_weight, weight);
            places.rows.push_back(row.take());
        }
    }
    headers = {"area", "people", "places", "places selected", "interviews"};
    append(headers, frame.groups);
    SheetOut& targets = begin(book, "targets", headers, header);
    for (const AreaSample& area : plan.areas) {
        const FrameArea& known = frame.areas[area.area];
        SheetRow row;
        row.text(known.name).number(known.population).number(static_cast<double>(known.places));
        row.number(static_cast<double>(area.selected.size()));
        targets.rows.push_back(row.number(area.interviews).numbers(area.by_group).take());
    }
    if (!plan.tasks.empty()) {
        headers = {"enumerator", "area", "place", "interviews"};
        append(headers, frame.groups);
        SheetOut& tasks = begin(book, "enumerators", headers, header);
        for (const EnumeratorTask& task : plan.tasks) {
            const FramePlace& place = frame.places[task.place];
            SheetRow row;
            row.number(task.enumerator).text(frame.areas[place.area].name).text(place.name);
            tasks.rows.push_back(row.number(task.interviews).numbers(task.by_group).take());
        }
    }
    SheetOut& method = begin(book, "method", {"How the sample was drawn"}, header);
    method.column_widths = {100};
    for (const std::string& sentence : words)
        method.add_row({sentence}, wrapped);
    return book;
}

}  // namespace mtm
