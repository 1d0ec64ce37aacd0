// OData 4 of a study: service document, metadata, tables, single interviews and what stands below
// them. Pages are found by where they begin, not by counting what is before them.
#include <algorithm>
#include <charconv>
#include <cstdint>

#include "base/text.h"
#include "capture/central_calls.h"
#include "capture/central_table.h"
#include "capture/route.h"
#include "odata/json_text.h"
#include "odata/service_document.h"

namespace mtm {
namespace {

constexpr std::int64_t piece_rows = 1'000;
constexpr std::int64_t largest_reversed = 10'000;  // rows of one answer from the other end

std::string service_url(const Call& call) {
    return call.request.base_url + "/v1/projects/" + call.part("project") + "/forms/" +
           percent_encoded(call.part("form")) + ".svc";
}

Response odata_json(std::string body) {
    return {.status = 200,
            .headers = {{"Content-Type", "application/json; odata.metadata=minimal; charset=utf-8"},
                        {"Cache-Control", "no-store"}},
            .body = std::move(body)};
}

bool is_true(std::optional<std::string_view> text) {
    return text && lower_ascii(*text) == "true";
}

// Where a page begins in a table: row `row` of the interview `sequence`.
struct RowPlace {
    std::int64_t sequence = 0;  // 0: the latest
    std::int64_t row = 0;
};

struct Options {
    std::optional<std::int64_t> top;
    std::int64_t skip = 0;
    RowPlace from;
    bool count = false;
    bool ascending = false;
    std::shared_ptr<const Filter> filter;
};

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t number = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
    if (end.ec != std::errc() || end.ptr != text.data() + text.size() || number < 0) {
        return std::nullopt;
    }
    return number;
}

// Reads what a request asks for; the first thing that cannot be done is the answer.
class OptionReader {
public:
    OptionReader(const Call& call, const FormTables& form, RowShape& shape)
        : call_(call), form_(form), shape_(shape) {}

    std::optional<Response> read(Options& options) {
        if (auto refused = check_version()) return refused;
        for (const auto& [name, value] : call_.request.query) {
            if (!name.starts_with('$') || value.empty()) continue;
            if (auto refused = read_one(name, value, options)) return refused;
        }
        return std::nullopt;
    }

private:
    static Response bad(const std::string& message) {
        return error_response(400, "400.11", message);
    }

    static Response not_done(const std::string& message) {
        return error_response(501, "501.2", message);
    }

    std::optional<Response> check_version() {
        const std::string_view most = trim(call_.request.header("OData-MaxVersion"));
        if (most.empty() || most >= "4") return std::nullopt;
        return bad("This server speaks OData 4.0; the request allows no more than " +
                   std::string(most) + ".");
    }

    std::optional<Response> read_one(const std::string& name,
                                     const std::string& value,
                                     Options& options) {
        if (name == "$top" || name == "$skip") {
            const auto number = whole_number(value);
            if (!number) return bad(name + " must be a whole number, not below 0.");
            if (name == "$top") options.top = *number;
            if (name == "$skip") options.skip = *number;
        } else if (name == "$count") {
            options.count = is_true(value);
        } else if (name == "$wkt") {
            shape_.well_known_text = is_true(value);
        } else if (name == "$expand") {
            if (value != "*") return not_done("$expand is offered as * alone.");
            shape_.expand = true;
        } else if (name == "$format") {
            const std::string format = lower_ascii(value);
            if (format != "json" && !format.starts_with("application/json")) {
                return not_done("$format is offered as json alone.");
            }
        } else if (name == "$select") {
            const std::string wrong = select_columns(form_, value, shape_);
            if (!wrong.empty()) {
                return bad("$select names “" + wrong + "”, which is no property of this table.");
            }
        } else if (name == "$filter") {
            return read_filter(value, options);
        } else if (name == "$orderby") {
            return read_order(value, options);
        } else if (name == "$skiptoken") {
            return read_token(value, options);
        } else {
            return not_done(name + " is not offered.");
        }
        return std::nullopt;
    }

    std::optional<Response> read_filter(const std::string& value, Options& options) {
        Filter::Parsed parsed = Filter::parse(value, call_.request.now);
        if (parsed.refused) {
            return error_response(parsed.refused->status,
                                  parsed.refused->status == 501 ? "501.4" : "400.18",
                                  parsed.refused->message);
        }
        options.filter = std::make_shared<const Filter>(std::move(parsed.filter));
        return std::nullopt;
    }

    std::optional<Response> read_order(const std::string& value, Options& options) {
        const std::vector<std::string_view> parts = words(value);
        const bool by_date =
            parts.size() <= 2 && (parts[0] == "__system/submissionDate" ||
                                  parts[0] == "$root/Submissions/__system/submissionDate");
        if (!by_date || (parts.size() == 2 && parts[1] != "asc" && parts[1] != "desc")) {
            return not_done("$orderby is offered by __system/submissionDate alone, asc or desc.");
        }
        options.ascending = parts.size() == 1 || parts[1] == "asc";
        if (options.ascending && shape_.table > 0) {
            return not_done("$orderby asc is offered for Submissions alone.");
        }
        return std::nullopt;
    }

    std::optional<Response> read_token(const std::string& value, Options& options) {
        const std::size_t dash = std::min(value.find('-'), value.size());
        const auto sequence = whole_number(std::string_view(value).substr(0, dash));
        const auto row =
            whole_number(std::string_view(value).substr(std::min(dash + 1, value.size())));
        if (!sequence || !row || *sequence == 0) return bad("$skiptoken is none of this server's.");
        options.from = {*sequence, *row};
        return std::nullopt;
    }

    const Call& call_;
    const FormTables& form_;
    RowShape& shape_;
};

// A part of a table and where the next one begins.
struct Part {
    std::vector<RowRun> runs;
    std::optional<RowPlace> next;
};

Result<Part> read_part(const CentralTables& tables,
                       RowQuery query,
                       const RowPlace& from,
                       std::int64_t skip,
                       std::int64_t rows) {
    query.from = from.sequence;
    query.skip = skip;
    query.rows = rows + from.row + 1;
    Part part{.runs = TRY(tables.runs(query)), .next = {}};
    std::vector<RowRun>& runs = part.runs;
    // Rows before the place are passed over only if their interview is still there.
    if (from.row > 0 && !runs.empty() && runs[0].sequence == from.sequence) {
        const std::int64_t passed = std::min(from.row, runs[0].rows);
        runs[0].first += passed;
        runs[0].rows -= passed;
        if (runs[0].rows == 0) runs.erase(runs.begin());
    }
    std::int64_t left = rows;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (runs[i].rows <= left) {
            left -= runs[i].rows;
            continue;
        }
        part.next = RowPlace{runs[i].sequence, runs[i].first + left};
        runs[i].rows = left;
        runs.resize(left > 0 ? i + 1 : i);
        break;
    }
    return part;
}

std::string token_of(const RowPlace& place) {
    return std::to_string(place.sequence) + "-" + std::to_string(place.row);
}

// The end of an answer. `link` lacks the token alone.
std::string closing(const std::optional<RowPlace>& next, const std::string& link) {
    std::string out = "]";
    if (next) {
        out += ",\"@odata.nextLink\":";
        append_json(out, link + token_of(*next));
    }
    return out + "}";
}

// So many rows of a table from a place on, a piece at a time, and the end of the answer.
class RowStream {
public:
    RowStream(std::shared_ptr<const CentralTables> tables,
              RowShape shape,
              RowQuery query,
              std::string link)
        : tables_(std::move(tables)),
          shape_(std::move(shape)),
          query_(std::move(query)),
          link_(std::move(link)) {}

    void begin(std::string head, RowPlace from, std::int64_t rows) {
        head_ = std::move(head);
        from_ = from;
        left_ = rows;
    }

    Result<std::optional<std::string>> next() {
        if (head_) return std::exchange(head_, std::nullopt);
        if (ended_) return std::optional<std::string>();
        if (!from_ || left_ == 0) {
            ended_ = true;
            return std::optional(closing(from_, link_));
        }
        const std::int64_t rows = std::min(left_, piece_rows);
        const Part part = TRY(read_part(*tables_, query_, *from_, 0, rows));
        std::string text = TRY(tables_->json(shape_, part.runs));
        from_ = part.next;
        left_ -= rows;
        if (!text.empty()) text.insert(0, ",");
        return std::optional(std::move(text));
    }

private:
    std::shared_ptr<const CentralTables> tables_;
    RowShape shape_;
    RowQuery query_;
    std::string link_;
    std::optional<std::string> head_;
    std::optional<RowPlace> from_;
    std::int64_t left_ = 0;
    bool ended_ = false;
};

// The request's own address with another beginning.
std::string next_link(const Call& call, const std::string& name, const std::string& value) {
    const std::string& target = call.request.target;
    std::string out = call.request.base_url + target.substr(0, target.find('?')) + "?";
    for (const auto& [key, each] : call.request.query) {
        if (key == "$skip" || key == "$skiptoken") continue;
        out += percent_encoded(key) + "=" + percent_encoded(each) + "&";
    }
    return out + percent_encoded(name) + "=" + percent_encoded(value);
}

class TableAnswer {
public:
    TableAnswer(const Call& call,
                std::shared_ptr<const CentralTables> tables,
                RowShape shape,
                Options options)
        : call_(call),
          tables_(std::move(tables)),
          shape_(std::move(shape)),
          options_(std::move(options)) {}

    Response answer() {
        query_ = TRY_ANSWER(tables_->query(shape_.table, options_.filter));
        std::string head = "{\"@odata.context\":";
        append_json(head,
                    service_url(call_) + "/$metadata#" +
                        tables_->form().tables[static_cast<std::size_t>(shape_.table)].name);
        if (options_.count || options_.ascending) count_ = TRY_ANSWER(tables_->count(query_));
        if (options_.count) head += ",\"@odata.count\":" + std::to_string(count_);
        head += ",\"value\":[";
        return options_.ascending ? oldest_first(std::move(head)) : latest_first(std::move(head));
    }

private:
    // Without $top a client wants all of it, and does not look for a next page.
    Response latest_first(std::string head) {
        const std::int64_t wanted = options_.top.value_or(INT64_MAX);
        const Part part = TRY_ANSWER(read_part(
            *tables_, query_, options_.from, options_.skip, std::min(wanted, piece_rows)));
        head += TRY_ANSWER(tables_->json(shape_, part.runs));
        const std::string link = next_link(call_, "$skiptoken", "");
        if (!part.next || wanted <= piece_rows) {
            return odata_json(head + closing(wanted > 0 ? part.next : std::nullopt, link));
        }
        Response out = odata_json({});
        auto rows = std::make_shared<RowStream>(tables_, shape_, query_, link);
        rows->begin(std::move(head), *part.next, wanted - piece_rows);
        out.pieces = [rows] { return rows->next(); };
        return out;
    }

    // The same list from its other end: arrivals do not move what is before them.
    Response oldest_first(std::string head) {
        const std::int64_t top = options_.top.value_or(count_);
        if (top > largest_reversed) {
            return error_response(501,
                                  "501.2",
                                  "$orderby asc is offered with a $top of at most 10000; desc, the "
                                  "usual order, with any.");
        }
        const std::int64_t end = std::min(count_, options_.skip + top);
        RowQuery query = query_;
        query.skip = count_ - end;
        query.rows = std::max<std::int64_t>(end - options_.skip, 0);
        std::vector<RowRun> runs = TRY_ANSWER(tables_->runs(query));
        std::ranges::reverse(runs);
        head += TRY_ANSWER(tables_->json(shape_, runs));
        head += ']';
        if (end < count_ && top > 0) {
            head += ",\"@odata.nextLink\":";
            append_json(head, next_link(call_, "$skip", std::to_string(end)));
        }
        return odata_json(head + "}");
    }

    const Call& call_;
    std::shared_ptr<const CentralTables> tables_;
    RowShape shape_;
    Options options_;
    RowQuery query_;
    std::int64_t count_ = 0;
};

// "Submissions('ID')/household/member('HASH')": the interview, the table, and which of its rows.
struct Below {
    std::string interview;
    int table = 0;
    std::string only_id;
    std::string only_parent;
};

std::optional<Below> below_in(const FormTables& form, std::string_view path) {
    Below out;
    std::string table;
    std::string last;
    for (std::string_view part : split(path, '/')) {
        out.only_parent = last.empty() ? out.only_parent : last;
        last.clear();
        const std::size_t open = part.find("('");
        if (open != std::string_view::npos && part.ends_with("')")) {
            last = part.substr(open + 2, part.size() - open - 4);
            part = part.substr(0, open);
        }
        if (table.empty()) {
            if (part != "Submissions" || last.empty()) return std::nullopt;
            out.interview = std::exchange(last, {});
        }
        table += (table.empty() ? "" : ".") + std::string(part);
    }
    out.only_id = last;
    out.table = form.find_table(table);
    if (out.table < 0) return std::nullopt;
    return out;
}

// One interview, or the rows of a repeat in it.
Response rows_below(const Call& call, const CentralTables& tables, const std::string& path) {
    const std::optional<Below> below = below_in(tables.form(), path);
    if (!below) return not_found();
    Call about = call;
    about.parts.emplace_back("id", below->interview);
    FoundInterview found = find_submission(about);
    if (found.refused) return std::move(*found.refused);
    RowShape shape = whole_shape(tables.form(), below->table);
    shape.withheld = tables.withheld();
    shape.only_id = below->only_id;
    shape.only_parent = below->only_parent;
    Options options;
    if (auto refused = OptionReader(call, tables.form(), shape).read(options)) return *refused;
    const RowRun all{.sequence = found.interview.sequence,
                     .first = options.skip,
                     .rows = options.top.value_or(INT64_MAX),
                     .all = 0};
    std::string out = "{\"@odata.context\":";
    append_json(out,
                service_url(call) + "/$metadata#" +
                    tables.form().tables[static_cast<std::size_t>(below->table)].name);
    out += ",\"value\":[";
    if (below->table > 0 || (options.skip == 0 && all.rows > 0)) {
        out += TRY_ANSWER(tables.json(shape, {all}));
    }
    return odata_json(out + "]}");
}

}  // namespace

Response central_service(const Call& call) {
    const FormVersion* form = central_form_of(call);
    if (form == nullptr) return not_found();
    return odata_json(service_document(*form->tables, service_url(call)));
}

Response central_odata(const Call& call) {
    const FormVersion* form = central_form_of(call);
    if (form == nullptr) return not_found();
    const std::string& path = call.part("path");
    if (path.empty()) return central_service(call);
    if (path == "$metadata") {
        return {.status = 200,
                .headers = {{"Content-Type", "application/xml; charset=utf-8"},
                            {"Cache-Control", "no-store"}},
                .body = metadata_document(*form->tables, form->form_id)};
    }
    const std::shared_ptr<CentralTables> tables = TRY_ANSWER(CentralTables::open(call));
    if (path.starts_with("Submissions('")) return rows_below(call, *tables, path);
    const int table = tables->form().find_table(path);
    if (table < 0) return not_found();
    RowShape shape = whole_shape(tables->form(), table);
    shape.withheld = tables->withheld();
    Options options;
    if (auto refused = OptionReader(call, tables->form(), shape).read(options)) return *refused;
    return TableAnswer(call, tables, std::move(shape), std::move(options)).answer();
}

}  // namespace mtm
