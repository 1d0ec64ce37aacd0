#include "chart/engine.h"

#include <cstdlib>
#include <cstring>
#include <utility>

#include <jsc/jsc.h>

#include "chart/text_width.h"
#include "embedded_chart_bundle.h"

namespace mtm {

namespace {

struct Unref {
    void operator()(gpointer object) const { g_object_unref(object); }
};

template <typename T>
using Owned = std::unique_ptr<T, Unref>;

std::string text_of(JSCValue* value) {
    gsize size = 0;
    GBytes* bytes = jsc_value_to_string_as_bytes(value);
    if (bytes == nullptr) return {};
    const void* data = g_bytes_get_data(bytes, &size);
    std::string text(static_cast<const char*>(data), size);
    g_bytes_unref(bytes);
    return text;
}

bool is_bold(const char* weight) {
    return std::strcmp(weight, "bold") == 0 || std::atoi(weight) >= 600;
}

double measure(const char* text,
               double size_px,
               const char* families,
               const char* weight,
               const char* style,
               gpointer ruler) {
    return static_cast<const TextRuler*>(ruler)->width_px(
        text,
        {.size_px = size_px, .bold = is_bold(weight), .italic = std::strcmp(style, "italic") == 0},
        families);
}

}  // namespace

struct ChartEngine::State {
    TextRuler ruler;
    Owned<JSCVirtualMachine> machine{jsc_virtual_machine_new()};
    Owned<JSCContext> context{jsc_context_new_with_virtual_machine(machine.get())};

    Status pending_exception() {
        JSCException* exception = jsc_context_get_exception(context.get());
        if (exception == nullptr) return Done{};
        const char* message = jsc_exception_get_message(exception);
        Error error{message == nullptr ? "unknown JavaScript exception" : message};
        jsc_context_clear_exception(context.get());
        return error;
    }

    void define_text_width() {
        Owned<JSCValue> function(jsc_value_new_function(context.get(),
                                                        "hostTextWidth",
                                                        G_CALLBACK(measure),
                                                        &ruler,
                                                        nullptr,
                                                        G_TYPE_DOUBLE,
                                                        5,
                                                        G_TYPE_STRING,
                                                        G_TYPE_DOUBLE,
                                                        G_TYPE_STRING,
                                                        G_TYPE_STRING,
                                                        G_TYPE_STRING));
        jsc_context_set_value(context.get(), "hostTextWidth", function.get());
    }

    Status evaluate(std::string_view script) {
        Owned<JSCValue> value(
            jsc_context_evaluate(context.get(), script.data(), static_cast<gssize>(script.size())));
        return pending_exception();
    }

    Result<std::string> call(const char* function_name, const char* argument) {
        Owned<JSCValue> function(jsc_context_get_value(context.get(), function_name));
        Owned<JSCValue> value(
            argument == nullptr
                ? jsc_value_function_call(function.get(), G_TYPE_NONE)
                : jsc_value_function_call(function.get(), G_TYPE_STRING, argument, G_TYPE_NONE));
        TRY(pending_exception());
        return text_of(value.get());
    }
};

ChartEngine::ChartEngine(std::unique_ptr<State> state) : state_(std::move(state)) {}

ChartEngine::~ChartEngine() = default;
ChartEngine::ChartEngine(ChartEngine&&) noexcept = default;
ChartEngine& ChartEngine::operator=(ChartEngine&&) noexcept = default;

Result<ChartEngine> ChartEngine::create() {
    // A report has too few charts to repay the optimizing compiler: without it the same drawings
    // cost a third less. The option counts only before the first engine of the process.
    static const bool set = jsc_options_set_boolean(JSC_OPTIONS_USE_DFG, FALSE) == TRUE;
    static_cast<void>(set);
    auto state = std::make_unique<State>();
    state->define_text_width();
    const Status loaded = state->evaluate(embedded::chart_bundle());
    if (!loaded) return loaded.error().in("loading Vega-Lite");
    return ChartEngine(std::move(state));
}

Result<std::string> ChartEngine::svg(std::string_view vega_lite_json) {
    const std::string json(vega_lite_json);
    TRY(state_->call("startChart", json.c_str()));
    std::string outcome = TRY(state_->call("finishChart", nullptr));
    std::string text = outcome.substr(1);
    if (outcome.front() == '!') return Error{"Vega-Lite: " + text};
    return text;
}

}  // namespace mtm

#ifdef __SANITIZE_ADDRESS__
// What these libraries keep until the end is reachable only through memory of their own allocators,
// which the leak checker does not see.
extern "C" const char* __lsan_default_suppressions();  // NOLINT: the sanitizer's name

extern "C" const char* __lsan_default_suppressions() {  // NOLINT
    return "leak:libjavascriptcoregtk\nleak:libfontconfig\n";
}
#endif
