#pragma once

#include <string>

#include "chart/press.h"
#include "store/cache_folder.h"

namespace mtm {

/// Charts that were drawn before, in a study's out/cache.
class KeptDrawings : public DrawingStore {
public:
    explicit KeptDrawings(const std::string& study_directory);

    [[nodiscard]] std::optional<std::string> find(const std::string& specification) override;
    void keep(const std::string& specification, const std::string& svg) override;

    [[nodiscard]] const CacheFolder& folder() const { return folder_; }

    [[nodiscard]] PressLoads loads() const {
        return folder_.empty() ? PressLoads::ahead : PressLoads::when_needed;
    }

private:
    CacheFolder folder_;
    std::string drawn_with_;  // before each specification
};

}  // namespace mtm
