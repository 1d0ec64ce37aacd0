#include "programs/weighing.h"

#include <deque>

#include "store/files.h"
#include "workbook/read.h"

namespace mtm {
namespace {

// Tables beside study.toml, kept for as long as they are looked at.
class WeightTables {
public:
    explicit WeightTables(const std::string& directory) : directory_(directory) {}

    /// Null, if the study names none.
    Result<const NamedTable*> read(const std::string& name) {
        if (name.empty()) return static_cast<const NamedTable*>(nullptr);
        const std::string path = directory_ + "/" + name;
        const std::string bytes = TRY(read_file(path));
        books_.push_back(TRY(read_workbook(bytes, path)));
        if (books_.back().sheets.empty()) books_.back().sheets.emplace_back();
        tables_.push_back({path, TableSheet(books_.back().sheets[0])});
        return static_cast<const NamedTable*>(&tables_.back());
    }

private:
    const std::string& directory_;
    std::deque<Workbook> books_;
    std::deque<NamedTable> tables_;
};

}  // namespace

Result<WeighedInterviews> weigh_interviews(const std::string& directory,
                                           const Study& study,
                                           const Dataset& dataset) {
    WeightTables tables(directory);
    WeightFiles files;
    files.places = TRY(tables.read(study.file.sample.file));
    files.margins = TRY(tables.read(study.file.weights.margins));
    files.nonresponse = TRY(tables.read(study.file.weights.nonresponse));
    return weigh(study, dataset, files, Place{directory + "/study.toml", {}, 0, {}, {}});
}

}  // namespace mtm
