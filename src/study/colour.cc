#include "study/colour.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "base/result.h"

namespace mtm {
namespace {

using Rgb = std::array<double, 3>;
using Matrix = std::array<Rgb, 3>;

// Normal, protanopia, deuteranopia, tritanopia: on linear RGB.
constexpr std::array<Matrix, 4> visions{Matrix{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
                                        Matrix{{{0.152286, 1.052583, -0.204868},
                                                {0.114503, 0.786281, 0.099216},
                                                {-0.003882, -0.048116, 1.051998}}},
                                        Matrix{{{0.367322, 0.860646, -0.227968},
                                                {0.280085, 0.672501, 0.047413},
                                                {-0.011820, 0.042940, 0.968881}}},
                                        Matrix{{{1.255528, -0.076749, -0.178779},
                                                {-0.078411, 0.930809, 0.147602},
                                                {0.004733, 0.691367, 0.303900}}}};

// sRGB's primaries in XYZ, over the white point D65.
constexpr Rgb white{0.95047, 1.0, 1.08883};
constexpr Matrix to_xyz{{{0.4124564, 0.3575761, 0.1804375},
                         {0.2126729, 0.7151522, 0.0721750},
                         {0.0193339, 0.1191920, 0.9503041}}};
constexpr Matrix from_xyz{{{3.2404542, -1.5371385, -0.4985314},
                           {-0.9692660, 1.8760108, 0.0415560},
                           {0.0556434, -0.2040259, 1.0572252}}};

Rgb times(const Matrix& matrix, const Rgb& v) {
    Rgb out{};
    for (std::size_t i = 0; i < 3; ++i)
        out[i] = matrix[i][0] * v[0] + matrix[i][1] * v[1] + matrix[i][2] * v[2];
    return out;
}

Rgb linear_rgb(std::string_view colour) {
    CHECK(is_hex_colour(colour));
    Rgb out{};
    for (std::size_t i = 0; i < 3; ++i) {
        const double part =
            std::stoi(std::string(colour.substr(1 + 2 * i, 2)), nullptr, 16) / 255.0;
        out[i] = part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    }
    return out;
}

constexpr double knee = 216.0 / 24389;  // CIE's ε, as a fraction
constexpr double slope = 24389.0 / 27;  // and κ

LabColour lab_of_linear(const Rgb& rgb) {
    const Rgb xyz = times(to_xyz, rgb);
    Rgb f{};
    for (std::size_t i = 0; i < 3; ++i) {
        const double t = xyz[i] / white[i];
        f[i] = t > knee ? std::cbrt(t) : (slope * t + 16) / 116;
    }
    return {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
}

Rgb linear_of(const LabColour& lab) {
    const double y = (lab.lightness + 16) / 116;
    const Rgb f{y + lab.a / 500, y, y - lab.b / 200};
    Rgb xyz{};
    for (std::size_t i = 0; i < 3; ++i) {
        const double cube = f[i] * f[i] * f[i];
        xyz[i] = white[i] * (cube > knee ? cube : (116 * f[i] - 16) / slope);
    }
    return times(from_xyz, xyz);
}

bool can_be_shown(const Rgb& rgb) {
    return std::ranges::all_of(rgb, [](double part) { return part > -0.0005 && part < 1.0005; });
}

double luminance(std::string_view colour) {
    const Rgb rgb = linear_rgb(colour);
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
}

Rgb as_seen(const Rgb& rgb, const Matrix& vision) {
    Rgb seen = times(vision, rgb);
    for (double& part : seen)
        part = std::clamp(part, 0.0, 1.0);
    return seen;
}

}  // namespace

bool is_hex_colour(std::string_view text) {
    return text.size() == 7 && text[0] == '#' &&
           std::ranges::all_of(text.substr(1), [](char letter) {
               return std::isxdigit(static_cast<unsigned char>(letter)) != 0;
           });
}

LabColour lab_of(std::string_view colour) {
    return lab_of_linear(linear_rgb(colour));
}

std::string hex_of(LabColour colour) {
    colour.lightness = std::clamp(colour.lightness, 0.0, 100.0);
    Rgb rgb = linear_of(colour);
    for (int step = 0; step < 200 && !can_be_shown(rgb); ++step) {
        colour.a *= 0.97;
        colour.b *= 0.97;
        rgb = linear_of(colour);
    }
    std::string out = "#";
    for (const double part : rgb) {
        const double clamped = std::clamp(part, 0.0, 1.0);
        const double coded =
            clamped <= 0.0031308 ? 12.92 * clamped : 1.055 * std::pow(clamped, 1 / 2.4) - 0.055;
        out += fmt::format("{:02x}", static_cast<int>(std::lround(coded * 255)));
    }
    return out;
}

double contrast_ratio(std::string_view a, std::string_view b) {
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

double least_difference(std::string_view a, std::string_view b) {
    double least = 1e9;
    for (const Matrix& vision : visions) {
        const LabColour p = lab_of_linear(as_seen(linear_rgb(a), vision));
        const LabColour q = lab_of_linear(as_seen(linear_rgb(b), vision));
        least = std::min(least, std::hypot(p.lightness - q.lightness, p.a - q.a, p.b - q.b));
    }
    return least;
}

}  // namespace mtm
