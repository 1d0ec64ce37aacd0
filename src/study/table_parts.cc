#include "study/table_parts.h"

#include <algorithm>

#include "study/plan.h"

namespace mtm {

namespace {

std::vector<std::string> counted_by(const TableSpec& spec) {
    return spec.questions.empty() ? std::vector<std::string>{spec.question} : spec.questions;
}

void add_new(const std::string& name, std::vector<std::string>& names) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
}

}  // namespace

std::vector<Banner> banners_of(const TableSpec& spec) {
    if (!spec.banners.empty()) return spec.banners;
    return {{.levels = spec.by, .nested = spec.nested}};
}

std::vector<TableSpec> parts_of(const TableSpec& spec) {
    std::vector<TableSpec> out;
    for (const std::string& question : counted_by(spec)) {
        for (const Banner& banner : banners_of(spec)) {
            TableSpec part = spec;
            part.question = question;
            part.by = banner.levels;
            part.nested = banner.nested;
            part.questions.clear();
            part.banners.clear();
            part.ranks = false;
            out.push_back(std::move(part));
        }
    }
    return out;
}

std::vector<std::string> variables_counted(const TableSpec& spec) {
    std::vector<std::string> out;
    for (const TableSpec& part : parts_of(spec)) {
        for (const std::string& name : questions_of(part))
            add_new(name, out);
    }
    return out;
}

std::vector<std::string> variables_of_groups(const TableSpec& spec) {
    std::vector<std::string> out;
    for (const Banner& banner : banners_of(spec)) {
        for (const std::string& name : banner.levels)
            add_new(name, out);
    }
    return out;
}

}  // namespace mtm
