#include "report/phrases.h"

#include "report/language.h"

namespace mtm {

const Phrases& phrases_in(std::string_view language) {
    return report_language(language).phrases();
}

std::span<const PhraseField> phrase_fields() {
    static constexpr PhraseField fields[] = {
        // clang-format off
    {"invented", &Phrases::invented},
    {"internal", &Phrases::internal},
    {"skip", &Phrases::skip},
    {"contents", &Phrases::contents},
    {"counts_line", &Phrases::counts_line},
    {"counts_all", &Phrases::counts_all},
    {"left_out", &Phrases::left_out},
    {"base_note", &Phrases::base_note},
    {"base_note_bare", &Phrases::base_note_bare},
    {"asked_one", &Phrases::asked_one},
    {"asked_some", &Phrases::asked_some},
    {"basis_percent", &Phrases::basis_percent},
    {"basis_count", &Phrases::basis_count},
    {"basis_number", &Phrases::basis_number},
    {"basis_withheld", &Phrases::basis_withheld},
    {"everyone_asked", &Phrases::everyone_asked},
    {"exhibit_base", &Phrases::exhibit_base},
    {"exhibit_base_withheld", &Phrases::exhibit_base_withheld},
    {"exhibit_base_coarse", &Phrases::exhibit_base_coarse},
    {"percent_axis", &Phrases::percent_axis},
    {"percent_of_asked_axis", &Phrases::percent_of_asked_axis},
    {"count_axis", &Phrases::count_axis},
    {"all_people", &Phrases::all_people},
    {"no_answer", &Phrases::no_answer},
    {"withheld", &Phrases::withheld},
    {"answer", &Phrases::answer},
    {"area", &Phrases::area},
    {"respondents", &Phrases::respondents},
    {"table_behind", &Phrases::table_behind},
    {"download", &Phrases::download},
    {"download_picture", &Phrases::download_picture},
    {"download_specification", &Phrases::download_specification},
    {"download_data", &Phrases::download_data},
    {"several_answers", &Phrases::several_answers},
    {"small_base", &Phrases::small_base},
    {"explains_withheld", &Phrases::explains_withheld},
    {"explains_coarse", &Phrases::explains_coarse},
    {"covered", &Phrases::covered},
    {"cities_covered", &Phrases::cities_covered},
    {"not_covered", &Phrases::not_covered},
    {"map_title", &Phrases::map_title},
    {"reading", &Phrases::reading},
    {"reading_text", &Phrases::reading_text},
    {"unweighted", &Phrases::unweighted},
    {"weighted", &Phrases::weighted},
    {"reading_screen", &Phrases::reading_screen},
    {"reading_paper", &Phrases::reading_paper},
    {"reading_public", &Phrases::reading_public},
    {"annex", &Phrases::annex},
    {"colophon", &Phrases::colophon},
    {"colophon_text", &Phrases::colophon_text},
    {"made_by", &Phrases::made_by},
    {"made_from_data", &Phrases::made_from_data},
    {"made_from_plan", &Phrases::made_from_plan},
    {"method_facts", &Phrases::method_facts},
    {"fieldwork", &Phrases::fieldwork},
    {"interviews", &Phrases::interviews},
    {"weights", &Phrases::weights},
    {"variance", &Phrases::variance},
    {"as_of", &Phrases::as_of},
    {"as_of_line", &Phrases::as_of_line},
    {"design", &Phrases::design},
    {"citation", &Phrases::citation},
    {"disclaimer", &Phrases::disclaimer},
    {"funders", &Phrases::funders},
    {"contact", &Phrases::contact},
    {"notes", &Phrases::notes},
    {"back", &Phrases::back},
    {"note", &Phrases::note},
    {"who_answered", &Phrases::who_answered},
    {"to_question", &Phrases::to_question},
    {"and_word", &Phrases::and_word},
    {"or_word", &Phrases::or_word},
    {"not_word", &Phrases::not_word},
    {"where_expression", &Phrases::where_expression},
        // clang-format on
    };
    static_assert(sizeof(Phrases) == std::size(fields) * sizeof(std::string_view),
                  "a phrase has no key in the files of languages/");
    return fields;
}

}  // namespace mtm
