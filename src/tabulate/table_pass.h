#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <vector>

#include "tabulate/coding.h"
#include "tabulate/kernel_estimates.h"
#include "tabulate/level_design.h"
#include "tabulate/table.h"

namespace mtm {

/// What one table asks of the pass. What is pointed to stays with the table's maker until the pass
/// has run.
struct PassRequest {
    Table* table = nullptr;  // n, base and groups of its cells are known; the rest is filled in
    const Grouping* grouping = nullptr;
    const std::vector<std::uint8_t>* in_base = nullptr;
    const Coding* coding = nullptr;         // percentages and counts
    std::vector<std::size_t> categories{};  // of the coding, that are rows of the table
    std::vector<const Column*> numbers{};   // of other statistics: one, or two of a ratio
};

/// Fills in the weighted values and standard errors of many tables of one level in one pass over
/// its rows, where sums over units say all there is to say (LevelDesign::kernel_rows). What tables
/// have in common is made once: the rows in the order of a grouping, a column's categories within a
/// base. Medians take a second pass, since it must be known who is below them. The numbers are the
/// same to the bit with any number of threads.
class TablePass {
public:
    /// REQUIRES: design.kernel_rows() is not null.
    explicit TablePass(const LevelDesign& design);
    ~TablePass();

    void add(PassRequest request);

    void run(int threads);

private:
    struct Division;
    struct Job;
    struct Median;

    Division* find_division(std::span<const std::int32_t> layer, bool as_they_come) const;
    Division& division_of(std::span<const std::int32_t> layer, std::size_t groups, bool by_code);
    Division& add_division(std::span<const std::int32_t> layer,
                           std::size_t groups,
                           KernelParts parts);
    const KernelColumn& column_of(const PassRequest& request);
    void add_job(std::size_t number, std::size_t layer);
    void add_median(std::size_t number, std::size_t layer, bool everyone);
    void find_medians();
    void count(int threads);
    void fill(const Job& job) const;
    void fill_shares(const Job& job, std::size_t joined, bool everyone) const;
    void fill_numbers(const Job& job, std::size_t joined, bool everyone) const;
    [[nodiscard]] bool has_negative(const Job& job, std::size_t group) const;
    void tell_of_no_mean(const Job& job, std::size_t group) const;
    void fill_median(const Median& median) const;

    const LevelDesign& design_;
    const KernelRows& rows_;
    int threads_ = 1;
    std::set<const std::int32_t*> is_crowded_;  // layers of too many parts for rows as they come
    std::vector<PassRequest> requests_;
    std::vector<std::unique_ptr<Division>> divisions_;  // in the order in which they were wanted
    std::vector<std::unique_ptr<KernelColumn>> columns_;
    std::map<std::vector<std::uintptr_t>, const KernelColumn*> column_of_key_;
    std::vector<std::unique_ptr<KernelNumbers>> numbers_;
    std::vector<Job> jobs_;
    std::vector<std::unique_ptr<Median>> medians_;
};

}  // namespace mtm
