#include <fmt/format.h>

#include "quality/back_check_page.h"
#include "quality/list_sheet.h"

namespace mtm {
namespace {

struct BackCheckStyles : ListStyles {
    explicit BackCheckStyles(WorkbookOut& book)
        : ListStyles(book),
          two_digits(book.add_style({.number_format = "0.00"})),
          four_digits(book.add_style({.number_format = "0.0000"})) {}

    int two_digits;
    int four_digits;
};

CellOut words_cell(std::string value, int style = 0) {
    return {.value = std::move(value), .style = style};
}

CellOut count_cell(std::size_t value) {
    return {.value = static_cast<double>(value), .style = 0};
}

CellOut number_cell(const std::optional<double>& value, int style) {
    return value ? CellOut{.value = *value, .style = style} : CellOut{};
}

class BackCheckSheets {
public:
    BackCheckSheets(const BackCheckRound& round, WorkbookOut& book)
        : round_(round), book_(book), style_(book) {}

    void write() {
        write_types();
        write_questions();
        write_workers("enumerators", "enumerator", round_.result.enumerators);
        write_workers("back-checkers", "back-checker", round_.result.back_checkers);
        write_interviews();
        write_differences();
        write_stability();
        write_not_compared();
    }

private:
    void begin(const std::string& name,
               const std::vector<std::string>& headers,
               const std::vector<double>& widths) {
        begin_list_sheet(book_, style_, name, headers, widths, round_.rehearsal);
    }

    void end() { end_list_sheet(book_.sheets.back()); }

    void add(std::vector<CellOut> row) { book_.sheets.back().rows.push_back(std::move(row)); }

    // different, compared, rate
    void append_rate(std::vector<CellOut>& row, const ErrorRate& rate) const {
        row.push_back(count_cell(rate.different));
        row.push_back(count_cell(rate.compared));
        row.push_back(rate.compared == 0 ? CellOut{}
                                         : CellOut{.value = rate.rate(), .style = style_.share});
    }

    void append_interval(std::vector<CellOut>& row, const ErrorRate& rate) const {
        const ShareInterval interval = wilson_interval(rate.different, rate.compared);
        const bool is_there = rate.compared > 0;
        row.push_back(is_there ? CellOut{.value = interval.low, .style = style_.share} : CellOut{});
        row.push_back(is_there ? CellOut{.value = interval.high, .style = style_.share}
                               : CellOut{});
    }

    [[nodiscard]] CellOut base_note(const ErrorRate& rate) const {
        if (rate.compared >= small_back_check_base) return {};
        return words_cell(fmt::format("fewer than {} compared", small_back_check_base),
                          style_.mark);
    }

    void write_types() {
        begin("error rates",
              {"type", "different", "compared", "error rate", "from", "to", "base"},
              {44, 10, 10, 10, 10, 10, 24});
        for (const BackCheckType type :
             {BackCheckType::type1, BackCheckType::type2, BackCheckType::type3})
            add_total(std::string(meaning_of(type)), round_.result.all.of(type));
        add_total("All", round_.result.all.all);
        end();
    }

    void add_total(const std::string& what, const ErrorRate& rate) {
        std::vector<CellOut> row{words_cell(what)};
        append_rate(row, rate);
        append_interval(row, rate);
        row.push_back(base_note(rate));
        add(std::move(row));
    }

    void write_questions() {
        begin("questions",
              {"question",
               "label",
               "type",
               "different",
               "compared",
               "error rate",
               "from",
               "to",
               "base"},
              {24, 60, 6, 10, 10, 10, 10, 10, 24});
        for (const QuestionRates& each : round_.result.questions) {
            const BackCheckQuestion& question = rules().questions[each.question];
            std::vector<CellOut> row{words_cell(question.name),
                                     words_cell(label_of(round_, each.question), style_.wrapped),
                                     count_cell(static_cast<std::size_t>(question.type))};
            append_rate(row, each.rate);
            append_interval(row, each.rate);
            row.push_back(base_note(each.rate));
            add(std::move(row));
        }
        end();
    }

    void write_workers(const std::string& sheet,
                       const std::string& who,
                       const std::vector<WorkerRates>& workers) {
        std::vector<std::string> headers{who, "interviews", "compared with another", "mean days"};
        for (const char* type : {"type 1", "type 2", "type 3", "all"}) {
            for (const char* what : {"different", "compared", "error rate"})
                headers.push_back(std::string(type) + ": " + what);
        }
        headers.emplace_back("base");
        begin(sheet, headers, {28, 11, 11, 8, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 24});
        for (const WorkerRates& each : workers) {
            std::vector<CellOut> row{words_cell(each.worker.empty() ? "(not known)" : each.worker),
                                     count_cell(each.interviews),
                                     count_cell(each.checked),
                                     number_cell(each.mean_days, style_.two_digits)};
            for (const ErrorRate& rate : each.rates.by_type)
                append_rate(row, rate);
            append_rate(row, each.rates.all);
            row.push_back(base_note(each.rates.all));
            add(std::move(row));
        }
        end();
    }

    void write_interviews() {
        begin("interviews",
              {"code",
               "enumerator",
               "back-checker",
               "different",
               "compared",
               "error rate",
               "uuid",
               "second uuid"},
              {14, 28, 28, 10, 10, 10, 42, 42});
        for (const BackCheckPair& pair : round_.result.pairs) {
            const BackCheckInterview& first = round_.first[pair.first];
            const BackCheckInterview& second = round_.second[pair.second];
            std::vector<CellOut> row{words_cell(round_.codes[pair.first]),
                                     words_cell(first.worker),
                                     words_cell(second.worker)};
            append_rate(row, pair.rate);
            row.push_back(words_cell(first.id));
            row.push_back(words_cell(second.id));
            add(std::move(row));
        }
        end();
    }

    void write_differences() {
        begin("differences",
              {"code",
               "enumerator",
               "back-checker",
               "type",
               "question",
               "label",
               "first answer",
               "second answer",
               "days between"},
              {14, 28, 28, 6, 24, 50, 36, 36, 10});
        for (const BackCheckComparison& each : round_.result.comparisons) {
            if (each.outcome != BackCheckComparison::Outcome::different) continue;
            const BackCheckInterview& first = round_.first[each.first];
            const BackCheckInterview& second = round_.second[each.second];
            const BackCheckQuestion& question = rules().questions[each.question];
            const auto words_of = [&](const BackCheckInterview& interview) {
                return words_cell(
                    words_of_answer(*round_.study, question, interview.answers[each.question]),
                    style_.wrapped);
            };
            const bool days = first.day && second.day;
            add({words_cell(round_.codes[each.first]),
                 words_cell(first.worker),
                 words_cell(second.worker),
                 count_cell(static_cast<std::size_t>(question.type)),
                 words_cell(question.name),
                 words_cell(label_of(round_, each.question), style_.wrapped),
                 words_of(first),
                 words_of(second),
                 days ? CellOut{.value = static_cast<double>(*second.day - *first.day), .style = 0}
                      : CellOut{}});
        }
        end();
    }

    void write_stability() {
        begin("stability",
              {"question",
               "type",
               "pairs",
               "mean, first",
               "mean, second",
               "mean difference",
               "from",
               "to",
               "t",
               "degrees of freedom",
               "p (t-test)",
               "positive",
               "negative",
               "zero",
               "z (signed ranks)",
               "p (signed ranks)",
               "exact p",
               "simple response variance",
               "reliability"},
              {24, 6, 8, 12, 12, 12, 12, 12, 10, 10, 10, 9, 9, 9, 10, 10, 10, 12, 10});
        for (const QuestionRates& each : round_.result.questions) {
            if (!each.stability) continue;
            const BackCheckQuestion& question = rules().questions[each.question];
            const Stability& s = *each.stability;
            std::vector<CellOut> row{words_cell(question.name),
                                     count_cell(static_cast<std::size_t>(question.type)),
                                     count_cell(s.pairs),
                                     number_cell(s.mean_first, style_.two_digits),
                                     number_cell(s.mean_second, style_.two_digits)};
            append_t_test(row, s.t_test);
            append_ranks(row, s.signed_rank);
            row.push_back(number_cell(s.simple_response_variance, style_.four_digits));
            row.push_back(number_cell(s.reliability, style_.four_digits));
            add(std::move(row));
        }
        end();
    }

    void append_t_test(std::vector<CellOut>& row, const std::optional<PairedTTest>& test) const {
        if (!test) {
            row.resize(row.size() + 6);
            return;
        }
        for (const double value : {test->mean_difference, test->low, test->high, test->t})
            row.push_back(number_cell(value, style_.four_digits));
        row.push_back(number_cell(test->degrees_of_freedom, 0));
        row.push_back(number_cell(test->p, style_.four_digits));
    }

    void append_ranks(std::vector<CellOut>& row, const std::optional<SignedRankTest>& test) const {
        if (!test) {
            row.resize(row.size() + 6);
            return;
        }
        for (const std::size_t count : {test->positive, test->negative, test->zero})
            row.push_back(count_cell(count));
        row.push_back(number_cell(test->z, style_.four_digits));
        row.push_back(number_cell(test->p, style_.four_digits));
        row.push_back(number_cell(test->exact_p, style_.four_digits));
    }

    void write_not_compared() {
        begin("to settle", {"where", "what", "what to do"}, {50, 70, 70});
        for (const Diagnostic& each : round_.result.diagnostics)
            add({words_cell(print(each.place)),
                 words_cell(each.message, style_.wrapped),
                 words_cell(each.remedy, style_.wrapped)});
        end();
    }

    [[nodiscard]] const BackCheckRules& rules() const { return round_.study->file.back_check; }

    const BackCheckRound& round_;
    WorkbookOut& book_;
    BackCheckStyles style_;
};

}  // namespace

WorkbookOut back_check_workbook(const BackCheckRound& round, std::chrono::sys_seconds now) {
    WorkbookOut book;
    book.created = now;
    book.title = round.study->file.title + ": back-checks";
    BackCheckSheets(round, book).write();
    return book;
}

}  // namespace mtm
