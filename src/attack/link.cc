// People with the same values are looked for once, among records with the same keys taken together.
// Tested in link_test.cc person by person and record by record.
#include "attack/link.h"

#include <algorithm>
#include <map>
#include <optional>

#include "attack/key_codes.h"

namespace mtm {
namespace {

// Records that are alike in every key.
struct RecordsAlike {
    std::size_t records = 0;
    std::vector<std::optional<std::string>> only;  // by sensitive column: what all of them answer
};

class Linker {
public:
    Linker(const LinkageKnowledge& knowledge, std::size_t k)
        : knowledge_(knowledge), k_(k), codes_(knowledge.keys.size()) {
        for (const std::string& name : knowledge.sensitive)
            out_.learnt.push_back({name, 0});
    }

    Status read(const PublicCsv& records) {
        std::vector<std::size_t> keys;
        std::vector<std::size_t> sensitive;
        for (const auto& [names, columns] :
             {std::pair(&knowledge_.keys, &keys), std::pair(&knowledge_.sensitive, &sensitive)}) {
            for (const std::string& name : *names) {
                const auto column = records.column(name);
                if (!column) return Error{"published records have no column “" + name + "”"};
                columns->push_back(*column);
            }
        }
        for (const std::vector<std::string>& row : records.rows) {
            KeyCodes record;
            for (std::size_t key = 0; key < keys.size(); ++key)
                record.push_back(codes_[key].code(row[keys[key]]));
            RecordsAlike& alike = records_[record];
            for (std::size_t s = 0; s < sensitive.size(); ++s) {
                const std::string& answer = row[sensitive[s]];
                if (alike.records == 0) {
                    alike.only.emplace_back(answer);
                } else if (alike.only[s] != answer) {
                    alike.only[s].reset();
                }
            }
            ++alike.records;
        }
        return Done{};
    }

    Linkage link() {
        std::map<KnownPerson, std::size_t> people;
        for (const KnownPerson& person : knowledge_.people)
            ++people[person];
        for (const auto& [person, many] : people)
            link(person, many);
        return std::move(out_);
    }

private:
    void link(const KnownPerson& person, std::size_t many) {
        KeyCodes codes;
        for (std::size_t key = 0; key < person.size(); ++key)
            codes.push_back(codes_[key].code(person[key]));
        std::size_t candidates = 0;
        std::vector<std::optional<std::string>> only;
        for (const auto& [record, alike] : records_) {
            if (!could_be(record, codes)) continue;
            if (candidates == 0) {
                only = alike.only;
            } else {
                for (std::size_t s = 0; s < only.size(); ++s) {
                    if (only[s] != alike.only[s]) only[s].reset();
                }
            }
            candidates += alike.records;
        }
        out_.people += many;
        if (candidates == 0) {
            out_.nowhere += many;
            return;
        }
        const bool first = out_.fewest == 0;
        out_.fewest = first ? candidates : std::min(out_.fewest, candidates);
        if (candidates < k_) out_.under_k += many;
        const auto share = static_cast<double>(many);
        out_.expected += share / static_cast<double>(candidates);
        out_.in_population += share / in_population(person, candidates);
        for (std::size_t s = 0; s < only.size(); ++s) {
            if (only[s] && !only[s]->empty()) out_.learnt[s].people += many;
        }
    }

    // People of the population who could be who is looked for.
    [[nodiscard]] double in_population(const KnownPerson& person, std::size_t candidates) const {
        const auto interviewed = static_cast<double>(candidates);
        double out = knowledge_.fraction > 0 ? interviewed / knowledge_.fraction : interviewed;
        for (const PopulationMargin& margin : knowledge_.margins) {
            bool of_them = true;
            for (std::size_t key = 0; key < person.size(); ++key)
                of_them &= margin.values[key].empty() || margin.values[key] == person[key];
            if (of_them) out = std::min(out, margin.people);
        }
        return std::max(out, 1.0);
    }

    const LinkageKnowledge& knowledge_;
    std::size_t k_;
    std::vector<ValueCodes> codes_;
    std::map<KeyCodes, RecordsAlike> records_;
    Linkage out_;
};

}  // namespace

Result<Linkage> link_records(const PublicCsv& records,
                             const LinkageKnowledge& knowledge,
                             std::size_t k) {
    Linker linker(knowledge, k);
    TRY(linker.read(records));
    return linker.link();
}

}  // namespace mtm
