// Names of fields and filters: dtmapi, the client of the DTM API
// (github.com/Displacement-Tracking-Matrix/dtmapi-R). It sends round numbers of 0 where it means
// all rounds.
#include "capture/public_query.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"

namespace mtm {
namespace {

using Kind = PublicFilter::Kind;

constexpr std::size_t usual_items = 10'000;  // items of an answer
constexpr std::size_t most_items = 50'000;
constexpr std::size_t longest_text = 200;  // bytes of a filter's value
constexpr std::size_t most_values = 100;   // of one filter

constexpr std::array<PublicFilter, 23> all_filters{
    {{"Operation", "operation"},
     {"Study", "study"},
     {"CountryName", "admin0Name"},
     {"Admin0Pcode", "admin0Pcode"},
     {"FromReportingDate", "reportingDate", Kind::from_day},
     {"ToReportingDate", "reportingDate", Kind::to_day},
     {"FromRoundNumber", "roundNumber", Kind::from_number},
     {"ToRoundNumber", "roundNumber", Kind::to_number},
     {"Admin1Name", "admin1Name"},
     {"Admin1Pcode", "admin1Pcode"},
     {"Admin2Name", "admin2Name"},
     {"Admin2Pcode", "admin2Pcode"},
     {"AdminLevel", "adminLevel", Kind::is_number},
     {"Sex", "sex"},
     {"Table", "table"},
     {"Section", "section"},
     {"Question", "question"},
     {"By", "by"},
     {"Statistic", "statistic"},
     {"Depth", "depth", Kind::is_number},
     {"Group", "group"},
     {"Category", "category"},
     {"ObsStatus", "obsStatus"}}};

bool is_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    for (const std::size_t i : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U}) {
        if (!is_digit(text[i])) return false;
    }
    return text.substr(5, 2) >= "01" && text.substr(5, 2) <= "12" && text.substr(8) >= "01" &&
           text.substr(8) <= "31";
}

std::optional<std::int64_t> number_up_to(std::string_view text, std::int64_t most) {
    std::int64_t out = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, out);
    if (error != std::errc() || stop != end || out < 0 || out > most) return std::nullopt;
    return out;
}

class PublicQueryReader {
public:
    PublicQueryReader(PublicList list, Mistakes& mistakes) : list_(list), mistakes_(mistakes) {
        query.limit = usual_items;
    }

    void read(const std::string& name, const std::string& value) {
        const std::string known = lower_ascii(name);
        if (value.empty() || known == "format") return;
        if (known == "limit" || known == "offset") {
            read_page(known, value);
            return;
        }
        const std::vector<PublicFilter> filters = filters_of(list_);
        const auto filter = std::ranges::find_if(
            filters, [&](const PublicFilter& of) { return lower_ascii(of.name) == known; });
        if (filter == filters.end()) {
            refuse_name(name, filters);
        } else if (!is_utf8(value) || value.size() > longest_text) {
            fail(filter->name, "must be at most 200 bytes of UTF-8.");
        } else {
            read_value(*filter, value);
        }
    }

    PublicQuery query;

private:
    void fail(std::string_view name, std::string message) {
        mistakes_.push_back({std::string(name), std::move(message)});
    }

    void refuse_name(const std::string& name, const std::vector<PublicFilter>& filters) {
        std::vector<std::string> names;
        for (const PublicFilter& filter : filters)
            names.emplace_back(filter.name);
        const bool printable = is_utf8(name) && name.size() <= longest_text;
        fail(printable ? name : "?",
             "there is no such filter. Known are " + join(names, ", ") +
                 ", and format, limit, offset.");
    }

    void read_page(const std::string& name, const std::string& value) {
        const bool limit = name == "limit";
        const auto number = number_up_to(value, limit ? most_items : 1'000'000'000);
        if (!number || (limit && *number == 0)) {
            fail(name,
                 limit ? "must be a whole number from 1 to " + std::to_string(most_items) + "."
                       : "must be a whole number from 0.");
            return;
        }
        (limit ? query.limit : query.offset) = static_cast<std::size_t>(*number);
    }

    void read_value(const PublicFilter& filter, const std::string& value) {
        auto test = std::ranges::find_if(query.tests, [&](const PublicQuery::Test& other) {
            return other.filter.name == filter.name;
        });
        const bool again = test != query.tests.end();
        const bool of_several = filter.kind == Kind::is || filter.kind == Kind::is_number;
        if (again && (!of_several || test->values.size() == most_values)) {
            fail(filter.name, "is given too often.");
            return;
        }
        if (!again) test = query.tests.insert(query.tests.end(), {.filter = filter, .values = {}});
        test->values.push_back(lower_ascii(value));
        if (filter.kind == Kind::from_day || filter.kind == Kind::to_day) {
            // As clients write it, and as the field itself is written.
            const std::string day = value.substr(0, std::min(value.find('T'), value.size()));
            if (!is_date(day)) fail(filter.name, "must be a date such as 2024-04-15.");
            test->values.back() = day;
        } else if (filter.kind == Kind::is_number) {
            if (!number_up_to(value, 1'000'000))
                fail(filter.name, "must be a whole number from 0.");
        } else if (filter.kind != Kind::is) {
            const auto number = number_up_to(value, 1'000'000);
            if (!number) fail(filter.name, "must be a whole number from 0; 0 asks for all rounds.");
            test->number = number.value_or(0);
        }
    }

    PublicList list_;
    Mistakes& mistakes_;
};

std::string plain_text(const Json& cell) {
    return cell.is_string() ? cell.get<std::string>() : cell.is_null() ? "" : cell.dump();
}

bool passes(const PublicQuery::Test& test, const Json& cell) {
    switch (test.filter.kind) {
        case Kind::is:
        case Kind::is_number:
            return !cell.is_null() &&
                   std::ranges::find(test.values, lower_ascii(plain_text(cell))) !=
                       test.values.end();
        case Kind::from_day:
            return cell.is_string() && plain_text(cell).substr(0, 10) >= test.values.front();
        case Kind::to_day:
            return cell.is_string() && plain_text(cell).substr(0, 10) <= test.values.front();
        case Kind::from_number:
            return test.number == 0 ||
                   (cell.is_number_integer() && cell.get<std::int64_t>() >= test.number);
        case Kind::to_number:
            return test.number == 0 ||
                   (cell.is_number_integer() && cell.get<std::int64_t>() <= test.number);
    }
    return false;
}

// The items of one study: where each field of the list is found.
class ItemsOfStudy {
public:
    ItemsOfStudy(const PublicData& data, PublicList list) {
        if (list == PublicList::tables) rows_ = &data.tables;
        if (list == PublicList::figures) rows_ = &data.figures;
        for (const std::string_view field : fields_of(list))
            places_.push_back(rows_ == nullptr ? -1 : rows_->find(field));
        for (const std::string_view field : fields_of(list)) {
            const auto at = data.operation.find(std::string(field));
            common_.push_back(at == data.operation.end() || at->is_structured() ? nullptr : &*at);
        }
    }

    [[nodiscard]] std::size_t count() const { return rows_ == nullptr ? 1 : rows_->rows.size(); }

    [[nodiscard]] const Json& cell(std::size_t row, std::size_t field) const {
        static const Json nothing;
        if (places_[field] >= 0) return rows_->rows[row][static_cast<std::size_t>(places_[field])];
        return common_[field] == nullptr ? nothing : *common_[field];
    }

private:
    const PublicRows* rows_ = nullptr;  // null: the study itself is the item
    std::vector<int> places_;
    std::vector<const Json*> common_;
};

bool would_run(std::string_view text) {
    constexpr std::string_view openings = "=+-@\t\r\n";
    return !text.empty() && openings.find(text.front()) != std::string_view::npos &&
           text.find_first_not_of("0123456789+-. ") != std::string_view::npos;
}

std::string csv_cell(const Json& cell) {
    std::string text = plain_text(cell);
    if (cell.is_string() && would_run(text)) text.insert(0, 1, '\'');
    const bool plain = text.find_first_of(",\"\r\n") == std::string::npos &&
                       (text.empty() || (text.front() != ' ' && text.back() != ' '));
    return plain ? text : "\"" + replace_all(text, "\"", "\"\"") + "\"";
}

}  // namespace

const std::vector<std::string_view>& fields_of(PublicList list) {
    static const std::vector<std::string_view> operations{"study",
                                                          "operation",
                                                          "round",
                                                          "roundNumber",
                                                          "admin0Name",
                                                          "admin0Pcode",
                                                          "reportingDate",
                                                          "yearReportingDate",
                                                          "monthReportingDate",
                                                          "organisation",
                                                          "licence",
                                                          "citation",
                                                          "invented",
                                                          "dashboard"};
    static const std::vector<std::string_view> tables{
        "study",         "operation", "admin0Name", "admin0Pcode", "adminLevel", "roundNumber",
        "reportingDate", "table",     "section",    "title",       "question",   "by",
        "statistic",     "percentOf", "universe",   "note",        "multiple",   "weighted",
        "figures",       "invented"};
    static const std::vector<std::string_view> figures{"study",
                                                       "operation",
                                                       "admin0Name",
                                                       "admin0Pcode",
                                                       "admin1Name",
                                                       "admin1Pcode",
                                                       "admin2Name",
                                                       "admin2Pcode",
                                                       "adminLevel",
                                                       "roundNumber",
                                                       "reportingDate",
                                                       "yearReportingDate",
                                                       "monthReportingDate",
                                                       "sex",
                                                       "table",
                                                       "section",
                                                       "question",
                                                       "by",
                                                       "group",
                                                       "groupLabel",
                                                       "depth",
                                                       "category",
                                                       "categoryLabel",
                                                       "statistic",
                                                       "percentOf",
                                                       "value",
                                                       "n",
                                                       "base",
                                                       "se",
                                                       "low",
                                                       "high",
                                                       "weighted",
                                                       "obsStatus",
                                                       "confStatus",
                                                       "note",
                                                       "invented"};
    switch (list) {
        case PublicList::operations:
            return operations;
        case PublicList::tables:
            return tables;
        case PublicList::figures:
            break;
    }
    return figures;
}

std::vector<PublicFilter> filters_of(PublicList list) {
    const std::vector<std::string_view>& fields = fields_of(list);
    std::vector<PublicFilter> out;
    for (const PublicFilter& filter : all_filters) {
        if (std::ranges::find(fields, filter.field) != fields.end()) out.push_back(filter);
    }
    return out;
}

PublicQuery read_public_query(const Request& request, PublicList list, Mistakes& mistakes) {
    PublicQueryReader reader(list, mistakes);
    const std::string_view accept = request.header("accept");
    reader.query.csv = accept.find("text/csv") != std::string_view::npos &&
                       accept.find("application/json") == std::string_view::npos;
    for (const auto& [name, value] : request.query) {
        reader.read(name, value);
        if (lower_ascii(name) != "format") continue;
        if (value != "json" && value != "csv") {
            mistakes.push_back({"format", "must be json or csv."});
        }
        reader.query.csv = value == "csv";
    }
    return std::move(reader.query);
}

PublicPage choose(const PublishedStudies& shown, PublicList list, const PublicQuery& query) {
    const std::vector<std::string_view>& fields = fields_of(list);
    std::vector<std::size_t> tested;
    for (const PublicQuery::Test& test : query.tests) {
        const auto at = std::ranges::find(fields, test.filter.field);
        tested.push_back(static_cast<std::size_t>(at - fields.begin()));
    }
    PublicPage out;
    for (const PublishedStudy& study : shown.studies) {
        if (!study.data) continue;
        const ItemsOfStudy items(*study.data, list);
        for (std::size_t row = 0; row < items.count(); ++row) {
            bool wanted = true;
            for (std::size_t t = 0; wanted && t < tested.size(); ++t)
                wanted = passes(query.tests[t], items.cell(row, tested[t]));
            if (!wanted) continue;
            const std::size_t number = out.total++;
            if (number < query.offset || out.items.size() == query.limit) continue;
            std::vector<const Json*>& item = out.items.emplace_back();
            item.reserve(fields.size());
            for (std::size_t f = 0; f < fields.size(); ++f)
                item.push_back(&items.cell(row, f));
        }
    }
    return out;
}

std::string csv_of(const PublicPage& page, PublicList list) {
    std::string out;
    for (const std::string_view field : fields_of(list))
        out += (out.empty() ? "" : ",") + std::string(field);
    out += '\n';
    for (const std::vector<const Json*>& item : page.items) {
        for (std::size_t f = 0; f < item.size(); ++f)
            out += (f == 0 ? "" : ",") + csv_cell(*item[f]);
        out += '\n';
    }
    return out;
}

std::string json_list_of(const PublicPage& page, PublicList list) {
    std::vector<std::string> keys;
    for (const std::string_view field : fields_of(list))
        keys.push_back((keys.empty() ? "{\"" : ",\"") + std::string(field) + "\":");
    std::string out = "[";
    for (const std::vector<const Json*>& item : page.items) {
        if (out.size() > 1) out += ",\n";
        for (std::size_t f = 0; f < item.size(); ++f)
            out += keys[f] + item[f]->dump(-1, ' ', false, Json::error_handler_t::replace);
        out += '}';
    }
    return out + "]";
}

}  // namespace mtm
