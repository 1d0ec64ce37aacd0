#include "press/process.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"

namespace mtm {
namespace {

// A descriptor that closes itself.
class Descriptor {
public:
    Descriptor() = default;

    explicit Descriptor(int number) : number_(number) {}

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    ~Descriptor() { close(); }

    void close() {
        if (number_ >= 0) ::close(number_);
        number_ = -1;
    }

    void set(int number) {
        close();
        number_ = number;
    }

    [[nodiscard]] int get() const { return number_; }

private:
    int number_ = -1;
};

// Sockets, not pipes: writing to one whose reader has gone is an error, not a signal.
bool connect(Descriptor& ours, Descriptor& theirs) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return false;
    ours.set(ends[0]);
    theirs.set(ends[1]);
    return true;
}

// Gives a program its input and takes its output as they come: neither waits for the other.
std::string exchange(int talk, std::string_view input) {
    std::string output;
    std::array<char, 65536> buffer{};
    while (true) {
        pollfd waiting{.fd = talk, .events = POLLIN, .revents = 0};
        if (!input.empty()) waiting.events |= POLLOUT;
        if (::poll(&waiting, 1, -1) < 0 && errno != EINTR) return output;
        if ((waiting.revents & POLLOUT) != 0) {
            const ssize_t sent =
                ::send(talk, input.data(), input.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (sent > 0) input.remove_prefix(static_cast<std::size_t>(sent));
            if (sent < 0 && errno != EAGAIN && errno != EINTR) input = {};  // it ended early
            if (input.empty()) ::shutdown(talk, SHUT_WR);
        }
        if ((waiting.revents & (POLLIN | POLLHUP | POLLERR)) != 0) {
            const ssize_t count = ::recv(talk, buffer.data(), buffer.size(), MSG_DONTWAIT);
            if (count > 0) output.append(buffer.data(), static_cast<std::size_t>(count));
            if (count == 0) return output;
            if (count < 0 && errno != EAGAIN && errno != EINTR) return output;
        }
    }
}

std::string read_all(int from) {
    std::string out;
    std::array<char, 65536> buffer{};
    while (true) {
        const ssize_t count = ::read(from, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return out;
        out.append(buffer.data(), static_cast<std::size_t>(count));
    }
}

}  // namespace

Result<std::string> run_program(const std::vector<std::string>& command, std::string_view input) {
    Descriptor talk;
    Descriptor their_talk;
    // Not a pipe: it could fill while nobody reads it.
    const Descriptor complaints(::open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (!connect(talk, their_talk) || complaints.get() < 0) {
        return Error{std::string("cannot run ") + command.front() + ": " + std::strerror(errno)};
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, their_talk.get(), 0);
    posix_spawn_file_actions_adddup2(&actions, their_talk.get(), 1);
    posix_spawn_file_actions_adddup2(&actions, complaints.get(), 2);
    std::vector<char*> arguments;
    for (const std::string& argument : command)
        arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    pid_t child = 0;
    const int failed =
        ::posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) {
        return Error{std::string("cannot run ") + command.front() + ": " + std::strerror(failed)};
    }
    their_talk.close();
    if (input.empty()) ::shutdown(talk.get(), SHUT_WR);
    std::string output = exchange(talk.get(), input);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return output;
    ::lseek(complaints.get(), 0, SEEK_SET);
    return Error{command.front() + " failed: " + std::string(trim(read_all(complaints.get())))};
}

bool has_program(const std::string& name) {
    const char* path = std::getenv("PATH");
    if (path == nullptr) return false;
    for (const std::string_view folder : split(path, ':')) {
        const std::string file = std::string(folder) + "/" + name;
        if (::access(file.c_str(), X_OK) == 0 && !std::filesystem::is_directory(file)) return true;
    }
    return false;
}

}  // namespace mtm
