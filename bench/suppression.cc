// Local suppression of 1,000,000 records with eight keys to k = 5, for both meanings of a blank.
// Beside it, in the same run and on the same records, two ways to keep the promise of a blank that
// is a category of its own in R's data.table: one key after another taken from all records that are
// still below k, and the same walk through the sets of keys as ours. Cells are told with the time,
// since a fast way that blanks everything is no use.
//
//     suppression FOLDER [RECORDS] [K] [RUNS]     makes FOLDER/suppression.csv for the peers
//
// With FOLDER "-" no peer is asked; one that is not installed is named as such.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "anonymity/local_suppression.h"
#include "base/random.h"

namespace mtm {
namespace {

struct MadeKey {
    const char* name;
    std::size_t categories;
    double lean;  // how much rarer each next category is
};

// Sex, age band, area, origin, schooling, marital status, occupation, household size.
constexpr std::array<MadeKey, 8> made_keys{{{"sex", 2, 0.9},
                                            {"age", 13, 0.85},
                                            {"area", 17, 0.9},
                                            {"origin", 12, 0.5},
                                            {"schooling", 6, 0.7},
                                            {"marital", 5, 0.5},
                                            {"occupation", 10, 0.7},
                                            {"household", 8, 0.65}}};

KeyTable made_records(std::size_t records) {
    Random random(20240501);
    KeyTable out;
    for (const MadeKey& made : made_keys) {
        KeyVariable key;
        key.name = made.name;
        key.categories = static_cast<std::int32_t>(made.categories);
        std::vector<double> cumulated;
        double weight = 1;
        double sum = 0;
        for (std::size_t c = 0; c < made.categories; ++c, weight *= made.lean)
            cumulated.push_back(sum += weight);
        for (std::size_t r = 0; r < records; ++r) {
            const auto at = std::ranges::upper_bound(cumulated, random.uniform() * sum);
            key.codes.push_back(static_cast<std::int32_t>(at - cumulated.begin()));
        }
        out.keys.push_back(std::move(key));
    }
    return out;
}

void write_csv_file(const KeyTable& table, const std::string& path) {
    std::ofstream out(path);
    for (std::size_t j = 0; j < table.keys.size(); ++j)
        out << (j == 0 ? "" : ",") << table.keys[j].name;
    out << '\n';
    for (std::size_t r = 0; r < table.records(); ++r)
        for (std::size_t j = 0; j < table.keys.size(); ++j)
            out << table.keys[j].codes[r] << (j + 1 == table.keys.size() ? '\n' : ',');
}

double wall_s() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

double time_ours(const KeyTable& table, const SuppressionSettings& settings, int runs) {
    std::vector<double> times;
    LocalSuppression result;
    for (int run = 0; run < runs; ++run) {
        const double start = wall_s();
        auto made = suppress_locally(table, settings);
        if (!made) {
            std::printf("%s\n", made.error().message.c_str());
            return 0;
        }
        result = std::move(*made);
        times.push_back(wall_s() - start);
    }
    std::ranges::sort(times);
    const double median = times[times.size() / 2];
    std::printf("%-13s %d thread(s), verified %18.3f s  %zu cells of %zu records;",
                settings.blank == BlankMeaning::own_category ? "own category" : "any value",
                settings.threads,
                median,
                result.cells.size(),
                result.records_touched);
    for (std::size_t j = 0; j < result.by_key.size(); ++j)
        std::printf(" %s %zu", table.keys[j].name.c_str(), result.by_key[j]);
    std::printf("\n");
    return median;
}

void ask_peer(const char* name, const std::string& command, double ours) {
    double seconds = 0;
    double cells = 0;
    std::FILE* pipe = ::popen((command + " 2>/dev/null").c_str(), "r");
    const bool answered = pipe != nullptr && std::fscanf(pipe, "%lf %lf", &seconds, &cells) == 2;
    if (pipe != nullptr) ::pclose(pipe);
    if (!answered) {
        std::printf("%-44s is not installed\n", name);
        return;
    }
    std::printf(
        "%-44s %8.3f s  %.0f cells; %.1f times ours\n", name, seconds, cells, seconds / ours);
}

bool agree(const KeyTable& table, std::size_t a, std::size_t b, std::size_t& differing) {
    differing = 0;
    for (const KeyVariable& key : table.keys) {
        const std::int32_t x = key.codes[a];
        const std::int32_t y = key.codes[b];
        differing += x != y && x != missing_key && y != missing_key ? 1 : 0;
    }
    return differing == 0;
}

// The heuristic that sdcMicro describes, written from its description: of the records below k the
// one that agrees with fewest; of those that differ from it in fewest keys the first; of these keys
// the one of most categories is blanked; and again, until all agree with k. How many cells it
// takes.
std::size_t cells_record_by_record(KeyTable table, std::size_t k) {
    const std::size_t n = table.records();
    std::size_t cells = 0;
    std::vector<std::size_t> agreeing(n);
    std::size_t differing = 0;
    for (std::size_t a = 0; a < n; ++a)
        for (std::size_t b = 0; b < n; ++b)
            agreeing[a] += agree(table, a, b, differing) ? 1 : 0;
    for (;;) {
        const auto a =
            static_cast<std::size_t>(std::ranges::min_element(agreeing) - agreeing.begin());
        if (agreeing[a] >= k) return cells;
        std::size_t nearest = a;
        std::size_t least = table.keys.size() + 1;
        for (std::size_t b = 0; b < n; ++b) {
            if (agree(table, a, b, differing) || differing >= least) continue;
            least = differing;
            nearest = b;
        }
        KeyVariable* blanked = nullptr;
        for (KeyVariable& key : table.keys) {
            const std::int32_t x = key.codes[a];
            const std::int32_t y = key.codes[nearest];
            if (x == y || x == missing_key || y == missing_key) continue;
            if (blanked == nullptr || key.categories > blanked->categories) blanked = &key;
        }
        std::vector<bool> before(n);
        for (std::size_t b = 0; b < n; ++b)
            before[b] = agree(table, a, b, differing);
        blanked->codes[a] = missing_key;
        ++cells;
        for (std::size_t b = 0; b < n; ++b) {
            if (before[b] || !agree(table, a, b, differing)) continue;
            ++agreeing[a];
            ++agreeing[b];
        }
    }
}

// Beside the heuristic, on as many records as it can do.
void compare_cells(std::size_t k) {
    for (const std::size_t records : {1000U, 4000U}) {
        const KeyTable whole = made_records(records);
        for (const std::size_t keys : {std::size_t{4}, std::size_t{6}, std::size_t{8}}) {
            KeyTable table = whole;
            table.keys.resize(keys);
            const auto any = suppress_locally(table, {.k = k, .blank = BlankMeaning::any_value});
            const auto own = suppress_locally(table, {.k = k});
            std::printf(
                "%zu records × %zu keys: record by record %zu cells, any value %zu, own category "
                "%zu\n",
                records,
                keys,
                cells_record_by_record(table, k),
                any->cells.size(),
                own->cells.size());
        }
    }
}

int run(const std::string& folder, std::size_t records, std::size_t k, int runs) {
    const KeyTable table = made_records(records);
    const auto below = records_below(table, k, BlankMeaning::own_category);
    std::printf("%zu records × %zu keys, k = %zu: %zu records are below\n",
                table.records(),
                table.keys.size(),
                k,
                below->size());
    double ours = 0;
    for (const int threads : {1, 2})
        ours = time_ours(
            table, {.k = k, .blank = BlankMeaning::own_category, .threads = threads}, runs);
    for (const int threads : {1, 2})
        (void)time_ours(
            table, {.k = k, .blank = BlankMeaning::any_value, .threads = threads}, runs);
    compare_cells(k);
    if (folder == "-") return 0;
    const std::string path = folder + "/suppression.csv";
    write_csv_file(table, path);
    const std::string command =
        fmt::format("Rscript bench/peers/suppression.R {} {} {} ", path, k, runs);
    ask_peer("R data.table, one key after another", command + "keys", ours);
    ask_peer("R data.table, the walk through sets of keys", command + "sets", ours);
    return 0;
}

}  // namespace
}  // namespace mtm

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: suppression FOLDER [RECORDS] [K] [RUNS]\n");
        return 2;
    }
    return mtm::run(argv[1],
                    argc > 2 ? static_cast<std::size_t>(std::atoll(argv[2])) : 1'000'000,
                    argc > 3 ? static_cast<std::size_t>(std::atoll(argv[3])) : 5,
                    argc > 4 ? std::atoi(argv[4]) : 3);
}
