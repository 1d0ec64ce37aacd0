// Files that somebody imports: whatever they are, the findings name a place, every answer is one of
// the form's, in a round that it can have, and the same bytes give the same interviews.
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compile/compile.h"
#include "exchange/csv_guard.h"
#include "exchange/import_tables.h"
#include "exchange/json_tables.h"
#include "tests/form_text.h"
#include "workbook/open_tables.h"
#include "workbook/read.h"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

const mtm::Questionnaire& form() {
    static const mtm::Questionnaire made = mtm::compile(mtm::workbook_from_text(R"(
            survey
            | type                  | name   | label::English (en) | label::Russian (ru) |
            | select_one sex        | sex    | What is your sex?   | Ваш пол?            |
            | integer               | age    | Age                 | Возраст             |
            | select_multiple langs | langs  | Languages           | Языки               |
            | decimal               | income | Income              | Доход               |
            | dateTime              | came   | Arrival             | Прибытие            |
            | geopoint              | spot   | Position            | Место               |
            | begin repeat          | member | Member              | Член семьи          |
            | text                  | name   | Name                | Имя                 |
            | begin repeat          | job    | Job                 | Работа              |
            | time                  | from   | From                | С                   |
            | end repeat            |        |                     |                     |
            | end repeat            |        |                     |                     |
            choices
            | list_name | name | label::English (en) | label::Russian (ru) |
            | sex       | 1    | Woman               | Женщина             |
            | sex       | 2    | Man                 | Мужчина             |
            | langs     | kk   | Kazakh              | Казахский           |
            | langs     | uz   | Uzbek of the south  | Узбекский           |
        )"),
                                                        "form.xlsx")
                                               .questionnaire;
    return made;
}

class Collecting final : public mtm::InterviewSink {
public:
    void begin() override { interviews.clear(); }

    mtm::Status take(mtm::ImportedInterview& interview) override {
        interviews.push_back(std::move(interview));
        return mtm::Done{};
    }

    std::vector<mtm::ImportedInterview> interviews;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    static_cast<void>(mtm::read_json_tables(bytes, "file.json"));
    auto tables = mtm::read_tables(bytes, "file.csv");
    if (!tables) return 0;
    if (mtm::is_separated_text(bytes)) mtm::remove_guards(*tables);
    const mtm::ImportedTables read = mtm::import_tables(form(), *tables, "file.csv");
    for (const mtm::Diagnostic& finding : read.diagnostics) {
        require(!finding.code.empty() && !finding.message.empty() && !finding.remedy.empty());
        require(finding.place.file == "file.csv");
    }
    std::set<std::string> ids;
    for (const mtm::ImportedInterview& each : read.interviews) {
        require(ids.insert(each.interview.instance_id).second);
        require(each.interview.provenance.row > 0);
        for (const mtm::Answer& answer : each.interview.answers) {
            require(answer.question >= 0 &&
                    answer.question < static_cast<int>(form().questions.size()));
            std::size_t depth = 0;
            for (int g = form().questions[static_cast<std::size_t>(answer.question)].group; g >= 0;
                 g = form().groups[static_cast<std::size_t>(g)].parent)
                depth += form().groups[static_cast<std::size_t>(g)].repeat ? 1 : 0;
            require(answer.repeat.size() == depth);
        }
    }
    const mtm::ImportedTables again = mtm::import_tables(form(), *tables, "file.csv");
    require(again.interviews.size() == read.interviews.size());
    for (std::size_t i = 0; i < read.interviews.size(); ++i)
        require(again.interviews[i].interview == read.interviews[i].interview);
    // Row by row, the same comes of it.
    mtm::OpenTables open;
    require(open.add(std::string(bytes), "file.csv").has_value());
    Collecting sink;
    const auto rows = mtm::import_rows(form(), open.rows(), "file.csv", {}, sink);
    require(rows && rows->diagnostics == read.diagnostics &&
            sink.interviews.size() == read.interviews.size());
    for (std::size_t i = 0; i < read.interviews.size(); ++i)
        require(sink.interviews[i].interview == read.interviews[i].interview);
    return 0;
}
