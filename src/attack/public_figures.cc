#include "attack/public_figures.h"

#include <charconv>
#include <regex>

#include "attack/answer_conditions.h"
#include "attack/public_csv.h"
#include "base/text.h"

namespace mtm {

namespace {

std::optional<long long> people_in_digits(std::string_view text) {
    const std::string plain = replace_all(replace_all(text, ",", ""), "\xC2\xA0", "");
    long long out = 0;
    const auto [end, problem] = std::from_chars(plain.data(), plain.data() + plain.size(), out);
    if (problem != std::errc() || end != plain.data() + plain.size() || out < 0)
        return std::nullopt;
    return out;
}

std::optional<long long> printed_people(const PublicFigure& figure) {
    return figure.in_words ? figure.in_words : people_in_digits(figure.printed);
}

// "47", of "47%" or "47 per cent"; empty if it is in words or no percentage.
std::string printed_percentage(std::string_view text) {
    static const std::regex form(R"(^(\d+(\.\d+)?)\s*(%|per cent)$)");
    const std::string whole(trim(replace_all(text, "\xC2\xA0", " ")));
    std::smatch match;
    if (!std::regex_match(whole, match, form)) return {};
    return match[1];
}

}  // namespace

std::optional<long long> people_counted(const PublicFigure& figure) {
    if (!figure.expression.starts_with("count(") || !figure.expression.ends_with(")"))
        return std::nullopt;
    // `count(a) / count(b)` counts nobody.
    int depth = 0;
    for (std::size_t at = 0; at + 1 < figure.expression.size(); ++at) {
        depth += figure.expression[at] == '(' ? 1 : figure.expression[at] == ')' ? -1 : 0;
        if (depth == 0 && at > 5) return std::nullopt;
    }
    return printed_people(figure);
}

void read_words(const NumberReader& reader, std::vector<PublicFigure>& figures) {
    if (!reader) return;
    for (PublicFigure& figure : figures) {
        const bool counts = figure.expression.starts_with("count(");
        if (counts && !people_in_digits(figure.printed)) figure.in_words = reader(figure.printed);
    }
}

std::optional<FigureCounts> figure_counts(const PublicFigure& figure) {
    static const std::regex of_answer(
        R"(^(percent|count)\((?:\$\{([^}]+)\} = '([^']*)'|selected\(\$\{([^}]+)\}, '([^']*)'\))(?:, (.+))?\)$)");
    static const std::regex of_base(R"(^(base|mean)\(\$\{([^}]+)\}(?:, (.+))?\)$)");
    FigureCounts out;
    std::smatch match;
    std::string where;
    if (std::regex_match(figure.expression, match, of_answer)) {
        out.question = match[2].matched ? match[2] : match[4];
        out.answer = match[2].matched ? match[3] : match[5];
        if (out.answer.empty()) return std::nullopt;  // in no category
        where = match[6];
        if (match[1] == "count") {
            out.count = printed_people(figure);
        } else {
            out.percentage = printed_percentage(figure.printed);
        }
    } else if (std::regex_match(figure.expression, match, of_base)) {
        out.question = match[2];
        where = match[3];
    } else {
        return std::nullopt;
    }
    if (where.empty()) return out;
    const auto answers = answers_in(where);
    if (!answers) return std::nullopt;
    out.where = *answers;
    return out;
}

Result<std::vector<PublicFigure>> read_public_figures(std::string_view csv) {
    const PublicCsv table = TRY(read_public_csv(csv));
    for (const char* name : {"expression", "printed", "base"}) {
        if (!table.column(name))
            return Error{"the column “" + std::string(name) +
                         "” of the list of figures is missing"};
    }
    std::vector<PublicFigure> out;
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        PublicFigure figure{table.at(r, "expression"), table.at(r, "printed"), std::nullopt};
        const std::string& base = table.at(r, "base");
        if (!base.empty()) {
            figure.base = people_in_digits(base);
            if (!figure.base)
                return Error{"record " + std::to_string(r + 2) + ": “" + base + "” is no base"};
        }
        out.push_back(std::move(figure));
    }
    return out;
}

}  // namespace mtm
