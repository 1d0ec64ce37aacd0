// The report as files: what a reader, a printer and an officer's Word get.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>

#include <gtest/gtest.h>

#include "base/text.h"
#include "tests/programs.h"

namespace mtm {
namespace {

constexpr const char* invented = "Invented interviews: not survey results";

// What a program of the system prints; stderr too.
std::string output_of(const std::string& command) {
    FILE* pipe = popen((command + " 2>&1").c_str(), "r");
    if (pipe == nullptr) return {};
    std::string out;
    char buffer[65536];
    for (std::size_t n; (n = fread(buffer, 1, sizeof buffer, pipe)) > 0;)
        out.append(buffer, n);
    pclose(pipe);
    return out;
}

std::vector<std::string> pages_of(const std::string& pdf) {
    std::vector<std::string> out;
    const std::string text = output_of("pdftotext -layout " + pdf + " -");
    for (const std::string_view page : split(text, '\f'))
        out.emplace_back(page);
    if (!out.empty()) out.pop_back();  // after the last form feed
    return out;
}

std::string part_of(const std::string& archive, const std::string& name) {
    return output_of(
        "/usr/bin/python3 -c \"import sys,zipfile; "
        "sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))\" " +
        archive + " " + name);
}

std::size_t occurrences(const std::string& text, const std::string& what) {
    std::size_t count = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
        ++count;
    return count;
}

std::map<std::string, std::string> files_below(const std::string& folder) {
    std::map<std::string, std::string> out;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        out[entry.path().lexically_relative(folder).string()] =
            read_test_file(entry.path().string());
    }
    return out;
}

// The Round 4 report in every format; made once.
const std::string& everything() {
    static const Folder folder;
    static const std::string out = [] {
        const Ran ran = run("report " + round4() + " --out " + (folder / "out"));
        EXPECT_EQ(ran.exit, 0) << ran.out;
        return folder / "out";
    }();
    return out;
}

TEST(ReportFiles, ThePdfIsWholeTaggedAndHasItsFonts) {
    const std::string pdf = everything() + "/report.pdf";
    EXPECT_NE(output_of("qpdf --check " + pdf).find("No syntax or stream encoding errors"),
              std::string::npos);
    const std::string about = output_of("pdfinfo " + pdf);
    EXPECT_TRUE(std::regex_search(about, std::regex("Tagged: +yes"))) << about;
    EXPECT_TRUE(std::regex_search(about, std::regex("Title: .*International Migrant Workers")))
        << about;
    EXPECT_TRUE(std::regex_search(about, std::regex("Subject: +MTM .*; data [0-9a-f]{64}; plan")))
        << about;
    EXPECT_NE(about.find("CreationDate:    Fri May 31 "), std::string::npos) << about;
    EXPECT_NE(output_of("pdfinfo -meta " + pdf).find("<pdfuaid:part>1</pdfuaid:part>"),
              std::string::npos);
    EXPECT_NE(read_test_file(pdf).find("/Lang"), std::string::npos);
    int fonts = 0;
    const std::string listed = output_of("pdffonts " + pdf);
    for (const std::string_view line : split(listed, '\n')) {
        if (line.find("Identity-H") == std::string_view::npos) continue;
        ++fonts;
        EXPECT_NE(line.find(" yes yes yes "), std::string_view::npos) << line;
    }
    EXPECT_GE(fonts, 2) << listed;
}

TEST(ReportFiles, EveryPageOfThePdfSaysThatItIsInvented) {
    const std::vector<std::string> pages = pages_of(everything() + "/report.pdf");
    ASSERT_GT(pages.size(), 20U);
    for (std::size_t i = 0; i < pages.size(); ++i)
        EXPECT_NE(pages[i].find(invented), std::string::npos) << "page " << i + 1;
}

// Of the rows of a rendered page (PGM) between its running head and foot, the longest run without
// ink, as a share of all.
double emptiest_part(const std::string& pgm) {
    int width = 0;
    int height = 0;
    int most = 0;
    int header = 0;
    if (std::sscanf(pgm.c_str(), "P5 %d %d %d%n", &width, &height, &most, &header) != 3) return 1;
    const auto white = [&](int y) {
        const std::size_t begin = static_cast<std::size_t>(header + 1 + y * width);
        for (std::size_t x = 0; x < static_cast<std::size_t>(width); ++x) {
            if (static_cast<unsigned char>(pgm[begin + x]) < 200) return false;
        }
        return true;
    };
    const int top = height * 27 / 297;
    const int foot = height * (297 - 22) / 297;
    int longest = 0;
    int run = 0;
    for (int y = top; y < foot; ++y) {
        run = white(y) ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return static_cast<double>(longest) / (foot - top);
}

constexpr const char* languages_of_round4[] = {"", ".ru", ".kk"};

// The Round 4 report in its three languages, on paper and as a page; made once.
const std::string& in_all_languages() {
    static const Folder folder;
    static const std::string out = [] {
        const std::string study = folder / "r4";
        fs::copy(round4(), study, fs::copy_options::recursive);
        const fs::path source = fs::path(source_directory()) / "studies/kazakhstan-2024-r4";
        for (const char* name : {"report.ru.md", "report.kk.md"})
            fs::copy_file(source / name, fs::path(study) / name);
        const Ran ran = run("report " + study + " --format html,pdf --out " + (folder / "out"));
        EXPECT_EQ(ran.exit, 0) << ran.out;
        return folder / "out";
    }();
    return out;
}

TEST(ReportFiles, NoPageOfThePdfStandsHalfEmpty) {
    for (const std::string language : languages_of_round4) {
        const Folder folder;
        output_of("pdftoppm -r 30 -gray " + in_all_languages() + "/report" + language + ".pdf " +
                  (folder / "page"));
        std::vector<double> empty;
        for (const auto& [name, bytes] : files_below(folder / ""))
            empty.push_back(emptiest_part(bytes));
        ASSERT_GT(empty.size(), 20U);
        for (std::size_t i = 1; i + 1 < empty.size(); ++i)
            EXPECT_LT(empty[i], 0.42) << language << " page " << i + 1;
    }
}

// Headings and labels of exhibits ("Figure 3.") of an HTML report, in their order.
std::vector<std::string> headings_and_labels(const std::string& html) {
    std::vector<std::string> out;
    const std::regex either("<h[2-5] id=\"[^\"]*\">([^<]*)</h|<span class=\"label\">([^<]*)<");
    for (std::sregex_iterator at(html.begin(), html.end(), either), end; at != end; ++at)
        out.push_back((*at)[1].matched ? (*at)[1].str() : (*at)[2].str());
    return out;
}

// The lines of a PDF between running head and foot.
std::vector<std::string> lines_between_heads(const std::string& pdf) {
    std::vector<std::string> out;
    const std::string pages =
        output_of("pdftotext -x 0 -y 76 -W 600 -H 704 " + pdf + " - 2>/dev/null");
    const std::string text = replace_all(pages, "\f", "\n");
    for (const std::string_view line : split(text, '\n'))
        out.emplace_back(trim(line));
    return out;
}

bool begins_with_line(const std::string& text, const std::string& line) {
    return text == line || (line.size() > 40 && text.starts_with(line + " "));
}

TEST(ReportFiles, EachChartOfThePdfStandsBetweenItsHeadingAndTheNext) {
    for (const std::string language : languages_of_round4) {
        const std::string stem = in_all_languages() + "/report" + language;
        const std::vector<std::string> lines = lines_between_heads(stem + ".pdf");
        const auto wanted = headings_and_labels(read_test_file(stem + ".html"));
        ASSERT_GT(wanted.size(), 80U);
        std::size_t at = 0;
        for (std::size_t i = 1; i < wanted.size(); ++i) {  // after that of the contents
            const std::string text = replace_all(wanted[i], "&amp;", "&");
            const bool label = text.ends_with('.');
            std::size_t found = at;
            while (found < lines.size() &&
                   !(label ? lines[found].starts_with(text) : begins_with_line(text, lines[found])))
                ++found;
            ASSERT_LT(found, lines.size())
                << language << " “" << text << "” after “" << lines[at] << "”";
            at = found;
        }
    }
}

TEST(ReportFiles, TheRunningHeadOfThePdfIsOneLine) {
    for (const std::string language : languages_of_round4) {
        const std::string pdf = in_all_languages() + "/report" + language + ".pdf";
        const std::string pages =
            output_of("pdftotext -layout -f 3 -x 0 -y 46 -W 600 -H 26 " + pdf + " - 2>/dev/null");
        for (const std::string_view page : split(pages, '\f'))
            EXPECT_LE(occurrences(std::string(trim(page)), "\n"), 0U) << page;
    }
}

TEST(ReportFiles, TheDocxHasWordsOwnThings) {
    const std::string docx = everything() + "/report.docx";
    const std::string text = part_of(docx, "word/document.xml");
    EXPECT_GT(occurrences(text, "<w:pStyle w:val=\"Heading1\""), 10U);
    EXPECT_GT(occurrences(text, "<w:footnoteReference"), 10U);
    EXPECT_GE(occurrences(text, "<w:tblHeader"), 1U);
    EXPECT_EQ(occurrences(text, "<w:cantSplit/>"), occurrences(text, "<w:tr>"));
    EXPECT_NE(text.find("TOC \\o"), std::string::npos);
    const std::size_t pictures = occurrences(text, "<pic:pic");
    EXPECT_GT(pictures, 20U);
    EXPECT_GE(occurrences(text, "Bar chart: "), 10U);
    EXPECT_EQ(occurrences(text, "descr=\"\""), 0U);
    const std::string settings = part_of(docx, "word/settings.xml");
    EXPECT_NE(settings.find("<w:updateFields"), std::string::npos);
    EXPECT_TRUE(std::regex_search(part_of(docx, "word/styles.xml"),
                                  std::regex("<w:lang [^>]*w:val=\"en\"")));
    const std::string about = part_of(docx, "docProps/core.xml");
    EXPECT_NE(about.find(invented), std::string::npos);
    EXPECT_TRUE(std::regex_search(about, std::regex("data [0-9a-f]{64}; plan [0-9a-f]{64}")));
    EXPECT_NE(about.find("2024-05-31T00:00:00Z"), std::string::npos);
    const std::string names = output_of("/usr/bin/python3 -m zipfile -l " + docx);
    EXPECT_EQ(occurrences(names, "1980-01-01"), occurrences(names, "\n") - 1) << names;
}

TEST(ReportFiles, EveryPageOfTheDocxSaysThatItIsInvented) {
    const std::string docx = everything() + "/report.docx";
    const std::string text = part_of(docx, "word/document.xml");
    EXPECT_NE(text.find("<w:titlePg"), std::string::npos);
    std::size_t heads = 0;
    const std::string names = output_of("/usr/bin/python3 -m zipfile -l " + docx);
    for (const char* head : {"word/header1.xml", "word/header2.xml"}) {
        if (names.find(head) == std::string::npos) continue;
        ++heads;
        EXPECT_NE(part_of(docx, head).find(invented), std::string::npos) << head;
    }
    EXPECT_EQ(heads, 2U) << names;
}

TEST(ReportFiles, LibreOfficeOpensTheDocx) {
    if (!fs::exists("/usr/lib/libreoffice/program/libswlo.so")) GTEST_SKIP() << "no Writer";
    const Folder folder;
    output_of("HOME=" + (folder / "home") + " soffice --headless --convert-to pdf --outdir " +
              (folder / "pdf") + " " + everything() + "/report.docx");
    const std::vector<std::string> pages = pages_of(folder / "pdf/report.pdf");
    ASSERT_GT(pages.size(), 20U);
    for (std::size_t i = 0; i < pages.size(); ++i)
        EXPECT_NE(pages[i].find(invented), std::string::npos) << "page " << i + 1;
}

TEST(ReportFiles, MarkdownHasItsNumbersAndChartsThatAreThere) {
    const std::string text = read_test_file(everything() + "/report.md");
    EXPECT_EQ(text.find("{{"), std::string::npos);
    EXPECT_NE(text.find("83\u00a0per cent"), std::string::npos);
    EXPECT_NE(text.find(invented), std::string::npos);
    const std::regex picture("\\]\\(<(charts/[^>]+)>\\)");
    std::size_t pictures = 0;
    for (std::sregex_iterator at(text.begin(), text.end(), picture), end; at != end; ++at) {
        ++pictures;
        EXPECT_TRUE(fs::is_regular_file(everything() + "/" + (*at)[1].str())) << (*at)[1];
    }
    EXPECT_GT(pictures, 20U);
    const std::regex called("\\[\\^([0-9]+)\\](?!:)");
    for (std::sregex_iterator at(text.begin(), text.end(), called), end; at != end; ++at) {
        EXPECT_EQ(occurrences(text, "\n[^" + (*at)[1].str() + "]: "), 1U) << (*at)[1];
    }
}

TEST(ReportFiles, EachChartComesWithItsSpecificationAndData) {
    std::size_t charts = 0;
    for (const auto& [name, bytes] : files_below(everything() + "/charts")) {
        if (!name.ends_with(".svg")) continue;
        ++charts;
        const std::string stem = everything() + "/charts/" + name.substr(0, name.size() - 4);
        EXPECT_NE(bytes.find("<title>"), std::string::npos) << name;
        EXPECT_NE(bytes.find("Invented"), std::string::npos) << name;
        EXPECT_EQ(read_test_file(stem + ".png").substr(1, 3), "PNG") << name;
        const auto specification = nlohmann::json::parse(read_test_file(stem + ".vl.json"));
        EXPECT_EQ(specification["usermeta"]["warning"], invented) << name;
        const std::string csv = read_test_file(stem + ".csv");
        EXPECT_TRUE(csv.starts_with("answer,group,value,printed,detail,base,invented")) << name;
        EXPECT_GE(occurrences(csv, "\n"), 2U) << name;
        // Neither a value nor a number of people beside what is withheld.
        EXPECT_EQ(occurrences(csv, ",withheld,,"), occurrences(csv, ",,withheld,,")) << name;
        EXPECT_FALSE(std::regex_search(csv, std::regex(",[1-9],n = "))) << name;
    }
    EXPECT_GT(charts, 20U);
}

TEST(ReportFiles, TheAnnexIsWhatTablesWritesAndTheReportLeadsToIt) {
    const Folder folder;
    ASSERT_EQ(run("tables " + round4() + " --out " + (folder / "t")).exit, 0);
    EXPECT_TRUE(read_test_file(folder / "t/tables.xlsx") ==
                read_test_file(everything() + "/tables.xlsx"));
    EXPECT_NE(read_test_file(everything() + "/report.html").find("<a href=\"tables.xlsx\">"),
              std::string::npos);
    EXPECT_NE(read_test_file(everything() + "/report.md").find("(<tables.xlsx>)"),
              std::string::npos);
    EXPECT_TRUE(std::regex_search(part_of(everything() + "/tables.xlsx", "docProps/core.xml"),
                                  std::regex("data [0-9a-f]{64}")));
}

TEST(ReportFiles, TheSameInputGivesTheSameBytesElsewhere) {
    const Folder folder;
    const std::string copy = folder / "another place";
    fs::copy(round4(), copy, fs::copy_options::recursive);
    fs::remove_all(copy + "/out");
    const Ran ran = run("report '" + copy + "' --out '" + (folder / "out") + "'");
    ASSERT_EQ(ran.exit, 0) << ran.out;
    const auto here = files_below(everything());
    const auto there = files_below(folder / "out");
    ASSERT_EQ(here.size(), there.size());
    for (const auto& [name, bytes] : here) {
        ASSERT_TRUE(there.contains(name)) << name;
        EXPECT_TRUE(bytes == there.at(name)) << name;
        EXPECT_EQ(bytes.find(folder / ""), std::string::npos) << name << " names a folder";
    }
}

TEST(ReportFiles, AnotherAnswerAnotherDayAndAnotherTextShowInWhatTheyWereMadeFrom) {
    const Folder folder;
    const std::string study = folder / "s";
    ASSERT_EQ(run("new " + study).exit, 0);
    ASSERT_EQ(run("rehearse " + study + " --n 60 --seed 3").exit, 0);
    const auto origin = [&] {
        EXPECT_EQ(run("tables " + study + " --out " + (folder / "t")).exit, 0);
        return nlohmann::json::parse(read_test_file(folder / "t/tables.json"))["made_from"];
    };
    const auto before = origin();
    write(study + "/report.md", read_test_file(study + "/report.md") + "\nMore.\n");
    const auto with_text = origin();
    EXPECT_EQ(before["data"], with_text["data"]);
    EXPECT_NE(before["plan"], with_text["plan"]);
    fs::remove(fs::directory_iterator(study + "/rehearsal")->path());
    const auto fewer = origin();
    EXPECT_NE(fewer["data"], with_text["data"]);
    EXPECT_EQ(fewer["plan"], with_text["plan"]);
    ASSERT_EQ(setenv("SOURCE_DATE_EPOCH", "1700000000", 1), 0);
    const Ran ran = run("report " + study + " --format pdf --out " + (folder / "r"));
    unsetenv("SOURCE_DATE_EPOCH");
    ASSERT_EQ(ran.exit, 0) << ran.out;
    EXPECT_NE(output_of("pdfinfo " + (folder / "r/report.pdf")).find("Tue Nov 14 "),
              std::string::npos);
}

TEST(ReportFiles, FormatsAreChosenAndOthersRefused) {
    const Folder folder;
    const Ran ran = run("report " + round4() + " --format html --out " + (folder / "out"));
    ASSERT_EQ(ran.exit, 0) << ran.out;
    std::vector<std::string> names;
    for (const auto& [name, bytes] : files_below(folder / "out"))
        names.push_back(name);
    EXPECT_EQ(names, (std::vector<std::string>{"report.html", "tables.xlsx"}));
    const Ran wrong = run("report " + round4() + " --format html,odt --out " + (folder / "o"));
    EXPECT_EQ(wrong.exit, 2);
    EXPECT_NE(wrong.out.find("“odt”"), std::string::npos) << wrong.out;
    EXPECT_FALSE(fs::exists(folder / "o"));
}

TEST(ReportFiles, WithoutTheProgramsTheRestIsWrittenAndTheyAreNamed) {
    const Folder folder;
    const std::string study = folder / "s";
    ASSERT_EQ(run("new " + study).exit, 0);
    ASSERT_EQ(run("rehearse " + study + " --n 60 --seed 3").exit, 0);
    const std::string path = std::getenv("PATH");
    setenv("PATH", (folder / "nothing").c_str(), 1);
    const Ran ran = run("report " + study);
    setenv("PATH", path.c_str(), 1);
    EXPECT_EQ(ran.exit, 3);
    for (const char* told : {"typst", "pandoc", "librsvg2-bin"})
        EXPECT_EQ(occurrences(ran.out,
                              std::string("install ") +
                                  (told == std::string("typst") ? "" : "the package ") + told),
                  1U)
            << ran.out;
    for (const char* name : {"report.html", "report.md", "tables.xlsx"})
        EXPECT_TRUE(fs::is_regular_file(study + "/out/" + name)) << name;
    EXPECT_FALSE(fs::exists(study + "/out/report.pdf"));
    EXPECT_FALSE(fs::exists(study + "/out/report.docx"));
}

TEST(ReportFiles, TheInternalEditionIsMarkedOnEachPage) {
    const Folder folder;
    const std::string out = folder / "out";
    const Ran ran =
        run("report " + round4() + " --edition internal --format pdf,docx --out " + out);
    ASSERT_EQ(ran.exit, 0) << ran.out;
    for (const std::string& page : pages_of(out + "/report-internal.pdf")) {
        EXPECT_NE(page.find("Internal: not for publication"), std::string::npos) << page;
        EXPECT_NE(page.find(invented), std::string::npos) << page;
    }
    for (const char* head : {"word/header1.xml", "word/header2.xml"}) {
        EXPECT_NE(
            part_of(out + "/report-internal.docx", head).find("Internal: not for publication"),
            std::string::npos);
    }
}

TEST(ReportFiles, CyrillicAndKazakhLettersArePrinted) {
    const Folder folder;
    const std::string study = folder / "s";
    ASSERT_EQ(run("new " + study).exit, 0);
    ASSERT_EQ(run("rehearse " + study + " --n 60 --seed 3").exit, 0);
    const std::string letters = "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі Ёё Щщ";
    std::string toml = read_test_file(study + "/study.toml");
    const std::size_t languages = toml.find("languages = [\"en\"");
    ASSERT_NE(languages, std::string::npos) << toml;
    toml = replace_all(toml, "languages = [\"en\"", "languages = [\"en\", \"ru\"");
    toml = replace_all(toml, "\"ru\", \"ru\"", "\"ru\"");
    write(study + "/study.toml", toml);
    write(study + "/report.ru.md", "# Раздел " + letters + "\n\nТекст: “" + letters + "”.\n");
    const Ran ran = run("report " + study + " --format pdf,docx");
    ASSERT_EQ(ran.exit, 0) << ran.out;
    const std::string pdf = study + "/out/report.ru.pdf";
    EXPECT_NE(output_of("pdftotext " + pdf + " -").find("“" + letters + "”"), std::string::npos);
    EXPECT_NE(output_of("pdftotext " + pdf + " -").find("Вымышленные интервью"), std::string::npos);
    const std::string fonts = output_of("pdffonts " + pdf);
    for (const std::string_view line : split(fonts, '\n')) {
        if (line.find("Identity-H") == std::string_view::npos) continue;
        EXPECT_NE(line.find("NotoSans"), std::string_view::npos) << line;
    }
    EXPECT_NE(part_of(study + "/out/report.ru.docx", "word/styles.xml").find("w:val=\"ru\""),
              std::string::npos);
}

TEST(ReportFiles, LanguagesWithoutANarrativeAreNamed) {
    const Folder folder;
    const std::string study = folder / "s";
    ASSERT_EQ(run("new " + study).exit, 0);
    ASSERT_EQ(run("rehearse " + study + " --n 60 --seed 3").exit, 0);
    const std::string toml = read_test_file(study + "/study.toml");
    const std::size_t at = toml.find("languages = [");
    ASSERT_NE(at, std::string::npos);
    const std::size_t end = toml.find(']', at);
    write(study + "/study.toml",
          toml.substr(0, at) + "languages = [\"en\", \"ru\", \"kk\"" + toml.substr(end));
    fs::remove(study + "/report.ru.md");
    fs::remove(study + "/report.kk.md");
    const Ran checked = run("check " + study);
    EXPECT_EQ(occurrences(checked.out, "missing-narrative"), 2U) << checked.out;
    EXPECT_NE(checked.out.find("report.kk.md"), std::string::npos);
    EXPECT_NE(checked.out.find("--draft"), std::string::npos);
    const Ran reported = run("report " + study + " --format md");
    ASSERT_EQ(reported.exit, 0) << reported.out;
    EXPECT_NE(reported.out.find("No report is written in “ru”"), std::string::npos);
    EXPECT_NE(reported.out.find("No report is written in “kk”"), std::string::npos);
    EXPECT_FALSE(fs::exists(study + "/out/report.ru.md"));
}

TEST(ReportFiles, KeptChartsAreNotDrawnAgainAndABrokenOneIs) {
    const Folder folder;
    const std::string study = folder / "s";
    ASSERT_EQ(run("new " + study).exit, 0);
    ASSERT_EQ(run("rehearse " + study + " --n 60 --seed 3").exit, 0);
    const std::string command = "report " + study + " --format html";
    ASSERT_EQ(run(command).exit, 0);
    const std::string first = read_test_file(study + "/out/report.html");
    const auto kept = files_below(study + "/out/cache/charts");
    ASSERT_GT(kept.size(), 10U);
    ASSERT_EQ(run(command).exit, 0);
    EXPECT_TRUE(first == read_test_file(study + "/out/report.html"));
    EXPECT_EQ(files_below(study + "/out/cache/charts").size(), kept.size());
    // What is kept is what is printed.
    const std::string name = study + "/out/cache/charts/" + kept.begin()->first;
    const std::string svg = kept.begin()->second;
    write(name, svg.substr(0, svg.size() / 2));
    ASSERT_EQ(run(command).exit, 0);
    EXPECT_TRUE(first == read_test_file(study + "/out/report.html"));
    EXPECT_TRUE(svg == read_test_file(name));
    fs::remove_all(study + "/out/cache");
    ASSERT_EQ(run(command).exit, 0);
    EXPECT_TRUE(first == read_test_file(study + "/out/report.html"));
}

// Each chart and table with the page on which it stands.
TEST(Report, AListOfFiguresIsPrinted) {
    const Folder folder;
    const std::string study = folder / "r4";
    fs::copy(round4(), study, fs::copy_options::recursive);
    for (const char* other : {"report.ru.md", "report.kk.md"})
        fs::remove(study + "/" + other);
    write(study + "/report.md",
          "# First\n\nText.\n\n::: figures\n\n# Second\n\n::: table age_and_sex\n\n::: table "
          "marital_status chart=bar\n");
    const Ran ran = run("report " + study + " --rehearsal --format pdf");
    ASSERT_EQ(ran.exit, 0) << ran.out;
    const std::string text = output_of("pdftotext -layout " + study + "/out/report.pdf -");
    EXPECT_NE(text.find(". . . ."), std::string::npos) << text;
    EXPECT_NE(text.find("Figure 2"), std::string::npos) << text;
}

// A chart that no page can hold comes in parts, with all its answers, the legend and the axis each
// time; a footnote of a heading is called again, and the contents have the heading.
TEST(Report, NothingOfATallChartIsLostOnPaper) {
    const Folder folder;
    const std::string study = folder / "r4";
    fs::copy(round4(), study, fs::copy_options::recursive);
    for (const char* other : {"report.ru.md", "report.kk.md"})
        fs::remove(study + "/" + other);
    write(study + "/report.md",
          "::: contents\n\n# All {{ base(${sex}) }}[^a]\n\nText[^a].\n\n::: table "
          "education_field by=region chart=\"bar by group\"\n\nAfter.\n\n[^a]: A note.\n");
    const Ran ran = run("report " + study + " --rehearsal --edition internal --format pdf,docx");
    ASSERT_EQ(ran.exit, 0) << ran.out;
    std::string text;
    std::size_t legends = 0;
    for (const std::string& page : pages_of(study + "/out/report-internal.pdf")) {
        text += page;
        if (page.find("Turkestan region") == std::string::npos) continue;
        ++legends;
        EXPECT_NE(page.find("Figure 1. "), std::string::npos) << page;
    }
    EXPECT_EQ(legends, 3U);
    EXPECT_NE(text.find("(3/3)"), std::string::npos);
    for (const char* answer : {"Engineering", "Arts and humanities", "I do not want to answer"})
        EXPECT_EQ(occurrences(text, answer), 1U) << answer;
    EXPECT_EQ(occurrences(text, "A note."), 1U);
    EXPECT_GE(occurrences(text, "All 1,845"), 2U);
    const std::string docx = study + "/out/report-internal.docx";
    EXPECT_EQ(occurrences(part_of(docx, "word/document.xml"), "<pic:pic>"), 3U);
}

}  // namespace
}  // namespace mtm
