// What a mission puts on the web, and what must never be in it.
#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "base/text.h"
#include "tests/programs.h"

namespace mtm {
namespace {

constexpr const char* marked_invented = "Invented interviews: not survey results";

std::map<std::string, std::string> published_files(const std::string& folder) {
    std::map<std::string, std::string> out;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        out[entry.path().lexically_relative(folder).string()] =
            read_test_file(entry.path().string());
    }
    return out;
}

TEST(Publish, InventedInterviewsAreNotPublishedByMistake) {
    const Folder folder;
    const Ran ran = run("publish " + round4() + " --out " + (folder / "out"));
    EXPECT_EQ(ran.exit, 1) << ran.out;
    EXPECT_NE(ran.out.find("--rehearsal"), std::string::npos) << ran.out;
    EXPECT_FALSE(fs::exists(folder / "out"));
}

TEST(Publish, EveryFileIsThereAndSaysThatItIsInvented) {
    const Folder folder;
    const std::string out = folder / "out";
    const Ran ran = run("publish " + round4() + " --rehearsal --out " + out);
    ASSERT_EQ(ran.exit, 0) << ran.out;
    const auto files = published_files(out);
    for (const char* name : {"risk.html",
                             "public/index.html",
                             "public/data.js",
                             "public/data/microdata.csv",
                             "public/data/microdata.sav",
                             "public/data/microdata.dta",
                             "public/data/microdata.parquet",
                             "public/data/codebook.xml",
                             "public/data/tables.csv",
                             "public/data/api.json",
                             "public/data/README.md",
                             "public/data/CHECKSUMS.sha256",
                             "public/synthetic/synthetic.csv",
                             "restricted/microdata.csv"})
        ASSERT_TRUE(files.contains(name)) << name;
    for (const char* name : {"risk.html",
                             "public/data.js",
                             "public/data/README.md",
                             "public/synthetic/synthetic.csv",
                             "public/synthetic/README.md"})
        EXPECT_NE(files.at(name).find(marked_invented), std::string::npos) << name;
    // Twice the same, byte for byte.
    const std::string second = folder / "again";
    ASSERT_EQ(run("publish " + round4() + " --rehearsal --out " + second).exit, 0);
    for (const auto& [name, bytes] : published_files(second))
        EXPECT_TRUE(files.at(name) == bytes) << name;
}

// The questionnaire without its marks of free answers, as a form from elsewhere would be.
void unmark_free_answers(const std::string& study, const std::string& sheets) {
    fs::copy(source_directory() + "/studies/kazakhstan-2024-r4/questionnaire", sheets);
    std::string survey = read_test_file(sheets + "/survey.csv");
    const std::size_t row = survey.find("\ntext,challenges_other,");
    const std::size_t mark = survey.find(",identifier,", row);
    ASSERT_LT(mark, survey.find("\nselect_one", row));
    survey.replace(mark, 12, ",none,");
    write(sheets + "/survey.csv", survey);
    const Ran ran = run("workbook " + sheets + " " + study + "/questionnaire.xlsx");
    ASSERT_EQ(ran.exit, 0) << ran.out;
}

// Names in words of one's own, a point, telephones and what a device notes are in no file that
// leaves, and the page for the team says where they are without repeating them.
TEST(Publish, PlantedIdentifiersAreCaught) {
    const Folder folder;
    const std::string study = folder / "r4";
    fs::copy(round4(), study, fs::copy_options::recursive);
    std::string toml = read_test_file(study + "/study.toml");
    const std::size_t at = toml.find("importance = {");
    ASSERT_NE(at, std::string::npos);
    toml.insert(at, "texts = [\"challenges_other\"]\n");
    write(study + "/study.toml", toml);
    unmark_free_answers(study, folder / "sheets");
    const std::string planted = "Ask Gulnara Akhmetova 8 701 555 01 23";
    int changed = 0;
    for (const auto& entry : fs::recursive_directory_iterator(study + "/rehearsal")) {
        if (!entry.is_regular_file()) continue;
        std::string xml = read_test_file(entry.path().string());
        const std::size_t text = xml.find("<challenges_other>");
        if (text == std::string::npos || changed == 3) continue;
        const std::size_t end = xml.find("</challenges_other>", text);
        xml.replace(text + 18, end - text - 18, planted);
        write(entry.path(), xml);
        ++changed;
    }
    ASSERT_EQ(changed, 3);
    const std::string out = folder / "out";
    const Ran ran = run("publish " + study + " --rehearsal --out " + out);
    ASSERT_EQ(ran.exit, 0) << ran.out;
    EXPECT_NE(ran.out.find("identifying-answer"), std::string::npos) << ran.out;
    for (const auto& [name, bytes] : published_files(out)) {
        EXPECT_EQ(bytes.find("Gulnara"), std::string::npos) << name;
        EXPECT_EQ(bytes.find("555 01 23"), std::string::npos) << name;
    }
    EXPECT_EQ(ran.out.find("Gulnara"), std::string::npos);
    EXPECT_NE(read_test_file(out + "/risk.html").find("challenges_other"), std::string::npos);
}

TEST(Publish, RecordsOverTheRiskOfTheStudyStopEverything) {
    const Folder folder;
    const std::string study = folder / "r4";
    fs::copy(round4(), study, fs::copy_options::recursive);
    std::string toml = read_test_file(study + "/study.toml");
    const std::size_t at = toml.find("importance = {");
    toml.insert(at, "most_risk = 0.001\n");
    write(study + "/study.toml", toml);
    const std::string out = folder / "out";
    const Ran ran = run("publish " + study + " --rehearsal --out " + out);
    EXPECT_EQ(ran.exit, 1) << ran.out;
    EXPECT_EQ(published_files(out).size(), 1U) << ran.out;
    EXPECT_TRUE(fs::exists(out + "/risk.html")) << ran.out;
}

// Number before a text.
int number_before(const std::string& text, const std::string& words) {
    std::size_t end = text.find(words);
    if (end == std::string::npos) return -1;
    std::size_t begin = end;
    while (begin > 0 && text[begin - 1] >= '0' && text[begin - 1] <= '9')
        --begin;
    return std::stoi(text.substr(begin, end - begin));
}

TEST(Publish, TheAttackFailsAndSucceedsWithoutSecondarySuppression) {
    const Folder folder;
    const std::string out = folder / "out";
    fs::create_directories(out + "/public/data");
    write(out + "/public/left_over.html", "by somebody else");
    const Ran refused = run("publish " + round4() + " --rehearsal --out " + out);
    EXPECT_EQ(refused.exit, 3) << refused.out;
    EXPECT_NE(refused.out.find("no publication left there"), std::string::npos) << refused.out;
    write(out + "/public/data/CHECKSUMS.sha256", "");  // of an earlier publication, so it goes
    const Ran ran = run("publish " + round4() + " --rehearsal --attack --out " + out);
    ASSERT_EQ(ran.exit, 0) << ran.out;
    EXPECT_FALSE(fs::exists(out + "/public/left_over.html"));
    EXPECT_EQ(ran.out.find(": succeeded"), std::string::npos) << ran.out;
    EXPECT_GT(number_before(ran.out, " tables and "), 100) << ran.out;
    EXPECT_EQ(number_before(ran.out, " are certain to be of 1 to 9 people"), 0) << ran.out;
    EXPECT_GT(number_before(ran.out, " counts of 1 to 9 people are rebuilt"), 100) << ran.out;
    const std::string page = read_test_file(out + "/attack.html");
    EXPECT_NE(page.find("The open records linked to people: failed"), std::string::npos);
    EXPECT_NE(page.find(marked_invented), std::string::npos);
}

// Whoever has the release knows what the one interview that is missing now had answered.
TEST(Publish, ADifferenceFromAReleaseStopsEverything) {
    const Folder folder;
    const std::string study = folder / "r4";
    fs::copy(round4(), study, fs::copy_options::recursive);
    const Ran released = run("release " + study + " --rehearsal --cleared-by A --format html");
    ASSERT_EQ(released.exit, 0) << released.out;
    for (const auto& entry : fs::recursive_directory_iterator(study + "/rehearsal")) {
        if (entry.path().extension() != ".xml") continue;
        fs::remove(entry.path());
        break;
    }
    const std::string out = folder / "out";
    const Ran ran = run("publish " + study + " --rehearsal --out " + out);
    EXPECT_EQ(ran.exit, 1) << ran.out;
    EXPECT_NE(ran.out.find("1 person fewer than in releases/1"), std::string::npos) << ran.out;
    EXPECT_FALSE(fs::exists(out + "/public"));
    EXPECT_TRUE(fs::exists(out + "/attack.html"));
}

// The invented interviews of a study, as if people had given them.
void make_real(const std::string& study) {
    constexpr std::string_view mark = " mtm:rehearsal=\"yes\"";
    fs::create_directories(study + "/interviews");
    for (const auto& entry : fs::recursive_directory_iterator(study + "/rehearsal")) {
        if (entry.path().extension() != ".xml") continue;
        std::string xml = read_test_file(entry.path().string());
        xml.erase(xml.find(mark), mark.size());
        write(study + "/interviews/" + entry.path().filename().string(), xml);
    }
    fs::remove_all(study + "/rehearsal");
}

// Nothing was released: what was published is remembered by itself. The tables are rounded, and
// differ in nothing; that a record is missing is seen all the same.
TEST(Publish, ADifferenceFromAnEarlierPublicationStopsEverything) {
    const Folder folder;
    const std::string study = folder / "r4";
    fs::copy(round4(), study, fs::copy_options::recursive);
    make_real(study);
    std::string toml = read_test_file(study + "/study.toml");
    toml.insert(toml.find("[protection]") + 12, "\nround_to = 10");
    write(study + "/study.toml", toml);
    const std::string publish = "publish " + study + " --out " + (folder / "out");
    for (int i = 0; i < 2; ++i) {
        const Ran ran = run(publish);
        ASSERT_EQ(ran.exit, 0) << ran.out;
    }
    EXPECT_FALSE(fs::exists(study + "/published/2"));
    for (const auto& entry : fs::recursive_directory_iterator(study + "/interviews")) {
        if (entry.path().extension() != ".xml") continue;
        fs::remove(entry.path());
        break;
    }
    const Ran refused = run(publish);
    EXPECT_EQ(refused.exit, 1) << refused.out;
    EXPECT_NE(refused.out.find("the open records: 1 record fewer than in published/1"),
              std::string::npos)
        << refused.out;
    EXPECT_EQ(refused.out.find("person fewer"), std::string::npos) << refused.out;
    EXPECT_FALSE(fs::exists(study + "/published/2"));
    // A release has no records, and its numbers are rounded.
    const Ran released = run("release " + study + " --cleared-by A --format html");
    EXPECT_EQ(released.exit, 0) << released.out;
    const Ran unseen = run(publish + " --unseen");
    EXPECT_EQ(unseen.exit, 0) << unseen.out;
    EXPECT_TRUE(fs::exists(study + "/published/1/numbers.csv"));
    EXPECT_FALSE(fs::exists(study + "/published/2"));
}

// Every number of people in a table, as the published file has it.
std::vector<long long> counts_in(const std::string& tables_csv) {
    std::vector<long long> out;
    const auto lines = split(tables_csv, '\n');
    std::vector<std::size_t> columns;
    const auto head = split(lines.front(), ',');
    for (std::size_t c = 0; c < head.size(); ++c) {
        if (head[c] == "n" || head[c] == "base") columns.push_back(head.size() - c);
    }
    for (std::size_t l = 1; l < lines.size(); ++l) {
        const auto cells = split(lines[l], ',');
        for (const std::size_t from_end : columns) {
            if (cells.size() < head.size()) continue;
            const std::string cell(cells[cells.size() - from_end]);
            if (!cell.empty()) out.push_back(std::stoll(cell));
        }
    }
    return out;
}

// Rounded numbers are attacked as others are; and that one interview is missing shows in none.
TEST(Publish, RoundedNumbersAreThoseOfASurveyInWhichNobodyIsFew) {
    const Folder folder;
    const std::string study = folder / "r4";
    fs::copy(round4(), study, fs::copy_options::recursive);
    std::string toml = read_test_file(study + "/study.toml");
    toml.insert(toml.find("[protection]") + 12, "\nround_to = 10");
    write(study + "/study.toml", toml);
    const Ran released = run("release " + study + " --rehearsal --cleared-by A --format html");
    ASSERT_EQ(released.exit, 0) << released.out;
    for (const auto& entry : fs::recursive_directory_iterator(study + "/rehearsal")) {
        if (entry.path().extension() != ".xml") continue;
        fs::remove(entry.path());
        break;
    }
    const std::string out = folder / "out";
    const Ran ran = run("publish " + study + " --rehearsal --attack --out " + out);
    ASSERT_EQ(ran.exit, 0) << ran.out;
    EXPECT_EQ(number_before(ran.out, " are certain to be of 1 to 9 people"), 0) << ran.out;
    const std::vector<long long> counts =
        counts_in(read_test_file(out + "/public/data/tables.csv"));
    EXPECT_GT(counts.size(), 5000U);
    for (const long long count : counts)
        ASSERT_EQ(count % 10, 0);
    EXPECT_NE(read_test_file(out + "/public/data.js").find("multiples of 10"), std::string::npos);
}

// 150 people: 98 men, who all have an income; of 52 women one has any. 84 own, 60 rent, 6 live in
// the street. What their study is asked for is said by a plan.
class TwoPlans {
public:
    TwoPlans() {
        fs::create_directories(folder_ / "sheets");
        fs::create_directories(study);
        write(sheet("survey"),
              "type,name,label,disclosure\nselect_one sex,sex,Sex,quasi\n"
              "select_one house,house,Housing,none\ninteger,income,Income,none\n");
        write(sheet("choices"),
              "list_name,name,label\nsex,m,Male\nsex,f,Female\nhouse,own,Own\nhouse,rent,Rent\n"
              "house,street,Street\n");
        write(sheet("settings"), "form_title,form_id,version\nTwo plans,two_plans,1\n");
        write(study + "/report.md", "# Report\n\nText.\n");
        write(study + "/study.toml",
              "title = \"Two plans\"\ncountry = \"KZ\"\norganisation = \"O\"\nperiod = \"May\"\n"
              "fieldwork_start = 2024-05-01\nfieldwork_end = 2024-05-31\nplanned_interviews = 150\n"
              "languages = [\"en\"]\ndesign = \"snowball\"\ndesign_note = \"x\"\ncitation = \"c\"\n"
              "disclaimer = [\"d\"]\ncontact = [\"c\"]\n[publish]\nlicence = \"cc-by\"\n"
              "contact = \"a@example.org\"\n[protection]\nthreshold = 10\n[protection.records]\n"
              "k = 3\npopulation = 90000\ndrop = [\"house\", \"income\"]\n"
              "[[sections]]\nname = \"S\"\ntitle = { en = \"S\" }\n");
        std::string data = "id,sex,house,income\n";
        for (int person = 0; person < 150; ++person) {
            const char* house = person % 25 == 7 ? "street" : person % 5 < 2 ? "rent" : "own";
            const int income = person < 98 ? 100 + 7 * person % 400 : person == 120 ? 777 : 0;
            data += "uuid:" + std::to_string(person) + "," + (person < 98 ? "m" : "f") + "," +
                    house + "," + std::to_string(income) + "\n";
        }
        write(folder_ / "data.csv", data);
        plan("p,S,sex,,,\n");
        const Ran ran = run("import " + study + " " + (folder_ / "data.csv") + " --id id");
        EXPECT_EQ(ran.exit, 0) << ran.out;
    }

    void plan(const std::string& rows) {
        write(sheet("tables"), "name,section,question,by,where,statistic\n" + rows);
        const Ran ran =
            run("workbook " + (folder_ / "sheets") + " " + study + "/questionnaire.xlsx");
        EXPECT_EQ(ran.exit, 0) << ran.out;
    }

private:
    [[nodiscard]] std::string sheet(const std::string& name) const {
        return folder_ / ("sheets/" + name + ".csv");
    }

    const Folder folder_;

public:
    const std::string study = folder_ / "study";
};

constexpr const char* who_owns = "h,S,house,,,\n";
constexpr const char* who_rents = "s,S,sex,,${house} = 'rent',\n";

// Each is safe alone; in one plan the second would be withheld, and so it is after the first.
TEST(Publish, TwoPlansOverTheSameInterviewsAreProtectedAsOne) {
    TwoPlans two;
    const std::string publish = "publish " + two.study;
    const auto numbers = [&](const char* publication) {
        return read_test_file(two.study + "/published/" + publication + "/numbers.csv");
    };
    two.plan(who_owns);
    const Ran first = run(publish);
    ASSERT_EQ(first.exit, 0) << first.out;
    EXPECT_NE(numbers("1").find("table/h/*/own,"), std::string::npos);
    EXPECT_EQ(numbers("1").find("table/h/*,,"), std::string::npos);
    two.plan(who_rents);
    const Ran second = run(publish);
    ASSERT_EQ(second.exit, 0) << second.out;
    EXPECT_EQ(first.out.find("Protected beside"), std::string::npos) << first.out;
    EXPECT_NE(second.out.find("Protected beside what is public already: published/1."),
              std::string::npos)
        << second.out;
    EXPECT_NE(numbers("2").find("table/s/*,,,,withheld"), std::string::npos) << numbers("2");
    // What was told first is told again as it was.
    two.plan(std::string(who_rents) + who_owns);
    const Ran both = run(publish);
    ASSERT_EQ(both.exit, 0) << both.out;
    EXPECT_NE(numbers("3").find("table/s/*,,,,withheld"), std::string::npos) << numbers("3");
    for (const std::string_view line : split(numbers("1"), '\n')) {
        if (!line.starts_with("table/h")) continue;
        EXPECT_NE(numbers("3").find(line), std::string::npos) << line;
    }
    two.plan(who_rents);
    const Ran unseen = run(publish + " --unseen");
    ASSERT_EQ(unseen.exit, 0) << unseen.out;
    EXPECT_EQ(numbers("1").find("table/s/*,,,,withheld"), std::string::npos) << numbers("1");
}

// Twelve owners leave: of the 66 others of before 60 rent, as the second table would say.
TEST(Publish, TwoPlansAreProtectedAsOneAlsoWhereMoreThanAFewHaveLeft) {
    TwoPlans two;
    two.plan(who_owns);
    const Ran first = run("publish " + two.study);
    ASSERT_EQ(first.exit, 0) << first.out;
    std::string leave = "withdraw " + two.study + " --interview";
    int left = 0;
    for (int person = 0; left < 12; ++person) {
        if (person % 25 == 7 || person % 5 < 2) continue;
        leave += " uuid:" + std::to_string(person);
        ++left;
    }
    const Ran gone = run(leave);
    ASSERT_EQ(gone.exit, 0) << gone.out;
    two.plan(who_rents);
    const Ran second = run("publish " + two.study);
    ASSERT_EQ(second.exit, 0) << second.out;
    const std::string numbers = read_test_file(two.study + "/published/2/numbers.csv");
    EXPECT_NE(numbers.find("interviews/counted,138,"), std::string::npos) << numbers;
    EXPECT_NE(numbers.find("table/s/*,,,,withheld"), std::string::npos) << numbers;
}

// A sentence of the first publication, and a table of the next; a total less that of the men.
TEST(Publish, SentencesAndTotalsOfAnEarlierPublicationAreKeptInMind) {
    TwoPlans two;
    const std::string report = two.study + "/report.md";
    write(report, "# Report\n\n{{ count(${house} = 'rent') }}\n");
    two.plan("all,S,income,,,total\n");
    const Ran first = run("release " + two.study + " --cleared-by A --format html");
    ASSERT_EQ(first.exit, 0) << first.out;
    write(report, "# Report\n\nText.\n");
    two.plan(std::string(who_owns) + "men,S,income,,${sex} = 'm',total\n");
    const Ran second =
        run("release " + two.study + " --cleared-by A --erratum again --format html");
    ASSERT_EQ(second.exit, 0) << second.out;
    const std::string before = read_test_file(two.study + "/releases/1/numbers.csv");
    const std::string now = read_test_file(two.study + "/releases/2/numbers.csv");
    EXPECT_EQ(before.find(",,withheld,"), std::string::npos) << before;
    EXPECT_NE(now.find("table/men/*/income,,,,withheld"), std::string::npos) << now;
    EXPECT_NE(now.find("table/h/*/own,,,,withheld"), std::string::npos) << now;
    // What is published after both begins with them in their order.
    const Ran published = run("publish " + two.study);
    ASSERT_EQ(published.exit, 0) << published.out;
    EXPECT_EQ(read_test_file(two.study + "/published/1/after.csv"), "release\n2\n");
    EXPECT_EQ(read_test_file(two.study + "/published/1/numbers.csv"), now);
}

// A study of households, its interviews invented.
std::string households(const Folder& folder) {
    fs::create_directories(folder / "sheets");
    write(folder / "sheets/survey.csv",
          "type,name,label,relevant,disclosure\n"
          "select_one region,region,Region,,quasi\n"
          "begin_repeat,member,Member,,\n"
          "text,m_name,Name,,identifier\n"
          "integer,m_age,Age,,quasi\n"
          "select_one sex,m_sex,Sex,,quasi\n"
          "select_one yes_no,m_ill,Ill?,,sensitive\n"
          "end_repeat,,,,\n");
    write(folder / "sheets/choices.csv",
          "list_name,name,label\nyes_no,yes,Yes\nyes_no,no,No\nsex,male,Male\nsex,female,"
          "Female\nregion,a,A\nregion,b,B\n");
    write(folder / "sheets/settings.csv", "form_title,form_id,version\nHomes,homes,1\n");
    EXPECT_EQ(run("workbook " + (folder / "sheets") + " " + (folder / "form.xlsx")).exit, 0);
    std::string study = folder / "study";
    EXPECT_EQ(run("new " + study + " --form " + (folder / "form.xlsx")).exit, 0);
    std::ofstream(study + "/study.toml", std::ios::app)
        << "\n[protection.records]\nmost_risk = 100\n[protection.restricted]\nmost_risk = 100\n";
    const Ran made = run("rehearse " + study + " --n 400");
    EXPECT_EQ(made.exit, 0) << made.out;
    return study;
}

// The first number that `mtm ask` prints.
double asked(const std::string& study, const std::string& figure) {
    const Ran ran = run("ask " + study + " --rehearsal '" + figure + "'", false);
    EXPECT_EQ(ran.exit, 0) << figure;
    return std::strtod(ran.out.c_str(), nullptr);
}

// From outside, count() and sum() see all that a repeat holds.
TEST(Households, AreCountedByWhatTheyHold) {
    const Folder folder;
    const std::string study = households(folder);
    const double members = asked(study, "base(${m_sex})");
    const double all = asked(study, "base(${region})");
    EXPECT_EQ(all, 400);
    EXPECT_NEAR(asked(study, "mean(count(${member}))"), members / all, 0.006);
    EXPECT_NEAR(asked(study, "total(count(${member}))"), members, 0.5);
    EXPECT_NEAR(asked(study, "total(sum(${m_age}))"), asked(study, "total(${m_age})"), 0.5);
    const double some = asked(study, "count(count(${member}) >= 1)");
    EXPECT_GT(some, 100);
    EXPECT_EQ(asked(study, "count(count(${member}) < 1)"), all - some);
    const Ran refused =
        run("ask " + study + " --rehearsal 'percent(count(${member}) > 2, ${m_sex} = \"male\")'");
    EXPECT_NE(refused.exit, 0);
    EXPECT_NE(refused.out.find("“member” lies in no repeat within “member”"), std::string::npos)
        << refused.out;
}

TEST(Publish, HouseholdsHaveFilesOfTheirOwnAndAreAttacked) {
    const Folder folder;
    const std::string study = households(folder);
    const Ran ran = run("publish " + study + " --rehearsal --attack");
    ASSERT_EQ(ran.exit, 0) << ran.out;
    const auto files = published_files(study + "/out");
    for (const std::string edition : {"public/data/", "restricted/"}) {
        for (const char* ending : {".csv", ".sav", ".dta", ".parquet"})
            EXPECT_TRUE(files.contains(edition + "microdata-member" + ending)) << edition << ending;
        const std::string& rows = files.at(edition + "microdata-member.csv");
        EXPECT_NE(rows.find("record,parent_record,"), std::string::npos) << rows.substr(0, 200);
        EXPECT_EQ(rows.find("m_name"), std::string::npos);
        EXPECT_NE(files.at(edition + "microdata.csv").find("member_rows"), std::string::npos);
        EXPECT_NE(files.at(edition + "README.md").find("Households are protected as a whole"),
                  std::string::npos);
        for (const char* told : {"datapackage.json", "codebook.xml", "nada.json"})
            EXPECT_NE(files.at(edition + told).find("m_sex"), std::string::npos) << told;
    }
    EXPECT_NE(files.at("attack.html").find("The rows of “member”"), std::string::npos);
}

// A study of incomes, its interviews invented if there are any; `rules` go to its study.toml.
std::string incomes(const Folder& folder, const std::string& rules, int interviews) {
    fs::create_directories(folder / "sheets");
    write(folder / "sheets/survey.csv",
          "type,name,label,disclosure,parameters\n"
          "select_one sex,sex,Sex,quasi,\n"
          "range,income,Income,sensitive,start=100 end=900 step=1\n");
    write(folder / "sheets/choices.csv",
          "list_name,name,label\nsex,male,Male\nsex,female,Female\n");
    write(folder / "sheets/settings.csv", "form_title,form_id,version\nPay,pay,1\n");
    EXPECT_EQ(run("workbook " + (folder / "sheets") + " " + (folder / "form.xlsx")).exit, 0);
    std::string study = folder / "study";
    EXPECT_EQ(run("new " + study + " --form " + (folder / "form.xlsx")).exit, 0);
    std::ofstream(study + "/study.toml", std::ios::app)
        << "\n[protection.records]\nmost_risk = 100\n" + rules;
    if (interviews == 0) return study;
    const Ran made = run("rehearse " + study + " --n " + std::to_string(interviews));
    EXPECT_EQ(made.exit, 0) << made.out;
    return study;
}

// Of the column of a CSV file how many lines have each value.
std::map<std::string, int> values_of_column(const std::string& csv, std::string_view name) {
    const std::vector<std::string_view> lines = split(csv, '\n');
    const std::vector<std::string_view> heads = split(trim(lines[0]), ',');
    const auto column = static_cast<std::size_t>(std::ranges::find(heads, name) - heads.begin());
    std::map<std::string, int> out;
    for (std::size_t line = 1; line < lines.size(); ++line) {
        const std::vector<std::string_view> fields = split(trim(lines[line]), ',');
        if (column < fields.size()) ++out[std::string(fields[column])];
    }
    return out;
}

TEST(Publish, AveragedNumbersAreMeansOfTenPeopleInBothEditionsAndSaidSo) {
    const Folder folder;
    const std::string study = incomes(folder, "average = [\"income\"]\n", 300);
    const Ran ran = run("publish " + study + " --rehearsal");
    ASSERT_EQ(ran.exit, 0) << ran.out;
    EXPECT_NE(ran.out.find("“income” become means of at least 10 people"), std::string::npos)
        << ran.out;
    const auto files = published_files(study + "/out");
    for (const std::string edition : {"public/data/", "restricted/"}) {
        const auto incomes = values_of_column(files.at(edition + "microdata.csv"), "income");
        EXPECT_GT(incomes.size(), 5U);
        for (const auto& [income, people] : incomes)
            if (!income.empty()) {
                EXPECT_GE(people, 10) << edition << income;
            }
        EXPECT_NE(
            files.at(edition + "README.md").find("| income | averaged | means of at least 10"),
            std::string::npos);
        for (const char* told : {"datapackage.json", "codebook.xml"})
            EXPECT_NE(files.at(edition + told).find("means of at least 10 people"),
                      std::string::npos)
                << told;
    }
    EXPECT_NE(files.at("risk.html").find("means of at least 10 people"), std::string::npos);
}

TEST(Publish, AnAverageOfWhatIsNoNumberIsToldBefore) {
    const Folder folder;
    const std::string study = incomes(folder, "average = [\"sex\"]\n", 0);
    const Ran ran = run("rehearse " + study + " --n 20");
    EXPECT_NE(ran.exit, 0);
    EXPECT_NE(ran.out.find("“sex” has no numbers"), std::string::npos) << ran.out;
}

TEST(Publish, WhatCannotBeProtectedIsNotWrittenAndThePageSaysWhy) {
    const Folder folder;
    const std::string study = incomes(folder, "k = 50\n", 20);
    for (const char* wish : {" --rehearsal --plan", " --rehearsal"}) {
        std::filesystem::remove_all(study + "/out");
        const Ran ran = run("publish " + study + wish);
        EXPECT_EQ(ran.exit, 1) << ran.out;
        EXPECT_NE(ran.out.find("no plan reaches"), std::string::npos) << ran.out;
        const auto files = published_files(study + "/out");
        ASSERT_TRUE(files.contains("risk.html")) << wish;
        EXPECT_EQ(files.size(), 1U);
        EXPECT_NE(files.at("risk.html").find("No way was found"), std::string::npos);
    }
}

}  // namespace
}  // namespace mtm
