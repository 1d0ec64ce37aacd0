// Tested in households_test.cc.
#include "attack/households.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace mtm {
namespace {

constexpr const char* nobody = "(nobody)";

std::string column_of_households(const AttackedRepeat& repeat) {
    return "all rows of " + repeat.name;
}

std::string in_words(const KnownPerson& member) {
    std::string out;
    for (const std::string& value : member)
        out += value + '\x1f';
    return out + '\x1e';
}

// Members in no order: a household is the same however it is told.
std::string in_words(std::vector<KnownPerson> household) {
    if (household.empty()) return nobody;
    std::ranges::sort(household);
    std::string out;
    for (const KnownPerson& member : household)
        out += in_words(member);
    return out;
}

Result<std::vector<std::size_t>> columns_of(const PublicCsv& csv,
                                            const std::vector<std::string>& names,
                                            const AttackedRepeat& repeat) {
    std::vector<std::size_t> out;
    for (const std::string& name : names) {
        const auto column = csv.column(name);
        if (!column)
            return Error{"published rows of “" + repeat.name + "” have no column “" + name + "”"};
        out.push_back(*column);
    }
    return out;
}

// Records are numbered from 1, in the order of their file.
Result<std::size_t> record_of(const PublicCsv& rows, std::size_t row, std::size_t records) {
    const std::string& text = rows.at(row, "parent_record");
    std::size_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || number < 1 || number > records)
        return Error{"published rows name the record “" + text + "”, which is not there"};
    return number - 1;
}

}  // namespace

Status add_households(const AttackedRepeat& repeat, PublicCsv& records, LinkageKnowledge& people) {
    const PublicCsv rows = TRY(read_public_csv(repeat.csv));
    const std::vector<std::size_t> keys = TRY(columns_of(rows, repeat.keys, repeat));
    const auto told_by = records.column(repeat.told_by);
    if (!told_by) return Error{"published records have no column “" + repeat.told_by + "”"};
    std::vector<std::vector<KnownPerson>> households(records.rows.size());
    for (std::size_t row = 0; row < rows.rows.size(); ++row) {
        KnownPerson member;
        for (const std::size_t key : keys)
            member.push_back(rows.rows[row][key]);
        households[TRY(record_of(rows, row, records.rows.size()))].push_back(std::move(member));
    }
    records.columns.push_back(column_of_households(repeat));
    for (std::size_t record = 0; record < records.rows.size(); ++record) {
        const bool withheld = records.rows[record][*told_by] == "withheld";
        if (withheld && !households[record].empty())
            return Error{"rows of “" + repeat.name + "” are published although they are withheld"};
        records.rows[record].push_back(withheld ? std::string()
                                                : in_words(std::move(households[record])));
    }
    people.keys.push_back(column_of_households(repeat));
    for (std::size_t person = 0; person < people.people.size(); ++person)
        people.people[person].push_back(in_words(repeat.households[person]));
    for (PopulationMargin& margin : people.margins)
        margin.values.emplace_back();
    return Done{};
}

Result<MembersSought> members_sought(const AttackedRepeat& repeat,
                                     const PublicCsv& records,
                                     const LinkageKnowledge& people) {
    MembersSought out;
    out.rows = TRY(read_public_csv(repeat.csv));
    const std::vector<std::size_t> of_records = TRY(columns_of(records, people.keys, repeat));
    const std::vector<std::size_t> keys = TRY(columns_of(out.rows, repeat.keys, repeat));
    const std::vector<std::size_t> sensitive = TRY(columns_of(out.rows, repeat.sensitive, repeat));
    std::vector<std::vector<std::string>> joined;
    for (std::size_t row = 0; row < out.rows.rows.size(); ++row) {
        const std::size_t record = TRY(record_of(out.rows, row, records.rows.size()));
        std::vector<std::string>& cells = joined.emplace_back();
        for (const std::size_t column : of_records)
            cells.push_back(records.rows[record][column]);
        for (const std::size_t column : keys)
            cells.push_back(out.rows.rows[row][column]);
        for (const std::size_t column : sensitive)
            cells.push_back(out.rows.rows[row][column]);
    }
    out.rows.rows = std::move(joined);
    out.rows.columns.clear();
    for (const std::string& name : people.keys)
        out.rows.columns.push_back("record: " + name);
    out.rows.columns.insert(out.rows.columns.end(), repeat.keys.begin(), repeat.keys.end());
    out.members.keys = out.rows.columns;
    out.rows.columns.insert(
        out.rows.columns.end(), repeat.sensitive.begin(), repeat.sensitive.end());
    out.members.sensitive = repeat.sensitive;
    for (std::size_t person = 0; person < people.people.size(); ++person) {
        for (const KnownPerson& member : repeat.households[person]) {
            KnownPerson& known = out.members.people.emplace_back(people.people[person]);
            known.insert(known.end(), member.begin(), member.end());
        }
    }
    return out;
}

}  // namespace mtm
