#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <sys/resource.h>

#include "server/connection.h"
#include "server/server.h"

namespace mtm {
namespace {

constexpr auto sweep_interval = std::chrono::milliseconds(200);
constexpr std::size_t most_refusals = 100;  // connections beyond the limit that still get a 503
constexpr int backlog = 4096;               // connections that the kernel holds for us

using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;

Result<std::shared_ptr<asio::ssl::context>> read_certificate(const ServerOptions& options) {
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    ErrorCode error;
    context->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                         asio::ssl::context::no_tlsv1_1 | asio::ssl::context::no_compression);
    ::SSL_CTX_set_mode(context->native_handle(), SSL_MODE_RELEASE_BUFFERS);
    ::SSL_CTX_set_options(context->native_handle(), SSL_OP_NO_RENEGOTIATION);
    context->use_certificate_chain_file(options.certificate_file, error);
    if (error) return Error{options.certificate_file + ": " + error.message()};
    context->use_private_key_file(options.key_file, asio::ssl::context::pem, error);
    if (error) return Error{options.key_file + ": " + error.message()};
    if (::SSL_CTX_check_private_key(context->native_handle()) != 1) {
        return Error{options.key_file + " is not the key of " + options.certificate_file};
    }
    return context;
}

// Each connection needs a file descriptor, so the process takes as many as it may.
void raise_file_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

struct Server::Impl {
    Impl(const ServerOptions& options, Handler handler, Metrics& metrics, RequestLog& log)
        : shared(options, std::move(handler), metrics, log),
          sweep_timer(shared.io),
          signals(shared.io) {}

    Status bind();
    Task<void> accept(Acceptor& acceptor);
    void welcome(Socket socket);
    Task<void> serve(std::unique_ptr<Connection> connection, bool over_limit);
    Task<void> sweep();
    Task<void> wait_for_signals();
    void stop();
    void reload();
    void end_if_done();

    Shared shared;
    std::shared_ptr<asio::ssl::context> tls;  // null: plain http
    std::vector<Acceptor> acceptors;
    Timer sweep_timer;
    asio::basic_signal_set<Executor> signals;
};

Status Server::Impl::bind() {
    for (const ListenAddress& listen : shared.options.listen) {
        const std::string name = listen.address + " port " + std::to_string(listen.port);
        ErrorCode error;
        const tcp::endpoint endpoint(asio::ip::make_address(listen.address, error), listen.port);
        if (error) return Error{"listening on " + name + ": " + error.message()};
        Acceptor acceptor(shared.io);
        acceptor.open(endpoint.protocol(), error);
        if (!error) acceptor.set_option(Acceptor::reuse_address(true), error);
        if (!error) acceptor.bind(endpoint, error);
        if (!error) acceptor.listen(backlog, error);
        if (error) return Error{"listening on " + name + ": " + error.message()};
        acceptors.push_back(std::move(acceptor));
    }
    return Done{};
}

Task<void> Server::Impl::accept(Acceptor& acceptor) {
    Timer pause(shared.io);
    while (!shared.stopping) {
        ErrorCode error;
        Socket socket = co_await acceptor.async_accept(asio::redirect_error(use_task, error));
        if (shared.stopping) break;
        if (!error) {
            welcome(std::move(socket));
            continue;
        }
        // No file descriptor, or no memory: those who are here will leave some.
        pause.expires_after(std::chrono::milliseconds(100));
        co_await pause.async_wait(asio::redirect_error(use_task, error));
    }
}

void Server::Impl::welcome(Socket socket) {
    ErrorCode error;
    const tcp::endpoint peer = socket.remote_endpoint(error);
    if (error) return;  // has left already
    socket.set_option(tcp::no_delay(true), error);
    const std::size_t open = shared.connections.size();
    const bool over_limit = open >= shared.options.most_connections;
    if (over_limit) shared.metrics.connection_refused();
    if (open >= shared.options.most_connections + most_refusals) return;
    std::unique_ptr<Connection> connection;
    if (tls) {
        TlsStream stream(std::move(socket), *tls);
        connection = std::make_unique<HttpConnection<TlsStream>>(shared, std::move(stream), peer);
    } else {
        connection = std::make_unique<HttpConnection<Socket>>(shared, std::move(socket), peer);
    }
    asio::co_spawn(shared.io, serve(std::move(connection), over_limit), asio::detached);
}

Task<void> Server::Impl::serve(std::unique_ptr<Connection> connection, bool over_limit) {
    co_await connection->run(over_limit);
    connection.reset();
    end_if_done();
}

Task<void> Server::Impl::sweep() {
    for (;;) {
        ErrorCode error;
        sweep_timer.expires_after(sweep_interval);
        co_await sweep_timer.async_wait(asio::redirect_error(use_task, error));
        const Clock::time_point now = Clock::now();
        for (Connection* connection : shared.connections)
            connection->sweep(now);
    }
}

Task<void> Server::Impl::wait_for_signals() {
    for (;;) {
        ErrorCode error;
        const int signal = co_await signals.async_wait(asio::redirect_error(use_task, error));
        if (error) co_return;
        if (signal == SIGHUP) {
            reload();
        } else {
            stop();
        }
    }
}

void Server::Impl::stop() {
    if (shared.stopping) {
        shared.log.event("stopping at once");
        shared.io.stop();
        return;
    }
    shared.stopping = true;
    shared.stop_deadline = Clock::now() + shared.options.patience.stop;
    shared.log.event("stopping", std::to_string(shared.connections.size()) + " connections open");
    ErrorCode ignored;
    for (Acceptor& acceptor : acceptors)
        acceptor.close(ignored);
    for (Connection* connection : shared.connections)
        connection->stop_soon();
    end_if_done();
}

void Server::Impl::reload() {
    if (!tls) return;
    auto fresh = read_certificate(shared.options);
    if (!fresh) {
        shared.log.failure("certificate not reloaded", fresh.error().message);
        return;
    }
    tls = *fresh;
    shared.log.event("certificate reloaded");
}

void Server::Impl::end_if_done() {
    if (shared.stopping && shared.connections.empty()) shared.io.stop();
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::listen(const ServerOptions& options,
                                               Handler handler,
                                               Metrics& metrics,
                                               RequestLog& log) {
    raise_file_limit();
    auto impl = std::make_unique<Impl>(options, std::move(handler), metrics, log);
    if (!options.certificate_file.empty()) impl->tls = TRY(read_certificate(options));
    TRY(impl->bind());
    return std::unique_ptr<Server>(new Server(std::move(impl)));
}

std::vector<ListenAddress> Server::addresses() const {
    std::vector<ListenAddress> out;
    for (const Acceptor& acceptor : impl_->acceptors) {
        ErrorCode ignored;
        const tcp::endpoint endpoint = acceptor.local_endpoint(ignored);
        out.push_back({endpoint.address().to_string(), endpoint.port()});
    }
    return out;
}

void Server::run() {
    if (impl_->shared.options.signals) {
        for (const int signal : {SIGTERM, SIGINT, SIGHUP})
            impl_->signals.add(signal);
        asio::co_spawn(impl_->shared.io, impl_->wait_for_signals(), asio::detached);
    }
    for (Acceptor& acceptor : impl_->acceptors) {
        asio::co_spawn(impl_->shared.io, impl_->accept(acceptor), asio::detached);
    }
    asio::co_spawn(impl_->shared.io, impl_->sweep(), asio::detached);
    impl_->shared.io.run();
    impl_->shared.log.event("stopped");
}

void Server::stop() {
    asio::post(impl_->shared.io, [this] { impl_->stop(); });
}

void Server::reload_certificate() {
    asio::post(impl_->shared.io, [this] { impl_->reload(); });
}

}  // namespace mtm
