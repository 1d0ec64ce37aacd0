#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "quality/back_check_page.h"

namespace mtm {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const ErrorRate& rate) {
    const ShareInterval interval = wilson_interval(rate.different, rate.compared);
    const bool is_there = rate.compared > 0;
    return {{"different", rate.different},
            {"compared", rate.compared},
            {"rate", is_there ? Json(rate.rate()) : Json()},
            {"low", is_there ? Json(interval.low) : Json()},
            {"high", is_there ? Json(interval.high) : Json()},
            {"smallBase", rate.compared < small_back_check_base}};
}

Json json_of(const ErrorRates& rates) {
    Json out;
    for (std::size_t t = 0; t < rates.by_type.size(); ++t)
        out["type" + std::to_string(t + 1)] = json_of(rates.by_type[t]);
    out["all"] = json_of(rates.all);
    return out;
}

Json json_of(const std::vector<WorkerRates>& workers) {
    Json out = Json::array();
    for (const WorkerRates& each : workers)
        out.push_back({{"name", each.worker},
                       {"interviews", each.interviews},
                       {"checked", each.checked},
                       {"meanDays", each.mean_days ? Json(*each.mean_days) : Json()},
                       {"rates", json_of(each.rates)}});
    return out;
}

Json json_of(const Stability& s) {
    Json out{{"pairs", s.pairs},
             {"meanFirst", s.mean_first},
             {"meanSecond", s.mean_second},
             {"tTest", nullptr},
             {"signedRank", nullptr},
             {"simpleResponseVariance",
              s.simple_response_variance ? Json(*s.simple_response_variance) : Json()},
             {"reliability", s.reliability ? Json(*s.reliability) : Json()}};
    if (s.t_test)
        out["tTest"] = {{"meanDifference", s.t_test->mean_difference},
                        {"low", s.t_test->low},
                        {"high", s.t_test->high},
                        {"t", s.t_test->t},
                        {"degreesOfFreedom", s.t_test->degrees_of_freedom},
                        {"p", s.t_test->p}};
    if (s.signed_rank)
        out["signedRank"] = {
            {"positive", s.signed_rank->positive},
            {"negative", s.signed_rank->negative},
            {"zero", s.signed_rank->zero},
            {"z", s.signed_rank->z},
            {"p", s.signed_rank->p},
            {"exactP", s.signed_rank->exact_p ? Json(*s.signed_rank->exact_p) : Json()}};
    return out;
}

Json questions_json(const BackCheckRound& round) {
    Json out = Json::array();
    for (const QuestionRates& each : round.result.questions) {
        const BackCheckQuestion& question = round.study->file.back_check.questions[each.question];
        out.push_back({{"name", question.name},
                       {"type", static_cast<int>(question.type)},
                       {"rate", json_of(each.rate)},
                       {"stability", each.stability ? json_of(*each.stability) : Json()}});
    }
    return out;
}

Json differences_json(const BackCheckRound& round) {
    Json out = Json::array();
    for (const BackCheckComparison& each : round.result.comparisons) {
        if (each.outcome != BackCheckComparison::Outcome::different) continue;
        const BackCheckInterview& first = round.first[each.first];
        const BackCheckInterview& second = round.second[each.second];
        const BackCheckQuestion& question = round.study->file.back_check.questions[each.question];
        const auto answer = [&](const BackCheckInterview& interview) {
            return words_of_answer(*round.study, question, interview.answers[each.question]);
        };
        out.push_back({{"uuid", first.id},
                       {"enumerator", first.worker},
                       {"backChecker", second.worker},
                       {"question", question.name},
                       {"first", answer(first)},
                       {"second", answer(second)}});
    }
    return out;
}

std::string rate_in_words(const ErrorRate& rate) {
    if (rate.compared == 0) return "nothing compared";
    return fmt::format("{:5.1f}%  {} of {}{}",
                       100 * rate.rate(),
                       rate.different,
                       rate.compared,
                       rate.compared < small_back_check_base ? "  (small base)" : "");
}

}  // namespace

std::string back_check_json(const BackCheckRound& round) {
    const BackCheckResult& result = round.result;
    Json out;
    if (round.rehearsal) out["rehearsal"] = invented_mark;
    out["interviews"] = round.first.size();
    out["backChecks"] = round.second.size();
    out["compared"] = result.pairs.size();
    out["rates"] = json_of(result.all);
    out["questions"] = questions_json(round);
    out["enumerators"] = json_of(result.enumerators);
    out["backCheckers"] = json_of(result.back_checkers);
    out["differences"] = differences_json(round);
    return out.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string back_check_summary(const BackCheckRound& round) {
    const BackCheckResult& result = round.result;
    std::string out;
    if (round.rehearsal) out += std::string(invented_mark) + ".\n";
    out += fmt::format("{} of {} back-checks compared with their interview.\n\n",
                       result.pairs.size(),
                       round.second.size());
    std::size_t width = 20;
    for (const BackCheckType type :
         {BackCheckType::type1, BackCheckType::type2, BackCheckType::type3})
        width = std::max(width, meaning_of(type).size());
    for (const BackCheckType type :
         {BackCheckType::type1, BackCheckType::type2, BackCheckType::type3})
        out += fmt::format(
            "{:<{}}  {}\n", meaning_of(type), width, rate_in_words(result.all.of(type)));
    out += "\nEnumerators, type 1\n";
    for (const WorkerRates& each : result.enumerators) {
        if (each.checked == 0) continue;
        out += fmt::format("{:<{}}  {}\n",
                           each.worker.empty() ? "(not known)" : each.worker,
                           width,
                           rate_in_words(each.rates.of(BackCheckType::type1)));
    }
    return out;
}

std::string_view meaning_of(BackCheckType type) {
    switch (type) {
        case BackCheckType::type1:
            return "Type 1: should never change";
        case BackCheckType::type2:
            return "Type 2: hard to ask";
        case BackCheckType::type3:
            return "Type 3: may change";
    }
    return {};
}

std::string label_of(const BackCheckRound& round, std::size_t question) {
    const std::string& name = round.study->file.back_check.questions[question].name;
    const Questionnaire& form = round.study->questionnaire;
    const int found = form.find(name);
    if (found < 0) return name;
    const std::string& label = form.questions[static_cast<std::size_t>(found)].label.in(0);
    return label.empty() ? name : label;
}

}  // namespace mtm
