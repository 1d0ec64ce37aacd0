#pragma once

// Part of listen.cc.

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <unordered_set>

#include "base/text.h"
#include "server/answer.h"
#include "server/received_body.h"
#include "server/server.h"
#include "server/workers.h"

namespace mtm {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;
using Clock = std::chrono::steady_clock;
using ErrorCode = boost::system::error_code;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<tcp, Executor>;
using TlsStream = asio::ssl::stream<Socket>;
using Parser = http::request_parser<ReceivedBody>;
template <typename T>
using Task = asio::awaitable<T, Executor>;
inline constexpr asio::use_awaitable_t<Executor> use_task;

class Connection;

/// What all connections of a server have in common. Only the thread that moves bytes touches it,
/// but for `answer`, which workers call.
struct Shared {
    Shared(const ServerOptions& with, Handler answering, Metrics& counts, RequestLog& lines)
        : options(with),
          handler(std::move(answering)),
          metrics(counts),
          log(lines),
          bodies(with.bodies),
          workers(with.most_workers) {}

    const ServerOptions options;
    const Handler handler;
    Metrics& metrics;
    RequestLog& log;
    asio::io_context io{1};
    BodyRoom bodies;
    std::unordered_set<Connection*> connections;
    bool stopping = false;
    Clock::time_point stop_deadline = Clock::time_point::max();
    Workers workers;  // the first to go: what it runs uses all of the above

    [[nodiscard]] std::int64_t now_ms() const {
        return std::chrono::duration_cast<std::chrono::milliseconds>(
                   std::chrono::system_clock::now().time_since_epoch())
            .count();
    }

    // Where places become scarce, those who say nothing lose theirs first.
    [[nodiscard]] std::chrono::milliseconds idle_patience() const {
        const bool crowded = connections.size() > options.most_connections / 4 * 3;
        return crowded ? options.patience.idle / 10 : options.patience.idle;
    }

    // The one place where what a handler could not do becomes a status.
    Response answer(const Request& request) {
        try {
            Response response = handler(request);
            compress_if_asked(request, response);
            return response;
        } catch (const std::exception& error) {
            log.failure("request failed", error.what());
            return refusal(500,
                           "Something went wrong on the server. Nothing is lost: send again later.",
                           !request.header("X-OpenRosa-Version").empty());
        }
    }

    // False: the answer cannot be finished.
    bool make_piece(const PieceSource& pieces, std::optional<std::string>& piece) {
        try {
            Result<std::optional<std::string>> made = pieces();
            if (!made) {
                log.failure("answer cut off", made.error().message);
                return false;
            }
            piece = std::move(made).value();
            return true;
        } catch (const std::exception& error) {
            log.failure("answer cut off", error.what());
            return false;
        }
    }

    std::optional<std::string> next_event(const EventSource& events) {
        try {
            return events(now_ms());
        } catch (const std::exception& error) {
            log.failure("event stream failed", error.what());
            return std::nullopt;
        }
    }
};

/// A request and what is known of its answer.
struct Exchange {
    Request request;
    bool http_1_1 = true;
    bool keep_alive = true;
    bool answered = false;
    bool refused = false;  // by the server itself: the client may still be sending
    Clock::time_point started;
    Clock::duration handling{};
    std::uint64_t bytes_in = 0;
    std::uint64_t bytes_out = 0;
};

/// What does not depend on the kind of stream.
class Connection {
public:
    Connection(Shared& shared, const tcp::endpoint& peer) : shared_(shared) {
        auto address = peer.address();
        if (address.is_v6() && address.to_v6().is_v4_mapped()) {
            address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
        }
        peer_ = address.to_string();
        shared_.connections.insert(this);
        shared_.metrics.connection_opened();
    }

    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    virtual ~Connection() {
        shared_.connections.erase(this);
        shared_.metrics.connection_closed();
    }

    /// Request after request until the client or the server has had enough.
    virtual Task<void> run(bool over_limit) = 0;
    /// Whatever is being waited for ends with an error.
    virtual void cancel() = 0;
    /// The connection ends without another word.
    virtual void cut() = 0;

    void sweep(Clock::time_point now) {
        if (shared_.stopping && now > shared_.stop_deadline) {
            cut();
        } else if (now > deadline_) {
            expired_ = true;
            deadline_ = Clock::time_point::max();
            if (phase_ != Phase::idle && phase_ != Phase::leaving) {
                shared_.metrics.connection_expired();
            }
            cancel();
        }
    }

    /// The server stops: who is saying nothing leaves now, everyone else after the next answer.
    void stop_soon() {
        if (phase_ == Phase::idle || phase_ == Phase::streaming) cancel();
    }

protected:
    enum class Phase { idle, receiving, handling, sending, streaming, leaving };

    void set_phase(Phase phase) { phase_ = phase; }

    void allow(std::chrono::milliseconds time) { deadline_ = Clock::now() + time; }

    void allow_forever() { deadline_ = Clock::time_point::max(); }

    [[nodiscard]] bool expired() const { return expired_; }

    void clear_expired() { expired_ = false; }

    // Who is asking and by which name, as a trusted proxy or the socket says.
    void describe_client(Request& request, const std::string& authority, bool tls) const {
        const auto socket_peer = parse_ip(peer_);
        const bool by_proxy = socket_peer && shared_.options.proxies.trusts(*socket_peer);
        std::string forwarded_for;
        std::string forwarded_proto;
        for (const Header& header : request.headers) {
            const std::string name = lower_ascii(header.name);
            if (name == "x-forwarded-for") forwarded_for += "," + header.value;
            if (name == "x-forwarded-proto") forwarded_proto = lower_ascii(header.value);
        }
        request.peer = peer_;
        request.secure = tls;
        if (by_proxy) {
            const std::string client = shared_.options.proxies.client_of(forwarded_for);
            if (!client.empty()) request.peer = client;
            request.secure = tls || forwarded_proto == "https";
        }
        const std::string host =
            authority.empty() ? std::string(request.header("Host")) : authority;
        const auto peer = parse_ip(request.peer);
        const bool unknown_proxy = !by_proxy && !forwarded_for.empty();
        request.loopback = peer && is_loopback(*peer) && is_loopback_host(host) && !unknown_proxy;
        request.base_url = shared_.options.public_url;
        if (request.base_url.empty()) {
            request.base_url = (request.secure ? "https://" : "http://") + host;
        }
    }

    void finish_exchange(int status, bool tls) {
        exchange_.answered = true;
        const Request& request = exchange_.request;
        const auto microseconds = [](Clock::duration time) {
            return std::chrono::duration_cast<std::chrono::microseconds>(time).count();
        };
        std::string_view route = "refused";
        if (!request.path.empty() && shared_.options.route_class) {
            route = shared_.options.route_class(request);
        }
        const AnsweredRequest told{.method = request.method,
                                   .route = route,
                                   .status = status,
                                   .duration_us = microseconds(Clock::now() - exchange_.started),
                                   .handling_us = microseconds(exchange_.handling),
                                   .bytes_in = exchange_.bytes_in,
                                   .bytes_out = exchange_.bytes_out,
                                   .secure = request.secure || tls};
        shared_.metrics.count(told);
        shared_.log.answered(told, request.peer);
    }

    Shared& shared_;
    Exchange exchange_;
    std::string peer_;

private:
    Phase phase_ = Phase::idle;
    Clock::time_point deadline_ = Clock::time_point::max();
    bool expired_ = false;
};

}  // namespace mtm
