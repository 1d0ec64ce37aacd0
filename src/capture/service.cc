#include "capture/service.h"

#include <algorithm>

namespace mtm {

const FormVersion* ServedStudy::find_version(std::string_view version) const {
    for (const auto& candidate : versions) {
        if (candidate->version == version) return candidate.get();
    }
    return nullptr;
}

ServedStudy* Service::find_study(std::string_view slug) const {
    const auto at =
        std::ranges::find_if(studies, [slug](const auto& study) { return study->slug == slug; });
    return at == studies.end() ? nullptr : at->get();
}

ServedStudy* Service::find_project(int number) const {
    const auto at = std::ranges::find_if(
        studies, [number](const auto& study) { return study->project == number; });
    return at == studies.end() ? nullptr : at->get();
}

ServedStudy* Service::find_form(std::string_view form_id) const {
    for (const auto& study : studies) {
        for (const auto& version : study->versions) {
            if (version->form_id == form_id) return study.get();
        }
    }
    return nullptr;
}

}  // namespace mtm
