#include <utility>

#include "exchange/write_statistics.h"
#include "publish/api_rows.h"
#include "publish/catalogue.h"
#include "publish/checksums.h"
#include "publish/datapackage.h"
#include "publish/ddi.h"
#include "publish/hxl.h"
#include "publish/nada.h"
#include "publish/open_csv.h"
#include "publish/open_data.h"
#include "publish/open_parquet.h"
#include "publish/readme.h"
#include "publish/released_records.h"

namespace mtm {
namespace {

// The records in every format.
Result<std::vector<ExportedFile>> microdata_files(const OpenDataSource& source,
                                                  const std::vector<ExportedTable>& tables,
                                                  const DescribedData& data) {
    std::vector<ExportedFile> out;
    const std::vector<ExportedTable> labelled = open_tables(source, LabelColumns::one_language);
    const DescribedData with_labels = describe(source, labelled);
    for (std::size_t t = 0; t < tables.size(); ++t) {
        const OpenTable& table = data.tables[t];
        out.push_back({table.stem + ".csv", open_csv(tables[t].columns, tables[t].rows)});
        out.push_back({table.stem + "-hxl.csv", hxl_csv(source, with_labels.tables[t])});
        out.push_back({table.stem + ".json", open_json(table)});
        out.push_back({table.stem + ".parquet", open_parquet(source, table)});
    }
    const ExportSource exported = open_export_source(source);
    out.push_back({"microdata.xlsx", TRY(xlsx_file(exported, labelled)).bytes});
    for (const StatisticsFormat format : {StatisticsFormat::sav, StatisticsFormat::dta}) {
        auto made = TRY(statistics_files(exported, tables, format, data.language, "microdata"));
        for (ExportedFile& file : made.files)
            out.push_back(std::move(file));
    }
    return out;
}

}  // namespace

Result<OpenPackage> open_package(const OpenDataSource& source) {
    CHECK(!source.tables.internal);
    CHECK(source.weights.empty() || source.weights.size() == source.records.counted());
    const std::vector<ExportedTable> tables = open_tables(source, LabelColumns::none);
    const DescribedData data = describe(source, tables);
    const DatasetFacts facts = dataset_facts(source);
    OpenPackage out;
    out.files = TRY(microdata_files(source, tables, data));
    out.files.push_back({"tables.csv", released_tables_csv(source.tables)});
    out.files.push_back({"tables.json", tables_json(source.tables)});
    // These describe the files before them; README lists them too.
    std::vector<ExportedFile> about;
    about.push_back({"api.json", api_json(source, facts)});
    about.push_back({"codebook.xml", ddi_codebook(data, facts)});
    about.push_back({"nada.json", nada_json(data, facts)});
    about.push_back({"datapackage.json", data_package_json(data, facts, out.files)});
    about.push_back({"dataset.jsonld", schema_org_json(data, facts, out.files)});
    about.push_back({"dcat.jsonld", dcat_json(data, facts, out.files)});
    for (ExportedFile& file : about)
        out.files.push_back(std::move(file));
    out.files.push_back({"hdx.json", hdx_json(data, facts, out.files)});
    out.files.push_back({"README.md", package_readme(data, facts, out.files)});
    out.files.push_back({"CHECKSUMS.sha256", checksum_list(out.files)});
    out.gaps = gaps_of_hdx(source.study.file.publish);
    return out;
}

}  // namespace mtm
