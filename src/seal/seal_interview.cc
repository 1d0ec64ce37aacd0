#include "seal/seal_interview.h"

#include "base/text.h"
#include "interview/envelope.h"
#include "seal/base64.h"
#include "seal/file_cipher.h"
#include "seal/manifest.h"

namespace mtm {

Result<SealedInterviewParts> seal_interview(std::string_view xml,
                                            const std::vector<OpenedFile>& files,
                                            const PublicKey& key,
                                            const SealingEntropy& entropy) {
    const std::string& file_key = entropy.file_key.bytes();
    CHECK(file_key.size() == 32);
    Manifest manifest;
    manifest.envelope = TRY(read_envelope(xml));
    manifest.has_version = !manifest.envelope.version.empty();
    manifest.encrypted_key = base64_of(key.encrypt(file_key, entropy.key_seed));
    manifest.xml_file = "submission.xml.enc";
    SealedInterviewParts out;
    std::vector<FileDigest> digests;
    InitializationVectors vectors(manifest.envelope.instance_id, file_key);
    for (const OpenedFile& file : files) {
        manifest.media.push_back(file.name + ".enc");
        digests.push_back({file.name, hexadecimal(md5(file.bytes))});
        out.files.push_back(
            {manifest.media.back(), encrypt_file(file.bytes, file_key, vectors.next())});
    }
    digests.push_back({plain_name(manifest.xml_file), hexadecimal(md5(xml))});
    out.files.push_back({manifest.xml_file, encrypt_file(xml, file_key, vectors.next())});
    manifest.signature =
        base64_of(key.encrypt(md5(signed_text(manifest, digests)), entropy.signature_seed));
    out.manifest = write_manifest(manifest);
    return out;
}

}  // namespace mtm
