#include "odata/value_json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/text.h"
#include "odata/json_text.h"

namespace mtm {
namespace {

void append_number(std::string& out, double number) {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, number);
    out.append(buffer, end.ptr);
}

std::optional<double> number_in(std::string_view text) {
    text = trim(text);
    if (text.starts_with('+')) text.remove_prefix(1);
    double number = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || end.ec != std::errc() || end.ptr != text.data() + text.size() ||
        !std::isfinite(number)) {
        return std::nullopt;
    }
    return number;
}

// "43.2 76.9 0 5": latitude, longitude, then altitude and accuracy in metres, where known.
struct Point {
    double latitude = 0;
    double longitude = 0;
    std::optional<double> altitude;
    std::optional<double> accuracy;
};

std::optional<Point> point_in(std::string_view text) {
    const std::vector<std::string_view> parts = words(text);
    if (parts.size() < 2) return std::nullopt;
    const auto latitude = number_in(parts[0]);
    const auto longitude = number_in(parts[1]);
    if (!latitude || !longitude) return std::nullopt;
    return Point{*latitude,
                 *longitude,
                 parts.size() > 2 ? number_in(parts[2]) : std::nullopt,
                 parts.size() > 3 ? number_in(parts[3]) : std::nullopt};
}

void append_coordinates(std::string& out, const Point& point, char between) {
    append_number(out, point.longitude);
    out += between;
    append_number(out, point.latitude);
    if (!point.altitude) return;
    out += between;
    append_number(out, *point.altitude);
}

void append_point(std::string& out, std::string_view value, bool well_known_text) {
    const std::optional<Point> point = point_in(value);
    if (!point) {
        out += "null";
    } else if (well_known_text) {
        out += "\"POINT (";
        append_coordinates(out, *point, ' ');
        out += ")\"";
    } else {
        out += R"({"type":"Point","coordinates":[)";
        append_coordinates(out, *point, ',');
        out += ']';
        if (point->accuracy) {
            out += R"(,"properties":{"accuracy":)";
            append_number(out, *point->accuracy);
            out += '}';
        }
        out += '}';
    }
}

void append_line(std::string& out, const std::vector<Point>& points, bool closed) {
    out += closed ? R"({"type":"Polygon","coordinates":[[)"
                  : R"({"type":"LineString","coordinates":[)";
    for (std::size_t i = 0; i < points.size(); ++i) {
        out += i == 0 ? "[" : ",[";
        append_coordinates(out, points[i], ',');
        out += ']';
    }
    out += closed ? "]]" : "]";
    if (std::ranges::any_of(points,
                            [](const Point& point) { return point.accuracy.has_value(); })) {
        out += R"(,"properties":{"accuracies":[)";
        for (std::size_t i = 0; i < points.size(); ++i) {
            if (i > 0) out += ',';
            if (points[i].accuracy) {
                append_number(out, *points[i].accuracy);
            } else {
                out += "null";
            }
        }
        out += "]}";
    }
    out += '}';
}

void append_points(std::string& out, std::string_view value, bool closed, bool well_known_text) {
    std::vector<Point> points;
    for (const std::string_view part : split(value, ';')) {
        if (const auto point = point_in(part)) points.push_back(*point);
    }
    if (points.empty()) {
        out += "null";
    } else if (!well_known_text) {
        append_line(out, points, closed);
    } else {
        out += closed ? "\"POLYGON ((" : "\"LINESTRING (";
        for (std::size_t i = 0; i < points.size(); ++i) {
            if (i > 0) out += ',';
            append_coordinates(out, points[i], ' ');
        }
        out += closed ? "))\"" : ")\"";
    }
}

}  // namespace

void append_value(std::string& out,
                  const FormField& field,
                  std::string_view value,
                  bool well_known_text) {
    if (value.empty()) {
        out += "null";
    } else if (field.type == "int") {
        const std::optional<double> number = number_in(value);
        if (number && std::abs(*number) < 9e15) {
            out += std::to_string(static_cast<std::int64_t>(*number));
        } else {
            out += "null";
        }
    } else if (field.type == "decimal") {
        if (const auto number = number_in(value)) {
            append_number(out, *number);
        } else {
            out += "null";
        }
    } else if (field.type == "geopoint") {
        append_point(out, value, well_known_text);
    } else if (field.type == "geotrace" || field.type == "geoshape") {
        append_points(out, value, field.type == "geoshape", well_known_text);
    } else {
        append_json(out, value);
    }
}

}  // namespace mtm
