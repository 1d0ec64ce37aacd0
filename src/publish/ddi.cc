// Elements stand in the order of the schema's sequences (codebook.xsd of DDI-Codebook 2.5, 2012).
// tests/publish/ddi_schema.h holds what is written to them.
#include "publish/ddi.h"

#include <pugixml.hpp>
#include <sstream>

#include <fmt/format.h>

namespace mtm {
namespace {

using Type = OpenVariable::Type;

class CodebookWriter {
public:
    CodebookWriter(const DescribedData& data, const DatasetFacts& facts)
        : data_(data),
          facts_(facts),
          form_(data.source.study.questionnaire),
          file_(data.source.study.file) {}

    std::string write() {
        pugi::xml_document document;
        pugi::xml_node head = document.append_child(pugi::node_declaration);
        head.append_attribute("version") = "1.0";
        head.append_attribute("encoding") = "UTF-8";
        pugi::xml_node root = document.append_child("codeBook");
        root.append_attribute("xmlns") = "ddi:codebook:2_5";
        root.append_attribute("version") = "2.5";
        root.append_attribute("ID") = "codebook";
        root.append_attribute("xml:lang") = "en";
        add_study(root.append_child("stdyDscr"));
        for (std::size_t t = 0; t < data_.tables.size(); ++t)
            add_file(root.append_child("fileDscr"), t);
        pugi::xml_node variables = root.append_child("dataDscr");
        find_weight();
        for (std::size_t t = 0; t < data_.tables.size(); ++t) {
            for (const OpenVariable& variable : data_.tables[t].variables)
                add_variable(variables.append_child("var"), variable, t);
        }
        std::ostringstream out;
        document.save(out, " ", pugi::format_indent);
        return out.str();
    }

private:
    static pugi::xml_node add(pugi::xml_node parent, const char* name, std::string_view text) {
        pugi::xml_node node = parent.append_child(name);
        node.text() = printable(text).c_str();
        return node;
    }

    static void add_if(pugi::xml_node parent, const char* name, const std::string& text) {
        if (!text.empty()) add(parent, name, text);
    }

    // In each language that has the text.
    void add_in_languages(pugi::xml_node parent, const char* name, const Translated& text) const {
        for (std::size_t l = 0; l < text.by_language.size(); ++l) {
            if (text.by_language[l].empty()) continue;
            pugi::xml_node node = add(parent, name, text.by_language[l]);
            const bool has_code = l < form_.languages.size() && !form_.languages[l].code.empty();
            if (has_code) node.append_attribute("xml:lang") = form_.languages[l].code.c_str();
        }
    }

    void add_study(pugi::xml_node study) {
        add_citation(study.append_child("citation"));
        add_scope(study.append_child("stdyInfo"));
        add_method(study.append_child("method"));
        add_access(study.append_child("dataAccs"));
        if (facts_.invented) add(study, "notes", invented_mark);
    }

    void add_citation(pugi::xml_node citation) const {
        pugi::xml_node titles = citation.append_child("titlStmt");
        add(titles, "titl", facts_.title);
        add(titles, "IDNo", facts_.name);
        if (!file_.publish.doi.empty())
            add(titles, "IDNo", file_.publish.doi).append_attribute("agency") = "DOI";
        if (!facts_.producer.empty())
            add(citation.append_child("rspStmt"), "AuthEnty", facts_.producer);
        pugi::xml_node production = citation.append_child("prodStmt");
        add_if(production, "producer", facts_.producer);
        const std::string& program = data_.source.tables.made_from.program;
        add(production, "software", program.empty() ? std::string("MTM") : program);
        for (const std::string& funder : file_.funders)
            add(production, "fundAg", funder);
        pugi::xml_node distribution = citation.append_child("distStmt");
        add_if(distribution, "distrbtr", facts_.producer);
        if (!file_.publish.contact.empty())
            add(distribution, "contact", facts_.producer).append_attribute("email") =
                file_.publish.contact.c_str();
        if (!file_.round.empty()) add(citation.append_child("verStmt"), "version", file_.round);
        add(citation, "biblCit", facts_.citation);
    }

    void add_scope(pugi::xml_node scope) const {
        if (!file_.publish.tags.empty()) {
            pugi::xml_node subject = scope.append_child("subject");
            for (const std::string& tag : file_.publish.tags)
                add(subject, "keyword", tag);
        }
        add(scope, "abstract", facts_.summary);
        pugi::xml_node summary = scope.append_child("sumDscr");
        for (const auto& [event, date] :
             {std::pair{"start", &facts_.begins}, std::pair{"end", &facts_.ends}}) {
            if (date->empty()) continue;
            pugi::xml_node node = add(summary, "collDate", date->substr(0, 7));
            node.append_attribute("event") = event;
            node.append_attribute("date") = date->substr(0, 7).c_str();
        }
        if (!facts_.country.empty())
            add(summary, "nation", facts_.country).append_attribute("abbr") = facts_.iso3.c_str();
        std::string cover = facts_.country;
        for (const std::string& city : file_.coverage.cities)
            cover += (cover.empty() ? "" : ", ") + city;
        add_if(summary, "geogCover", cover);
        add(summary, "anlyUnit", "Individual");
        add(summary, "dataKind", "Sample survey data");
    }

    void add_method(pugi::xml_node method) const {
        pugi::xml_node collection = method.append_child("dataColl");
        if (!file_.design_note.empty() || !file_.design.empty()) {
            std::string words;
            for (const std::string& paragraph : facts_.methodology)
                words += (words.empty() ? "" : " ") + paragraph;
            add(collection, "sampProc", words);
        }
        add(collection, "collMode", "Interview, with a form on a device or on paper");
        std::string weights = "There are no weights: each record stands for itself.";
        if (!data_.source.weights.empty()) {
            weights = "The variable weight says how many people a record stands for.";
            for (const std::string& sentence : data_.source.tables.dataset.weighting)
                weights += " " + sentence;
        }
        add(collection, "weight", weights);
        std::string cleaning;
        for (const std::string& sentence : facts_.protection)
            cleaning += (cleaning.empty() ? "" : " ") + sentence;
        add_if(collection, "cleanOps", cleaning);
    }

    void add_access(pugi::xml_node access) const {
        add(access.append_child("setAvail"),
            "avlStatus",
            facts_.open ? "Open to everybody" : "Given on request, under an agreement");
        pugi::xml_node use = access.append_child("useStmt");
        add(use,
            "confDec",
            "Records were protected before they were published. Nobody may try to find out who an "
            "interview was with.");
        if (!facts_.open) add(use, "restrctn", "Not to be handed on.");
        if (!file_.publish.contact.empty())
            add(use, "contact", facts_.producer).append_attribute("email") =
                file_.publish.contact.c_str();
        add(use, "citReq", facts_.citation);
        std::string conditions = facts_.terms;
        if (facts_.licence != nullptr)
            conditions = fmt::format("Licence: {} ({}).{}{}",
                                     facts_.licence->title,
                                     facts_.licence->url,
                                     conditions.empty() ? "" : " ",
                                     conditions);
        add_if(use, "conditions", conditions);
        std::string disclaimer;
        for (const std::string& paragraph : file_.disclaimer)
            disclaimer += (disclaimer.empty() ? "" : " ") + paragraph;
        add_if(use, "disclaimer", disclaimer);
    }

    void add_file(pugi::xml_node file, std::size_t t) const {
        const OpenTable& table = data_.tables[t];
        file.append_attribute("ID") = fmt::format("F{}", t + 1).c_str();
        file.append_attribute("URI") = (table.stem + ".csv").c_str();
        pugi::xml_node text = file.append_child("fileTxt");
        add(text, "fileName", table.stem + ".csv");
        add(text,
            "fileCont",
            table.table->level == 0 ? "A record for each interview"
                                    : "A record for each round of " + table.table->name);
        pugi::xml_node dimensions = text.append_child("dimensns");
        add(dimensions, "caseQnty", std::to_string(table.table->rows));
        add(dimensions, "varQnty", std::to_string(table.variables.size()));
        add(text, "fileType", "text/csv; charset=utf-8");
    }

    void find_weight() {
        int number = 0;
        for (const OpenTable& table : data_.tables) {
            for (const OpenVariable& variable : table.variables) {
                ++number;
                if (variable.is_weight) weight_ = fmt::format("V{}", number);
            }
        }
    }

    void add_variable(pugi::xml_node node, const OpenVariable& variable, std::size_t t) {
        const bool continuous = variable.type == Type::integer || variable.type == Type::decimal;
        node.append_attribute("ID") = fmt::format("V{}", ++variables_).c_str();
        node.append_attribute("name") = printable(variable.name).c_str();
        node.append_attribute("files") = fmt::format("F{}", t + 1).c_str();
        if (variable.is_weight) node.append_attribute("wgt") = "wgt";
        if (!weight_.empty() && t == 0 && variable.question != nullptr)
            node.append_attribute("wgt-var") = weight_.c_str();
        node.append_attribute("intrvl") = continuous ? "contin" : "discrete";
        add_in_languages(node, "labl", variable.label);
        if (variable.question != nullptr) add_question(node, *variable.question);
        if (continuous && variable.lowest) {
            pugi::xml_node range = node.append_child("valrng").append_child("range");
            range.append_attribute("min") = short_number(*variable.lowest).c_str();
            range.append_attribute("max") = short_number(*variable.highest).c_str();
        }
        if (!variable.missing_numbers.empty()) {
            pugi::xml_node none = node.append_child("invalrng");
            for (const double number : variable.missing_numbers)
                none.append_child("item").append_attribute("VALUE") = short_number(number).c_str();
        }
        add(node, "universe", variable.universe);
        add_statistics(node, variable);
        for (const OpenCategory& category : variable.categories)
            add_category(node, variable, category);
        add_format(node, variable);
        if (const std::string words = protection_words(variable); !words.empty())
            add(node, "notes", words).append_attribute("subject") = "disclosure control";
    }

    void add_question(pugi::xml_node node, const Question& question) const {
        pugi::xml_node asked = node.append_child("qstn");
        add_in_languages(asked, "qstnLit", question.label);
        add_in_languages(asked, "ivuInstr", question.hint);
        if (!asked.first_child()) node.remove_child(asked);
    }

    static void add_statistic(pugi::xml_node node, const char* type, const std::string& value) {
        add(node, "sumStat", value).append_attribute("type") = type;
    }

    static void add_statistics(pugi::xml_node node, const OpenVariable& variable) {
        add_statistic(node, "vald", std::to_string(variable.answered));
        add_statistic(node, "invd", std::to_string(variable.records - variable.answered));
        for (const auto& [type, value] : {std::pair{"min", &variable.lowest},
                                          std::pair{"max", &variable.highest},
                                          std::pair{"mean", &variable.mean},
                                          std::pair{"stdev", &variable.deviation}}) {
            if (value->has_value()) add_statistic(node, type, short_number(**value));
        }
    }

    void add_category(pugi::xml_node node,
                      const OpenVariable& variable,
                      const OpenCategory& category) const {
        const bool missing = category.meaning != MissingChoice::answer;
        pugi::xml_node out = node.append_child("catgry");
        if (missing) {
            out.append_attribute("missing") = "Y";
            out.append_attribute("missType") =
                category.meaning == MissingChoice::refused ? "refusal" : "don't know";
        }
        add(out, "catValu", category.value);
        add_in_languages(out, "labl", category.label);
        add(out, "catStat", std::to_string(category.records)).append_attribute("type") = "freq";
        if (missing || variable.answered == 0) return;
        const double share =
            100.0 * static_cast<double>(category.records) / static_cast<double>(variable.answered);
        add(out, "catStat", short_number(share)).append_attribute("type") = "percent";
    }

    static void add_format(pugi::xml_node node, const OpenVariable& variable) {
        const bool number = variable.type == Type::record || variable.type == Type::integer ||
                            variable.type == Type::decimal || variable.type == Type::flag;
        pugi::xml_node format = node.append_child("varFormat");
        format.append_attribute("type") = number ? "numeric" : "character";
        if (variable.type == Type::date) format.append_attribute("category") = "date";
    }

    const DescribedData& data_;
    const DatasetFacts& facts_;
    const Questionnaire& form_;
    const StudyFile& file_;
    std::string weight_;  // ID of the variable
    int variables_ = 0;   // written so far
};

}  // namespace

std::string ddi_codebook(const DescribedData& data, const DatasetFacts& facts) {
    return CodebookWriter(data, facts).write();
}

}  // namespace mtm
