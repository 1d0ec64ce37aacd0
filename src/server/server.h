#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "capture/message.h"
#include "server/address.h"
#include "server/body.h"
#include "server/metrics.h"
#include "server/request_log.h"

namespace mtm {

/// Answers a request. Called from many threads at once; may block.
using Handler = std::function<Response(const Request& request)>;

/// How long a client may take for each part of an exchange.
struct Patience {
    std::chrono::milliseconds idle{75'000};       // between two requests
    std::chrono::milliseconds head{20'000};       // from the first byte of a head to its last
    std::chrono::milliseconds handshake{20'000};  // of TLS
    /// While a body, or an answer, goes over the wire: so many bytes must pass in each window.
    /// A tablet at the edge of a mobile network manages several times that.
    std::chrono::milliseconds window{60'000};
    std::size_t window_bytes = 6'000;
    std::chrono::milliseconds linger{20'000};     // to read our refusal while it goes on sending
    std::chrono::milliseconds heartbeat{15'000};  // of an event stream
    std::chrono::milliseconds stop{25'000};       // for what is being received when we must stop
};

struct ServerOptions {
    std::vector<ListenAddress> listen;
    std::string certificate_file;  // PEM, with the chain; empty: plain http
    std::string key_file;          // PEM
    TrustedProxies proxies;
    std::string public_url;  // "https://host": what clients call us, whatever Host says; or empty
    std::uint64_t largest_body = 100'000'000;            // bytes; more is answered 413
    std::size_t largest_head = std::size_t{32} * 1024;   // bytes; more is answered 431
    std::size_t largest_target = std::size_t{8} * 1024;  // bytes; more is answered 414
    int most_headers = 100;
    std::size_t most_connections = 10'000;  // more are answered 503
    int most_workers = 96;
    bool signals = false;  // SIGTERM and SIGINT stop it, SIGHUP reads the certificate again
    BodyRoom bodies;
    Patience patience;
    /// The class of a request's path, for metrics and log; must not tell anything of it.
    std::function<std::string_view(const Request& request)> route_class;
};

/// An HTTP/1.1 server: sockets and TLS on one side, Request and Response on the other. One thread
/// moves bytes of all connections, however slow; requests that are complete are answered by worker
/// threads. Memory is bounded whatever clients do.
class Server {
public:
    /// Binds the addresses and reads the certificate. `log` must outlive the server; `metrics` too.
    static Result<std::unique_ptr<Server>> listen(const ServerOptions& options,
                                                  Handler handler,
                                                  Metrics& metrics,
                                                  RequestLog& log);

    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    ~Server();

    /// As bound: a port 0 has become a real one.
    [[nodiscard]] std::vector<ListenAddress> addresses() const;

    /// Serves until stopped: then everything that was being received has been received and
    /// answered, or has had its time.
    void run();

    /// From any thread, any number of times. The second time, what is left is cut off.
    void stop();

    /// From any thread: new connections get the certificate as it is now. What cannot be read is
    /// logged, and the old one stays.
    void reload_certificate();

private:
    struct Impl;
    explicit Server(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

}  // namespace mtm
