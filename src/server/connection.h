#pragma once

// Part of listen.cc: everything that touches a stream of Asio is compiled there, once.

#include <algorithm>
#include <array>
#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <fmt/format.h>
#include <sys/socket.h>

#include "server/answer.h"
#include "server/connection_base.h"
#include "server/head_check.h"
#include "server/received_body.h"
#include "server/target.h"

namespace mtm {

/// One client over TCP (Stream: Socket) or TLS: request after request, each answered before the
/// next is looked at. Every wait has an end: the sweeper ends those that are past their deadline.
///
/// co_await stands only in statements of its own, never in a condition: g++ 12 makes code that
/// crashes of `while (co_await a) { if (!co_await b) break; }`.
template <typename Stream>
class HttpConnection final : public Connection {
public:
    HttpConnection(Shared& shared, Stream stream, const tcp::endpoint& peer)
        : Connection(shared, peer), stream_(std::move(stream)), timer_(shared.io) {}

    static constexpr bool is_tls = !std::is_same_v<Stream, Socket>;

    Task<void> run(bool over_limit) override {
        over_limit_ = over_limit;
        bool go_on = co_await shake_hands();
        while (go_on) {
            go_on = co_await wait_for_request();
            if (go_on) go_on = co_await exchange();
        }
        co_await say_goodbye();
    }

    void cancel() override {
        ErrorCode ignored;
        stream_.lowest_layer().cancel(ignored);
        timer_.cancel();
    }

    void cut() override {
        ErrorCode ignored;
        stream_.lowest_layer().close(ignored);
        timer_.cancel();
    }

private:
    Task<bool> shake_hands() {
        if constexpr (is_tls) {
            allow(shared_.options.patience.handshake);
            ErrorCode error;
            co_await stream_.async_handshake(asio::ssl::stream_base::server,
                                             asio::redirect_error(use_task, error));
            co_return !error;
        } else {
            co_return true;
        }
    }

    // The first bytes of the next request. While a client says nothing, it costs no buffer.
    Task<bool> wait_for_request() {
        if (buffer_.size() > 0) co_return !shared_.stopping;
        if (shared_.stopping) co_return false;
        set_phase(Phase::idle);
        buffer_.shrink_to_fit();
        allow(shared_.idle_patience());
        if constexpr (!is_tls) {
            ErrorCode error;
            co_await stream_.async_wait(Socket::wait_read, asio::redirect_error(use_task, error));
            if (error) co_return false;
        }
        const std::size_t n = co_await read_some(first_read);
        co_return n > 0;
    }

    // Reads what is there, at most so much. 0: the client has gone, or its time is over.
    Task<std::size_t> read_some(std::size_t most) {
        ErrorCode error;
        const auto space = buffer_.prepare(most);
        const std::size_t n =
            co_await stream_.async_read_some(space, asio::redirect_error(use_task, error));
        buffer_.commit(n);
        co_return error ? 0 : n;
    }

    [[nodiscard]] std::string_view buffered() const {
        const auto data = buffer_.cdata();
        return {static_cast<const char*>(data.data()), data.size()};
    }

    // One request and its answer. False: nothing more can be said on this connection.
    Task<bool> exchange() {
        set_phase(Phase::receiving);
        exchange_ = Exchange{};
        exchange_.started = Clock::now();
        allow(shared_.options.patience.head);
        const std::size_t head_size = co_await read_head();
        if (head_size == 0) co_return false;
        ArrivingBody body(shared_.bodies);
        Parser parser;
        if (const auto fault = parse_head(parser, head_size)) {
            co_return co_await refuse(fault->status, fault->sentence);
        }
        if (over_limit_) {
            co_return co_await refuse(503, "The server has too many visitors. Try again soon.");
        }
        parser.get().body() = &body;
        const bool arrived = co_await read_body(parser, body);
        if (!arrived) co_return false;
        const auto complete = body.complete();
        if (!complete) co_return co_await refuse_for_room(complete.error());
        exchange_.request.body = *complete;
        exchange_.bytes_in = body.size();
        Response response = co_await handled();
        co_return co_await send(response);
    }

    // To the empty line; 0 if it does not come to that, and whatever is to be said has been said.
    Task<std::size_t> read_head() {
        std::size_t seen = 0;
        int empty_lines = 0;
        for (;;) {
            while (seen == 0 && buffered().starts_with("\r\n") && ++empty_lines <= 2) {
                buffer_.consume(2);  // some clients end a body with one that is not counted
            }
            const std::string_view head = buffered();
            const std::size_t end = head.find("\r\n\r\n", seen < 3 ? 0 : seen - 3);
            const std::string_view to_check = head.substr(0, end);
            if (end == std::string_view::npos || end > shared_.options.largest_target) {
                const auto fault = partial_head_fault(
                    to_check, std::min(seen, to_check.size()), shared_.options.largest_target);
                if (fault) {
                    co_await refuse(fault->status, fault->sentence);
                    co_return 0;
                }
            }
            if (end != std::string_view::npos && end + 4 <= shared_.options.largest_head) {
                co_return end + 4;
            }
            if (head.size() > shared_.options.largest_head) {
                co_await refuse(431, "The head of the request is too long.");
                co_return 0;
            }
            seen = head.size();
            const std::size_t n = co_await read_some(first_read);
            if (n == 0) {
                if (expired() && seen > 0) co_await refuse(408, "The request took too long.");
                co_return 0;
            }
        }
    }

    std::optional<HeadFault> parse_head(Parser& parser, std::size_t head_size) {
        const std::string_view head = buffered().substr(0, head_size);
        if (auto fault = head_fault(head, shared_.options.most_headers)) return fault;
        parser.eager(false);
        parser.header_limit(static_cast<std::uint32_t>(shared_.options.largest_head));
        parser.body_limit(shared_.options.largest_body);
        ErrorCode error;
        parser.put(asio::buffer(head.data(), head.size()), error);
        take_head(parser);
        if (error == http::error::body_limit) return too_large();
        if (error || !parser.is_header_done()) return HeadFault{400, "The request is broken."};
        auto target = parse_target(exchange_.request.target);
        if (!target) return HeadFault{400, target.error().message};
        exchange_.request.path = std::move(target->path);
        exchange_.request.query = std::move(target->query);
        describe_client(exchange_.request, target->authority, is_tls);
        buffer_.consume(head_size);
        return std::nullopt;
    }

    [[nodiscard]] HeadFault too_large() const {
        return {413,
                "This is larger than the server takes (" +
                    std::to_string(shared_.options.largest_body / 1'000'000) + " MB)."};
    }

    // Into the form that handlers see.
    void take_head(const Parser& parser) {
        Request& request = exchange_.request;
        const auto& message = parser.get();
        const auto text = [](auto view) { return std::string(view.data(), view.size()); };
        request.method = text(message.method_string());
        request.target = text(message.target());
        for (const auto& field : message) {
            request.headers.push_back({text(field.name_string()), text(field.value())});
        }
        request.now = shared_.now_ms();
        exchange_.http_1_1 = message.version() == 11;
        exchange_.keep_alive = message.keep_alive();
    }

    Task<bool> read_body(Parser& parser, ArrivingBody& body) {
        if (parser.is_done()) co_return true;
        const bool invited = co_await invite_body();
        if (!invited) co_return false;
        parser.eager(true);
        std::size_t window_bytes = 0;
        allow(shared_.options.patience.window);
        bool hungry = buffer_.size() == 0;
        while (!parser.is_done()) {
            if (hungry) {
                const std::size_t n = co_await read_some(body_read);
                if (n == 0) {
                    if (expired()) co_await refuse(408, "The body of the request came too slowly.");
                    co_return false;
                }
                window_bytes += n;
                if (window_bytes >= shared_.options.patience.window_bytes) {
                    window_bytes = 0;
                    allow(shared_.options.patience.window);
                }
            }
            ErrorCode error;
            const std::size_t used = parser.put(buffer_.cdata(), error);
            buffer_.consume(used);
            hungry = error == http::error::need_more || buffer_.size() == 0;
            if (error == http::error::need_more) {
                error = {};
                if (buffer_.size() > largest_chunk_head) error = http::error::bad_chunk;
            }
            if (error) co_return co_await refuse_body(error, body);
        }
        co_return true;
    }

    // "100 Continue" to a client that waits for it before it sends the body.
    Task<bool> invite_body() {
        const bool waits = !exchange_.request.header("Expect").empty() && exchange_.http_1_1;
        if (!waits || buffer_.size() > 0) co_return true;
        co_return co_await write("HTTP/1.1 100 Continue\r\n\r\n");
    }

    Task<bool> refuse_body(ErrorCode error, const ArrivingBody& body) {
        exchange_.bytes_in = body.size();
        if (error == http::error::body_limit) {
            co_return co_await refuse(too_large().status, too_large().sentence);
        }
        if (body.failure()) co_return co_await refuse_for_room(*body.failure());
        co_return co_await refuse(400, "The body of the request is broken.");
    }

    Task<bool> refuse_for_room(const Error& error) {
        shared_.log.failure("no room for a body", error.message);
        co_return co_await refuse(
            503, "The server has no room just now. Nothing is lost: send again later.");
    }

    // The handler's answer, made by a worker.
    Task<Response> handled() {
        set_phase(Phase::handling);
        allow_forever();
        const auto started = Clock::now();
        Response response;
        auto start = [this, &response](auto resume) {
            auto shared_resume = std::make_shared<decltype(resume)>(std::move(resume));
            shared_.workers.post([this, &response, shared_resume = std::move(shared_resume)] {
                response = shared_.answer(exchange_.request);
                asio::post(shared_.io, std::move(*shared_resume));
            });
        };
        co_await asio::async_initiate<const asio::use_awaitable_t<Executor>&, void()>(start,
                                                                                      use_task);
        exchange_.handling = Clock::now() - started;
        co_return response;
    }

    Task<bool> send(Response& response) {
        set_phase(Phase::sending);
        const bool stay = exchange_.keep_alive && !shared_.stopping;
        if (response.events) co_return co_await stream_events(response);
        if (response.pieces && exchange_.request.method != "HEAD") {
            co_return co_await send_pieces(response);
        }
        const std::string head = answer_head(
            response,
            {.keep_alive = stay, .http_1_1 = exchange_.http_1_1, .now = shared_.now_ms()});
        const bool bare =
            exchange_.request.method == "HEAD" || response.status == 204 || response.status == 304;
        const std::string_view body = bare ? std::string_view() : response.body;
        const bool sent = co_await write(head, body);
        exchange_.bytes_out = body.size();
        exchange_.keep_alive = stay;
        finish_exchange(response.status, is_tls);
        co_return sent&& stay;
    }

    // The server's own answer, after which the connection ends: where a request has not been read
    // to its end, nobody knows where the next one begins.
    Task<bool> refuse(int status, std::string sentence) {
        const bool openrosa = !exchange_.request.header("X-OpenRosa-Version").empty();
        Response response = refusal(status, sentence, openrosa);
        if (status == 503) response.headers.push_back({"Retry-After", "10"});
        exchange_.keep_alive = false;
        exchange_.refused = true;
        clear_expired();
        co_await send(response);
        co_return false;
    }

    // Head and body in one go, then the rest in pieces, each of which must find its way in time.
    Task<bool> write(std::string_view head, std::string_view body = {}) {
        std::string_view piece = body.substr(0, write_piece);
        do {
            allow(shared_.options.patience.window);
            const std::array<asio::const_buffer, 2> buffers{
                asio::buffer(head.data(), head.size()), asio::buffer(piece.data(), piece.size())};
            ErrorCode error;
            co_await asio::async_write(stream_, buffers, asio::redirect_error(use_task, error));
            if (error) co_return false;
            head = {};
            body.remove_prefix(piece.size());
            piece = body.substr(0, write_piece);
        } while (!piece.empty());
        co_return true;
    }

    // In chunks, each made by a worker once the one before is on its way. A client of HTTP/1.0
    // reads until the connection ends; what was cut off is reset, so that it does not look whole.
    Task<bool> send_pieces(Response& response) {
        const bool chunked = exchange_.http_1_1;
        const bool stay = chunked && exchange_.keep_alive && !shared_.stopping;
        const std::string head = answer_head(
            response, {.keep_alive = stay, .http_1_1 = chunked, .now = shared_.now_ms()});
        bool sent = co_await write(head);
        bool whole = false;
        while (sent && !whole) {
            NextPiece next = co_await next_piece(response.pieces);
            if (next.failed) break;
            whole = !next.piece;
            if (next.piece && next.piece->empty()) continue;
            set_phase(Phase::sending);
            std::string text = whole ? std::string() : std::move(*next.piece);
            exchange_.bytes_out += text.size();
            if (chunked) {
                const std::string size = fmt::format("{:x}\r\n", text.size());
                sent = co_await write(size);
                text += "\r\n";
            }
            if (sent && (chunked || !whole)) sent = co_await write(text);
        }
        exchange_.keep_alive = stay && whole && sent;
        finish_exchange(response.status, is_tls);
        if (!whole) reset_connection();
        co_return sent&& whole&& stay;
    }

    struct NextPiece {
        std::optional<std::string> piece;
        bool failed = false;
    };

    Task<NextPiece> next_piece(const PieceSource& pieces) {
        set_phase(Phase::handling);
        allow_forever();
        NextPiece next;
        auto start = [this, &next, &pieces](auto resume) {
            auto shared_resume = std::make_shared<decltype(resume)>(std::move(resume));
            shared_.workers.post([this, &next, &pieces, shared_resume = std::move(shared_resume)] {
                next.failed = !shared_.make_piece(pieces, next.piece);
                asio::post(shared_.io, std::move(*shared_resume));
            });
        };
        co_await asio::async_initiate<const asio::use_awaitable_t<Executor>&, void()>(start,
                                                                                      use_task);
        co_return next;
    }

    void reset_connection() {
        ErrorCode ignored;
        stream_.lowest_layer().set_option(asio::socket_base::linger(true, 0), ignored);
        stream_.lowest_layer().close(ignored);
    }

    // Until the client leaves or the server stops.
    Task<bool> stream_events(Response& response) {
        const std::string head =
            answer_head(response, {.keep_alive = false, .http_1_1 = true, .now = shared_.now_ms()});
        bool there = co_await write(head);
        finish_exchange(response.status, is_tls);
        auto quiet_since = Clock::now();
        while (there && !shared_.stopping) {
            std::optional<std::string> text = shared_.next_event(response.events);
            if (!text && Clock::now() - quiet_since >= shared_.options.patience.heartbeat) {
                text = ":\n\n";  // a comment: keeps proxies from thinking that nobody is there
            }
            if (text) {
                set_phase(Phase::sending);
                quiet_since = Clock::now();
                there = co_await write(*text);
            }
            set_phase(Phase::streaming);
            allow_forever();
            if (there && !shared_.stopping) co_await sleep(std::chrono::seconds(1));
            there = there && !has_left();
        }
        co_return false;
    }

    Task<void> sleep(std::chrono::milliseconds time) {
        ErrorCode woken;
        timer_.expires_after(time);
        co_await timer_.async_wait(asio::redirect_error(use_task, woken));
    }

    bool has_left() {
        char byte = 0;
        const int socket = stream_.lowest_layer().native_handle();
        return ::recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
    }

    // Ends so that the client has read our last answer: closing while it is still sending would
    // take the answer away from it. So we say that we are done, and read on for a while.
    Task<void> say_goodbye() {
        set_phase(Phase::leaving);
        ErrorCode error;
        if constexpr (is_tls) {
            allow(std::chrono::seconds(1));
            if (exchange_.keep_alive) {
                co_await stream_.async_shutdown(asio::redirect_error(use_task, error));
            }
        } else {
            stream_.shutdown(Socket::shutdown_send, error);
        }
        if (!error && exchange_.answered && !exchange_.keep_alive) {
            const auto& patience = shared_.options.patience;
            allow(exchange_.refused ? patience.linger : std::min(patience.linger, farewell));
            std::size_t n = 1;
            while (n > 0) {
                buffer_.clear();
                n = co_await read_some(body_read);
            }
        }
        stream_.lowest_layer().close(error);
    }

    // For a client that has sent all it had to.
    static constexpr std::chrono::milliseconds farewell{1'000};
    static constexpr std::size_t first_read = std::size_t{4} * 1024;
    static constexpr std::size_t body_read = std::size_t{16} * 1024;
    static constexpr std::size_t write_piece = std::size_t{64} * 1024;
    static constexpr std::size_t largest_chunk_head = std::size_t{16} * 1024;

    Stream stream_;
    asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor> timer_;
    beast::flat_buffer buffer_;
    bool over_limit_ = false;
};

}  // namespace mtm
