#pragma once

#include <algorithm>
#include <map>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace mtm {

/// What the schema of DDI-Codebook 2.5 (codebook.xsd of 2012) says of the elements that MTM writes:
/// which children they have, in which order, and which may stand only once. A name with "+" must be
/// there, one with "1" at most once, one with "!" exactly once.
inline const std::map<std::string, std::vector<std::string>>& ddi_sequences() {
    static const std::map<std::string, std::vector<std::string>> all{
        {"codeBook", {"docDscr", "stdyDscr+", "fileDscr", "dataDscr", "otherMat"}},
        {"stdyDscr",
         {"citation+",
          "studyAuthorization",
          "stdyInfo",
          "studyDevelopment",
          "method",
          "dataAccs",
          "othrStdyMat",
          "notes"}},
        {"citation",
         {"titlStmt!",
          "rspStmt1",
          "prodStmt1",
          "distStmt1",
          "serStmt",
          "verStmt",
          "biblCit1",
          "holdings",
          "notes"}},
        {"titlStmt", {"titl!", "subTitl", "altTitl", "parTitl", "IDNo"}},
        {"rspStmt", {"AuthEnty", "othId"}},
        {"prodStmt",
         {"producer", "copyright1", "prodDate", "prodPlac", "software", "fundAg", "grantNo"}},
        {"distStmt", {"distrbtr", "contact", "depositr", "depDate1", "distDate1"}},
        {"verStmt", {"version1", "verResp1", "notes"}},
        {"stdyInfo",
         {"studyBudget", "subject", "abstract", "sumDscr", "qualityStatement", "notes"}},
        {"subject", {"keyword", "topcClas"}},
        {"sumDscr",
         {"timePrd",
          "collDate",
          "nation",
          "geogCover",
          "geogUnit",
          "geoBndBox1",
          "boundPoly",
          "anlyUnit",
          "universe",
          "dataKind"}},
        {"method", {"dataColl", "notes", "anlyInfo1", "stdyClas", "dataProcessing"}},
        {"dataColl",
         {"timeMeth",
          "dataCollector",
          "collectorTraining",
          "frequenc",
          "sampProc",
          "sampleFrame",
          "targetSampleSize",
          "deviat",
          "collMode",
          "resInstru",
          "instrumentDevelopment",
          "sources1",
          "collSitu",
          "actMin",
          "ConOps",
          "weight",
          "cleanOps"}},
        {"dataAccs", {"setAvail", "useStmt", "notes"}},
        {"setAvail",
         {"accsPlac", "origArch", "avlStatus", "collSize", "complete", "fileQnty", "notes"}},
        {"useStmt",
         {"confDec1",
          "specPerm1",
          "restrctn1",
          "contact",
          "citReq1",
          "deposReq1",
          "conditions1",
          "disclaimer1"}},
        {"fileDscr", {"fileTxt", "locMap1", "notes"}},
        {"fileTxt",
         {"fileName",
          "fileCitation1",
          "dataFingerprint",
          "fileCont1",
          "fileStrc1",
          "dimensns1",
          "fileType",
          "format",
          "filePlac",
          "dataChck",
          "ProcStat",
          "dataMsng",
          "software",
          "verStmt1"}},
        {"dimensns", {"caseQnty", "varQnty", "logRecL", "recPrCas", "recNumTot"}},
        {"dataDscr", {"varGrp", "nCubeGrp", "var", "nCube", "notes"}},
        {"var", {"location",   "labl",    "imputation1", "security1",   "embargo1",   "respUnit1",
                 "anlysUnit1", "qstn",    "valrng",      "invalrng",    "undocCod",   "universe",
                 "TotlResp1",  "sumStat", "txt",         "stdCatgry",   "catgryGrp",  "catgry",
                 "codInstr",   "verStmt", "concept",     "derivation1", "varFormat1", "geoMap",
                 "catLevel",   "notes"}},
        {"qstn", {"preQTxt", "qstnLit", "postQTxt", "forward", "backward", "ivuInstr"}},
        {"valrng", {"item", "range", "key1", "notes"}},
        {"invalrng", {"item", "range", "key1", "notes"}},
        {"catgry", {"catValu1", "labl", "txt", "catStat", "mrow1"}}};
    return all;
}

inline const std::map<std::string, std::set<std::string>>& ddi_attributes() {
    static const std::map<std::string, std::set<std::string>> all{
        {"codeBook", {"version", "codeBookAgency", "xmlns"}},
        {"var", {"name", "wgt", "wgt-var", "files", "intrvl", "dcml", "nature"}},
        {"catgry", {"missing", "missType"}},
        {"catStat", {"type", "wgtd", "wgt-var"}},
        {"sumStat", {"type", "wgtd", "wgt-var"}},
        {"collDate", {"event", "date", "cycle"}},
        {"nation", {"abbr"}},
        {"IDNo", {"agency", "level"}},
        {"contact", {"affiliation", "URI", "email"}},
        {"fileDscr", {"URI"}},
        {"range", {"UNITS", "min", "minExclusive", "max", "maxExclusive"}},
        {"item", {"UNITS", "VALUE"}},
        {"varFormat", {"type", "formatname", "schema", "category"}},
        {"notes", {"type", "subject", "level"}}};
    return all;
}

/// Fails the test for whatever of an element the schema does not admit.
inline void expect_ddi(const pugi::xml_node& node, std::set<std::string>& ids) {
    const std::string name = node.name();
    for (const pugi::xml_attribute& attribute : node.attributes()) {
        const std::string key = attribute.name();
        if (key == "ID") {
            EXPECT_TRUE(ids.insert(attribute.value()).second) << attribute.value();
        } else if (key != "xml:lang") {
            EXPECT_TRUE(ddi_attributes().contains(name) && ddi_attributes().at(name).contains(key))
                << name << " has " << key;
        }
    }
    const auto sequence = ddi_sequences().find(name);
    if (sequence == ddi_sequences().end()) {
        for (const pugi::xml_node& child : node.children())
            EXPECT_NE(child.type(), pugi::node_element) << name << " has " << child.name();
        return;
    }
    std::size_t place = 0;
    std::map<std::string, int> times;
    for (const pugi::xml_node& child : node.children()) {
        ++times[child.name()];
        const auto& order = sequence->second;
        const auto at = std::find_if(order.begin(), order.end(), [&](const std::string& one) {
            return one.substr(0, one.find_first_of("+1!")) == child.name();
        });
        ASSERT_NE(at, order.end()) << name << " has " << child.name();
        const auto found = static_cast<std::size_t>(at - order.begin());
        EXPECT_GE(found, place) << child.name() << " stands too late in " << name;
        place = found;
        expect_ddi(child, ids);
    }
    for (const std::string& one : sequence->second) {
        const std::string child = one.substr(0, one.find_first_of("+1!"));
        const int least = one.back() == '+' || one.back() == '!' ? 1 : 0;
        const int most = one.back() == '1' || one.back() == '!' ? 1 : 1 << 20;
        EXPECT_GE(times[child], least) << child << " in " << name;
        EXPECT_LE(times[child], most) << child << " in " << name;
    }
}

}  // namespace mtm
