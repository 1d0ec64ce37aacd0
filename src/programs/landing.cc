#include "programs/landing.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

#include "capture/imported.h"
#include "exchange/json_tables.h"
#include "exchange/read_statistics.h"
#include "expression/date.h"
#include "programs/served_studies.h"
#include "store/clock.h"
#include "store/file_stream.h"
#include "store/files.h"
#include "store/sqlite_store.h"

namespace mtm {
namespace {

constexpr std::size_t at_once = 4096;  // interviews

// Servers write UTC without saying so.
Instant received_at(const std::string& text) {
    const auto instant = date_time_from(text);
    return instant ? milliseconds_since_epoch(*instant) : present_instant();
}

// What a first look at a file takes: nothing.
class Looking final : public InterviewSink {
public:
    void begin() override { invented = 0; }

    Status take(ImportedInterview& interview) override {
        invented += interview.interview.rehearsal ? 1U : 0U;
        return Done{};
    }

    std::size_t invented = 0;
};

class Keeping final : public InterviewSink {
public:
    void begin() override { interviews.clear(); }

    Status take(ImportedInterview& interview) override {
        interviews.push_back(std::move(interview.interview));
        return Done{};
    }

    std::vector<Interview> interviews;
};

class Storing final : public InterviewSink {
public:
    explicit Storing(const ServedStudy& study) : study_(study) {}

    void begin() override {}

    Status take(ImportedInterview& interview) override {
        IncomingInterview& one = waiting_.emplace_back();
        one.received = received_at(interview.submitted);
        one.origin = interview.interview.provenance.file + ", row " +
                     std::to_string(interview.interview.provenance.row);
        one.interview = std::move(interview.interview);
        return waiting_.size() < at_once ? Done{} : store();
    }

    Status store() {
        add_counts(counts_, TRY(take_imported(study_, waiting_)));
        waiting_.clear();
        return Done{};
    }

    [[nodiscard]] const ImportCounts& counts() const { return counts_; }

private:
    const ServedStudy& study_;
    std::vector<IncomingInterview> waiting_;
    ImportCounts counts_;
};

// Invented interviews and those of people never lie together.
std::optional<Diagnostic> wrong_kind(bool rehearsal,
                                     std::size_t invented,
                                     std::size_t interviews,
                                     const std::string& file) {
    if (invented == (rehearsal ? interviews : 0)) return std::nullopt;
    Diagnostic wrong;
    wrong.code = "rehearsal-among-interviews";
    wrong.severity = Severity::error;
    wrong.place.file = file;
    wrong.message = std::to_string(invented) + " of the " + std::to_string(interviews) +
                    " interviews are invented (rehearsal); nothing is taken.";
    wrong.remedy = rehearsal ? "With --rehearsal give a file that holds nothing else."
                             : "With --rehearsal they become the study's rehearsal; among answers "
                               "of people they have no place.";
    return wrong;
}

}  // namespace

void print_counts(const ImportCounts& counts) {
    std::printf(
        "%d added, %d changed, %d as before", counts.added, counts.changed, counts.as_before);
    if (counts.earlier > 0)
        std::printf(", %d as they were before a change: left as they are", counts.earlier);
    if (counts.withdrawn > 0) std::printf(", %d withdrawn by their respondents", counts.withdrawn);
    std::printf("\n");
}

void add_counts(ImportCounts& to, const ImportCounts& more) {
    to.added += more.added;
    to.changed += more.changed;
    to.as_before += more.as_before;
    to.earlier += more.earlier;
    to.withdrawn += more.withdrawn;
}

std::optional<ServedStudy> study_to_fill(const std::string& directory, Exit& exit) {
    auto opened = load_study(directory, exit);
    if (!opened) return std::nullopt;
    ServedStudy study;
    study.study = std::move(*opened);
    study.study.directory = directory;
    Diagnostics wrong;
    if (const Status added = add_versions(study, wrong); !added) {
        exit = fail(added.error());
        return std::nullopt;
    }
    // Only tablets must tell versions apart: what comes by a file was asked elsewhere.
    std::erase_if(wrong, [](const Diagnostic& found) { return found.code == "no-form-version"; });
    // A form that was never in our field was in another's: its interviews count.
    for (const auto& version : study.versions)
        version->pilot = version->pilot && version->since > 0;
    if (!has_errors(wrong)) return study;
    print_diagnostics(wrong);
    exit = Exit::input_is_wrong;
    return std::nullopt;
}

Result<std::unique_ptr<OpenTables>> open_files(const Questionnaire& form,
                                               const std::vector<std::string>& files) {
    auto tables = std::make_unique<OpenTables>();
    for (const std::string& file : files) {
        auto stream = TRY(open_stream(file));
        std::string beginning(4096, '\0');
        beginning.resize(TRY(stream->read(beginning)));
        if (may_be_json(beginning)) {
            const std::string bytes = TRY(read_file(file));
            tables->add(TRY(read_json_tables(bytes, file)));
            continue;
        }
        if (may_be_separated_text(beginning)) {
            TRY(stream->rewind());
            tables->add(std::move(stream), file);
            continue;
        }
        std::string bytes = TRY(read_file(file));
        if (is_statistics_file(bytes)) {
            Workbook read;
            read.sheets.push_back(
                table_of_statistics(form, TRY(read_statistics_file(bytes, file))));
            tables->add(std::move(read));
            continue;
        }
        TRY(tables->add(std::move(bytes), file));
    }
    return tables;
}

std::string names_of_files(const std::vector<std::string>& files) {
    std::string names;
    for (const std::string& file : files)
        names += (names.empty() ? "" : " ") + std::filesystem::path(file).filename().string();
    return names;
}

Result<LandedInterviews> land(const LandingOptions& options,
                              ServedStudy& study,
                              const OpenTables& tables,
                              const std::string& names) {
    const Questionnaire& form = study.study.questionnaire;
    Looking looking;
    ImportSummary found = TRY(import_rows(form, tables.rows(), names, options.import, looking));
    LandedInterviews out{std::move(found.diagnostics), found.interviews, found.columns_taken, {}};
    if (auto wrong = wrong_kind(options.rehearsal, looking.invented, found.interviews, names)) {
        out.diagnostics.push_back(std::move(*wrong));
        out.interviews = 0;
    }
    if (options.only_check || out.interviews == 0) return out;
    ImportOptions again = options.import;
    again.style = found.style;
    if (options.rehearsal) {
        Keeping keeping;
        TRY(import_rows(form, tables.rows(), names, again, keeping));
        TRY(write_rehearsal(options.directory, form, keeping.interviews));
        return out;
    }
    if (!study.store) study.store = TRY(SqliteInterviewStore::open(options.directory));
    Storing storing(study);
    TRY(import_rows(form, tables.rows(), names, again, storing));
    TRY(storing.store());
    out.counts = storing.counts();
    return out;
}

}  // namespace mtm
