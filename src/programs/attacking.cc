#include "programs/attacking.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <numeric>
#include <utility>

#include "attack/public_form.h"
#include "base/text.h"
#include "report/number_words.h"
#include "report/released_numbers.h"
#include "store/files.h"
#include "store/published.h"
#include "store/releases.h"
#include "workbook/csv.h"
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

// What is written beside the choices of a list is not published.
std::string answer_as_published(const Question& question, const Column& column, std::size_t row) {
    const bool beside =
        question.type == QuestionType::select_one && column.codes[row] >= column.choice_count;
    return beside ? std::string() : answer_in_words(column, row);
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

bool is_published(const ProtectedRecords& protection, int question) {
    const auto found =
        std::ranges::find(protection.records.treatments, question, &RecordTreatment::question);
    return found != protection.records.treatments.end() && found->published;
}

Result<std::string> bytes_of(const std::vector<FileOut>& files, const std::string& name) {
    const auto found = std::ranges::find(files, name, &FileOut::name);
    if (found == files.end()) return Error{name + " is not among the files that are attacked"};
    return found->bytes;
}

// The rows of a repeat, and of each interview what somebody would know of its household.
AttackedRepeat attacked_repeat(const Study& study,
                               const Dataset& dataset,
                               const ProtectedRecords& protection,
                               const RepeatDecision& decision,
                               const RepeatTreatment& treatment) {
    AttackedRepeat out;
    out.name = decision.repeat;
    out.told_by = treatment.told_by;
    const Level& level = dataset.levels[decision.level];
    std::vector<KnownPerson> members(level.rows);
    for (std::size_t k = 0; k < decision.keys.size(); ++k) {
        const RecordKey& key = decision.keys[k];
        const CoarseLevel& coarse = key.levels[decision.levels[k]];
        const bool known = key.kind == RecordKey::Kind::answers && !coarse.left_out &&
                           is_published(protection, key.question);
        if (!known) continue;
        out.keys.push_back(key.name);
        const Question& question = study.questionnaire.questions[index_of(key.question)];
        const Column& column = *column_of(dataset, key.question).column;
        for (std::size_t row = 0; row < level.rows; ++row)
            members[row].push_back(coarse.as_answered ? answer_as_published(question, column, row)
                                                      : looked_for(key, coarse, column, row));
    }
    out.households.resize(dataset.counted());
    for (std::size_t row = 0; row < level.rows; ++row)
        out.households[index_of(level.parent_row[row])].push_back(std::move(members[row]));
    for (const RecordTreatment& question : protection.records.treatments) {
        const ColumnPlace place = column_of(dataset, question.question);
        if (question.role == RecordRole::sensitive && question.published && question.of_repeat &&
            place.level == decision.level)
            out.sensitive.push_back(question.name);
    }
    return out;
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

Result<std::vector<PublicFigure>> figures_of_release(const std::string& folder) {
    std::vector<PublicFigure> out;
    for (const std::string& file : files_in(folder, ".csv")) {
        if (!file.starts_with("proof")) continue;
        const std::string bytes = TRY(read_file(folder + "/" + file));
        auto figures = read_public_figures(bytes);
        if (!figures) return figures.error().in(folder + "/" + file);
        std::ranges::move(*figures, std::back_inserter(out));
    }
    return out;
}

// Of numbers.csv, those of reports: report/LANGUAGE/EXPRESSION, the second of the same with “#2”.
Result<std::vector<PublicFigure>> figures_kept(const KeptPublication& kept) {
    std::vector<PublicFigure> out;
    const auto numbers = read_numbers_csv(kept.bytes_of(kept_numbers));
    if (!numbers) return numbers.error().in(kept.name + "/" + kept_numbers);
    for (const ReleasedNumber& number : *numbers) {
        if (!number.id.starts_with("report/") || number.withheld) continue;
        const std::size_t language_ends = number.id.find('/', std::string_view("report/").size());
        if (language_ends == std::string::npos) continue;
        std::string expression = number.id.substr(language_ends + 1);
        if (expression.starts_with("agree(")) continue;  // a word beside a number
        const std::size_t end = expression.find_last_of(")#");
        if (end != std::string::npos && expression[end] == '#') expression.resize(end);
        out.push_back({std::move(expression), number.value, std::nullopt});
    }
    return out;
}

using SpelledNumbers = std::map<std::string, long long, std::less<>>;

SpelledNumbers spelled_numbers(const std::vector<std::string>& languages) {
    constexpr long long most = 9'999;  // more stand in digits, or nobody can read them
    SpelledNumbers out;
    for (const std::string& language : languages) {
        for (long long n = 0; n <= most; ++n) {
            const std::string words = number_in_words(n, language);
            out.emplace(capitalized(words, language), n);
            out.emplace(words, n);
        }
    }
    return out;
}

// Of numbers in words, as reports in these languages spell them. Few publications have one.
NumberReader reader_of_numbers(const std::vector<std::string>& languages) {
    auto known = std::make_shared<SpelledNumbers>();
    return [known, languages](std::string_view printed) -> std::optional<long long> {
        if (known->empty()) *known = spelled_numbers(languages);
        const auto found = known->find(printed);
        return found == known->end() ? std::nullopt : std::optional(found->second);
    };
}

}  // namespace

Result<AttackedRecords> attacked_records(const std::string& edition,
                                         const std::vector<FileOut>& files,
                                         const std::string& folder,
                                         const std::string& directory,
                                         const Study& study,
                                         const Dataset& dataset,
                                         const ProtectedRecords& protection) {
    const RecordRules& rules = study.file.records;
    AttackedRecords out;
    out.edition = edition;
    out.csv = TRY(bytes_of(files, folder + "microdata.csv"));
    out.k = rules.keys_at_once == 0 ? rules.k : 1;
    out.most_risk = rules.most_risk;
    out.answers_may_be_learnt = rules.diversity < 2;
    out.people.people.assign(dataset.counted(), {});
    std::vector<bool> as_answered;
    for (std::size_t k = 0; k < protection.keys.size(); ++k) {
        const RecordKey& key = protection.keys[k];
        const bool known =
            key.kind == RecordKey::Kind::answers && is_published(protection, key.question);
        if (!known) continue;
        const CoarseLevel& level = key.levels[protection.plan.levels[k]];
        const Column& column =
            with_averages(protection.averages, *column_of(dataset, key.question).column);
        const bool averaged = averages_of(protection.averages, key.question) != nullptr;
        out.people.keys.push_back(key.name);
        as_answered.push_back(level.as_answered && !averaged);
        for (std::size_t row = 0; row < dataset.counted(); ++row)
            out.people.people[row].push_back(looked_for(key, level, column, row));
    }
    for (const RecordTreatment& treatment : protection.records.treatments) {
        if (treatment.role == RecordRole::sensitive && treatment.published && !treatment.of_repeat)
            out.people.sensitive.push_back(treatment.name);
    }
    const std::vector<double> weights = record_weights(study, dataset);
    const double population = std::accumulate(weights.begin(), weights.end(), 0.0);
    if (population > 0)
        out.people.fraction = std::min(1.0, static_cast<double>(dataset.counted()) / population);
    out.people.margins = TRY(margins_of(directory, study, out.people.keys, as_answered));
    for (std::size_t r = 0; r < protection.records.repeats.size(); ++r) {
        const RepeatTreatment& treatment = protection.records.repeats[r];
        if (!treatment.left_out.empty()) continue;
        AttackedRepeat& repeat = out.repeats.emplace_back(
            attacked_repeat(study, dataset, protection, protection.repeats.repeats[r], treatment));
        repeat.csv = TRY(bytes_of(files, folder + "microdata-" + repeat.name + ".csv"));
    }
    return out;
}

Result<AttackKnowledge> attack_knowledge(const std::string& directory,
                                         const Study& study,
                                         bool rehearsal) {
    AttackKnowledge out;
    out.form = public_form(study.questionnaire, study.plan);
    out.number_reader = reader_of_numbers(study.file.languages);
    const std::vector<ReleaseRecord> releases = TRY(read_releases(directory));
    for (const ReleaseRecord& record : releases) {
        if (record.rehearsal != rehearsal) continue;
        const std::string name = "releases/" + std::to_string(record.number);
        std::vector<PublicFigure> figures = TRY(figures_of_release(directory + "/" + name));
        for (const std::string& file : files_in(directory + "/" + name, ".json")) {
            if (!file.starts_with("tables")) continue;
            std::string bytes = TRY(read_file(directory + "/" + name + "/" + file));
            out.earlier.push_back({.name = name,
                                   .tables = std::move(bytes),
                                   .figures = std::exchange(figures, {}),
                                   .of_reports = file == kept_report_tables,
                                   .after = record.number - 1});
        }
    }
    return out;
}

namespace {

// Of one from before this was kept, none.
int release_before(const KeptPublication& kept) {
    int out = 0;
    const std::string bytes = kept.bytes_of(kept_place);
    if (const auto table = read_csv(bytes); table && table->row_count() > 0) {
        const std::string_view number = table->at(0, "release");
        std::from_chars(number.data(), number.data() + number.size(), out);
    }
    return out;
}

}  // namespace

std::string place_csv(int release) {
    return write_csv({{"release"}, {std::to_string(release)}});
}

std::string records_csv(const std::vector<EarlierRecords>& records) {
    std::vector<std::vector<std::string>> rows{{"file", "records"}};
    for (const EarlierRecords& each : records)
        rows.push_back({each.file, std::to_string(each.records)});
    return write_csv(rows);
}

Status add_kept_publications(const std::string& directory, AttackKnowledge& knowledge) {
    for (const KeptPublication& kept : TRY(read_kept_publications(directory))) {
        EarlierTables plan{kept.name, kept.bytes_of(kept_tables), {}, TRY(figures_kept(kept))};
        const std::string listed = kept.bytes_of(kept_records);
        const auto records = read_csv(listed);
        if (!records) return records.error().in(kept.name);
        for (int row = 0; row < records->row_count(); ++row) {
            const std::string_view number = records->at(row, "records");
            EarlierRecords each{std::string(records->at(row, "file")), 0};
            std::from_chars(number.data(), number.data() + number.size(), each.records);
            plan.records.push_back(std::move(each));
        }
        plan.after = release_before(kept);
        knowledge.earlier.push_back(std::move(plan));
        if (std::string more = kept.bytes_of(kept_report_tables); !more.empty())
            knowledge.earlier.push_back({.name = kept.name,
                                         .tables = std::move(more),
                                         .of_reports = true,
                                         .after = release_before(kept)});
    }
    // A release comes before what was published after it, and after what it was made after.
    std::ranges::stable_sort(knowledge.earlier, {}, [](const EarlierTables& one) {
        return std::pair(one.after, one.name.starts_with("releases/"));
    });
    return Done{};
}

Result<AttackOutcome> differences_from_public(const std::string& directory,
                                              const Study& study,
                                              bool rehearsal,
                                              const PublicTexts& texts) {
    AttackKnowledge knowledge = TRY(attack_knowledge(directory, study, rehearsal));
    if (!rehearsal) TRY(add_kept_publications(directory, knowledge));
    if (knowledge.earlier.empty()) return AttackOutcome{};
    return attack_by_differences(texts, knowledge, study.file.threshold);
}

}  // namespace mtm
