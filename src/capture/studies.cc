// Which studies there are, and what a page needs to know about one before it shows figures.
#include <algorithm>

#include "capture/fieldwork_calls.h"
#include "capture/route.h"

namespace mtm {
namespace {

Result<Json> study_json(const Call& call, const ServedStudy& study) {
    const Sight sight = sight_of(call.who, study);
    const FormVersion* current = study.current();
    const FieldState state = TRY(study.store->field_state());
    const std::int64_t interviews = TRY(study.store->count(sight.within({})));
    return Json{{"slug", study.slug},
                {"project", study.project},
                {"title", study.study.file.title},
                {"round", study.study.file.round},
                {"state", name_of(state)},
                {"encrypted", current != nullptr && current->encrypted},
                {"rehearsal", study.rehearsal},
                {"interviews", interviews},
                {"role", name_of(*role_in(call.who, study.slug))}};
}

Json languages_of(const Questionnaire& form) {
    Json out = Json::array();
    for (const Language& language : form.languages) {
        out.push_back({{"code", language.code}, {"name", language.header}});
    }
    return out;
}

Json versions_of(const ServedStudy& study) {
    Json out = Json::array();
    for (const auto& version : study.versions) {
        out.push_back({{"version", version->version},
                       {"formId", version->form_id},
                       {"md5", version->md5},
                       {"current", version.get() == study.current()}});
    }
    return out;
}

// The choices of one of [fieldwork]'s questions.
Json choices_of(const Questionnaire& form, const std::string& question, std::size_t language) {
    Json out = Json::array();
    const int q = question.empty() ? -1 : form.find(question);
    if (q < 0 || form.questions[static_cast<std::size_t>(q)].list < 0) return out;
    for (const Choice& choice : form.choices_of(q).choices) {
        const std::string& label = choice.label.in(language);
        out.push_back({{"name", choice.name}, {"label", label.empty() ? choice.name : label}});
    }
    return out;
}

}  // namespace

Response list_studies(const Call& call) {
    Json out = Json::array();
    for (const auto& study : call.service.studies) {
        if (!may(call.who, study->slug, Right::read_counts)) continue;
        out.push_back(TRY_ANSWER(study_json(call, *study)));
    }
    return json_response(200, out);
}

Response show_study(const Call& call) {
    const ServedStudy& study = *call.study;
    const FormVersion* current = study.current();
    const Questionnaire& form =
        current == nullptr ? study.study.questionnaire : current->questionnaire;
    Mistakes mistakes;
    const std::size_t language = language_of(call, form, mistakes);
    if (!mistakes.empty()) return mistakes_response(mistakes);
    Json out = TRY_ANSWER(study_json(call, study));
    out["timezone"] = study.study.file.timezone;
    out["languages"] = languages_of(form);
    out["versions"] = versions_of(study);
    out["areas"] = choices_of(form, study.study.file.fieldwork.area, language);
    out["groups"] = choices_of(form, study.study.file.fieldwork.group, language);
    return json_response(200, out);
}

}  // namespace mtm
