#include "attack/joined_editions.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "attack/key_codes.h"

namespace mtm {
namespace {

constexpr std::size_t most_pairs = 400'000'000;  // of people and records that are compared

struct SharedColumn {
    std::size_t first = 0;
    std::size_t second = 0;
};

class Joiner {
public:
    Joiner(const PublicCsv& first,
           const LinkageKnowledge& of_first,
           const PublicCsv& second,
           const LinkageKnowledge& of_second)
        : first_(first), second_(second), of_first_(of_first), of_second_(of_second) {}

    Result<JoinedLinkage> link(std::size_t k) {
        find_shared();
        join();
        const std::vector<KeyCodes> first = TRY(codes_of(first_, of_first_.keys, codes_first_));
        const std::vector<KeyCodes> second = TRY(codes_of(second_, of_second_.keys, codes_second_));
        JoinedLinkage out;
        for (const std::vector<std::size_t>& partners : partners_)
            out.surely += partners.size() == 1 ? 1U : 0U;
        const std::size_t people = of_first_.people.size();
        const std::size_t pairs = std::max<std::size_t>(people * first.size(), 1);
        const std::size_t step = 1 + pairs / most_pairs;
        std::map<std::pair<KnownPerson, KnownPerson>, std::size_t> looked_for;
        for (std::size_t person = 0; person < people; person += step)
            ++looked_for[{of_first_.people[person], of_second_.people[person]}];
        for (const auto& [person, many] : looked_for) {
            const std::size_t found = pairs_of(codes_for(person.first, codes_first_),
                                               codes_for(person.second, codes_second_),
                                               first,
                                               second);
            out.fewest = out.people == 0 ? found : std::min(out.fewest, found);
            out.people += many;
            if (found < k) out.under_k += many;
        }
        return out;
    }

private:
    // What stands in both and is no key; the number of a record means nothing, and a weight is the
    // mean of those whose keys are alike in its edition.
    void find_shared() {
        std::set<std::string> left{"record", "mtm_status", "weight"};
        left.insert(of_first_.keys.begin(), of_first_.keys.end());
        left.insert(of_second_.keys.begin(), of_second_.keys.end());
        for (std::size_t column = 0; column < first_.columns.size(); ++column) {
            const std::string& name = first_.columns[column];
            const auto other = second_.column(name);
            const bool of_key = left.contains(name.substr(0, name.find('/')));
            if (!other || of_key) continue;
            const SharedColumn shared{column, *other};
            (has_blanks(first_, column) || has_blanks(second_, *other) ? open_ : solid_)
                .push_back(shared);
        }
    }

    static bool has_blanks(const PublicCsv& csv, std::size_t column) {
        return std::ranges::any_of(csv.rows, [&](const auto& row) { return row[column].empty(); });
    }

    // Records that agree in what is never blank are few; of those the rest is compared.
    void join() {
        std::unordered_map<std::string, std::vector<std::size_t>> by_solid;
        for (std::size_t row = 0; row < second_.rows.size(); ++row) {
            std::string key;
            for (const SharedColumn& shared : solid_)
                key += second_.rows[row][shared.second] + '\n';
            by_solid[key].push_back(row);
        }
        for (const std::vector<std::string>& row : first_.rows) {
            std::string key;
            for (const SharedColumn& shared : solid_)
                key += row[shared.first] + '\n';
            std::vector<std::size_t>& partners = partners_.emplace_back();
            const auto found = by_solid.find(key);
            if (found == by_solid.end()) continue;
            for (const std::size_t other : found->second) {
                if (agree(row, second_.rows[other])) partners.push_back(other);
            }
        }
    }

    [[nodiscard]] bool agree(const std::vector<std::string>& first,
                             const std::vector<std::string>& second) const {
        return std::ranges::all_of(open_, [&](const SharedColumn& shared) {
            const std::string& a = first[shared.first];
            const std::string& b = second[shared.second];
            return a.empty() || b.empty() || a == b;
        });
    }

    static KeyCodes codes_for(const KnownPerson& person, std::vector<ValueCodes>& codes) {
        KeyCodes out;
        for (std::size_t key = 0; key < person.size(); ++key)
            out.push_back(codes[key].code(person[key]));
        return out;
    }

    static Result<std::vector<KeyCodes>> codes_of(const PublicCsv& csv,
                                                  const std::vector<std::string>& keys,
                                                  std::vector<ValueCodes>& codes) {
        codes.resize(keys.size());
        std::vector<KeyCodes> out(csv.rows.size());
        for (std::size_t key = 0; key < keys.size(); ++key) {
            const auto column = csv.column(keys[key]);
            if (!column) return Error{"published records have no column “" + keys[key] + "”"};
            for (std::size_t row = 0; row < csv.rows.size(); ++row)
                out[row].push_back(codes[key].code(csv.rows[row][*column]));
        }
        return out;
    }

    [[nodiscard]] std::size_t pairs_of(const KeyCodes& in_first,
                                       const KeyCodes& in_second,
                                       const std::vector<KeyCodes>& first,
                                       const std::vector<KeyCodes>& second) const {
        std::size_t out = 0;
        for (std::size_t row = 0; row < first.size(); ++row) {
            if (!could_be(first[row], in_first)) continue;
            const bool joins = std::ranges::any_of(partners_[row], [&](std::size_t partner) {
                return could_be(second[partner], in_second);
            });
            out += joins ? 1U : 0U;
        }
        return out;
    }

    const PublicCsv& first_;
    const PublicCsv& second_;
    const LinkageKnowledge& of_first_;
    const LinkageKnowledge& of_second_;
    std::vector<SharedColumn> solid_;
    std::vector<SharedColumn> open_;
    std::vector<std::vector<std::size_t>> partners_;
    std::vector<ValueCodes> codes_first_;
    std::vector<ValueCodes> codes_second_;
};

}  // namespace

Result<JoinedLinkage> link_joined(const PublicCsv& first,
                                  const LinkageKnowledge& of_first,
                                  const PublicCsv& second,
                                  const LinkageKnowledge& of_second,
                                  std::size_t k) {
    return Joiner(first, of_first, second, of_second).link(k);
}

}  // namespace mtm
