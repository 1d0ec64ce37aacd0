#include "chart/chart_words.h"

namespace mtm {
namespace {

ChartWords russian_words() {
    ChartWords words;
    words.bar = "Столбчатая диаграмма";
    words.stacked_bar = "Составная столбчатая диаграмма";
    words.pyramid = "Половозрастная пирамида";
    words.donut = "Кольцевая диаграмма";
    words.dots = "Точечная диаграмма";
    words.line = "Линейный график";
    words.slope = "График изменений";
    words.flow = "Диаграмма потоков";
    words.map = "Карта";
    words.open_quote = "«";
    words.close_quote = "»";
    words.first = "На первом месте — {name} ({value})";
    words.first_of_shown = "Из показанных ответов на первом месте — {name} ({value})";
    words.followed = "{lead}, далее — {second} ({value}).";
    words.multiple = "{lead}: {times}, чем {second} ({value}).";
    words.about_times = {"примерно вдвое больше",
                         "примерно втрое больше",
                         "примерно в 4 раза больше",
                         "примерно в 5 раз больше",
                         "примерно в 6 раз больше",
                         "примерно в 7 раз больше",
                         "примерно в 8 раз больше",
                         "примерно в 9 раз больше",
                         "примерно в 10 раз больше"};
    words.more_than_times = {"более чем вдвое больше",
                             "более чем втрое больше",
                             "более чем в 4 раза больше",
                             "более чем в 5 раз больше",
                             "более чем в 6 раз больше",
                             "более чем в 7 раз больше",
                             "более чем в 8 раз больше",
                             "более чем в 9 раз больше",
                             "более чем в 10 раз больше"};
    words.first_everywhere = "Во всех группах на первом месте — {name}.";
    words.differ =
        "Сильнее всего группы различаются по ответу {name}: {high_group} — {high}, {low_group} — "
        "{low}.";
    words.largest_of_group = "{group}: больше всего — {name} ({value}).";
    words.peak = "{group}: наибольшее значение — {name} ({value}).";
    words.peak_bare = "Наибольшее значение — {name} ({value}).";
    words.rose = "Сильнее всего выросло: {name} — с {from} до {to}.";
    words.fell = "Сильнее всего снизилось: {name} — с {from} до {to}.";
    words.largest_flow = "Крупнейший поток: {group} → {name} ({value}).";
    words.highest_area =
        "Наибольшее значение — {high_area} ({high}), наименьшее — {low_area} ({low}).";
    words.areas_covered = "Охвачено территорий: {number}.";
    return words;
}

ChartWords kazakh_words() {
    ChartWords words;
    words.bar = "Бағанды диаграмма";
    words.stacked_bar = "Құрама бағанды диаграмма";
    words.pyramid = "Жас-жыныс пирамидасы";
    words.donut = "Сақина диаграмма";
    words.dots = "Нүктелі диаграмма";
    words.line = "Сызықтық график";
    words.slope = "Өзгерістер графигі";
    words.flow = "Ағындар диаграммасы";
    words.map = "Карта";
    words.open_quote = "«";
    words.close_quote = "»";
    words.first = "Бірінші орында — {name} ({value})";
    words.first_of_shown = "Көрсетілген жауаптар ішінде бірінші орында — {name} ({value})";
    words.followed = "{lead}, одан кейін — {second} ({value}).";
    words.multiple = "{lead}; екінші орында — {second} ({value}): {times} аз.";
    for (std::size_t i = 0; i < words.about_times.size(); ++i) {
        const std::string number = std::to_string(i + 2);
        words.about_times[i] = "шамамен " + number + " есе";
        words.more_than_times[i] = number + " еседен астам";
    }
    words.first_everywhere = "Барлық топта бірінші орында — {name}.";
    words.differ =
        "Топтар арасындағы ең үлкен айырма — {name}: {high_group} — {high}, {low_group} — {low}.";
    words.largest_of_group = "{group}: ең көбі — {name} ({value}).";
    words.peak = "{group}: ең жоғары мән — {name} ({value}).";
    words.peak_bare = "Ең жоғары мән — {name} ({value}).";
    words.rose = "Ең көп өскені — {name}: {from} → {to}.";
    words.fell = "Ең көп азайғаны — {name}: {from} → {to}.";
    words.largest_flow = "Ең ірі ағын: {group} → {name} ({value}).";
    words.highest_area = "Ең жоғары мән — {high_area} ({high}), ең төмен мән — {low_area} ({low}).";
    words.areas_covered = "Қамтылған аумақтар саны: {number}.";
    return words;
}

ChartWords uzbek_words() {
    ChartWords words;
    words.bar = "Ustunli diagramma";
    words.stacked_bar = "Yigʻma ustunli diagramma";
    words.pyramid = "Yosh va jins piramidasi";
    words.donut = "Halqasimon diagramma";
    words.dots = "Nuqtali diagramma";
    words.line = "Chiziqli grafik";
    words.slope = "Oʻzgarishlar grafigi";
    words.flow = "Oqimlar diagrammasi";
    words.map = "Xarita";
    words.open_quote = "“";
    words.close_quote = "”";
    words.first = "Birinchi oʻrinda — {name} ({value})";
    words.first_of_shown = "Koʻrsatilgan javoblar ichida birinchi oʻrinda — {name} ({value})";
    words.followed = "{lead}, undan keyin — {second} ({value}).";
    words.multiple = "{lead}; ikkinchi oʻrinda — {second} ({value}): {times} kam.";
    for (std::size_t i = 0; i < words.about_times.size(); ++i) {
        const std::string number = std::to_string(i + 2);
        words.about_times[i] = "taxminan " + number + " baravar";
        words.more_than_times[i] = number + " baravardan ortiq";
    }
    words.first_everywhere = "Barcha guruhlarda birinchi oʻrinda — {name}.";
    words.differ =
        "Guruhlar orasidagi eng katta farq — {name}: {high_group} — {high}, {low_group} — {low}.";
    words.largest_of_group = "{group}: eng koʻpi — {name} ({value}).";
    words.peak = "{group}: eng yuqori qiymat — {name} ({value}).";
    words.peak_bare = "Eng yuqori qiymat — {name} ({value}).";
    words.rose = "Eng koʻp oshgani — {name}: {from} → {to}.";
    words.fell = "Eng koʻp kamaygani — {name}: {from} → {to}.";
    words.largest_flow = "Eng yirik oqim: {group} → {name} ({value}).";
    words.highest_area = "Eng yuqori qiymat — {high_area} ({high}), eng past — {low_area} ({low}).";
    words.areas_covered = "Qamrab olingan hududlar soni: {number}.";
    return words;
}

}  // namespace

const ChartWords& chart_words_in(std::string_view language) {
    static const ChartWords english;
    static const ChartWords russian = russian_words();
    static const ChartWords kazakh = kazakh_words();
    const std::string_view code = language.substr(0, language.find('-'));
    static const ChartWords uzbek = uzbek_words();
    if (code == "ru") return russian;
    if (code == "uz") return uzbek;
    return code == "kk" ? kazakh : english;
}

}  // namespace mtm
