// What respondents and their data are owed, as whole programs: withdrawal everywhere, retention,
// and releases that never change.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <gtest/gtest.h>

#include "tests/programs.h"

namespace mtm {
namespace {

// Every byte of every file below a folder.
std::string all_bytes(const std::string& folder) {
    std::string out;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream in(entry.path(), std::ios::binary);
        out.append(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    return out;
}

bool holds(const std::string& bytes, const std::string& text) {
    return bytes.find(text) != std::string::npos;
}

std::string replace_once(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    if (at != std::string::npos) text.replace(at, from.size(), to);
    return text;
}

// The people of a small study: person 7 says what nobody else does.
std::string people_csv(int count) {
    std::string out = "instanceID,card_code,sex,works,story\n";
    for (int i = 0; i < count; ++i) {
        const bool planted = i == 7;
        out += "uuid:00000000-0000-4000-8000-00000000" + std::to_string(1000 + i) + ",C-" +
               std::to_string(2000 + i) + "," + (i % 2 == 0 ? "male" : "female") + "," +
               (i % 3 == 0 ? "no" : "yes") + "," +
               (planted ? "zebra told of the border at night" : "nothing") + "\n";
    }
    return out;
}

const std::string planted_id = "00000000-0000-4000-8000-000000001007";

// A study of that form, its interviews imported.
std::string small_study(const Folder& folder, int people, const std::string& more = {}) {
    fs::create_directories(folder / "sheets");
    write(
        folder / "sheets/survey.csv",
        "type,name,label\ntext,card_code,Code\nselect_one sex,sex,Sex\nselect_one yes_no,works,Do "
        "you work?\ntext,story,Story\n");
    write(folder / "sheets/choices.csv",
          "list_name,name,label\nyes_no,yes,Yes\nyes_no,no,No\nsex,male,Male\nsex,female,Female\n");
    write(folder / "sheets/settings.csv", "form_title,form_id,version\nWork,work,1\n");
    write(folder / "people.csv", people_csv(people));
    EXPECT_EQ(run("workbook " + (folder / "sheets") + " " + (folder / "form.xlsx")).exit, 0);
    std::string study = folder / "study";
    const Ran made = run("new " + study + " --form " + (folder / "form.xlsx"));
    EXPECT_EQ(made.exit, 0) << made.out;
    std::ofstream(study + "/study.toml", std::ios::app)
        << "\n[withdrawal]\ncode = \"card_code\"\nbackups = 14\n"
        << more;
    const Ran imported = run("import " + study + " " + (folder / "people.csv"));
    EXPECT_EQ(imported.exit, 0) << imported.out;
    return study;
}

TEST(Programs, WhoWithdrawsIsInNoByteOfTheStudyNorOfItsBackups) {
    const Folder folder;
    const std::string study = small_study(folder, 60);
    write(folder / "log.csv",
          "uuid,question,change_type,old_value,new_value,reason,by,when\nuuid:" + planted_id +
              ",story,change_response,zebra told of the border at night,zebra was "
              "corrected,typing,Officer,\n");
    const Ran corrected = run("import " + study + " " + (folder / "log.csv") + " --corrections");
    ASSERT_EQ(corrected.exit, 0) << corrected.out;
    ASSERT_EQ(run("export " + study + " " + study + "/corrections.csv").exit, 0);
    ASSERT_EQ(run("export " + study + " " + study + "/out/all.csv --with-identifiers").exit, 0);
    fs::copy_file(study + "/out/all.csv", study + "/mine.csv");
    fs::create_directories(folder / "backups");
    ASSERT_EQ(run("backup " + study + " " + (folder / "backups/monday")).exit, 0);
    fs::copy_file(folder / "backups/monday", folder / "on-another-disk");
    ASSERT_TRUE(holds(all_bytes(study), "zebra"));
    ASSERT_TRUE(holds(all_bytes(folder / "backups"), "zebra"));

    const Ran would = run("withdraw " + study + " --code c2007 --dry-run");
    EXPECT_EQ(would.exit, 0) << would.out;
    EXPECT_TRUE(holds(would.out, planted_id)) << would.out;
    EXPECT_EQ(run("withdraw " + study + " --code 9999").exit, 1);
    const Ran gone = run("withdraw " + study + " --code c2007");
    ASSERT_EQ(gone.exit, 0) << gone.out;
    EXPECT_TRUE(holds(gone.out, "1 interview erased")) << gone.out;
    EXPECT_TRUE(holds(gone.out, "backups/monday: written anew")) << gone.out;
    EXPECT_TRUE(holds(gone.out, "mine.csv still names it")) << gone.out;
    EXPECT_TRUE(holds(gone.out, "paper questionnaires")) << gone.out;
    fs::remove(study + "/mine.csv");
    for (const std::string& place : {study, folder / "backups"}) {
        const std::string bytes = all_bytes(place);
        for (const std::string text : {"zebra", "C-2007", planted_id.c_str()})
            EXPECT_FALSE(holds(bytes, text)) << place << " " << text;
        EXPECT_TRUE(holds(bytes, "C-2008") || place != study);
    }
    EXPECT_FALSE(fs::exists(study + "/out"));

    // Nor does it come back: by the file it came from, or by a backup that nobody knew of.
    const Ran again = run("import " + study + " " + (folder / "people.csv"));
    EXPECT_TRUE(holds(again.out, "1 withdrawn by their respondents")) << again.out;
    const Ran asked = run("ask " + study + " \"count(\\${sex} = 'female')\" --json", false);
    EXPECT_TRUE(holds(asked.out, "\"n\":29") || holds(asked.out, "\"n\": 29")) << asked.out;
    const Ran restored = run("restore " + (folder / "on-another-disk") + " " + (folder / "back") +
                             " --withdrawn " + study);
    ASSERT_EQ(restored.exit, 0) << restored.out;
    EXPECT_FALSE(holds(all_bytes(folder / "back"), "zebra"));
    EXPECT_TRUE(holds(all_bytes(folder / "back"), "C-2008"));
    const Ran rewritten = run("withdraw " + study + " --backup " + (folder / "on-another-disk"));
    EXPECT_EQ(rewritten.exit, 0) << rewritten.out;
    std::ifstream moved(folder / "on-another-disk", std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(moved), {}};
    EXPECT_FALSE(holds(bytes, "zebra"));
    EXPECT_TRUE(holds(bytes, "C-2008"));
}

TEST(Programs, ABackupThatIsNotThereIsNamedWithTheDayByWhichItMustGo) {
    const Folder folder;
    const std::string study = small_study(folder, 20);
    ASSERT_EQ(run("backup " + study + " " + (folder / "old")).exit, 0);
    fs::rename(folder / "old", folder / "moved");
    const Ran gone = run("withdraw " + study + " --interview uuid:" + planted_id);
    ASSERT_EQ(gone.exit, 0) << gone.out;
    EXPECT_TRUE(holds(gone.out, "/old is not there")) << gone.out;
    // What is made from now on is without, and says so again of the one that is lost.
    const Ran next = run("backup " + study + " " + (folder / "new"));
    EXPECT_EQ(next.exit, 0) << next.out;
    EXPECT_TRUE(holds(next.out, "/old is not there")) << next.out;
    std::ifstream in(folder / "new", std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    EXPECT_FALSE(holds(bytes, "zebra"));
    // Restored from where it lies now, beside no list, it would bring the person back: unless told.
    const Ran back =
        run("restore " + (folder / "moved") + " " + (folder / "back") + " --withdrawn " + study);
    EXPECT_EQ(back.exit, 0) << back.out;
    EXPECT_FALSE(holds(all_bytes(folder / "back"), "zebra"));
}

TEST(Programs, OneCodeOfTwoInterviewsIsNotGuessed) {
    const Folder folder;
    const std::string study = small_study(folder, 20);
    write(folder / "twin.csv",
          "instanceID,card_code,sex,works,story\nuuid:twin,C-2007,male,no,zebra\n");
    ASSERT_EQ(run("import " + study + " " + (folder / "twin.csv")).exit, 0);
    const Ran refused = run("withdraw " + study + " --code C-2007");
    EXPECT_EQ(refused.exit, 1);
    EXPECT_TRUE(holds(refused.out, "uuid:twin")) << refused.out;
    EXPECT_TRUE(holds(all_bytes(study), "zebra"));
    const Ran both = run("withdraw " + study + " --code C-2007 --all");
    EXPECT_EQ(both.exit, 0) << both.out;
    EXPECT_FALSE(holds(all_bytes(study), "zebra"));
}

TEST(Programs, InterviewsInFilesAreWithdrawnAndStayOut) {
    const Folder folder;
    const std::string study = small_study(folder, 20);
    fs::remove_all(study + "/study.db");
    fs::create_directories(study + "/interviews/a");
    const auto document = [](const std::string& id, const std::string& code) {
        return "<data id=\"work\" version=\"1\"><card_code>" + code +
               "</card_code><sex>male</sex><works>yes</works><story>zebra-" + code +
               "</story><meta><instanceID>" + id + "</instanceID></meta></data>";
    };
    write(study + "/interviews/a.xml", document("uuid:a", "A1"));
    write(study + "/interviews/a/photo.jpg", "zebra in a photograph");
    write(study + "/interviews/b.xml", document("uuid:b", "B1"));
    const Ran gone = run("withdraw " + study + " --code A1 --reason guardian");
    ASSERT_EQ(gone.exit, 0) << gone.out;
    EXPECT_FALSE(fs::exists(study + "/interviews/a.xml"));
    EXPECT_FALSE(fs::exists(study + "/interviews/a"));
    EXPECT_TRUE(fs::exists(study + "/interviews/b.xml"));
    write(study + "/interviews/again.xml", document("uuid:a", "A1"));
    const Ran counted = run("ask " + study + " \"count(\\${sex} = 'male')\"");
    EXPECT_TRUE(holds(counted.out, "2 interviews received, 1 counted; 1 left out: withdrawn"))
        << counted.out;
    const std::string list = read_test_file(study + "/withdrawals.csv");
    EXPECT_TRUE(holds(list, "guardian")) << list;
    EXPECT_FALSE(holds(list, "uuid:a")) << list;
}

// A server on a port that the system chooses, ended by its process id.
class ServerRun {
public:
    ServerRun(const std::string& study, const Folder& folder) : log_(folder / "server.log") {
        pid_ = ::fork();
        if (pid_ != 0) return;
        const int out = ::open(log_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        ::dup2(out, 1);
        ::dup2(out, 2);
        const std::string home = folder / "home";
        ::execl(MTM_PROGRAM,
                MTM_PROGRAM,
                "serve",
                study.c_str(),
                "--home",
                home.c_str(),
                "--listen",
                "127.0.0.1:0",
                nullptr);
        ::_exit(127);
    }

    ServerRun(const ServerRun&) = delete;
    ServerRun& operator=(const ServerRun&) = delete;

    ~ServerRun() {
        ::kill(pid_, SIGTERM);
        int status = 0;
        ::waitpid(pid_, &status, 0);
    }

    [[nodiscard]] bool is_ready() const {
        for (int wait = 0; wait < 300; ++wait) {
            if (fs::exists(log_) && holds(read_test_file(log_), "listening on")) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        }
        return false;
    }

    [[nodiscard]] std::string log() const { return read_test_file(log_); }

private:
    std::string log_;
    pid_t pid_ = 0;
};

TEST(Programs, WhoWithdrawsWhileTheStudyIsServedIsErasedByTheServer) {
    const Folder folder;
    const std::string study = small_study(folder, 30);
    fs::create_directories(study + "/out");
    write(study + "/out/made.txt", "zebra");
    const ServerRun server(study, folder);
    ASSERT_TRUE(server.is_ready()) << server.log();
    const Ran gone = run("withdraw " + study + " --code C-2007");
    EXPECT_EQ(gone.exit, 0) << gone.out << server.log();
    EXPECT_TRUE(holds(gone.out, "by the server that holds the study")) << gone.out;
    const std::string bytes = all_bytes(study);
    EXPECT_FALSE(holds(bytes, "zebra"));
    EXPECT_FALSE(holds(bytes, planted_id));
    EXPECT_TRUE(holds(bytes, "C-2008"));
}

TEST(Programs, RawDataGoAfterTheirTermAndWhatWasReleasedStays) {
    const Folder folder;
    const std::string study = small_study(folder, 60, "[retention]\nraw = \"2 years\"\n");
    const std::string toml = read_test_file(study + "/study.toml");
    const auto ended = [&](const char* day) {
        return replace_once(toml, "fieldwork_end   = \"\"", std::string("fieldwork_end = ") + day);
    };
    write(study + "/study.toml", ended("2999-01-31"));
    const Ran early = run("retire " + study + " --without-release");
    EXPECT_EQ(early.exit, 1) << early.out;
    EXPECT_TRUE(holds(early.out, "until 3001-02-01")) << early.out;
    write(study + "/study.toml", ended("2020-01-31"));
    ASSERT_EQ(run("backup " + study + " " + (folder / "old")).exit, 0);
    EXPECT_EQ(run("retire " + study).exit, 1);  // nothing was released
    write(study + "/report.md", "# Work\n\n{{ percent(${works} = 'yes') }} work.\n");
    const Ran released = run("release " + study + " --cleared-by Tester --format html");
    ASSERT_EQ(released.exit, 0) << released.out;
    const Ran planned = run("retire " + study + " --dry-run");
    EXPECT_EQ(planned.exit, 0) << planned.out;
    EXPECT_TRUE(holds(planned.out, "study.db: interviews")) << planned.out;
    ASSERT_TRUE(fs::exists(study + "/study.db"));
    const Ran retired = run("retire " + study);
    ASSERT_EQ(retired.exit, 0) << retired.out;
    const std::string bytes = all_bytes(study);
    for (const std::string text : {"zebra", "C-2008", planted_id.c_str()})
        EXPECT_FALSE(holds(bytes, text)) << text;
    EXPECT_FALSE(fs::exists(folder / "old"));
    for (const char* kept :
         {"/questionnaire.xlsx", "/study.toml", "/report.md", "/releases/1/numbers.csv"})
        EXPECT_TRUE(fs::exists(study + kept)) << kept;
    const Ran asked = run("ask " + study + " \"count(\\${sex} = 'male')\"");
    EXPECT_EQ(asked.exit, 1);
    EXPECT_TRUE(holds(asked.out, "is retired")) << asked.out;
    const Ran checked = run("check " + study);
    EXPECT_TRUE(holds(checked.out, "retired-study")) << checked.out;
    const Ran imported = run("import " + study + " " + (folder / "people.csv"));
    EXPECT_NE(imported.exit, 0);
    EXPECT_TRUE(holds(imported.out, "retired")) << imported.out;
}

TEST(Programs, BeforeTheTermOnlyWhoNamesTheFolderCanErase) {
    const Folder folder;
    const std::string study = small_study(folder, 20);
    EXPECT_EQ(run("retire " + study + " --without-release").exit, 1);
    EXPECT_EQ(run("retire " + study + " --without-release --now").exit, 2);
    EXPECT_EQ(run("retire " + study + " --without-release --now --confirm other").exit, 2);
    EXPECT_TRUE(holds(all_bytes(study), "zebra"));
    EXPECT_EQ(run("retire " + study + " --without-release --now --confirm study").exit, 0);
    EXPECT_FALSE(holds(all_bytes(study), "zebra"));
}

// A file of the team for each way in which a line can be one person's, and some that hold none.
void write_files_of_the_team(const std::string& study) {
    const std::string id = "uuid:" + planted_id;
    std::ofstream(study + "/study.toml", std::ios::app)
        << "\n[sample]\nfile = \"drawn.csv\"\nplace = \"sex\"\n"
        << "[weights]\nmargins = \"people.csv\"\nsteps = [\"rake\"]\n";
    write(study + "/drawn.csv", "area,place,base_weight,interviews\nNorth,ibex gorge,3,1\n");
    write(study + "/people.csv", "variable,category,total\nsex,male,100\nsex,female,120\n");
    write(study + "/margins-by-person.csv", "person,weight\n1,2.5\n");
    write(study + "/coupons.csv", "coupon,given_to\n17,ibex\n");
    write(study + "/costs.csv", "item,cost\nbus,20\n");
    write(study + "/notes.md", "The interview " + id + ". It was held in the ibex gorge.\n");
    write(study + "/plan.txt", "Begin in the north.\n");
    fs::create_directories(study + "/media");
    write(study + "/media/households.csv", "id,head\n1,ibex\n");
    write(study + "/media/logo.svg", "<svg/>");
    fs::create_directories(study + "/weights");
    write(study + "/weights/final.csv", "uuid,weight\n" + planted_id + ",2.5\n");
    write(study + "/weights/method.pdf", "%PDF");
    fs::create_directories(study + "/other-round");
    write(study + "/other-round/study.toml", "title = \"Other\"\n");
    write(study + "/other-round/people.csv", "person\nA\n");
}

TEST(Programs, RetiringErasesWhatHasALineForEachPersonAndSaysWhatItKept) {
    const Folder folder;
    const std::string study = small_study(folder, 20);
    write_files_of_the_team(study);
    const std::string retire = "retire " + study + " --without-release --now --confirm study";
    EXPECT_EQ(run(retire + " --keep cost.csv").exit, 2);  // no such file
    ASSERT_TRUE(fs::exists(study + "/costs.csv"));
    const Ran planned = run(retire + " --dry-run --keep costs.csv --keep weights/final.csv");
    ASSERT_EQ(planned.exit, 0) << planned.out;
    for (const std::string line :
         {"drawn.csv: the sample: places, chances, weights (1 file, ",
          "coupons.csv: a table not made by MTM: it may have a line for each person",
          "margins-by-person.csv: a table not made by MTM",
          "notes.md: an interview is named in it",
          "media/households.csv: a list that the form looked up",
          "weights/final.csv: an interview is named in it",
          "people.csv: named in study.toml: totals, no people",
          "costs.csv: --keep says that it names nobody",
          "media/logo.svg: pictures and sounds",
          "plan.txt: not made by MTM",
          "other-round: another study, to be retired by itself (2 files, "})
        EXPECT_TRUE(holds(planned.out, line)) << line << "\n" << planned.out;
    ASSERT_TRUE(fs::exists(study + "/notes.md"));
    const Ran retired = run(retire + " --keep costs.csv --keep weights/final.csv");
    ASSERT_EQ(retired.exit, 0) << retired.out;
    const std::size_t kept = retired.out.find("Kept:");
    ASSERT_NE(kept, std::string::npos) << retired.out;
    EXPECT_LT(retired.out.find("/coupons.csv"), kept) << retired.out;
    EXPECT_GT(retired.out.find("/costs.csv"), kept) << retired.out;
    const std::string bytes = all_bytes(study);
    for (const std::string text : {"zebra", "ibex", planted_id.c_str()})
        EXPECT_FALSE(holds(bytes, text)) << text;
    for (const char* there : {"/people.csv",
                              "/costs.csv",
                              "/plan.txt",
                              "/media/logo.svg",
                              "/weights/method.pdf",
                              "/other-round/people.csv"})
        EXPECT_TRUE(fs::exists(study + there)) << there;
    const Ran checked = run("check " + study);  // the sample is not missed
    EXPECT_FALSE(holds(checked.out, "missing-weights-file")) << checked.out;
}

TEST(Programs, AReleaseIsFrozenAndItsErratumSaysWhatChanged) {
    const Folder folder;
    const std::string study = small_study(folder, 120);
    write(study + "/report.md",
          "# Work\n\n{{ percent(${works} = 'yes') }} of {{ count(true()) }} people work.\n");
    const std::string release = "release " + study + " --format html --cleared-by 'A. Tester' ";
    EXPECT_EQ(run("release " + study).exit, 2);
    EXPECT_EQ(run(release + "--erratum none").exit, 2);  // nothing was released yet
    const Ran first = run(release + "--date 2026-05-01");
    ASSERT_EQ(first.exit, 0) << first.out;
    const std::string numbers = read_test_file(study + "/releases/1/numbers.csv");
    EXPECT_TRUE(holds(numbers, "interviews/counted,120,120")) << numbers;
    EXPECT_TRUE(holds(numbers, "report/en/")) << numbers;
    EXPECT_TRUE(holds(read_test_file(study + "/releases/index.csv"), "1,2026-05-01,A. Tester,MTM"));
    EXPECT_EQ(fs::status(study + "/releases/1/report.html").permissions() & fs::perms::owner_write,
              fs::perms::none);
    const std::string check = "cd " + study + "/releases/1 && sha256sum --quiet -c SHA256SUMS";
    EXPECT_EQ(std::system(check.c_str()), 0);
    EXPECT_EQ(run("release " + study + " --verify 1").exit, 0);

    // Another release needs a reason, and says what it is.
    EXPECT_EQ(run(release).exit, 2);
    write(study + "/report.md",
          "# Work\n\n{{ percent(${works} = 'no') }} of {{ count(true()) }} people do not.\n");
    const Ran second = run(release + "--erratum 'The wrong answer was told.'");
    ASSERT_EQ(second.exit, 0) << second.out;
    const std::string words = read_test_file(study + "/releases/2/errata.md");
    EXPECT_TRUE(holds(words, "The wrong answer was told.")) << words;
    EXPECT_TRUE(holds(words, "0 numbers changed, 1 are new, 1 are gone")) << words;
    const Ran differs = run("release " + study + " --verify 1");
    EXPECT_EQ(differs.exit, 1) << differs.out;
    EXPECT_TRUE(holds(differs.out, "2 of the")) << differs.out;

    // One who withdraws could be told by subtracting, so that a release is refused; twelve not.
    ASSERT_EQ(run("withdraw " + study + " --code C-2007").exit, 0);
    const Ran refused = run(release + "--erratum 'Somebody withdrew.'");
    EXPECT_EQ(refused.exit, 1) << refused.out;
    EXPECT_TRUE(holds(refused.out, "interviews/counted: its count differs by -1")) << refused.out;
    EXPECT_FALSE(fs::exists(study + "/releases/3"));

    // What was tampered with is told.
    fs::permissions(study + "/releases/1/numbers.csv", fs::perms::owner_all);
    write(study + "/releases/1/numbers.csv", replace_once(numbers, "120,120", "121,121"));
    const Ran changed = run("release " + study + " --verify 1");
    EXPECT_TRUE(holds(changed.out, "numbers.csv was changed")) << changed.out;
}

// A sentence counts people too, though numbers.csv has no n for it.
TEST(Programs, ACorrectedAnswerIsNotToldByASentence) {
    const Folder folder;
    const std::string study = small_study(folder, 120);
    write(study + "/report.md", "# Work\n\n{{ count(${works} = 'yes', ${sex} = 'male') }} men.\n");
    const std::string release = "release " + study + " --format html --cleared-by A ";
    ASSERT_EQ(run(release).exit, 0);
    write(folder / "corrections.csv",
          "uuid,question,change_type,old_value,new_value,reason,by,when\n"
          "uuid:00000000-0000-4000-8000-000000001000,works,change_response,no,yes,phoned,me,"
          "2026-05-02\n");
    const Ran corrected =
        run("import " + study + " " + (folder / "corrections.csv") + " --corrections");
    ASSERT_EQ(corrected.exit, 0) << corrected.out;
    const Ran refused = run(release + "--erratum 'One answer was wrong.'");
    EXPECT_EQ(refused.exit, 1) << refused.out;
    EXPECT_TRUE(holds(refused.out, "differences tell of 1 to 9 people")) << refused.out;
    EXPECT_TRUE(holds(refused.out, "Nothing was released")) << refused.out;
    EXPECT_FALSE(fs::exists(study + "/releases/2"));
}

// Whatever a table is called, and however it says whom it is of.
TEST(Programs, ACorrectedAnswerIsNotToldByATableOfAnotherName) {
    const Folder folder;
    const std::string study = small_study(folder, 120);
    const auto plan = [&](const std::string& row) {
        write(folder / "sheets/tables.csv", "name,question,where\n" + row + "\n");
        const std::string form = study + "/questionnaire.xlsx";
        fs::remove(form);
        EXPECT_EQ(run("workbook " + (folder / "sheets") + " " + form).exit, 0);
    };
    write(study + "/report.md", "# Work\n\nThe tables follow.\n");
    const std::string release = "release " + study + " --format html --cleared-by A ";
    plan("men,works,${sex} = 'male'");
    const Ran first = run(release);
    ASSERT_EQ(first.exit, 0) << first.out;
    write(folder / "corrections.csv",
          "uuid,question,change_type,old_value,new_value,reason,by,when\n"
          "uuid:00000000-0000-4000-8000-000000001000,works,change_response,no,yes,phoned,me,"
          "2026-05-02\n");
    ASSERT_EQ(run("import " + study + " " + (folder / "corrections.csv") + " --corrections").exit,
              0);
    plan("others,works,not(${sex} != 'male')");
    const Ran refused = run(release + "--erratum 'One answer was wrong.'");
    EXPECT_EQ(refused.exit, 1) << refused.out;
    EXPECT_TRUE(holds(refused.out, "1 person more than in releases/1")) << refused.out;
    EXPECT_FALSE(fs::exists(study + "/releases/2"));
}

// The next round prints the one before anew, from which somebody withdrew.
TEST(Programs, WhoWithdrewIsNotToldByTheNextRound) {
    const Folder folder;
    const std::string before = small_study(folder, 120);
    write(before + "/report.md", "# Work\n\n{{ percent(${works} = 'yes') }} work.\n");
    const std::string now = folder / "next";
    fs::copy(before, now, fs::copy_options::recursive);
    write(now + "/study.toml", "previous = \"../study\"\n" + read_test_file(now + "/study.toml"));
    write(now + "/report.md", "# Work\n\n{{ change(percent(${works} = 'yes'), '') }}\n");
    ASSERT_EQ(run("release " + before + " --format html --cleared-by A").exit, 0);
    const Ran compared = run("compare " + now);
    ASSERT_EQ(compared.exit, 0) << compared.out;
    ASSERT_EQ(run("withdraw " + before + " --code C-2007").exit, 0);
    for (const std::string& command : {"compare " + now,
                                       "publish " + now + " --out " + (folder / "out"),
                                       "release " + now + " --format html --cleared-by A"}) {
        const Ran refused = run(command);
        EXPECT_EQ(refused.exit, 1) << command << refused.out;
        EXPECT_TRUE(holds(refused.out, "1 person fewer than in releases/1")) << refused.out;
        EXPECT_TRUE(holds(refused.out, "previous_figures")) << refused.out;
    }
    EXPECT_FALSE(fs::exists(now + "/releases/1"));
    EXPECT_FALSE(fs::exists(folder / "out/public"));
    EXPECT_EQ(run("compare " + now + " --edition internal").exit, 0);
}

TEST(Programs, InventedInterviewsAreReleasedOnlyWithTheirMark) {
    const Folder folder;
    const std::string study = small_study(folder, 20);
    fs::remove(study + "/study.db");
    write(study + "/report.md", "# Work\n\n{{ percent(${works} = 'yes') }} work.\n");
    ASSERT_EQ(run("rehearse " + study + " --n 50").exit, 0);
    EXPECT_EQ(run("release " + study + " --format html --cleared-by T").exit, 1);
    EXPECT_FALSE(fs::exists(study + "/releases/1"));
    const Ran marked = run("release " + study + " --format html --cleared-by T --rehearsal");
    ASSERT_EQ(marked.exit, 0) << marked.out;
    EXPECT_TRUE(holds(read_test_file(study + "/releases/index.csv"),
                      "invented interviews: not survey results"));
}

}  // namespace
}  // namespace mtm
