// Any text as an expression: what parses is printed and parsed to the same tree, and evaluates over
// an interview to the same as over columns.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.h"
#include "expression/evaluate.h"
#include "expression/parse.h"

namespace {

class OneAnswer : public mtm::AnswerSource {
public:
    [[nodiscard]] mtm::NodeSet answers(std::string_view name) const override {
        if (name == "a") return mtm::NodeSet{{"12"}};
        if (name == "b") return mtm::NodeSet{{"x y"}};
        if (name == "r") return mtm::NodeSet{{"1", "2", "", "2024-05-01"}};
        return {};
    }

    [[nodiscard]] mtm::NodeSet path(std::string_view) const override { return mtm::NodeSet{{"7"}}; }

    [[nodiscard]] std::string self() const override { return "3.5"; }

    [[nodiscard]] bool asked(std::string_view) const override { return true; }

    [[nodiscard]] std::string choice_label(std::string_view, std::string_view) const override {
        return "label";
    }

    [[nodiscard]] std::string now() const override { return "2024-05-31T12:00:00.000+05:00"; }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view source(reinterpret_cast<const char*>(data), size);
    if (!mtm::is_utf8(source)) return -1;
    const mtm::Parsed parsed = mtm::parse(source);
    if (!parsed.expression) {
        if (parsed.errors.empty()) std::abort();
        return 0;
    }
    const mtm::Parsed again = mtm::parse(mtm::print(parsed.expression->root));
    if (!again.expression || !(again.expression->root == parsed.expression->root)) std::abort();
    (void)mtm::to_string(mtm::evaluate(parsed.expression->root, OneAnswer()));
    return 0;
}
