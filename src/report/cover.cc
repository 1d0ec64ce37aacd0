#include "report/cover.h"

#include "base/text.h"
#include "disclosure/interviews_told.h"
#include "report/dates.h"
#include "report/language.h"
#include "report/trust_words.h"
#include "tabulate/precision.h"
#include "tabulate/variance_words.h"

namespace mtm {
namespace {

const std::string& left_out_reason(LeftOutReason reason, std::string_view language) {
    const auto key = [reason]() -> std::string_view {
        switch (reason) {
            case LeftOutReason::no_consent:
                return "no_consent";
            case LeftOutReason::outside_rule:
                return "outside_rule";
            case LeftOutReason::sent_twice:
                return "sent_twice";
            case LeftOutReason::pilot:
                return "pilot";
            case LeftOutReason::rejected:
                return "rejected";
            case LeftOutReason::withdrawn:
                return "withdrawn";
            case LeftOutReason::unopened:
                return "unopened";
        }
        return {};
    }();
    return report_language(language).text("left_out", key);
}

std::vector<std::string> cover_texts(const Narrative& narrative,
                                     const std::string& key,
                                     const std::vector<std::string>& texts) {
    const auto found = narrative.cover.find(key);
    return found == narrative.cover.end() ? texts : found->second;
}

}  // namespace

std::string cover_text(const Narrative& narrative,
                       const std::string& key,
                       const std::string& text) {
    const auto found = narrative.cover.find(key);
    return found == narrative.cover.end() ? text : join(found->second, " ");
}

void fill_front(const Study& study,
                const Dataset& dataset,
                const Narrative& narrative,
                const DisclosureControl& control,
                const std::string& language,
                Document& front) {
    const StudyFile& file = study.file;
    front.language = language;
    front.title = cover_text(narrative, "title", file.title);
    front.round = cover_text(narrative, "round", file.round);
    front.country = print_country(file.country, language);
    front.period = cover_text(narrative, "period", file.period);
    front.organisation = cover_text(narrative, "organisation", file.organisation);
    front.rehearsal = dataset.rehearsal;
    front.as_of = dataset.as_of.find('T') == std::string::npos ? print_date(dataset.as_of, language)
                                                               : dataset.as_of;
    front.weighting = dataset.weighting;
    front.variance = variance_words(study, dataset, report_language(front.language).variance());
    front.weighted = is_weighted(dataset);
    const Precision precision(study, dataset);
    front.intervals = study.file.marks.intervals && precision.has_errors();
    front.level = confidence_of(study);
    front.edition = control.edition();
    front.threshold = file.threshold;
    front.rounded_to = file.round_to;
    const InterviewsTold interviews = interviews_told(file, dataset, control.edition());
    front.counts.received = static_cast<int>(interviews.received);
    front.counts.counted = static_cast<int>(interviews.counted);
    for (const LeftOut& left : interviews.left_out) {
        front.counts.left_out.emplace_back(left_out_reason(left.reason, language), left.interviews);
    }
    front.design_note = cover_text(narrative, "design_note", file.design_note);
    if (!file.fieldwork_start.empty()) {
        front.fieldwork = print_date_range(file.fieldwork_start, file.fieldwork_end, language);
    }
    front.citation = cover_text(narrative, "citation", file.citation);
    front.disclaimer = cover_texts(narrative, "disclaimer", file.disclaimer);
    front.funders = cover_texts(narrative, "funders", file.funders);
    front.contact = cover_texts(narrative, "contact", file.contact);
}

}  // namespace mtm
