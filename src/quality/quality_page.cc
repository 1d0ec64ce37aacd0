#include "quality/quality_page.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "embedded_quality_style.h"
#include "quality/phone_list.h"

namespace mtm {
namespace {

constexpr std::size_t interviews_shown = 100;
constexpr std::size_t findings_of_each = 8;
constexpr std::size_t kinds_of_each = 5;

std::string date_of(const FieldworkRows& rows, std::int32_t row) {
    const std::int64_t local = rows.local_start[static_cast<std::size_t>(row)];
    if (local == no_instant) return {};
    const std::chrono::sys_time<std::chrono::milliseconds> wall{std::chrono::milliseconds(local)};
    const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(wall));
    const std::int64_t of_day = (local / minute_ms % 1440 + 1440) % 1440;
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}",
                       static_cast<int>(day.year()),
                       static_cast<unsigned>(day.month()),
                       static_cast<unsigned>(day.day()),
                       of_day / 60,
                       of_day % 60);
}

std::string area_of(const FieldworkRows& rows, std::int32_t row) {
    if (rows.area == nullptr) return {};
    const std::int32_t code = rows.area->codes[static_cast<std::size_t>(row)];
    if (code < 0) return {};
    if (code < rows.area->choice_count && rows.area->question >= 0) {
        const ChoiceList& list = rows.study->questionnaire.choices_of(rows.area->question);
        return list.choices[static_cast<std::size_t>(code)].label.in(0);
    }
    return rows.area->dictionary[static_cast<std::size_t>(code)];
}

std::string tag_of(Priority priority) {
    return fmt::format("<span class=\"p {0}\">{0}</span>", name_of(priority));
}

class Page {
public:
    Page(const FieldworkRows& rows, const QualityReport& report) : rows_(rows), report_(report) {}

    std::string write(const std::string& now) {
        const StudyFile& file = rows_.study->file;
        out_ =
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
            "<meta name=\"robots\" content=\"noindex\"><title>";
        add_text(file.title + ": quality");
        out_ += "</title><style>";
        out_ += embedded::quality_style();
        out_ += "</style></head><body>";
        if (rows_.dataset->rehearsal)
            out_ += std::string("<p class=\"running\">") + invented_mark + "</p>";
        out_ += "<main><h1>Quality of the interviews</h1><p class=\"about\">";
        add_text(file.title + (file.round.empty() ? "" : ", " + file.round) + ". " +
                 std::to_string(report_.interviews) + " interviews, as of " + now + ".");
        out_ +=
            "</p><p class=\"warning\">For the study’s team only: this page holds answers of "
            "people who were promised that nobody else would see them. A finding is a reason "
            "to ask, not a proof.</p>";
        write_summary();
        write_phone_list();
        write_days();
        write_enumerators();
        write_checks();
        write_interviews();
        out_ += "</main></body></html>\n";
        return std::move(out_);
    }

private:
    void add_text(std::string_view text) { out_ += escape_xml(text); }

    void write_summary() {
        std::array<int, 3> counts{};
        for (const Finding& finding : report_.findings)
            ++counts[static_cast<std::size_t>(priority_of(finding))];
        out_ += "<div class=\"numbers\">";
        for (const Priority priority : {Priority::high, Priority::medium, Priority::low})
            out_ += fmt::format("<div><b>{}</b> findings of {} priority</div>",
                                counts[static_cast<std::size_t>(priority)],
                                tag_of(priority));
        out_ += "</div>";
    }

    void write_phone_list() {
        std::vector<const Finding*> findings;
        for (const Finding& finding : report_.findings)
            findings.push_back(&finding);
        const std::vector<PhoneCall> calls = phone_list(findings);
        out_ += "<section><h2>Whom to phone today</h2>";
        if (calls.empty()) {
            out_ += rows_.enumerator == nullptr
                        ? "<p>The form does not say who interviewed, so nobody can be named. "
                          "[fieldwork] enumerator in study.toml names the question.</p>"
                        : "<p>Nobody: nothing of high priority was found.</p>";
        }
        for (const PhoneCall& call : calls)
            write_call(call);
        out_ += "</section>";
    }

    void write_call(const PhoneCall& one) {
        out_ += "<article class=\"call\"><h3>";
        add_text(one.enumerator);
        out_ += fmt::format(" <span class=\"count\">{} high, {} medium, {} low</span></h3><ul>",
                            one.by_priority[2],
                            one.by_priority[1],
                            one.by_priority[0]);
        for (const Finding* finding : one.own) {
            out_ += "<li>" + tag_of(priority_of(*finding)) + " <b>";
            add_text(definition_of(finding->code).title);
            out_ += ".</b> ";
            add_text(finding->detail);
            out_ += "</li>";
        }
        std::vector<std::pair<std::string, int>> kinds = one.kinds;
        if (kinds.size() > kinds_of_each) kinds.resize(kinds_of_each);
        for (const auto& [code, count] : kinds) {
            const CheckDefinition& check = definition_of(code);
            out_ += fmt::format("<li>{} {}: {} interview{}. ",
                                tag_of(check.priority),
                                check.title,
                                count,
                                count == 1 ? "" : "s");
            add_text(check.remedy);
            out_ += "</li>";
        }
        out_ += "</ul></article>";
    }

    // Interviews by day, and those of them with a finding of high priority.
    void write_days() {
        std::map<std::string, std::pair<int, int>> days;
        std::vector<std::uint8_t> high(rows_.size(), 0);
        for (const Finding& finding : report_.findings) {
            if (finding.row >= 0 && priority_of(finding) == Priority::high)
                high[static_cast<std::size_t>(finding.row)] = 1;
        }
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            const std::string day = date_of(rows_, static_cast<std::int32_t>(row));
            if (day.empty()) continue;
            auto& counts = days[day.substr(0, 10)];
            ++counts.first;
            counts.second += high[row];
        }
        if (days.empty()) return;
        int most = 0;
        for (const auto& [day, counts] : days)
            most = std::max(most, counts.first);
        const double width = 720;
        const double height = 120;
        const double step = width / static_cast<double>(days.size());
        out_ += fmt::format(
            "<section><h2>Interviews by day</h2><figure><svg viewBox=\"0 0 {} {}\" "
            "role=\"img\" aria-label=\"Interviews by day, at most {}\">",
            width,
            height + 24,
            most);
        double x = 0;
        for (const auto& [day, counts] : days) {
            const double whole = counts.first * height / most;
            const double part = counts.second * height / most;
            out_ += fmt::format(
                "<g><title>{}: {} interviews, {} with a finding of high priority</title>"
                "<rect class=\"all\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"/>"
                "<rect class=\"bad\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" "
                "height=\"{:.1f}\"/></g>",
                day,
                counts.first,
                counts.second,
                x,
                height - whole,
                step * 0.85,
                whole,
                x,
                height - part,
                step * 0.85,
                part);
            x += step;
        }
        out_ += fmt::format(
            "<text x=\"0\" y=\"{0}\">{1}</text><text x=\"{2}\" y=\"{0}\" "
            "text-anchor=\"end\">{3}</text></svg><figcaption>"
            "<span class=\"key all\"></span> interviews, at most {4} on a day; "
            "<span class=\"key bad\"></span> of them with a finding of high "
            "priority</figcaption></figure></section>",
            height + 18,
            days.begin()->first,
            width,
            days.rbegin()->first,
            most);
    }

    // A number and a bar; `full` is as long as the cell is wide.
    void write_bar(double value, double full, double factor, const char* format) {
        if (!std::isfinite(value)) {
            out_ += "<td class=\"none\">–</td>";
            return;
        }
        const double length = full > 0 ? std::clamp(value / full, 0.0, 1.0) * 100 : 0;
        out_ += fmt::format("<td class=\"bar\" style=\"--w:{:.0f}%\">", length) +
                fmt::format(fmt::runtime(format), value * factor) + "</td>";
    }

    void write_enumerators() {
        if (report_.enumerators.empty()) return;

        struct Measure {
            const char* title;
            double EnumeratorMeasures::*value;
            double factor;
            const char* format;
        };

        static constexpr std::array<Measure, 10> measures{
            {{"Minutes (median)", &EnumeratorMeasures::minutes, 1, "{:.0f}"},
             {"Times reading aloud", &EnumeratorMeasures::pace, 1, "{:.1f}"},
             {"Questions asked", &EnumeratorMeasures::asked, 1, "{:.1f}"},
             {"Do not know", &EnumeratorMeasures::unknown, 100, "{:.1f}%"},
             {"Refused", &EnumeratorMeasures::refused, 100, "{:.1f}%"},
             {"Blank", &EnumeratorMeasures::blank, 100, "{:.1f}%"},
             {"Ending in 0 or 5", &EnumeratorMeasures::heaped, 100, "{:.0f}%"},
             {"At night", &EnumeratorMeasures::at_night, 100, "{:.0f}%"},
             {"Likeness to nearest", &EnumeratorMeasures::likeness, 100, "{:.0f}%"},
             {"Entropy", &EnumeratorMeasures::entropy, 100, "{:.0f}%"}}};
        out_ +=
            "<section><h2>Enumerators</h2><div class=\"wide\"><table><thead><tr>"
            "<th>Enumerator</th><th>Interviews</th><th>High findings</th>";
        std::array<double, measures.size()> full{};
        for (std::size_t m = 0; m < measures.size(); ++m) {
            out_ += fmt::format("<th>{}</th>", measures[m].title);
            for (const EnumeratorMeasures& each : report_.enumerators) {
                const double value = each.*measures[m].value;
                if (std::isfinite(value)) full[m] = std::max(full[m], value);
            }
        }
        out_ += "</tr></thead><tbody>";
        int most = 0;
        int most_high = 0;
        for (const EnumeratorMeasures& each : report_.enumerators) {
            most = std::max(most, each.interviews);
            most_high = std::max(most_high, each.findings_high);
        }
        for (const EnumeratorMeasures& each : report_.enumerators) {
            out_ += "<tr><th scope=\"row\">";
            add_text(each.name);
            out_ += "</th>";
            write_bar(each.interviews, most, 1, "{:.0f}");
            write_bar(each.findings_high, most_high, 1, "{:.0f}");
            for (std::size_t m = 0; m < measures.size(); ++m)
                write_bar(each.*measures[m].value, full[m], measures[m].factor, measures[m].format);
            out_ += "</tr>";
        }
        out_ += "</tbody></table></div></section>";
    }

    void write_checks() {
        out_ +=
            "<section><h2>Findings by kind</h2><div class=\"wide\"><table><thead><tr>"
            "<th>Findings</th><th>Kind</th><th>Priority</th><th>What to do</th></tr></thead>"
            "<tbody>";
        for (const CheckCount& each : count_by_check(report_)) {
            if (each.findings == 0) continue;
            const CheckDefinition& check = *each.definition;
            out_ += fmt::format(
                "<tr><td class=\"n\">{}</td><th scope=\"row\">{}<br><code>{}</code>"
                "</th><td>{}</td><td>",
                each.findings,
                check.title,
                check.code,
                tag_of(check.priority));
            add_text(check.remedy);
            write_of_round(check.code);
            out_ += "</td></tr>";
        }
        out_ += "</tbody></table></div></section>";
    }

    // Findings of questions and of the round stand nowhere else.
    void write_of_round(std::string_view code) {
        std::size_t shown = 0;
        std::string list;
        for (const Finding& finding : report_.findings) {
            if (finding.code != code || finding.row >= 0 || !finding.enumerator.empty()) continue;
            if (++shown <= findings_of_each) list += "<li>" + escape_xml(finding.detail) + "</li>";
        }
        if (shown > findings_of_each)
            list += fmt::format("<li>{} more in the workbook</li>", shown - findings_of_each);
        if (!list.empty()) out_ += "<ul>" + list + "</ul>";
    }

    void write_interviews() {
        std::map<std::int32_t, std::vector<const Finding*>> by_row;
        for (const Finding& finding : report_.findings) {
            if (finding.row >= 0) by_row[finding.row].push_back(&finding);
        }
        std::vector<std::pair<int, std::int32_t>> order;
        for (const auto& [row, findings] : by_row) {
            int weight = 0;
            for (const Finding* finding : findings)
                weight += weight_of(priority_of(*finding));
            order.emplace_back(-weight, row);
        }
        std::ranges::sort(order);
        out_ += fmt::format(
            "<section><h2>Interviews to look at</h2><p>{} of {} interviews have a "
            "finding{}.</p>",
            order.size(),
            report_.interviews,
            order.size() > interviews_shown
                ? fmt::format("; here are the {} with the most, all of them are in "
                              "the workbook",
                              interviews_shown)
                : "");
        if (order.size() > interviews_shown) order.resize(interviews_shown);
        for (const auto& [weight, row] : order) {
            auto& findings = by_row[row];
            std::ranges::stable_sort(findings, std::greater<>(), [](const Finding* finding) {
                return priority_of(*finding);
            });
            out_ += "<article class=\"interview\"><h3><code>";
            add_text(short_name(rows_.dataset->instance_ids[static_cast<std::size_t>(row)]));
            out_ += "</code> <span class=\"count\">";
            std::string facts = date_of(rows_, row);
            for (const std::string& fact : {area_of(rows_, row), findings.front()->enumerator}) {
                if (!fact.empty()) facts += (facts.empty() ? "" : ", ") + fact;
            }
            add_text(facts);
            out_ += "</span></h3><ul>";
            for (std::size_t i = 0; i < std::min(findings.size(), findings_of_each); ++i) {
                const Finding& finding = *findings[i];
                out_ += "<li>" + tag_of(priority_of(finding)) + " ";
                add_text(definition_of(finding.code).title);
                out_ += ". ";
                add_text(finding.detail);
                if (finding.other >= 0) {
                    out_ += " <code>";
                    add_text(short_name(
                        rows_.dataset->instance_ids[static_cast<std::size_t>(finding.other)]));
                    out_ += "</code>";
                }
                out_ += "</li>";
            }
            out_ += "</ul></article>";
        }
        out_ += "</section>";
    }

    const FieldworkRows& rows_;
    const QualityReport& report_;
    std::string out_;
};

}  // namespace

std::string quality_page(const FieldworkRows& rows,
                         const QualityReport& report,
                         const std::string& now) {
    return Page(rows, report).write(now);
}

}  // namespace mtm
