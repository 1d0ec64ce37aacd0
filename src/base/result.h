#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <variant>

namespace mtm {

/// A failure of the world (a file, a socket, a disk) or of input so broken that nothing can be
/// made of it. It gains context on its way up: "reading study.toml: line 4: …".
struct Error {
    std::string message;

    /// The same failure with what was being done in front of it.
    [[nodiscard]] Error in(std::string_view doing) const {
        return {std::string(doing) + ": " + message};
    }
};

/// A value of `T`, or the `Error` that stood in its way. The surface stays near that of
/// `std::expected`, so that a later compiler can replace it.
template <typename T>
class [[nodiscard]] Result {
public:
    // NOLINTNEXTLINE(google-explicit-constructor): a value is a result
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}

    // NOLINTNEXTLINE(google-explicit-constructor): and so is an error
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] bool has_value() const { return state_.index() == 0; }

    explicit operator bool() const { return has_value(); }

    /// REQUIRES: has_value().
    T& value() & { return std::get<0>(state_); }

    const T& value() const& { return std::get<0>(state_); }

    // Not T&&: what a loop over f().value() walks through must outlive the Result.
    T value() && { return std::get<0>(std::move(state_)); }

    T& operator*() & { return value(); }

    const T& operator*() const& { return value(); }

    T* operator->() { return &value(); }

    const T* operator->() const { return &value(); }

    /// REQUIRES: !has_value().
    [[nodiscard]] const Error& error() const { return std::get<1>(state_); }

private:
    std::variant<T, Error> state_;
};

/// For functions that return nothing but may fail.
struct Done {};

using Status = Result<Done>;

}  // namespace mtm

// NOLINTBEGIN(bugprone-macro-parentheses)
/// The value of a Result, or return its error from the enclosing function. Not between the braces
/// of a value that is being made: g++ leaks what was made of it before the return.
#define TRY(expression)                                     \
    __extension__({                                         \
        auto mtm_try_result = (expression);                 \
        if (!mtm_try_result) return mtm_try_result.error(); \
        std::move(mtm_try_result).value();                  \
    })

/// Stops the program where its own reasoning was wrong: for what no input can cause.
#define CHECK(condition)                                                                       \
    do {                                                                                       \
        if (!(condition)) {                                                                    \
            std::fprintf(stderr, "%s:%d: CHECK failed: %s\n", __FILE__, __LINE__, #condition); \
            std::abort();                                                                      \
        }                                                                                      \
    } while (false)
// NOLINTEND(bugprone-macro-parentheses)
