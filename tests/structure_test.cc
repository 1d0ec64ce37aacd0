// Holds the project to its own rules: which module may include which, that every path a document
// names exists, that every diagnostic is explained.
#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <set>

#include <gtest/gtest.h>

#include "tests/shared_files.h"

namespace mtm {
namespace {

namespace fs = std::filesystem;

const std::map<std::string, std::set<std::string>>& allowed_includes() {
    static const std::map<std::string, std::set<std::string>> allowed{
        {"base", {}},
        {"expression", {"base"}},
        {"questionnaire", {"base", "expression"}},
        {"workbook", {"base"}},
        {"compile", {"base", "expression", "questionnaire", "workbook"}},
        {"interview", {"base", "expression", "questionnaire"}},
        {"odata", {"base", "expression", "questionnaire"}},
        {"exchange",
         {"base",
          "expression",
          "questionnaire",
          "workbook",
          "interview",
          "odata",
          "study",
          "dataset"}},
        {"pull", {"base"}},
        {"seal", {"base", "interview"}},
        {"review", {"base", "expression", "questionnaire"}},
        {"paper", {"base", "expression", "questionnaire"}},
        {"press", {"base"}},
        {"study",
         {"base", "expression", "questionnaire", "workbook", "compile", "review", "estimation"}},
        {"dataset",
         {"base", "expression", "questionnaire", "workbook", "interview", "study", "estimation"}},
        {"quality",
         {"base", "expression", "questionnaire", "workbook", "interview", "study", "dataset"}},
        {"estimation", {"base"}},
        {"anonymity", {"base"}},
        {"synthesis", {"base"}},
        {"attack", {"base", "expression", "questionnaire", "study"}},
        {"sampling",
         {"base", "expression", "questionnaire", "workbook", "study", "dataset", "estimation"}},
        {"rehearse", {"base", "expression", "questionnaire", "interview", "study", "dataset"}},
        {"tabulate",
         {"base", "expression", "questionnaire", "study", "dataset", "estimation", "sampling"}},
        {"disclosure",
         {"base",
          "expression",
          "questionnaire",
          "review",
          "study",
          "dataset",
          "tabulate",
          "anonymity"}},
        {"rounds",
         {"base",
          "expression",
          "questionnaire",
          "workbook",
          "review",
          "study",
          "dataset",
          "estimation",
          "rehearse",
          "tabulate",
          "disclosure"}},
        {"chart", {"base", "questionnaire", "study", "tabulate", "disclosure"}},
        {"report",
         {"base",
          "expression",
          "questionnaire",
          "paper",
          "workbook",
          "interview",
          "study",
          "dataset",
          "sampling",
          "rehearse",
          "tabulate",
          "disclosure",
          "rounds",
          "chart"}},
        {"draft",
         {"base",
          "expression",
          "questionnaire",
          "study",
          "dataset",
          "estimation",
          "tabulate",
          "disclosure",
          "rounds",
          "chart",
          "report",
          "claims"}},
        {"claims",
         {"base",
          "expression",
          "questionnaire",
          "study",
          "dataset",
          "tabulate",
          "rounds",
          "report"}},
        {"publish",
         {"base",
          "expression",
          "questionnaire",
          "workbook",
          "interview",
          "study",
          "dataset",
          "exchange",
          "synthesis",
          "tabulate",
          "disclosure",
          "chart",
          "report"}},
        {"store",
         {"base", "workbook", "questionnaire", "compile", "interview", "study", "dataset", "seal"}},
        {"capture",
         {"base",
          "expression",
          "questionnaire",
          "compile",
          "interview",
          "odata",
          "study",
          "dataset",
          "quality",
          "tabulate",
          "disclosure",
          "store"}},
        {"server", {"base", "capture"}},
        {"programs",
         {"base",     "expression", "questionnaire", "workbook",  "compile",   "interview",
          "seal",     "review",     "paper",         "press",     "study",     "dataset",
          "rehearse", "tabulate",   "disclosure",    "chart",     "report",    "store",
          "capture",  "server",     "exchange",      "pull",      "quality",   "sampling",
          "rounds",   "claims",     "draft",         "anonymity", "synthesis", "publish",
          "attack"}}};
    return allowed;
}

std::string root() {
    return source_directory();
}

std::vector<fs::path> sources() {
    std::vector<fs::path> out;
    for (const auto& entry : fs::recursive_directory_iterator(root() + "/src")) {
        const std::string ending = entry.path().extension().string();
        if (ending == ".h" || ending == ".cc") out.push_back(entry.path());
    }
    return out;
}

TEST(Structure, ModulesIncludeOnlyWhatTheirRowAllows) {
    const std::regex include("#include \"([a-z_]+)/[a-z_0-9]+\\.h\"");
    for (const fs::path& path : sources()) {
        const std::string module = path.parent_path().filename().string();
        const std::string text = read_test_file(path.string());
        const bool is_test =
            path.string().ends_with("_test.cc") || path.string().ends_with("_for_test.h");
        ASSERT_TRUE(allowed_includes().contains(module)) << module << " is no known module";
        for (std::sregex_iterator at(text.begin(), text.end(), include), end; at != end; ++at) {
            const std::string other = (*at)[1];
            if (other == module ||
                (is_test && (other == "tests" || other == "compile" || other == "workbook" ||
                             other == "rehearse"))) {  // invents interviews for tests
                continue;
            }
            EXPECT_TRUE(allowed_includes().at(module).contains(other))
                << path.filename() << " in " << module << " includes " << other;
        }
    }
}

// A private key never reaches the server: what answers requests cannot even name what opens.
TEST(Structure, TheServerCannotOpenWhatTabletsSealed) {
    const std::regex opens(
        "#include \"(seal/[a-z_]+|store/sealed_interviews|programs/private_keys)\\.h\"|PrivateKey");
    std::size_t looked_at = 0;
    for (const fs::path& path : sources()) {
        const std::string module = path.parent_path().filename().string();
        const std::string name = path.filename().string();
        const bool serves = module == "capture" || module == "server" ||
                            name == "command_serve.cc" || name.starts_with("served_studies") ||
                            name.starts_with("server_home");
        if (!serves) continue;
        ++looked_at;
        EXPECT_FALSE(std::regex_search(read_test_file(path.string()), opens)) << path;
    }
    EXPECT_GT(looked_at, 100U);
}

// Two types of one name in one program are taken for each other by the linker, without a word.
TEST(Structure, EveryTypeOfAHeaderHasANameOfItsOwn) {
    const std::regex type(
        "\n(?:struct|class|enum class|union) (\\w+)(?: final)?(?: :[^{;]*)?\\s*\\{");
    std::map<std::string, std::string> defined;
    for (const fs::path& path : sources()) {
        if (path.extension() != ".h" || path.string().ends_with("_test.h")) continue;
        const std::string text = read_test_file(path.string());
        for (std::sregex_iterator at(text.begin(), text.end(), type), end; at != end; ++at) {
            const auto [first, is_new] = defined.emplace((*at)[1], path.string());
            EXPECT_TRUE(is_new) << (*at)[1] << " is defined in " << path << " and "
                                << first->second;
        }
    }
    EXPECT_GT(defined.size(), 300U);
}

TEST(Structure, EveryPathThatADocumentNamesExists) {
    const std::regex path(
        "`((?:src|docs|tests|web|studies|bench|scripts|cmake)/[A-Za-z0-9_./-]+)`");
    std::vector<fs::path> documents{
        root() + "/README.md", root() + "/ARCHITECTURE.md", root() + "/CONTRIBUTING.md"};
    for (const auto& entry : fs::recursive_directory_iterator(root() + "/docs")) {
        if (entry.path().extension() == ".md") documents.push_back(entry.path());
    }
    for (const fs::path& document : documents) {
        const std::string text = read_test_file(document.string());
        EXPECT_FALSE(text.empty()) << document;
        for (std::sregex_iterator at(text.begin(), text.end(), path), end; at != end; ++at) {
            const std::string name = (*at)[1];
            if (name.find("/out/") != std::string::npos ||
                name.find("/rehearsal") != std::string::npos) {
                continue;  // made by the program
            }
            EXPECT_TRUE(fs::exists(root() + "/" + name))
                << document.filename() << " names " << name;
        }
    }
}

// Codes are permanent: users look them up, and scripts rely on them.
TEST(Structure, EveryDiagnosticIsExplained) {
    // What is found in interviews (src/quality) is no mistake of an author, and has its own page.
    const std::string catalogue = read_test_file(root() + "/docs/diagnostics.md") +
                                  read_test_file(root() + "/docs/quality.md");
    const std::regex code("\\.code = (?:std::string\\()?\"([a-z][a-z0-9-]+)\"");
    const std::regex reported(
        "(?:report|error|warn|warning|add|mistake|complain)\\(\\s*\"([a-z]+(?:-[a-z0-9]+)+)\"");
    const std::regex found(
        "of_(?:file|sheet|header|row|value)\\([^{}]*\\{\"([a-z]+(?:-[a-z0-9]+)+)\"");
    const std::regex refused("refuse\\([^{}\"]*\"([a-z]+(?:-[a-z0-9]+)+)\"");
    std::set<std::string> used;
    for (const fs::path& path : sources()) {
        if (path.string().ends_with("_test.cc")) continue;
        const std::string text = read_test_file(path.string());
        for (const std::regex& pattern : {code, reported, found, refused}) {
            for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at) {
                used.insert((*at)[1]);
            }
        }
    }
    EXPECT_GT(used.size(), 30U);
    for (const std::string& name : used) {
        if (name.starts_with("mtm-") || name.starts_with("data-")) continue;  // of the page
        EXPECT_NE(catalogue.find("`" + name + "`"), std::string::npos)
            << name << " is missing in docs/diagnostics.md (or docs/quality.md)";
    }
}

// So are the codes of flags.
TEST(Structure, EveryFlagIsExplained) {
    const std::string catalogue = read_test_file(root() + "/docs/flags.md");
    const std::regex code(
        "(?:push_back\\(|return |add_flag\\(|found_ = )\\s*\\{*\\s*\"([a-z]+(?:-[a-z]+)*)\"");
    std::set<std::string> used;
    for (const char* file : {"interview/verdict.cc",
                             "interview/audit_verdict.cc",
                             "capture/submission.cc",
                             "store/interview_states.cc"}) {
        const std::string text = read_test_file(root() + "/src/" + file);
        for (std::sregex_iterator at(text.begin(), text.end(), code), end; at != end; ++at)
            used.insert((*at)[1]);
    }
    EXPECT_GT(used.size(), 15U);
    for (const std::string& name : used) {
        EXPECT_NE(catalogue.find("`" + name + "`"), std::string::npos)
            << name << " is missing in docs/flags.md";
    }
}

}  // namespace
}  // namespace mtm
