#include "press/typst.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "embedded_typst_script.h"
#include "press/process.h"

namespace mtm {
namespace {

// Where npm's packages are: beside the sources, unless MTM_NODE_MODULES says otherwise.
std::string node_modules() {
    const char* set = std::getenv("MTM_NODE_MODULES");
    return set == nullptr ? MTM_NODE_MODULES_DIR : set;
}

}  // namespace

Result<std::string> typst_to_pdf(const std::string& source) {
    if (has_program("typst")) {
        return run_program(
            {"typst", "compile", "--pdf-standard", "ua-1", "--creation-timestamp", "0", "-", "-"},
            source);
    }
    const std::string packages = node_modules();
    std::error_code absent;  // whatever is wrong with the folder, the compiler is not there
    if (!has_program("node") ||
        !std::filesystem::exists(packages + "/@myriaddreamin/typst-ts-node-compiler", absent)) {
        return Error{
            "a PDF needs Typst: install typst 0.14, or Node and (in the folder of MTM) "
            "the packages of `npm ci`"};
    }
    return run_program({"node", "-e", std::string(embedded::typst_script()), packages}, source);
}

}  // namespace mtm
