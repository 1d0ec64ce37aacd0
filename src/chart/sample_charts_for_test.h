#pragma once

#include <string>
#include <vector>

#include "base/random.h"
#include "chart/chart_data.h"

namespace mtm {

/// Long labels as real questionnaires have them, in one language.
struct SampleLabels {
    std::string language;
    std::vector<std::string> labels;
    std::string unit;
    std::string withheld;
};

inline const std::vector<SampleLabels>& sample_labels() {
    static const std::vector<SampleLabels> all{
        {"en",
         {"Agriculture, forestry, fishing and veterinary services, seasonal or all the year round",
          "Yes",
          "Circulate between Kazakhstan and the country of origin",
          "Construction",
          "Wholesale and retail trade; repair of motor vehicles and motorcycles",
          "I do not know",
          "Lack of employment opportunities at home",
          "Human health and social work activities",
          "Other (specify)"},
         "% of respondents who were asked the question and gave an answer",
         "withheld"},
        {"ru",
         {"Сельское хозяйство, лесное хозяйство, рыболовство и ветеринария",
          "Да",
          "Циркулировать между Казахстаном и страной происхождения",
          "Строительство",
          "Оптовая и розничная торговля; ремонт автотранспортных средств и мотоциклов",
          "Затрудняюсь ответить",
          "Отсутствие возможностей трудоустройства на родине",
          "Неудовлетворительное электроснабжение/водоснабжение",
          "Другое (укажите)"},
         "% респондентов, получивших образование выше среднего",
         "скрыто"},
        {"kk",
         {"Ауыл шаруашылығы, орман шаруашылығы, балық аулау және ветеринария",
          "Иә",
          "Қазақстан мен шыққан елі арасында барып-келіп тұру",
          "Құрылыс",
          "Көтерме және бөлшек сауда; автокөлік құралдары мен мотоциклдерді жөндеу",
          "Білмеймін",
          "Отанында жұмысқа орналасу мүмкіндіктерінің болмауы",
          "Қанағаттанарлықсыз электрмен жабдықтау",
          "Басқа (көрсетіңіз)"},
         "сұрақ қойылған респонденттердің пайызы",
         "көрсетілмейді"},
        {"ar",
         {"الزراعة والحراجة وصيد الأسماك والخدمات البيطرية الموسمية",
          "نعم",
          "التنقل بين بلد الإقامة وبلد المنشأ عدة مرات في السنة",
          "البناء",
          "تجارة الجملة والتجزئة وإصلاح المركبات والدراجات النارية",
          "لا أعرف",
          "عدم توفر فرص العمل في الوطن",
          "الصحة والعمل الاجتماعي",
          "غير ذلك"},
         "نسبة المستجيبين",
         "محجوب"}};
    return all;
}

/// A chart of that kind with labels of a pool, of random size and values; some are withheld.
inline ChartData random_chart(ChartKind kind, const SampleLabels& pool, Random& random) {
    const auto some = [&](std::size_t least, std::size_t most) {
        return least + random.below(most - least + 1);
    };
    const auto names = [&](std::size_t count) {
        std::vector<std::string> out;
        for (std::size_t i = 0; i < count; ++i)
            out.push_back(pool.labels[(random.below(3) + i * 2) % pool.labels.size()]);
        for (std::size_t i = 0; i < out.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                if (out[j] == out[i]) out[i] += " " + std::to_string(i);
            }
        }
        return out;
    };
    ChartData data;
    data.title = pool.labels[random.below(pool.labels.size())];
    data.value_axis_title = pool.unit;
    data.rehearsal_mark = "Invented";
    const bool parts = kind == ChartKind::stacked_bar || kind == ChartKind::diverging_bar;
    const bool alone = kind == ChartKind::bar || kind == ChartKind::donut;
    data.categories = names(kind == ChartKind::donut   ? some(1, 5)
                            : kind == ChartKind::line  ? some(2, 5)
                            : kind == ChartKind::slope ? some(2, 3)
                                                       : some(1, 7));
    if (kind == ChartKind::pyramid) {
        for (std::size_t i = 0; i < data.categories.size(); ++i)
            data.categories[i] = std::to_string(15 + 5 * i) + "–" + std::to_string(19 + 5 * i);
    }
    const bool grouped = !alone && (kind != ChartKind::dots || random.chance(0.7));
    if (grouped) {
        data.groups = names(kind == ChartKind::pyramid         ? 2
                            : kind == ChartKind::slope         ? some(1, 8)
                            : parts || kind == ChartKind::flow ? some(2, 6)
                                                               : some(2, 4));
    }
    if (parts && random.chance(0.6)) {
        data.hues.assign(data.groups.size(), Hue::automatic);
        data.hues.back() = Hue::muted;
    }
    data.ordered = parts;
    const bool small = random.chance(0.3);
    const std::size_t rows = std::max<std::size_t>(data.groups.size(), 1);
    for (std::size_t row = 0; row < rows; ++row) {
        auto& values = data.values.emplace_back();
        auto& labels = data.labels.emplace_back();
        auto& intervals = data.intervals.emplace_back();
        for (std::size_t i = 0; i < data.categories.size(); ++i) {
            const double most = parts ? 100.0 / static_cast<double>(rows) : small ? 4 : 100;
            const auto value = static_cast<double>(random.between(0, static_cast<long long>(most)));
            const bool withheld = random.chance(0.12);
            values.push_back(withheld ? std::nullopt : std::optional(value));
            std::string label = std::to_string(static_cast<int>(value)) + "%";
            intervals.emplace_back();
            if (kind == ChartKind::dots && !withheld && random.chance(0.8)) {
                intervals.back() = ValueInterval{value * 0.8, std::min(100.0, value * 1.3 + 1)};
                label += " (12%–34%)";
            }
            labels.push_back(withheld ? pool.withheld : label);
        }
    }
    if (kind != ChartKind::dots) data.intervals.clear();
    if (kind == ChartKind::flow) {
        data.group_totals.assign(data.groups.size(), "1,525");
        data.category_totals.assign(data.categories.size(), "33%");
    }
    if (kind == ChartKind::donut && random.chance(0.5)) {
        data.total = "1,845";
        data.total_caption = pool.unit;
    }
    return data;
}

}  // namespace mtm
