#include "disclosure/variable_roles.h"

#include <algorithm>

#include "review/form_texts.h"

namespace mtm {
namespace {

// Lists of places, occupations or peoples are this long; scales of opinion are not.
constexpr std::size_t many_choices = 30;

using WordList = std::vector<std::string_view>;

// Beginnings of words, in names and labels. What people look like from outside.
const WordList& key_words() {
    static const WordList words{
        " age ",        " years old",    " how old",        " sex ",
        " gender",      " marital",      " married",        " spouse",
        " education",   " school",       " nationalit",     " citizenship",
        " country",     " origin",       " ethnic",         " tribe",
        " clan",        " language",     " religio",        " region",
        " province",    " district",     " oblast",         " village",
        " admin2",      " admin3",       " admin4",         " adm2",
        " adm3",        " ward ",        " settlement",     " municipal",
        " commune",     " do you live",  " household size", " members of the household",
        " main job",    " settlement",   " camp ",          " city",
        " town",        " municipal",    " admin1",         " admin2",
        " admin3",      " adm1",         " adm2",           " adm3",
        " governorate", " occupation",   " profession",     " job title",
        " sector",      " employ",       " household size", " hh size",
        " children",    " dependant",    " dependent",      " number of people",
        " disab",       " arriv",        " displace",       " возраст",
        " сколько вам", " пол ",         " семейное",       " образован",
        " национальн",  " гражданств",   " стран",          " происхожд",
        " язык",        " религ",        " регион",         " област",
        " район",       " город",        " село",           " занятост",
        " професси",    " детей",        " иждивен",        " инвалид",
        " прибы",       " âge",          " sexe",           " genre",
        " état civil",  " nationalité",  " pays",           " langue",
        " village",     " métier",       " edad",           " sexo",
        " género",      " estado civil", " país",           " idioma",
        " жас",         " жыныс",        " білім",          " тіл",
        " облыс",       " аудан",        " yosh",           " jins",
        " maʼlumot",    " viloyat",      " tuman",          " العمر",
        " الجنس",       " الجنسية"};
    return words;
}

const WordList& sensitive_words() {
    static const WordList words{
        " income",    " wage",     " salary",      " earn",      " debt",     " money",
        " remit",     " contract", " document",    " permit",    " legal",    " status",
        " asylum",    " refugee",  " detain",      " detention", " arrest",   " police",
        " prison",    " violence", " abuse",       " rape",      " exploit",  " traffick",
        " forced",    " threat",   " discriminat", " health",    " illness",  " disease",
        " hiv",       " pregnan",  " mental",      " suicid",    " politic",  " military",
        " mobiliz",   " mobilis",  " intention",   " return",    " доход",    " заработ",
        " зарплат",   " долг",     " договор",     " документ",  " разрешен", " статус",
        " убежищ",    " задерж",   " полици",      " насили",    " эксплуат", " угроз",
        " дискримин", " здоров",   " болезн",      " беремен",   " мобилиз",  " армі",
        " revenu",    " salaire",  " dette",       " contrat",   " permis",   " asile",
        " santé",     " maladie",  " ingreso",     " salario",   " deuda",    " salud",
        " табыс",     " жалақы",   " келісімшарт", " денсаулық", " daromad",  " maosh",
        " shartnoma", " sogʻliq"};
    return words;
}

// Numbers by which those who drew the sample, or asked, find somebody again.
const WordList& numbers_of_the_sample() {
    static const WordList words{" id ",
                                " hh ",
                                " hhid ",
                                " hh id ",
                                " household id",
                                " household number",
                                " person id",
                                " respondent id",
                                " respondent number",
                                " psu ",
                                " cluster id",
                                " cluster number",
                                " enumeration area",
                                " enum id",
                                " enumerator",
                                " interviewer"};
    return words;
}

bool reads_like(const Question& question, const WordList& words) {
    if (holds_phrase(searchable(question.name), words)) return true;
    return std::ranges::any_of(question.label.by_language, [&](const std::string& label) {
        return holds_phrase(searchable(label), words);
    });
}

// Why a type by itself cannot be published; empty if it can.
std::string_view never_published(QuestionType type) {
    switch (type) {
        case QuestionType::geotrace:
        case QuestionType::geoshape:
            return "an exact place";
        case QuestionType::image:
        case QuestionType::video:
            return "a picture";
        case QuestionType::audio:
            return "a voice";
        case QuestionType::file:
            return "a file";
        case QuestionType::barcode:
            return "a code that somebody carries";
        case QuestionType::audit:
        case QuestionType::hidden:
            return "technical";
        default:
            return {};
    }
}

bool is_coordinate(const Question& question) {
    static const WordList words{" latitude", " longitude", " lat ", " lon ", " lng ", " gps"};
    return is_numeric(question.type) && holds_phrase(searchable(question.name), words);
}

class Roles {
public:
    explicit Roles(const Study& study) : study_(study), rules_(study.file.records) {
        is_marked_ = std::ranges::any_of(study.questionnaire.questions, [](const Question& q) {
            return q.disclosure == Disclosure::quasi || q.disclosure == Disclosure::sensitive;
        });
    }

    [[nodiscard]] VariableRole of(int index) const {
        const Question& question = study_.questionnaire.questions[static_cast<std::size_t>(index)];
        VariableRole out{.question = index, .reason = withheld_because(question)};
        if (!out.reason.empty()) {
            out.role = RecordRole::withheld;
            return out;
        }
        if (is_marked_) {
            out.role = marked(question.disclosure);
        } else {
            guess(question, out);
        }
        if (tells_when_or_where(question.type) && out.role != RecordRole::key) {
            out.role = RecordRole::key;
            out.reason = question.type == QuestionType::time
                             ? "a time that somebody may know"
                             : "a day or place that somebody may know";
        }
        return out;
    }

private:
    static RecordRole marked(Disclosure disclosure) {
        if (disclosure == Disclosure::quasi) return RecordRole::key;
        return disclosure == Disclosure::sensitive ? RecordRole::sensitive : RecordRole::other;
    }

    static bool tells_when_or_where(QuestionType type) {
        return type == QuestionType::date || type == QuestionType::date_time ||
               type == QuestionType::time || type == QuestionType::metadata ||
               type == QuestionType::geopoint;
    }

    [[nodiscard]] bool has_period_rule(const std::string& name) const {
        return std::ranges::any_of(rules_.recodes, [&](const RecodeRule& rule) {
            return rule.question == name && !rule.period.empty();
        });
    }

    [[nodiscard]] std::string withheld_because(const Question& question) const {
        if (question.disclosure == Disclosure::identifier) return "identifies a person";
        const auto listed = [&](const std::vector<std::string>& names) {
            return std::ranges::find(names, question.name) != names.end();
        };
        if (listed(rules_.drop)) return "left out by study.toml";
        if (!never_published(question.type).empty())
            return std::string(never_published(question.type));
        if (is_coordinate(question)) return "an exact place";
        if (is_select(question.type) && question.list < 0)
            return "its choices are what people answered elsewhere, as names are";
        switch (question.type) {
            case QuestionType::text:
                return listed(rules_.texts) ? "" : "free text";
            case QuestionType::geopoint:
                return rules_.points == PointRule::grid ? "" : "an exact place";
            case QuestionType::metadata:
                return has_period_rule(question.name) ? "" : "technical";
            case QuestionType::calculate:
                return question.disclosure == Disclosure::none ? "a calculation of other answers"
                                                               : "";
            default:
                return {};
        }
    }

    void guess(const Question& question, VariableRole& out) const {
        out.guessed = true;
        const bool closed = question.type == QuestionType::select_one ||
                            question.type == QuestionType::select_multiple;
        const std::size_t choices =
            closed ? study_.questionnaire.choices_of(out.question).choices.size() : 0;
        if (reads_like(question, numbers_of_the_sample())) {
            out.role = RecordRole::withheld;
            out.reason = "its name or label reads like a number of the sample or of who asked";
        } else if (reads_like(question, key_words())) {
            out.role = RecordRole::key;
            out.reason = "its name or label reads like something that others know of a person";
        } else if (choices >= many_choices) {
            out.role = RecordRole::key;
            out.reason = "so many choices are places, trades or peoples, some of them rare";
        } else if (reads_like(question, sensitive_words())) {
            out.role = RecordRole::sensitive;
            out.reason = "its name or label reads like something that can harm a person";
        }
    }

    const Study& study_;
    const RecordRules& rules_;
    bool is_marked_ = false;
};

}  // namespace

std::vector<VariableRole> variable_roles(const Study& study) {
    const Roles roles(study);
    std::vector<VariableRole> out;
    for (std::size_t i = 0; i < study.questionnaire.questions.size(); ++i) {
        const QuestionType type = study.questionnaire.questions[i].type;
        if (type == QuestionType::note || type == QuestionType::acknowledge ||
            type == QuestionType::trigger)
            continue;
        out.push_back(roles.of(static_cast<int>(i)));
    }
    return out;
}

std::vector<int> others_like_keys(const Study& study) {
    std::vector<int> out;
    for (const VariableRole& role : variable_roles(study)) {
        if (role.guessed || role.role != RecordRole::other) continue;
        const Question& question =
            study.questionnaire.questions[static_cast<std::size_t>(role.question)];
        const bool many =
            is_select(question.type) && question.list >= 0 &&
            study.questionnaire.choices_of(role.question).choices.size() >= many_choices;
        if (many || reads_like(question, key_words()) ||
            reads_like(question, numbers_of_the_sample()))
            out.push_back(role.question);
    }
    return out;
}

std::string_view words_for(RecordRole role) {
    switch (role) {
        case RecordRole::key:
            return "key";
        case RecordRole::sensitive:
            return "sensitive";
        case RecordRole::withheld:
            return "withheld";
        case RecordRole::other:
            break;
    }
    return "other";
}

}  // namespace mtm
