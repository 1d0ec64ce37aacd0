#include "programs/weighing.h"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <iterator>

#include "base/text.h"
#include "sampling/study_variance.h"
#include "store/files.h"
#include "workbook/read.h"

namespace mtm {
namespace {

// Tables beside study.toml, kept for as long as they are looked at.
class WeightTables {
public:
    WeightTables(const std::string& directory, Diagnostics& mistakes)
        : directory_(directory), mistakes_(mistakes) {}

    /// Null, if the study names none, or the file is no table.
    Result<const NamedTable*> read(const std::string& name) {
        if (name.empty()) return static_cast<const NamedTable*>(nullptr);
        const std::string path = directory_ + "/" + name;
        const std::string bytes = TRY(read_file(path));
        auto book = read_workbook(bytes, path);
        if (!book) {
            Diagnostic broken;
            broken.code = "broken-weights-file";
            broken.place.file = path;
            broken.message = book.error().message;
            if (broken.message.starts_with(path + ": ")) broken.message.erase(0, path.size() + 2);
            if (!broken.message.ends_with('.')) broken.message += '.';
            broken.remedy = "Save it as CSV (UTF-8) or XLSX, with a row of headers.";
            mistakes_.push_back(std::move(broken));
            return static_cast<const NamedTable*>(nullptr);
        }
        books_.push_back(std::move(*book));
        if (books_.back().sheets.empty()) books_.back().sheets.emplace_back();
        tables_.push_back({path, TableSheet(books_.back().sheets[0])});
        return static_cast<const NamedTable*>(&tables_.back());
    }

private:
    const std::string& directory_;
    Diagnostics& mistakes_;
    std::deque<Workbook> books_;
    std::deque<NamedTable> tables_;
};

Place place_of_study_file(const std::string& directory) {
    return {directory + "/study.toml", {}, 0, {}, {}};
}

bool weigh_by_recruitment(const Study& study, Dataset& dataset, Exit& exit) {
    if (!study.file.respondent_driven.given || dataset.counted() == 0) return true;
    const RdsSample sample = rds_sample(study, dataset);
    print_diagnostics(sample.diagnostics);
    if (has_errors(sample.diagnostics)) {
        exit = Exit::input_is_wrong;
        return false;
    }
    const Status weighed = give_recruitment_weights(study, sample, dataset);
    if (weighed) return true;
    exit = fail(weighed.error());
    return false;
}

}  // namespace

Diagnostics missing_weight_files(const std::string& directory, const Study& study) {
    Diagnostics out;
    for (const auto& [setting, name] :
         {std::pair{"[sample] file", &study.file.sample.file},
          std::pair{"[weights] margins", &study.file.weights.margins},
          std::pair{"[weights] nonresponse", &study.file.weights.nonresponse}}) {
        if (name->empty() || std::filesystem::exists(directory + "/" + *name)) continue;
        Diagnostic missing;
        missing.code = "missing-weights-file";
        missing.place.file = directory + "/study.toml";
        missing.message =
            std::string(setting) + " names “" + *name + "”, which is not in the study’s folder.";
        missing.remedy = "Put it there, or correct the name.";
        out.push_back(std::move(missing));
    }
    return out;
}

Result<WeighedInterviews> weigh_interviews(const std::string& directory,
                                           const Study& study,
                                           const Dataset& dataset) {
    WeighedInterviews broken;
    broken.diagnostics = missing_weight_files(directory, study);
    if (has_errors(broken.diagnostics)) return broken;
    WeightTables tables(directory, broken.diagnostics);
    WeightFiles files;
    files.places = TRY(tables.read(study.file.sample.file));
    files.margins = TRY(tables.read(study.file.weights.margins));
    files.nonresponse = TRY(tables.read(study.file.weights.nonresponse));
    if (has_errors(broken.diagnostics)) return broken;
    return weigh(study, dataset, files, place_of_study_file(directory));
}

bool weigh_dataset(const std::string& directory, const Study& study, Dataset& dataset, Exit& exit) {
    const StudyFile& file = study.file;
    if (is_respondent_driven(file.design)) return weigh_by_recruitment(study, dataset, exit);
    const bool as_if_random = lower_ascii(trim(file.design)) == "as if random";
    if (!file.weights.given() && !file.sample.given() && !as_if_random) return true;
    auto weighed = weigh_interviews(directory, study, dataset);
    if (!weighed) {
        exit = fail(weighed.error());
        return false;
    }
    if (!has_errors(weighed->diagnostics)) {
        Diagnostics more =
            give_design(study, std::move(weighed->design), place_of_study_file(directory), dataset);
        std::ranges::move(more, std::back_inserter(weighed->diagnostics));
    }
    print_diagnostics(weighed->diagnostics);
    if (has_errors(weighed->diagnostics)) {
        exit = Exit::input_is_wrong;
        return false;
    }
    if (file.weights.given()) dataset.weighting = weighed->words;
    return true;
}

}  // namespace mtm
