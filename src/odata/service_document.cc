#include "odata/service_document.h"

#include <algorithm>

#include "base/text.h"
#include "odata/json_text.h"
#include "odata/row_json.h"

namespace mtm {
namespace {

constexpr const char* opening = R"(<?xml version="1.0" encoding="UTF-8"?>
<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
  <edmx:DataServices>
    <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="org.opendatakit.submission">
      <ComplexType Name="metadata">
        <Property Name="submissionDate" Type="Edm.DateTimeOffset"/>
        <Property Name="updatedAt" Type="Edm.DateTimeOffset"/>
        <Property Name="submitterId" Type="Edm.String"/>
        <Property Name="submitterName" Type="Edm.String"/>
        <Property Name="attachmentsPresent" Type="Edm.Int64"/>
        <Property Name="attachmentsExpected" Type="Edm.Int64"/>
        <Property Name="status" Type="org.opendatakit.submission.Status"/>
        <Property Name="reviewState" Type="org.opendatakit.submission.ReviewState"/>
        <Property Name="deviceId" Type="Edm.String"/>
        <Property Name="edits" Type="Edm.Int64"/>
        <Property Name="formVersion" Type="Edm.String"/>
        <Property Name="deletedAt" Type="Edm.DateTimeOffset"/>
      </ComplexType>
      <EnumType Name="Status">
        <Member Name="notDecrypted"/>
        <Member Name="missingEncryptedFormData"/>
      </EnumType>
      <EnumType Name="ReviewState">
        <Member Name="hasIssues"/>
        <Member Name="edited"/>
        <Member Name="rejected"/>
        <Member Name="approved"/>
      </EnumType>
    </Schema>
)";

class SchemaWriter {
public:
    SchemaWriter(const FormTables& form, const std::string& form_id)
        : form_(form), base_("org.opendatakit.user." + odata_identifier(form_id)) {}

    std::string write() {
        std::string out = opening;
        out += "    <Schema xmlns=\"http://docs.oasis-open.org/odata/ns/edm\" Namespace=\"" +
               escape_xml(base_) + "\">\n";
        for (std::size_t t = 0; t < form_.tables.size(); ++t)
            add_entity_type(out, static_cast<int>(t));
        for (std::size_t f = 1; f < form_.fields.size(); ++f) {
            const FormField& field = form_.fields[f];
            if (field.kind != FormField::Kind::structure) continue;
            out += "      <ComplexType Name=\"" + type_name(field) + "\">\n";
            add_properties(out, field);
            out += "      </ComplexType>\n";
        }
        out += "      <EntityContainer Name=\"" + base_.substr(base_.rfind('.') + 1) + "\">\n";
        for (const FormTable& table : form_.tables)
            add_entity_set(out, table);
        return out +
               "      </EntityContainer>\n    </Schema>\n  </edmx:DataServices>\n</edmx:Edmx>\n";
    }

private:
    // "household.member".
    [[nodiscard]] std::string type_name(const FormField& field) const {
        std::string out = field.identifier;
        for (int at = field.parent; at > 0;
             at = form_.fields[static_cast<std::size_t>(at)].parent) {
            out.insert(0, form_.fields[static_cast<std::size_t>(at)].identifier + ".");
        }
        return out;
    }

    static void property(std::string& out, std::string_view name, std::string_view type) {
        out.append("        <Property Name=\"").append(name).append("\" Type=\"");
        out.append(type).append("\"/>\n");
    }

    void add_properties(std::string& out, const FormField& holder) const {
        for (const int child : holder.children) {
            const FormField& field = form_.fields[static_cast<std::size_t>(child)];
            if (field.kind == FormField::Kind::value) {
                property(out, field.identifier, edm_type(field));
            } else if (field.kind == FormField::Kind::structure) {
                property(out, field.identifier, base_ + "." + type_name(field));
            } else {
                out += "        <NavigationProperty Name=\"" + field.identifier +
                       "\" Type=\"Collection(" + base_ + ".Submissions." + type_name(field) +
                       ")\"/>\n";
            }
        }
    }

    void add_entity_type(std::string& out, int index) const {
        const FormTable& table = form_.tables[static_cast<std::size_t>(index)];
        out += "      <EntityType Name=\"" + table.name +
               "\">\n        <Key><PropertyRef Name=\"__id\"/></Key>\n"
               "        <Property Name=\"__id\" Type=\"Edm.String\" Nullable=\"false\"/>\n";
        if (index == 0) {
            property(out, "__system", "org.opendatakit.submission.metadata");
        } else {
            property(out, parent_id_column(form_, index), "Edm.String");
        }
        add_properties(out, form_.fields[static_cast<std::size_t>(table.field)]);
        out += "      </EntityType>\n";
    }

    void add_entity_set(std::string& out, const FormTable& table) const {
        out += "        <EntitySet Name=\"" + table.name + "\" EntityType=\"" + base_ + "." +
               table.name + "\">\n";
        if (table.parent < 0) {
            out +=
                "          <Annotation Term=\"Org.OData.Capabilities.V1.ConformanceLevel\""
                " EnumMember=\"Org.OData.Capabilities.V1.ConformanceLevelType/Minimal\"/>\n"
                "          <Annotation Term=\"Org.OData.Capabilities.V1.BatchSupported\""
                " Bool=\"false\"/>\n"
                "          <Annotation Term=\"Org.OData.Capabilities.V1.CountRestrictions\">\n"
                "            <Record><PropertyValue Property=\"Countable\" "
                "Bool=\"true\"/></Record>\n"
                "          </Annotation>\n";
            add_unfilterable(out, table);
        }
        add_restriction(out, "SortRestrictions", "Sortable");
        add_restriction(out, "ExpandRestrictions", "Expandable");
        out += "        </EntitySet>\n";
    }

    void add_unfilterable(std::string& out, const FormTable& table) const {
        out +=
            "          <Annotation Term=\"Org.OData.Capabilities.V1.FilterRestrictions\">\n"
            "            <Record>\n"
            "              <PropertyValue Property=\"Filterable\" Bool=\"true\"/>\n"
            "              <PropertyValue Property=\"RequiresFilter\" Bool=\"false\"/>\n"
            "              <PropertyValue Property=\"NonFilterableProperties\">\n"
            "                <Collection>\n";
        for (const int child : form_.fields[static_cast<std::size_t>(table.field)].children) {
            const FormField& field = form_.fields[static_cast<std::size_t>(child)];
            if (field.kind == FormField::Kind::repeat) continue;
            out += "                  <PropertyPath>" + field.identifier + "</PropertyPath>\n";
        }
        out +=
            "                </Collection>\n              </PropertyValue>\n"
            "            </Record>\n          </Annotation>\n";
    }

    static void add_restriction(std::string& out, const char* term, const char* property) {
        out.append("          <Annotation Term=\"Org.OData.Capabilities.V1.").append(term);
        out.append("\">\n            <Record><PropertyValue Property=\"").append(property);
        out.append("\" Bool=\"false\"/></Record>\n          </Annotation>\n");
    }

    const FormTables& form_;
    std::string base_;
};

}  // namespace

std::string service_document(const FormTables& form, const std::string& service_url) {
    std::string out = "{\"@odata.context\":";
    append_json(out, service_url + "/$metadata");
    out += ",\"value\":[";
    for (const FormTable& table : form.tables) {
        out += std::string(table.parent < 0 ? "" : ",") + "{\"name\":\"" + table.name +
               "\",\"kind\":\"EntitySet\",\"url\":\"" + table.name + "\"}";
    }
    return out + "]}";
}

std::string metadata_document(const FormTables& form, const std::string& form_id) {
    return SchemaWriter(form, form_id).write();
}

}  // namespace mtm
