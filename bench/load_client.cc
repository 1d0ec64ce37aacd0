#include "bench/load_client.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <random>
#include <string_view>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace mtm {
namespace {

using Clock = std::chrono::steady_clock;

void stop_with(const char* what) {
    std::fprintf(stderr, "bench: %s: %s\n", what, std::strerror(errno));
    std::exit(1);
}

int connect_to(std::uint16_t port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        stop_with("connect");
    }
    const int one = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    ::fcntl(socket, F_SETFL, O_NONBLOCK);
    return socket;
}

// One client: what it is sending, and what it has of the answer.
struct Client {
    int socket = -1;
    std::string request;
    std::size_t sent = 0;
    std::string answer;
    Clock::time_point started;
};

class Load {
public:
    Load(const std::vector<RequestTemplate>& templates, const LoadOptions& options)
        : templates_(templates), options_(options), random_(options.seed) {}

    LoadResult run() {
        epoll_ = ::epoll_create1(0);
        for (int i = 0; i < options_.connections; ++i)
            add_client();
        const auto started = Clock::now();
        const auto end = started + std::chrono::duration<double>(options_.seconds);
        std::array<epoll_event, 256> events{};
        while (Clock::now() < end) {
            const int n = ::epoll_wait(epoll_, events.data(), events.size(), 100);
            for (int i = 0; i < n; ++i) {
                Client& client =
                    *static_cast<Client*>(events[static_cast<std::size_t>(i)].data.ptr);
                if (client.sent < client.request.size()) go_on_sending(client);
                receive(client);
            }
        }
        result_.seconds = std::chrono::duration<double>(Clock::now() - started).count();
        for (const auto& client : clients_)
            ::close(client->socket);
        ::close(epoll_);
        std::ranges::sort(result_.latencies_ms);
        return std::move(result_);
    }

private:
    void add_client() {
        clients_.push_back(std::make_unique<Client>());
        Client& client = *clients_.back();
        client.socket = connect_to(options_.port);
        epoll_event event{};
        event.events = EPOLLIN | EPOLLOUT | EPOLLET;
        event.data.ptr = &client;
        ::epoll_ctl(epoll_, EPOLL_CTL_ADD, client.socket, &event);
        send_next(client);
    }

    void send_next(Client& client) {
        const RequestTemplate& next = templates_[random_() % templates_.size()];
        client.request = next.bytes;
        char uuid[64];
        const std::uint64_t a = random_();
        const std::uint64_t b = random_();
        std::snprintf(uuid,
                      sizeof uuid,
                      "%08x-%04x-4%03x-a%03x-%012llx",
                      static_cast<unsigned>(a >> 32U),
                      static_cast<unsigned>(a >> 16U) & 0xFFFFU,
                      static_cast<unsigned>(a) & 0xFFFU,
                      static_cast<unsigned>(b >> 48U) & 0xFFFU,
                      static_cast<unsigned long long>(b & 0xFFFFFFFFFFFFULL));
        for (const std::size_t place : next.places)
            client.request.replace(place, 36, uuid);
        client.sent = 0;
        client.answer.clear();
        client.started = Clock::now();
        go_on_sending(client);
    }

    void go_on_sending(Client& client) {
        while (client.sent < client.request.size()) {
            const ssize_t n = ::send(client.socket,
                                     client.request.data() + client.sent,
                                     client.request.size() - client.sent,
                                     MSG_NOSIGNAL);
            if (n < 0 && errno == EAGAIN) return;
            if (n <= 0) stop_with("send");
            client.sent += static_cast<std::size_t>(n);
        }
    }

    void receive(Client& client) {
        char buffer[16384];
        for (;;) {
            const ssize_t n = ::recv(client.socket, buffer, sizeof buffer, 0);
            if (n < 0 && errno == EAGAIN) return;
            if (n <= 0) stop_with("the server closed a connection");
            client.answer.append(buffer, static_cast<std::size_t>(n));
            if (is_whole(client.answer)) {
                take(client);
                return send_next(client);
            }
        }
    }

    static bool is_whole(const std::string& answer) {
        const std::size_t end = answer.find("\r\n\r\n");
        if (end == std::string::npos) return false;
        const std::size_t at = answer.find("\r\nContent-Length: ");
        const std::size_t length =
            at > end ? 0 : std::strtoul(answer.c_str() + at + 18, nullptr, 10);
        return answer.size() >= end + 4 + length;
    }

    void take(const Client& client) {
        const std::chrono::duration<double, std::milli> took = Clock::now() - client.started;
        if (client.answer.starts_with("HTTP/1.1 201")) {
            ++result_.acknowledged;
            result_.latencies_ms.push_back(took.count());
        } else {
            if (++result_.other == 1) result_.first_other = client.answer.substr(0, 1000);
        }
    }

    const std::vector<RequestTemplate>& templates_;
    LoadOptions options_;
    std::mt19937_64 random_;
    std::vector<std::unique_ptr<Client>> clients_;
    LoadResult result_;
    int epoll_ = -1;
};

}  // namespace

LoadResult run_load(const std::vector<RequestTemplate>& templates, const LoadOptions& options) {
    return Load(templates, options).run();
}

}  // namespace mtm
