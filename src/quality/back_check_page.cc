#include "quality/back_check_page.h"

#include <algorithm>
#include <array>
#include <functional>

#include <fmt/format.h>

#include "base/text.h"
#include "embedded_quality_style.h"

namespace mtm {
namespace {

constexpr std::size_t differences_shown = 200;
constexpr std::array<BackCheckType, 3> all_types{
    BackCheckType::type1, BackCheckType::type2, BackCheckType::type3};

class BackCheckPage {
public:
    explicit BackCheckPage(const BackCheckRound& round)
        : round_(round), result_(round.result), file_(round.study->file) {}

    std::string write(const std::string& now) {
        begin(now);
        write_types();
        write_workers("Enumerators",
                      "A high rate of type 1 is a reason to go and ask, not a proof: the person "
                      "may have been another, or have understood another question.",
                      result_.enumerators);
        write_questions();
        write_workers("Back-checkers",
                      "Who finds far more than the others, or nothing at all, is to be asked how "
                      "they check. Where each has areas of their own, areas differ too.",
                      result_.back_checkers);
        write_stability();
        write_differences();
        write_diagnostics();
        out_ += "</main></body></html>\n";
        return std::move(out_);
    }

private:
    void begin(const std::string& now) {
        out_ =
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
            "<meta name=\"robots\" content=\"noindex\"><title>";
        out_ += escape_xml(file_.title + ": back-checks") + "</title><style>";
        out_ += embedded::quality_style();
        out_ += "</style></head><body>";
        if (round_.rehearsal) out_ += std::string("<p class=\"running\">") + invented_mark + "</p>";
        out_ += "<main><h1>Back-checks</h1><p class=\"about\">";
        out_ += escape_xml(file_.title + (file_.round.empty() ? "" : ", " + file_.round));
        out_ += fmt::format(
            ". {} back-checks, {} of them compared with one of {} interviews, as of {}.</p>",
            round_.second.size(),
            result_.pairs.size(),
            round_.first.size(),
            escape_xml(now));
        out_ +=
            "<p class=\"warning\">For the study’s team only: this page holds answers of people "
            "who were promised that nobody else would see them.</p>";
    }

    static std::string note_of(const ErrorRate& rate) {
        return rate.compared < small_back_check_base ? " <span class=\"p low\">small base</span>"
                                                     : "";
    }

    static std::string per_cent(double share) { return fmt::format("{:.1f}%", 100 * share); }

    void write_types() {
        out_ += "<div class=\"numbers\">";
        for (const BackCheckType type : all_types) {
            const ErrorRate& rate = result_.all.of(type);
            out_ += fmt::format(
                "<div><b>{}</b> {}<br><span class=\"count\">{} of {} differ</span>{}</div>",
                rate.compared == 0 ? "–" : per_cent(rate.rate()),
                meaning_of(type),
                rate.different,
                rate.compared,
                note_of(rate));
        }
        out_ += fmt::format(
            "</div><p>An error rate is the share of answers compared that differ. One of fewer "
            "than {} is marked as a small base: it may be chance.</p>",
            small_back_check_base);
    }

    // A rate with its base, and a bar of its length.
    void write_rate(const ErrorRate& rate) {
        if (rate.compared == 0) {
            out_ += "<td class=\"none\">–</td>";
            return;
        }
        out_ += fmt::format(
            "<td class=\"bar\" style=\"--w:{:.0f}%\">{}<br><span class=\"count\">{} of "
            "{}</span>{}</td>",
            100 * rate.rate(),
            per_cent(rate.rate()),
            rate.different,
            rate.compared,
            note_of(rate));
    }

    void begin_table(std::string_view title,
                     std::string_view about,
                     const std::vector<std::string_view>& headers) {
        out_ += fmt::format("<section><h2>{}</h2>", title);
        if (!about.empty()) out_ += fmt::format("<p>{}</p>", about);
        out_ += "<div class=\"wide\"><table><thead><tr>";
        for (const std::string_view header : headers)
            out_ += fmt::format("<th>{}</th>", header);
        out_ += "</tr></thead><tbody>";
    }

    void end_table() { out_ += "</tbody></table></div></section>"; }

    // The highest rate of type 1 first; nobody of whom nothing was compared.
    void write_workers(std::string_view title,
                       std::string_view about,
                       const std::vector<WorkerRates>& workers) {
        std::vector<const WorkerRates*> order;
        for (const WorkerRates& each : workers) {
            if (each.checked > 0) order.push_back(&each);
        }
        std::ranges::stable_sort(order, std::greater<>(), [](const WorkerRates* each) {
            return each->rates.of(BackCheckType::type1).rate();
        });
        begin_table(
            title,
            about,
            {"Who", "Interviews", "Compared", "Days between", "Type 1", "Type 2", "Type 3", "All"});
        for (const WorkerRates* each : order) {
            out_ += fmt::format(
                "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td>"
                "<td class=\"n\">{}</td>",
                each->worker.empty() ? "not known" : escape_xml(each->worker),
                each->interviews,
                each->checked,
                each->mean_days ? fmt::format("{:.1f}", *each->mean_days) : "–");
            for (const BackCheckType type : all_types)
                write_rate(each->rates.of(type));
            write_rate(each->rates.all);
            out_ += "</tr>";
        }
        end_table();
    }

    void write_questions() {
        begin_table("Questions",
                    "The interval (Wilson, 95%) says how far the rate may be chance.",
                    {"Question", "Type", "Error rate", "From", "To"});
        for (const QuestionRates& each : result_.questions) {
            const BackCheckQuestion& question = file_.back_check.questions[each.question];
            out_ += fmt::format(
                "<tr><th scope=\"row\">{}<br><code>{}</code></th><td class=\"n\">{}</td>",
                escape_xml(label_of(round_, each.question)),
                escape_xml(question.name),
                static_cast<int>(question.type));
            write_rate(each.rate);
            const bool is_there = each.rate.compared > 0;
            out_ += fmt::format("<td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
                                is_there ? per_cent(each.interval.low) : "–",
                                is_there ? per_cent(each.interval.high) : "–");
        }
        end_table();
    }

    static std::string printed(const std::optional<double>& value, const char* format = "{:.3f}") {
        return value ? fmt::format(fmt::runtime(format), *value) : "–";
    }

    void write_stability() {
        const auto has_one = [](const QuestionRates& each) { return each.stability.has_value(); };
        if (std::ranges::none_of(result_.questions, has_one)) return;
        begin_table("Stability of numbers",
                    "Of questions of types 2 and 3. A reliability near 1 says that nothing moved; "
                    "near 0, that the two answers tell nothing of each other.",
                    {"Question",
                     "Pairs",
                     "Mean, first",
                     "Mean, second",
                     "p (t-test)",
                     "p (signed ranks)",
                     "Reliability"});
        for (const QuestionRates& each : result_.questions) {
            if (!each.stability) continue;
            const Stability& s = *each.stability;
            out_ += fmt::format("<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td>",
                                escape_xml(label_of(round_, each.question)),
                                s.pairs);
            for (const std::string& cell :
                 {printed(s.mean_first, "{:.2f}"),
                  printed(s.mean_second, "{:.2f}"),
                  printed(s.t_test ? std::optional(s.t_test->p) : std::nullopt),
                  printed(s.signed_rank ? std::optional(s.signed_rank->p) : std::nullopt),
                  printed(s.reliability)})
                out_ += "<td class=\"n\">" + cell + "</td>";
            out_ += "</tr>";
        }
        end_table();
    }

    void write_differences() {
        std::vector<const BackCheckComparison*> differences;
        for (const BackCheckComparison& each : result_.comparisons) {
            if (each.outcome == BackCheckComparison::Outcome::different)
                differences.push_back(&each);
        }
        std::ranges::stable_sort(differences, {}, [this](const BackCheckComparison* each) {
            return file_.back_check.questions[each->question].type;
        });
        const std::size_t shown = std::min(differences.size(), differences_shown);
        begin_table(
            "Differences",
            shown < differences.size()
                ? fmt::format(
                      "The first {} of {}; all are in the workbook.", shown, differences.size())
                : std::string(),
            {"Interview",
             "Enumerator",
             "Back-checker",
             "Type",
             "Question",
             "First answer",
             "Second answer"});
        for (std::size_t i = 0; i < shown; ++i)
            write_difference(*differences[i]);
        end_table();
    }

    void write_difference(const BackCheckComparison& each) {
        const BackCheckInterview& first = round_.first[each.first];
        const BackCheckInterview& second = round_.second[each.second];
        const BackCheckQuestion& question = file_.back_check.questions[each.question];
        out_ += fmt::format("<tr><td><code>{}</code></td>", escape_xml(round_.codes[each.first]));
        for (const std::string& cell :
             {first.worker,
              second.worker,
              std::to_string(static_cast<int>(question.type)),
              question.name,
              words_of_answer(*round_.study, question, first.answers[each.question]),
              words_of_answer(*round_.study, question, second.answers[each.question])})
            out_ += "<td>" + escape_xml(cell) + "</td>";
        out_ += "</tr>";
    }

    void write_diagnostics() {
        if (result_.diagnostics.empty()) return;
        begin_table("To settle", "", {"Where", "What", "What to do"});
        for (const Diagnostic& each : result_.diagnostics)
            out_ += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td></tr>",
                                escape_xml(print(each.place)),
                                escape_xml(each.message),
                                escape_xml(each.remedy));
        end_table();
    }

    const BackCheckRound& round_;
    const BackCheckResult& result_;
    const StudyFile& file_;
    std::string out_;
};

}  // namespace

std::string back_check_page(const BackCheckRound& round, const std::string& now) {
    return BackCheckPage(round).write(now);
}

}  // namespace mtm
