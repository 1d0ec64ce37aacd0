#pragma once

#include <string>
#include <vector>

#include "compile/definition.h"
#include "compile/sheet_columns.h"

namespace mtm {

/// A row of the entities sheet: what becomes an entity of which list, and when.
struct EntityDeclaration {
    std::string dataset;
    std::string entity_id;
    std::string create_if;
    std::string update_if;
    std::string label;
    int row = 0;
};

/// Reads the entities sheet; rows that cannot be understood are reported and left out.
[[nodiscard]] std::vector<EntityDeclaration> read_entities(const SheetForm& sheet,
                                                           Diagnostics& diagnostics);

/// Where a form's questions stand that an entity refers to, and where its declaration goes: into
/// the innermost group or repeat that holds all its properties, with one entity to a container.
class EntityPlacement {
public:
    EntityPlacement(std::vector<EntityDeclaration> declarations, const SheetForm* sheet);

    [[nodiscard]] bool empty() const { return declarations_.empty(); }

    /// A group or repeat that begins inside another (0: the form itself). Returns its number.
    int add_container(int parent, bool repeat);

    /// A question in a container: its property (column save_to) and the entities whose expressions
    /// name it. Mistakes are reported at the survey sheet's row; `save_to` loses its list's name.
    void add_question(int container,
                      const std::string& name,
                      bool is_section,
                      std::string& save_to,
                      const SheetForm& survey,
                      int row,
                      Diagnostics& diagnostics);

    /// The declaration that belongs into each container, by container's number; -1: none.
    [[nodiscard]] std::vector<int> place(const SheetForm& survey, Diagnostics& diagnostics) const;

    /// The element meta with the entity inside.
    [[nodiscard]] FormElement meta_with(int declaration, bool in_repeat) const;

    [[nodiscard]] FormElement entity(int declaration, bool in_repeat) const;

    /// The version of the ODK Entities specification that the placement needs.
    [[nodiscard]] std::string version(const std::vector<int>& placed) const;

    [[nodiscard]] bool in_repeat(int container) const;

private:
    struct Container {
        int parent = -1;
        bool boundary = true;  // the form or a repeat
    };

    struct Reference {
        int container = 0;
        int row = 0;
        std::string property;  // empty: an expression of the entity names a question
        std::string question;
    };

    using Path = std::vector<int>;  // containers from the form inwards

    struct Request {
        int declaration = 0;
        int scope = 0;
        Path wanted;
        std::vector<Path> lineages;  // of the properties
    };

    [[nodiscard]] Path path_of(int container) const;
    [[nodiscard]] int boundary_of(int container) const;
    [[nodiscard]] int repeats_round(int container) const;
    [[nodiscard]] int depth_in_scope(int container) const;
    [[nodiscard]] int find(const std::string& dataset) const;
    [[nodiscard]] Path common_path(const std::vector<Path>& lineages) const;
    bool check_property(const std::string& property,
                        bool is_section,
                        int declaration,
                        const SheetForm& survey,
                        int row,
                        Diagnostics& diagnostics) const;
    [[nodiscard]] Request request_of(int declaration,
                                     const SheetForm& survey,
                                     Diagnostics& diagnostics) const;
    void check_scopes(const Request& request,
                      const SheetForm& survey,
                      Diagnostics& diagnostics) const;
    void assign(const Request& request,
                std::vector<int>& placed,
                std::vector<int>& reserved,
                Diagnostics& diagnostics) const;

    std::vector<EntityDeclaration> declarations_;
    std::vector<std::vector<std::string>> names_;  // by declaration: questions its expressions name
    const SheetForm* sheet_;
    std::vector<Container> containers_{Container{}};
    std::vector<std::vector<Reference>> references_;  // by declaration
};

}  // namespace mtm
