#include "programs/attacking.h"

#include <algorithm>
#include <charconv>
#include <numeric>

#include "attack/public_form.h"
#include "base/text.h"
#include "store/files.h"
#include "store/releases.h"
#include "workbook/read.h"
#include "workbook/table_sheet.h"

namespace mtm {
namespace {

std::size_t index_of(std::int32_t number) {
    return static_cast<std::size_t>(number);
}

// Of several answers their choices, in the order of the list.
std::string answer_in_words(const Column& column, std::size_t row) {
    if (column.codes[row] < 0) return {};
    if (column.words_per_row == 0) return column.dictionary[index_of(column.codes[row])];
    std::string out;
    for (int choice = 0; choice < column.choice_count; ++choice) {
        if (!column.has_member(row, choice)) continue;
        out += (out.empty() ? "" : " ") + column.dictionary[index_of(choice)];
    }
    return out;
}

// What somebody who knows a person would look for in a column of the published file.
std::string looked_for(const RecordKey& key,
                       const CoarseLevel& level,
                       const Column& column,
                       std::size_t row) {
    if (key.values[row] < 0) return {};
    if (level.as_answered) return answer_in_words(column, row);
    return level.categories[index_of(level.category_of[index_of(key.values[row])])].name;
}

bool is_published(const ProtectedRecords& protection, const std::string& name) {
    const auto found =
        std::ranges::find(protection.records.treatments, name, &RecordTreatment::name);
    return found != protection.records.treatments.end() && found->published;
}

// [weights] margins: numbers of people that anybody can look up.
Result<std::vector<PopulationMargin>> margins_of(const std::string& directory,
                                                 const Study& study,
                                                 const std::vector<std::string>& keys,
                                                 const std::vector<bool>& as_answered) {
    std::vector<PopulationMargin> out;
    const std::string& name = study.file.weights.margins;
    if (name.empty()) return out;
    const std::string path = directory + "/" + name;
    const std::string bytes = TRY(read_file(path));
    const Workbook book = TRY(read_workbook(bytes, path));
    if (book.sheets.empty()) return out;
    const TableSheet table(book.sheets[0]);
    for (int record = 0; record < table.record_count(); ++record) {
        const auto variables = split(table.at(record, "variable"), '*');
        const auto categories = split(table.at(record, "category"), '*');
        const std::string_view total = trim(table.at(record, "total"));
        PopulationMargin margin{std::vector<std::string>(keys.size()), 0};
        const auto [end, problem] =
            std::from_chars(total.data(), total.data() + total.size(), margin.people);
        bool usable = problem == std::errc() && variables.size() == categories.size();
        for (std::size_t i = 0; usable && i < variables.size(); ++i) {
            const auto key = std::ranges::find(keys, trim(variables[i]));
            usable = key != keys.end() && as_answered[static_cast<std::size_t>(key - keys.begin())];
            if (usable)
                margin.values[static_cast<std::size_t>(key - keys.begin())] = trim(categories[i]);
        }
        if (usable) out.push_back(std::move(margin));
    }
    return out;
}

}  // namespace

Result<AttackedRecords> attacked_records(const std::string& edition,
                                         const std::string& microdata_csv,
                                         const std::string& directory,
                                         const Study& study,
                                         const Dataset& dataset,
                                         const ProtectedRecords& protection) {
    const RecordRules& rules = study.file.records;
    AttackedRecords out;
    out.edition = edition;
    out.csv = microdata_csv;
    out.k = rules.keys_at_once == 0 ? rules.k : 1;
    out.most_risk = rules.most_risk;
    out.answers_may_be_learnt = rules.diversity < 2;
    out.people.people.assign(dataset.counted(), {});
    std::vector<bool> as_answered;
    for (std::size_t k = 0; k < protection.keys.size(); ++k) {
        const RecordKey& key = protection.keys[k];
        const bool known =
            key.kind == RecordKey::Kind::answers && is_published(protection, key.name);
        if (!known) continue;
        const CoarseLevel& level = key.levels[protection.plan.levels[k]];
        const Column& column = *column_of(dataset, key.question).column;
        out.people.keys.push_back(key.name);
        as_answered.push_back(level.as_answered);
        for (std::size_t row = 0; row < dataset.counted(); ++row)
            out.people.people[row].push_back(looked_for(key, level, column, row));
    }
    for (const RecordTreatment& treatment : protection.records.treatments) {
        if (treatment.role == RecordRole::sensitive && treatment.published)
            out.people.sensitive.push_back(treatment.name);
    }
    const std::vector<double> weights = record_weights(study, dataset);
    const double population = std::accumulate(weights.begin(), weights.end(), 0.0);
    if (population > 0)
        out.people.fraction = std::min(1.0, static_cast<double>(dataset.counted()) / population);
    out.people.margins = TRY(margins_of(directory, study, out.people.keys, as_answered));
    return out;
}

Result<AttackKnowledge> attack_knowledge(const std::string& directory,
                                         const Study& study,
                                         bool rehearsal) {
    AttackKnowledge out;
    out.form = public_form(study.questionnaire, study.plan);
    const std::vector<ReleaseRecord> releases = TRY(read_releases(directory));
    for (const ReleaseRecord& record : releases) {
        if (record.rehearsal != rehearsal) continue;
        const std::string name = "releases/" + std::to_string(record.number);
        for (const std::string& file : files_in(directory + "/" + name, ".json")) {
            if (!file.starts_with("tables")) continue;
            std::string bytes = TRY(read_file(directory + "/" + name + "/" + file));
            out.earlier.push_back({name, std::move(bytes)});
        }
    }
    return out;
}

}  // namespace mtm
