// A library to load before a program (LD_PRELOAD), which makes every flush of a file last FLUSH_MS
// milliseconds longer: for measuring on a machine whose disk says that bytes are safe at once what
// the same program does on a disk that writes them first. bench/serve.cc says how.
#include <cstdlib>

#include <dlfcn.h>
#include <time.h>
#include <unistd.h>

namespace {

int flush_slowly(const char* name, int file) {
    using Flush = int (*)(int);
    const int result = reinterpret_cast<Flush>(::dlsym(RTLD_NEXT, name))(file);
    const char* given = std::getenv("FLUSH_MS");
    const auto ns = static_cast<long>(1e6 * (given != nullptr ? std::atof(given) : 2.6));
    const timespec pause{ns / 1'000'000'000, ns % 1'000'000'000};
    ::nanosleep(&pause, nullptr);
    return result;
}

}  // namespace

extern "C" int fsync(int file) {
    return flush_slowly("fsync", file);
}

extern "C" int fdatasync(int file) {
    return flush_slowly("fdatasync", file);
}
