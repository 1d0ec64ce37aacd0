// Risk of 1,000,000 records with eight keys, and special uniques of 100,000. Beside it, in the same
// run and on the same records, R's data.table: counts and sums of weights by all keys, and the
// formula of Franconi and Polettini; for special uniques the counts of every set of keys.
//
//     risk FOLDER [RECORDS] [RUNS]     makes FOLDER/risk.csv for the peer; "-": no peer
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <numeric>
#include <string>
#include <vector>

#include "anonymity/individual_risk.h"
#include "anonymity/suda2.h"
#include "base/random.h"

namespace mtm {
namespace {

KeyTable made_records(std::size_t records) {
    constexpr std::array<int, 8> categories{2, 13, 17, 12, 6, 5, 10, 8};
    Random random(20240501);
    KeyTable out;
    for (const int count : categories) {
        KeyVariable& key = out.keys.emplace_back();
        key.name = "k" + std::to_string(out.keys.size());
        key.categories = count;
        for (std::size_t r = 0; r < records; ++r) {
            const double u = random.uniform();
            key.codes.push_back(static_cast<std::int32_t>(u * u * count));
        }
    }
    for (std::size_t r = 0; r < records; ++r)
        out.weights.push_back(1 + static_cast<double>(random.below(90)));
    return out;
}

void write_csv_file(const KeyTable& table, const std::string& path) {
    std::ofstream out(path);
    for (const KeyVariable& key : table.keys)
        out << key.name << ',';
    out << "w\n";
    for (std::size_t r = 0; r < table.records(); ++r) {
        for (const KeyVariable& key : table.keys)
            out << key.codes[r] << ',';
        out << table.weights[r] << '\n';
    }
}

template <typename Work>
double median_of(int runs, const Work& work) {
    std::vector<double> times;
    for (int run = 0; run < runs; ++run) {
        const auto start = std::chrono::steady_clock::now();
        work();
        times.push_back(
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    std::ranges::sort(times);
    return times[times.size() / 2];
}

void ask_peer(const std::string& path, const char* what, double ours, double answer) {
    const std::string command =
        "Rscript bench/peers/risk.R '" + path + "' " + what + " 2>/dev/null";
    double seconds = 0;
    double theirs = 0;
    std::FILE* pipe = ::popen(command.c_str(), "r");
    const bool answered = pipe != nullptr && std::fscanf(pipe, "%lf %lf", &seconds, &theirs) == 2;
    if (pipe != nullptr) ::pclose(pipe);
    if (!answered) {
        std::printf("%-34s R's data.table is not installed\n", what);
        return;
    }
    std::printf("%-34s %8.3f s in R's data.table: %.1f times ours; answers %.9g and %.9g\n",
                what,
                seconds,
                seconds / ours,
                theirs,
                answer);
}

}  // namespace
}  // namespace mtm

int main(int argc, char** argv) {
    using namespace mtm;
    const std::string folder = argc > 1 ? argv[1] : "-";
    const std::size_t records = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 1'000'000;
    const int runs = argc > 3 ? std::atoi(argv[3]) : 5;
    const KeyTable table = made_records(records);
    GlobalRisk global;
    const double risk =
        median_of(runs, [&] { global = global_risk(individual_risks(*key_frequencies(table))); });
    std::printf(
        "risk of %zu records × 8 keys: %.3f s, global risk %.9g\n", records, risk, global.share);
    const KeyTable tenth = made_records(records / 10);
    double scores = 0;
    const double special = median_of(runs, [&] {
        const auto found = suda2(tenth);
        scores = std::accumulate(found->scores.begin(), found->scores.end(), 0.0);
    });
    std::printf("special uniques of %zu records × 8 keys: %.3f s, sum of scores %.9g\n",
                records / 10,
                special,
                scores);
    if (folder == "-") return 0;
    write_csv_file(table, folder + "/risk.csv");
    write_csv_file(tenth, folder + "/special.csv");
    ask_peer(folder + "/risk.csv", "risk", risk, global.share);
    ask_peer(folder + "/special.csv", "special", special, scores);
    return 0;
}
