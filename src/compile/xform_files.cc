#include "compile/xform_files.h"

namespace mtm {

bool is_geojson(std::string_view itemset) {
    return itemset.ends_with(".geojson");
}

bool is_file(std::string_view itemset) {
    return itemset.ends_with(".csv") || itemset.ends_with(".xml") || is_geojson(itemset);
}

std::string_view file_stem(std::string_view file) {
    return file.substr(0, file.rfind('.'));
}

}  // namespace mtm
