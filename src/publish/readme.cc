#include "publish/readme.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "publish/package_files.h"
#include "report/print_number.h"

namespace mtm {
namespace {

// One line of Markdown: what stands in a text of people must not become markup.
std::string line(std::string_view text) {
    std::string out;
    for (const char c : squeeze(printable(text))) {
        if (std::string_view("\\`*_[]<>|#").find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    return out;
}

std::string count(std::size_t n, const char* language) {
    return print_count(static_cast<std::int64_t>(n), language);
}

class ReadmeWriter {
public:
    ReadmeWriter(const DescribedData& data,
                 const DatasetFacts& facts,
                 const std::vector<ExportedFile>& files)
        : data_(data), facts_(facts), files_(files) {}

    std::string write() {
        out_ = "# " + line(facts_.title) + "\n\n";
        if (facts_.invented)
            out_ += fmt::format(
                "**{}.** Every answer was made up to rehearse the survey. Nobody was asked.\n\n",
                invented_mark);
        out_ += line(facts_.summary) + "\n\n";
        add_interviews();
        add_terms();
        add_protection();
        add_limits();
        add_files();
        add_origin();
        const auto& languages = data_.source.study.file.languages;
        if (std::ranges::find(languages, "ru") != languages.end()) add_russian();
        return std::move(out_);
    }

private:
    void heading(const char* words) { out_ += fmt::format("## {}\n\n", words); }

    [[nodiscard]] std::size_t records() const { return data_.tables.front().table->rows; }

    void add_interviews() {
        const std::size_t counted = data_.source.tables.dataset.counted();
        out_ += fmt::format("{} interviews, {} variables",
                            count(records(), "en"),
                            data_.tables.front().variables.size());
        if (!data_.source.study.file.period.empty())
            out_ += "; fieldwork: " + line(data_.source.study.file.period);
        out_ += ".";
        if (counted != records())
            out_ += fmt::format(" The tables are of all {} interviews that were counted.",
                                count(interviews_of(data_.source.tables).counted, "en"));
        out_ += "\n\n";
    }

    void add_terms() {
        heading("Terms");
        if (!facts_.open) {
            out_ +=
                "These records are given on request and under an agreement. They are not to be "
                "handed on.\n\n";
        } else if (facts_.licence != nullptr) {
            out_ +=
                fmt::format("Licence: [{}]({}).\n\n", facts_.licence->title, facts_.licence->url);
        } else {
            out_ += "No licence was given: ask before the data are used.\n\n";
        }
        if (!facts_.terms.empty()) out_ += line(facts_.terms) + "\n\n";
        out_ += "Cite them as:\n\n> " + line(facts_.citation) + "\n\n";
        const std::string& contact = data_.source.study.file.publish.contact;
        if (!contact.empty()) out_ += fmt::format("Questions: <{}>\n\n", contact);
    }

    void add_protection() {
        heading("What was done to protect people");
        out_ +=
            "Answers that identify a person are not here. Records have numbers "
            "that mean nothing outside these files.\n\n";
        for (const std::string& sentence : facts_.protection)
            out_ += "- " + line(sentence) + "\n";
        if (!facts_.protection.empty()) out_ += '\n';
        out_ += std::string(meaning_of_blanks()) +
                " Where blanks were made, the number of a variable's answers is not the number of "
                "people who gave one.\n\n";
        add_changed_variables();
        out_ +=
            "Tables were counted before records were changed, and protected by themselves: "
            "their numbers are right where those of the records differ. A cell that could point "
            "at people is withheld (`OBS_STATUS` Q, `CONF_STATUS` C).\n\n";
    }

    void add_changed_variables() {
        bool begun = false;
        for (const ProtectedVariable& variable : data_.source.variables) {
            const std::string words = protection_words(variable);
            if (words.empty()) continue;
            if (!begun) out_ += "| variable | | what was done |\n| --- | --- | --- |\n";
            begun = true;
            out_ += fmt::format("| {} | {} | {} |\n",
                                line(variable.name),
                                name_of(variable.treatment),
                                line(words));
        }
        if (begun) out_ += '\n';
    }

    void add_limits() {
        heading("What the data can say");
        for (const std::string& paragraph : facts_.methodology)
            out_ += line(paragraph) + "\n\n";
        out_ +=
            data_.source.weights.empty()
                ? "There are no weights: each record stands for itself.\n\n"
                : "`weight` says how many people an interview stands for; numbers of people and "
                  "percentages are to be weighted by it.\n\n";
        for (const std::string& paragraph : data_.source.study.file.disclaimer)
            out_ += line(paragraph) + "\n\n";
    }

    void add_files() {
        heading("Files");
        out_ += "| file | what |\n| --- | --- |\n";
        for (const ExportedFile& file : files_)
            out_ += fmt::format("| `{}` | {} |\n", file.name, line(description_of_file(file.name)));
        out_ +=
            "| `README.md` | This page |\n| `CHECKSUMS.sha256` | SHA-256 of every other file |\n\n";
        out_ +=
            "In CSV, JSON and Parquet one choice is its code; a question with several answers "
            "has a column with the codes, spaces between them, and one column for each choice "
            "(1 chosen, 0 not). In SPSS and Stata files one choice is a number with a label. A "
            "text of the CSV that a spreadsheet would run as a formula has an apostrophe in "
            "front.\n\n";
        if (facts_.invented) out_ += "Each record says in `mtm_status` that it is invented.\n\n";
    }

    void add_origin() {
        const MadeFrom& made = data_.source.tables.made_from;
        if (made.program.empty()) return;
        heading("Made from");
        out_ += fmt::format(
            "{}; the tables from interviews with the SHA-256 `{}` under the plan `{}`. The same "
            "interviews and plan give the same files, byte for byte.\n\n",
            made.program,
            made.data,
            made.plan);
    }

    void add_russian() {
        out_ += "## По-русски\n\n";
        if (facts_.invented)
            out_ +=
                "**Выдуманные интервью: не результаты опроса.** Все ответы придуманы для "
                "репетиции опроса. Никого не спрашивали.\n\n";
        out_ += fmt::format("Интервью: {}. ", count(records(), "ru"));
        if (!facts_.open) {
            out_ +=
                "Данные предоставлены по запросу, на условиях соглашения, и не подлежат "
                "передаче другим. ";
        } else if (facts_.licence != nullptr) {
            out_ += fmt::format("Лицензия: [{}]({}). ", facts_.licence->title, facts_.licence->url);
        }
        out_ +=
            "При использовании данных обязательна ссылка:\n\n> " + line(facts_.citation) + "\n\n";
        out_ +=
            "Пытаться установить, с кем проведено интервью, запрещено. Ответы, по которым "
            "можно узнать человека, удалены.\n\n"
            "Пустая ячейка означает, что вопрос не задавался, что на него не ответили или что "
            "ответ удалён для защиты человека. Таблицы посчитаны до изменения записей.\n\n";
        out_ += data_.source.weights.empty()
                    ? "Весов нет: каждая запись представляет только саму себя.\n"
                    : "Столбец `weight` показывает, сколько человек представляет интервью.\n";
    }

    const DescribedData& data_;
    const DatasetFacts& facts_;
    const std::vector<ExportedFile>& files_;
    std::string out_;
};

}  // namespace

std::string package_readme(const DescribedData& data,
                           const DatasetFacts& facts,
                           const std::vector<ExportedFile>& files) {
    return ReadmeWriter(data, facts, files).write();
}

}  // namespace mtm
