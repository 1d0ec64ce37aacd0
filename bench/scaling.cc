// How the cost of tables grows: from 10,000 to 100,000,000 interviews (ten questions of 8 choices
// by sex × 10 regions, with the standard errors of a stratified cluster sample), and from 1 to
// 1,000 tables of 1,000,000 interviews. Both curves are drawn, log by log, with the line of a cost
// that is in proportion.
//
//     scaling FOLDER [LARGEST] [RUNS]     writes FOLDER/speed-rows.svg and FOLDER/speed-tables.svg
//
// More than 5,000,000 interviews are counted as shards of so many whose sums are added, which is
// how a larger survey than memory holds would be: time is that of all shards.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/random.h"
#include "tabulate/kernel_estimates.h"

namespace mtm {
namespace {

constexpr std::size_t choices = 8;
constexpr std::size_t groups = 20;
constexpr std::size_t strata = 24;
constexpr std::size_t rows_of_unit = 400;
constexpr std::size_t rows_of_shard = 5'000'000;
constexpr int threads = 2;

double wall_s() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

struct Shard {
    SampleDesign design;
    std::vector<std::int32_t> group;
    std::vector<std::vector<std::int32_t>> questions;
};

// Interviews come in no order of their units.
Shard make_shard(std::size_t number, std::size_t rows, std::size_t questions) {
    Random random(20240501 + number);
    Shard out;
    SamplingStage stage;
    const std::size_t units = std::max<std::size_t>(2 * strata, rows / rows_of_unit);
    for (std::size_t r = 0; r < rows; ++r) {
        const std::size_t unit = r < 2 * strata ? r : random.below(units);
        stage.units.push_back(static_cast<std::int32_t>(unit + number * units));
        stage.strata.push_back(static_cast<std::int32_t>(unit % strata));
        out.group.push_back(static_cast<std::int32_t>(2 * (unit % strata % 10) + random.below(2)));
        out.design.weights.push_back(std::round(1e4 * (0.25 + 3 * random.uniform())) / 1e4);
    }
    for (std::size_t q = 0; q < questions; ++q) {
        auto& codes = out.questions.emplace_back();
        for (std::size_t r = 0; r < rows; ++r)
            codes.push_back(static_cast<std::int32_t>(random.below(choices)));
    }
    out.design.stages = {std::move(stage)};
    return out;
}

KernelColumn column_of(const std::vector<std::int32_t>& codes, const KernelParts& parts) {
    KernelSource source{.categories = choices, .codes = codes};
    for (std::size_t code = 0; code <= choices; ++code)
        source.category_of_code.push_back(static_cast<std::int32_t>(code) - 1);
    KernelColumn out(std::move(source));
    out.prepare(parts.order);
    return out;
}

struct Took {
    double ready = 0;  // seconds: rows in the order of units and groups, categories as bits
    double counting = 0;
};

struct Point {
    double x = 0;
    Took took;
};

// The best of some runs: of a few milliseconds most would be others' on a machine that they use
// too. One of many shards runs once.
double counted_s(const KernelRows& rows,
                 const KernelParts& parts,
                 const KernelWork& work,
                 int runs,
                 std::vector<KernelSums>& sums) {
    double best = HUGE_VAL;
    for (int run = 0; run < runs; ++run) {
        const double start = wall_s();
        sums = std::move(count_in_one_pass(rows, {&work, 1}, threads)[0].sums[0]);
        for (const KernelSums& column : sums) {
            if (run == 0 && kernel_shares(rows, parts, column).empty()) std::abort();
        }
        best = std::min(best, wall_s() - start);
    }
    return best;
}

Took count_rows(std::size_t rows_wanted, std::size_t questions, int runs) {
    Took took;
    std::vector<KernelSums> whole;
    KernelParts first_parts;
    const std::size_t shards = (rows_wanted + rows_of_shard - 1) / rows_of_shard;
    for (std::size_t number = 0; number < shards; ++number) {
        const Shard shard = make_shard(number, rows_wanted / shards, questions);
        const double start = wall_s();
        const KernelRows rows(shard.design, 4.0 * static_cast<double>(rows_wanted));
        const KernelParts parts = kernel_parts(rows, shard.group, groups);
        std::vector<KernelColumn> columns;
        for (const auto& codes : shard.questions)
            columns.push_back(column_of(codes, parts));
        took.ready += wall_s() - start;
        KernelWork work{.parts = &parts};
        for (const KernelColumn& column : columns)
            work.columns.push_back(&column);
        std::vector<KernelSums> sums;
        took.counting += counted_s(rows, parts, work, shards > 1 ? 1 : runs, sums);
        const double adding = wall_s();
        for (std::size_t q = 0; q < sums.size() && number > 0; ++q)
            whole[q].add(moved_to(sums[q], parts, first_parts));
        if (number == 0) {
            whole = std::move(sums);
            first_parts = parts;
        }
        took.counting += wall_s() - adding;
    }
    return took;
}

std::vector<Point> curve_of_rows(double largest, int runs) {
    std::vector<Point> out;
    for (double rows = 1e4; rows <= largest * 1.001; rows *= 10) {
        out.push_back({rows, count_rows(static_cast<std::size_t>(rows), 10, runs)});
        std::printf("%11.0f interviews: ready %9.4f s, counted %9.5f s, %6.2f ns a row and table\n",
                    rows,
                    out.back().took.ready,
                    out.back().took.counting,
                    1e9 * out.back().took.counting / rows / 10);
        std::fflush(stdout);
    }
    return out;
}

std::vector<Point> curve_of_tables(std::size_t rows_wanted, int runs) {
    constexpr std::size_t different = 100;  // more tables ask again for the same columns
    const Shard shard = make_shard(0, rows_wanted, different);
    const double start = wall_s();
    const KernelRows rows(shard.design);
    const KernelParts parts = kernel_parts(rows, shard.group, groups);
    const double rows_ready = wall_s() - start;
    std::vector<KernelColumn> columns;
    std::vector<Point> out;
    double ready = rows_ready;
    for (const std::size_t tables : {1U, 3U, 10U, 30U, 100U, 300U, 1000U}) {
        const double making = wall_s();
        while (columns.size() < std::min<std::size_t>(tables, different))
            columns.push_back(column_of(shard.questions[columns.size()], parts));
        ready += wall_s() - making;
        KernelWork work{.parts = &parts};
        for (std::size_t t = 0; t < tables; ++t)
            work.columns.push_back(&columns[t % columns.size()]);
        std::vector<KernelSums> sums;
        const double counting = counted_s(rows, parts, work, tables > 100 ? 3 : runs, sums);
        out.push_back({static_cast<double>(tables), {ready, counting}});
        std::printf(
            "%5zu tables of %zu interviews: ready %8.4f s, counted %9.5f s, %7.3f ms a table\n",
            tables,
            rows_wanted,
            ready,
            counting,
            1e3 * counting / static_cast<double>(tables));
        std::fflush(stdout);
    }
    return out;
}

// --- the picture ---

struct Picture {
    std::string title;
    std::string x_title;
    std::string of_counting;
    bool with_ready = false;
};

class LogLog {
public:
    LogLog(const Picture& picture, const std::vector<Point>& points) : picture_(picture) {
        x_low_ = std::log10(points.front().x);
        x_high_ = std::log10(points.back().x);
        for (const Point& point : points) {
            extend(point.took.counting);
            if (picture.with_ready) extend(point.took.ready);
        }
        y_low_ = std::floor(y_low_);
        y_high_ = std::ceil(y_high_);
    }

    std::string draw(const std::vector<Point>& points) {
        out_ =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 460\" "
            "font-family=\"sans-serif\" font-size=\"13\">\n"
            "<rect width=\"720\" height=\"460\" fill=\"#ffffff\"/>\n";
        text(70, 26, "start", picture_.title, " font-size=\"16\" font-weight=\"bold\"");
        axes();
        // In proportion to the largest, which is known best.
        const double at_last = points.back().took.counting;
        const double lowest_x = std::max(x_low_, x_high_ + y_low_ - std::log10(at_last));
        out_ += fmt::format(
            "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"#888888\" "
            "stroke-dasharray=\"5 4\"/>\n",
            x_at(lowest_x),
            y_at(std::log10(at_last) + lowest_x - x_high_),
            x_at(x_high_),
            y_at(std::log10(at_last)));
        if (picture_.with_ready)
            line(points, "#b35806", [](const Point& point) { return point.took.ready; });
        line(points, "#00508c", [](const Point& point) { return point.took.counting; });
        legend();
        return out_ + "</svg>\n";
    }

private:
    void extend(double seconds) {
        y_low_ = std::min(y_low_, std::log10(seconds));
        y_high_ = std::max(y_high_, std::log10(seconds));
    }

    [[nodiscard]] double x_at(double log) const {
        return 70 + 600 * (log - x_low_) / (x_high_ - x_low_);
    }

    [[nodiscard]] double y_at(double log) const {
        return 400 - 350 * (log - y_low_) / (y_high_ - y_low_);
    }

    void text(double x,
              double y,
              const char* anchor,
              const std::string& words,
              const std::string& more = "") {
        out_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\"{}>{}</text>\n",
                            x,
                            y,
                            anchor,
                            more,
                            words);
    }

    static std::string number(double log) {
        const double value = std::pow(10, log);
        if (value < 1) return fmt::format("{:g}", value);
        std::string digits = fmt::format("{:.0f}", value);
        for (auto at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3)
            digits.insert(static_cast<std::size_t>(at), ",");
        return digits;
    }

    void axes() {
        for (double log = std::ceil(x_low_); log <= x_high_ + 1e-9; ++log) {
            out_ += fmt::format(
                "<line x1=\"{0:.1f}\" y1=\"50\" x2=\"{0:.1f}\" y2=\"400\" "
                "stroke=\"#e4e4e4\"/>\n",
                x_at(log));
            text(x_at(log), 418, "middle", number(log));
        }
        for (double log = y_low_; log <= y_high_ + 1e-9; ++log) {
            out_ += fmt::format(
                "<line x1=\"70\" y1=\"{0:.1f}\" x2=\"670\" y2=\"{0:.1f}\" "
                "stroke=\"#e4e4e4\"/>\n",
                y_at(log));
            text(62, y_at(log) + 4, "end", number(log) + " s");
        }
        text(370, 444, "middle", picture_.x_title);
    }

    template <typename Seconds>
    void line(const std::vector<Point>& points, const char* colour, const Seconds& seconds) {
        std::string path;
        for (const Point& point : points) {
            const double x = x_at(std::log10(point.x));
            const double y = y_at(std::log10(seconds(point)));
            path += fmt::format("{:.1f},{:.1f} ", x, y);
            out_ += fmt::format(
                "<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\" fill=\"{}\"/>\n", x, y, colour);
        }
        out_ += fmt::format(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"/>\n",
            path,
            colour);
    }

    void entry(double y, const char* stroke, const std::string& words) {
        out_ += fmt::format(
            "<line x1=\"90\" y1=\"{0:.1f}\" x2=\"120\" y2=\"{0:.1f}\" {1}/>\n", y - 4, stroke);
        text(128, y, "start", words);
    }

    void legend() {
        entry(72, "stroke=\"#00508c\" stroke-width=\"2\"", picture_.of_counting);
        entry(92, "stroke=\"#888888\" stroke-dasharray=\"5 4\"", "in proportion");
        if (picture_.with_ready)
            entry(112, "stroke=\"#b35806\" stroke-width=\"2\"", "columns made ready, once");
    }

    const Picture& picture_;
    double x_low_ = 0;
    double x_high_ = 0;
    double y_low_ = HUGE_VAL;
    double y_high_ = -HUGE_VAL;
    std::string out_;
};

void write_picture(const std::string& path,
                   const Picture& picture,
                   const std::vector<Point>& points) {
    std::ofstream(path) << LogLog(picture, points).draw(points);
}

int run(const std::string& folder, double largest, int runs) {
    const std::vector<Point> rows = curve_of_rows(largest, runs);
    write_picture(folder + "/speed-rows.svg",
                  {"Ten tables with standard errors, by the number of interviews",
                   "interviews",
                   "counting",
                   true},
                  rows);
    const std::vector<Point> tables = curve_of_tables(1'000'000, runs);
    write_picture(folder + "/speed-tables.svg",
                  {"1,000,000 interviews with standard errors, by the number of tables",
                   "tables",
                   "counting",
                   false},
                  tables);
    return 0;
}

}  // namespace
}  // namespace mtm

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: scaling FOLDER [LARGEST] [RUNS]\n");
        return 2;
    }
    return mtm::run(argv[1],
                    argc > 2 ? std::atof(argv[2]) : 1e8,
                    argc > 3 ? std::max(1, std::atoi(argv[3])) : 5);
}
