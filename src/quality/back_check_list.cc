#include "quality/back_check_list.h"

#include <algorithm>
#include <tuple>

#include "base/text.h"
#include "base/time_zone.h"
#include "quality/back_check_round.h"
#include "quality/list_sheet.h"

namespace mtm {
namespace {

constexpr std::int64_t ms_a_day = 86'400'000;

// An answer as the team reads it: a choice's label, else as it stands.
std::string shown_answer(const FieldworkRows& rows, const Column* column, std::size_t row) {
    if (column == nullptr || column->codes[row] < 0) return {};
    const std::int32_t code = column->codes[row];
    if (code < column->choice_count && column->question >= 0) {
        const ChoiceList& list = rows.study->questionnaire.choices_of(column->question);
        const std::string& label = list.choices[static_cast<std::size_t>(code)].label.in(0);
        if (!label.empty()) return label;
    }
    return column->dictionary[static_cast<std::size_t>(code)];
}

bool is_identifier(const FieldworkRows& rows, const std::string& name) {
    const int found = rows.study->questionnaire.find(name);
    return found >= 0 &&
           rows.study->questionnaire.questions[static_cast<std::size_t>(found)].disclosure ==
               Disclosure::identifier;
}

// As many for each, in the order of the visits; nobody checks themselves if another can.
void divide(const FieldworkRows& rows, std::vector<BackCheckVisit>& visits) {
    const std::vector<std::string>& names = rows.study->file.back_check.back_checkers;
    if (names.empty()) return;
    for (std::size_t v = 0; v < visits.size(); ++v) {
        std::size_t who = v * names.size() / visits.size();
        if (rows.enumerator_name(rows.enumerator_of(visits[v].row)) == names[who])
            who = (who + 1) % names.size();
        visits[v].back_checker = names[who];
    }
    std::ranges::stable_sort(visits, {}, [&](const BackCheckVisit& visit) {
        return std::ranges::find(names, visit.back_checker) - names.begin();
    });
}

// What a list says of each interview, column by column.
class ListColumns {
public:
    ListColumns(const FieldworkRows& rows, ListShows shows)
        : rows_(rows), codes_(interview_codes(*rows.dataset)) {
        const BackCheckRules& rules = rows.study->file.back_check;
        if (!rules.key.empty() && (shows == ListShows::contacts || !is_identifier(rows, rules.key)))
            shown_.push_back(rules.key);
        if (shows == ListShows::contacts)
            std::ranges::copy(rules.contact, std::back_inserter(shown_));
    }

    [[nodiscard]] std::vector<std::string> headers() const {
        std::vector<std::string> out{"back_checker", "code"};
        if (rows_.dataset->rehearsal) out.insert(out.begin(), "mtm_status");
        std::ranges::copy(shown_, std::back_inserter(out));
        for (const auto& [header, column] : columns_of_fieldwork()) {
            if (column != nullptr) out.emplace_back(header);
        }
        out.emplace_back("held_on");
        if (has_days()) {
            out.emplace_back("check_from");
            out.emplace_back("check_until");
        }
        for (const char* header : {"checked_on", "result", "uuid"})
            out.emplace_back(header);
        return out;
    }

    [[nodiscard]] std::vector<std::string> values(const BackCheckVisit& visit) const {
        const BackCheckRules& rules = rows_.study->file.back_check;
        std::vector<std::string> out{visit.back_checker, codes_[visit.row]};
        if (rows_.dataset->rehearsal) out.insert(out.begin(), invented_mark);
        for (const std::string& name : shown_)
            out.push_back(shown_answer(rows_, rows_.dataset->find(name), visit.row));
        for (const auto& [header, column] : columns_of_fieldwork()) {
            if (column != nullptr) out.push_back(shown_answer(rows_, column, visit.row));
        }
        out.push_back(day_after(visit.row, 0));
        if (has_days()) {
            out.push_back(day_after(visit.row, rules.first_day));
            out.push_back(day_after(visit.row, rules.last_day));
        }
        out.insert(out.end(), {"", "", rows_.dataset->instance_ids[visit.row]});
        return out;
    }

private:
    [[nodiscard]] bool has_days() const { return rows_.study->file.back_check.last_day > 0; }

    [[nodiscard]] std::vector<std::pair<const char*, const Column*>> columns_of_fieldwork() const {
        return {{"enumerator", rows_.enumerator},
                {"area", unless_compared(rows_.area)},
                {"language", unless_compared(rows_.language)},
                {"group", unless_compared(rows_.group)}};
    }

    // Whoever knows the first answer finds it again.
    [[nodiscard]] const Column* unless_compared(const Column* column) const {
        const auto& compared = rows_.study->file.back_check.questions;
        const bool is =
            column != nullptr &&
            std::ranges::find(compared, column->name, &BackCheckQuestion::name) != compared.end();
        return is ? nullptr : column;
    }

    [[nodiscard]] std::string day_after(std::size_t row, int days) const {
        const std::int64_t local = rows_.local_start[row];
        return local == no_instant ? "" : date_in_zone(local + days * ms_a_day, "UTC");
    }

    const FieldworkRows& rows_;
    std::vector<std::string> codes_;
    std::vector<std::string> shown_;  // questions
};

double list_width(const std::string& header) {
    if (header == "uuid" || header == "mtm_status") return 42;
    return header == "result" || header == "area" || header == "enumerator" ? 24 : 16;
}

SheetOut& begin_list(WorkbookOut& book,
                     const FieldworkRows& rows,
                     const std::string& back_checker,
                     const std::vector<std::string>& headers) {
    std::vector<std::string> names;
    for (const SheetOut& sheet : book.sheets)
        names.push_back(sheet.name);
    std::vector<double> widths;
    for (const std::string& header : headers)
        widths.push_back(list_width(header));
    return begin_list_sheet(
        book,
        ListStyles(book),
        sheet_name_for(back_checker.empty() ? "back-checks" : back_checker, names),
        headers,
        widths,
        rows.dataset->rehearsal);
}

}  // namespace

BackCheckList draw_back_check_list(const FieldworkRows& rows,
                                   const BackCheckDraw& draw,
                                   const std::set<std::string>& kept) {
    BackCheckList out;
    const std::string& key_name = rows.study->file.back_check.key;
    const Column* key = key_name.empty() ? nullptr : rows.dataset->find(key_name);
    std::vector<BackCheckCandidate> candidates;
    std::vector<std::size_t> row_of;
    std::set<std::string> enumerators;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (!key_name.empty() && (key == nullptr || key->codes[row] < 0)) {
            ++out.without_key;
            continue;
        }
        const std::string& id = rows.dataset->instance_ids[row];
        const std::string enumerator = rows.enumerator_name(rows.enumerator_of(row));
        enumerators.insert(enumerator);
        candidates.push_back({.id = id, .enumerator = enumerator, .chosen = kept.contains(id)});
        row_of.push_back(row);
    }
    out.enumerators = enumerators.size();
    for (const std::size_t chosen : draw_back_checks(candidates, draw))
        out.visits.push_back({.row = row_of[chosen], .back_checker = {}});
    std::ranges::stable_sort(out.visits, {}, [&](const BackCheckVisit& visit) {
        return std::tuple(shown_answer(rows, rows.area, visit.row),
                          rows.enumerator_name(rows.enumerator_of(visit.row)),
                          rows.dataset->instance_ids[visit.row]);
    });
    divide(rows, out.visits);
    return out;
}

std::vector<std::vector<std::string>> back_check_table(const FieldworkRows& rows,
                                                       const BackCheckList& list,
                                                       ListShows shows) {
    const ListColumns columns(rows, shows);
    std::vector<std::vector<std::string>> out{columns.headers()};
    for (const BackCheckVisit& visit : list.visits)
        out.push_back(columns.values(visit));
    return out;
}

WorkbookOut back_check_list_workbook(const FieldworkRows& rows,
                                     const BackCheckList& list,
                                     ListShows shows,
                                     std::chrono::sys_seconds now) {
    WorkbookOut book;
    book.created = now;
    book.title = rows.study->file.title + ": back-checks";
    const auto table = back_check_table(rows, list, shows);
    SheetOut* sheet = nullptr;
    for (std::size_t v = 0; v < list.visits.size(); ++v) {
        const std::string& who = list.visits[v].back_checker;
        if (sheet == nullptr || who != list.visits[v - 1].back_checker)
            sheet = &begin_list(book, rows, who, table.front());
        sheet->add_row(table[v + 1]);
    }
    if (sheet == nullptr) begin_list(book, rows, "", table.front());
    return book;
}

std::set<std::string> ids_of_back_check_list(const Workbook& list) {
    std::set<std::string> out;
    for (const Sheet& sheet : list.sheets) {
        int column = -1;
        for (int row = 0; row < sheet.row_count(); ++row) {
            if (column >= 0) {
                if (const auto id = trim(sheet.at(row, column)); !id.empty()) out.emplace(id);
                continue;
            }
            for (int c = 0; c < sheet.column_count(); ++c) {
                if (trim(sheet.at(row, c)) == "uuid") column = c;
            }
        }
    }
    return out;
}

}  // namespace mtm
