#include "programs/terminal.h"

#include <cstdio>
#include <memory>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <termios.h>
#include <unistd.h>

#include "store/files.h"

namespace mtm {
namespace {

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

// What is typed is not shown as long as this lives.
class Hidden {
public:
    explicit Hidden(int terminal) : terminal_(terminal) {
        works_ = ::tcgetattr(terminal, &before_) == 0;
        termios hidden = before_;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        works_ = works_ && ::tcsetattr(terminal, TCSAFLUSH, &hidden) == 0;
    }

    Hidden(const Hidden&) = delete;
    Hidden& operator=(const Hidden&) = delete;

    ~Hidden() {
        if (works_) ::tcsetattr(terminal_, TCSAFLUSH, &before_);
    }

    [[nodiscard]] bool works() const { return works_; }

private:
    int terminal_;
    termios before_{};
    bool works_ = false;
};

constexpr std::size_t longest = 1024;

}  // namespace

Result<Secret> ask_secretly(const std::string& question) {
    const std::unique_ptr<std::FILE, CloseFile> terminal(std::fopen("/dev/tty", "r+"));
    if (terminal == nullptr)
        return Error{"there is no terminal to ask on; give --passphrase-file FILE"};
    std::setvbuf(terminal.get(), nullptr, _IONBF, 0);  // no copy in a buffer
    Secret out;
    out.fill().reserve(longest);
    {
        const Hidden hidden(::fileno(terminal.get()));
        if (!hidden.works()) return Error{"the terminal cannot hide what is typed"};
        // Asked once nothing is shown any more: what was typed before is passed over.
        std::fprintf(terminal.get(), "%s: ", question.c_str());
        for (int c = std::fgetc(terminal.get()); c != EOF && c != '\n';
             c = std::fgetc(terminal.get())) {
            if (out.bytes().size() < longest) out.fill().push_back(static_cast<char>(c));
        }
    }
    std::fprintf(terminal.get(), "\n");
    return out;
}

Result<Secret> secret_in_file(const std::string& path) {
    Secret out(TRY(read_file(path)));
    std::string& text = out.fill();
    const std::size_t end = text.find_first_of("\r\n");
    if (end != std::string::npos) text.resize(end);
    if (text.empty()) return Error{path + " is empty: its first line is the passphrase"};
    return out;
}

void keep_memory_private() {
    const rlimit none{0, 0};
    (void)::setrlimit(RLIMIT_CORE, &none);
    (void)::prctl(PR_SET_DUMPABLE, 0);
}

}  // namespace mtm
