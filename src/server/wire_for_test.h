#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <thread>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/server.h"

namespace mtm {

/// A client that puts exactly these bytes on the wire and reads what comes.
class Wire {
public:
    explicit Wire(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address),
                  0);
    }

    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    ~Wire() { ::close(socket_); }

    /// False if the server has closed.
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t n = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (n <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(n));
        }
        return true;
    }

    void end_of_sending() { ::shutdown(socket_, SHUT_WR); }

    /// All that comes until `text` has come, the server closes or the time is over.
    std::string read_until(std::string_view text,
                           std::chrono::milliseconds time = std::chrono::seconds(10)) {
        const auto end = std::chrono::steady_clock::now() + time;
        while (received_.find(text) == std::string::npos || text.empty()) {
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
                end - std::chrono::steady_clock::now());
            pollfd poll{socket_, POLLIN, 0};
            if (left.count() <= 0 || ::poll(&poll, 1, static_cast<int>(left.count())) <= 0) break;
            char buffer[65536];
            const ssize_t n = ::recv(socket_, buffer, sizeof buffer, 0);
            closed_ = n <= 0;
            if (closed_) break;
            received_.append(buffer, static_cast<std::size_t>(n));
        }
        const std::size_t at = text.empty() ? std::string::npos : received_.find(text);
        const std::size_t taken = at == std::string::npos ? received_.size() : at + text.size();
        std::string out = received_.substr(0, taken);
        received_.erase(0, taken);
        return out;
    }

    /// All until the server closes.
    std::string read_to_end(std::chrono::milliseconds time = std::chrono::seconds(10)) {
        return read_until("", time);
    }

    /// One answer with a Content-Length.
    std::string read_answer() {
        std::string answer = read_until("\r\n\r\n");
        const std::size_t at = answer.find("Content-Length: ");
        if (at == std::string::npos) return answer;
        const std::size_t length = std::stoul(answer.substr(at + 16));
        while (received_.size() < length && !closed_) {
            const std::string more = received_;
            received_.clear();
            char buffer[65536];
            const ssize_t n = ::recv(socket_, buffer, sizeof buffer, 0);
            closed_ = n <= 0;
            received_ = more + std::string(buffer, n > 0 ? static_cast<std::size_t>(n) : 0);
        }
        answer += received_.substr(0, length);
        received_.erase(0, length);
        return answer;
    }

    [[nodiscard]] bool closed() const { return closed_; }

private:
    int socket_;
    std::string received_;
    bool closed_ = false;
};

/// A server on a free port of this machine, with a thread of its own, for as long as it lives.
class RunningServer {
public:
    explicit RunningServer(Handler handler, ServerOptions options = {}) {
        options.listen = {{"127.0.0.1", 0}};
        options.bodies.folder = ::testing::TempDir();
        auto log = RequestLog::open("/dev/null", RequestLog::Level::requests);
        EXPECT_TRUE(log);
        log_ = std::move(*log);
        auto server = Server::listen(options, std::move(handler), metrics, *log_);
        EXPECT_TRUE(server) << (server ? "" : server.error().message);
        server_ = std::move(*server);
        port = server_->addresses().front().port;
        thread_ = std::thread([this] { server_->run(); });
    }

    RunningServer(const RunningServer&) = delete;
    RunningServer& operator=(const RunningServer&) = delete;

    ~RunningServer() {
        if (thread_.joinable()) {
            server_->stop();
            server_->stop();
            thread_.join();
        }
    }

    void stop() { server_->stop(); }

    /// Waits until run() has returned.
    void join() { thread_.join(); }

    Metrics metrics;
    std::uint16_t port = 0;

private:
    std::unique_ptr<RequestLog> log_;
    std::unique_ptr<Server> server_;
    std::thread thread_;
};

}  // namespace mtm
