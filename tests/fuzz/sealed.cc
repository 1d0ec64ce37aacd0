// Any text as the manifest of an encrypted interview, any bytes as its files and as keys: it opens,
// or is told with a remedy, and nothing opens that was not sealed for the key. The first byte says
// where the manifest ends and the file begins.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "seal/manifest.h"
#include "seal/open_interview.h"

namespace {

const std::vector<mtm::PrivateKey>& keys() {
    static const std::vector<mtm::PrivateKey> out = [] {
        std::ifstream in(MTM_SOURCE_DIR "/tests/seal/private.pem");
        const std::string pem{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
        return std::vector<mtm::PrivateKey>{*mtm::PrivateKey::parse(pem, mtm::Secret())};
    }();
    return out;
}

// A manifest that was read is read again as the same.
void write_again(std::string_view xml) {
    const auto manifest = mtm::read_manifest(xml);
    if (!manifest) return;
    const auto again = mtm::read_manifest(mtm::write_manifest(*manifest));
    if (!again || again->encrypted_key != manifest->encrypted_key ||
        again->media != manifest->media || again->xml_file != manifest->xml_file ||
        again->signature != manifest->signature ||
        again->envelope.instance_id != manifest->envelope.instance_id)
        std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view all(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::size_t end = all.size() - all.size() * data[0] / 256;
    const std::string_view xml = all.substr(0, end);
    const std::string file(all.substr(end));
    write_again(xml);
    const mtm::Opening opening = mtm::open_interview(
        xml,
        keys(),
        [&file](const std::string& /*name*/) -> mtm::Result<std::optional<std::string>> {
            return std::optional<std::string>(file);
        },
        "fuzz.db");
    if (!opening.interview && opening.diagnostics.empty()) std::abort();
    for (const mtm::Diagnostic& each : opening.diagnostics) {
        if (each.remedy.empty() || each.code.empty()) std::abort();
    }
    (void)mtm::PublicKey::parse(all).has_value();
    (void)mtm::PrivateKey::parse(all, mtm::Secret("x")).has_value();
    return 0;
}
