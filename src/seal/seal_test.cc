// Tested against interviews that the openssl command sealed (tests/seal, made by
// tests/capture/sealing.py), and against what this module seals itself.
#include <map>

#include <gtest/gtest.h>

#include "base/text.h"
#include "interview/envelope.h"
#include "seal/base64.h"
#include "seal/file_cipher.h"
#include "seal/manifest.h"
#include "seal/open_interview.h"
#include "seal/seal_interview.h"
#include "tests/shared_files.h"

namespace mtm {
namespace {

std::string vector_file(const std::string& name) {
    return read_test_file(source_directory() + "/tests/seal/" + name);
}

PrivateKey key_of(const std::string& name, const std::string& passphrase = "") {
    auto key = PrivateKey::parse(vector_file(name), Secret(passphrase));
    EXPECT_TRUE(key) << (key ? "" : key.error().message);
    return *key;
}

std::string refusal_of_private(const std::string& pem, const std::string& passphrase = "") {
    const auto key = PrivateKey::parse(pem, Secret(passphrase));
    return key ? "" : key.error().message;
}

std::string refusal_of_public(const std::string& base64) {
    const auto key = PublicKey::parse(base64);
    return key ? "" : key.error().message;
}

// An interview as it lies in a store: its manifest, and its files by name.
struct Lying {
    std::string manifest;
    std::map<std::string, std::string> files;

    [[nodiscard]] Opening open(const std::vector<PrivateKey>& keys) const {
        const auto give = [this](const std::string& name) -> Result<std::optional<std::string>> {
            const auto at = files.find(name);
            if (at == files.end()) return std::optional<std::string>();
            return std::optional<std::string>(at->second);
        };
        return open_interview(manifest, keys, give, "study.db");
    }

    // The codes of what is told, or "opened".
    [[nodiscard]] std::string outcome() const {
        const Opening opening = open({key_of("private.pem")});
        std::vector<std::string> out;
        for (const Diagnostic& each : opening.diagnostics) {
            out.push_back(each.code);
            EXPECT_FALSE(each.remedy.empty());
        }
        if (opening.interview) out.emplace_back("opened");
        return join(out, " ");
    }
};

Lying vector_interview(const std::string& folder) {
    Lying out;
    out.manifest = vector_file(folder + "/manifest.xml");
    const auto manifest = read_manifest(out.manifest);
    EXPECT_TRUE(manifest);
    for (const std::string& name : manifest->media)
        out.files[name] = vector_file(folder + "/" + name);
    out.files[manifest->xml_file] = vector_file(folder + "/" + manifest->xml_file);
    return out;
}

SealingEntropy entropy(char base) {
    return {Secret(std::string(32, base)), std::string(32, 's'), std::string(32, 't')};
}

const std::string plain =
    "<data id=\"people\" version=\"7\"><name>Айгүль</name>"
    "<meta><instanceID>uuid:9</instanceID></meta></data>";

Lying sealed(const std::string& xml, const std::vector<OpenedFile>& files = {}) {
    const auto key = PublicKey::parse(vector_file("public.txt"));
    EXPECT_TRUE(key);
    const auto parts = seal_interview(xml, files, *key, entropy('k'));
    EXPECT_TRUE(parts);
    Lying out{parts->manifest, {}};
    for (const OpenedFile& file : parts->files)
        out.files[file.name] = file.bytes;
    return out;
}

// --- what others sealed ---

TEST(OpenInterview, OpensWhatTheOpensslCommandSealed) {
    for (const char* folder : {"collect", "specification", "sha1-mask", "many-files"}) {
        const Lying lying = vector_interview(folder);
        const Opening opening = lying.open({key_of("private.pem")});
        ASSERT_TRUE(opening.interview) << folder << print(opening.diagnostics.front());
        EXPECT_TRUE(opening.diagnostics.empty());
        EXPECT_EQ(opening.interview->xml, vector_file(std::string(folder) + "/plain.xml"));
        ASSERT_EQ(opening.interview->files.size(), lying.files.size() - 1);
        for (std::size_t i = 0; i < opening.interview->files.size(); ++i) {
            std::string expected;
            for (std::size_t n = 0; n < i; ++n)
                expected += "file " + std::to_string(i) + " ";
            EXPECT_EQ(opening.interview->files[i].name, "file-" + std::to_string(i) + ".txt");
            EXPECT_EQ(opening.interview->files[i].bytes, expected);
        }
    }
}

TEST(OpenInterview, OpensWithThatKeyOfSeveralWhichFits) {
    const Lying lying = vector_interview("collect");
    EXPECT_TRUE(lying.open({key_of("other.pem"), key_of("private.pem")}).interview);
    const Opening none = lying.open({key_of("other.pem")});
    EXPECT_FALSE(none.interview);
    ASSERT_EQ(none.diagnostics.size(), 1U);
    EXPECT_EQ(none.diagnostics[0].code, "sealed-wrong-key");
    EXPECT_EQ(none.diagnostics[0].place.interview, "uuid:1");
    EXPECT_FALSE(lying.open({}).interview);
}

// --- what is sealed here ---

TEST(SealInterview, IsOpenedAgain) {
    const std::vector<OpenedFile> files{{"photo.jpg", std::string("\xff\xd8\0x", 4)},
                                        {"audit.csv", ""},
                                        {"long", std::string(100'000, 'x')}};
    const Opening opening = sealed(plain, files).open({key_of("private.pem")});
    ASSERT_TRUE(opening.interview);
    EXPECT_EQ(opening.interview->xml, plain);
    ASSERT_EQ(opening.interview->files.size(), 3U);
    for (std::size_t i = 0; i < files.size(); ++i) {
        EXPECT_EQ(opening.interview->files[i].name, files[i].name);
        EXPECT_EQ(opening.interview->files[i].bytes, files[i].bytes);
    }
}

TEST(SealInterview, LeavesNoAnswerReadable) {
    const Lying lying = sealed(plain, {{"photo.jpg", "Айгүль"}});
    EXPECT_EQ(lying.manifest.find("Айгүль"), std::string::npos);
    for (const auto& [name, bytes] : lying.files)
        EXPECT_EQ(bytes.find("Айгүль"), std::string::npos) << name;
}

TEST(SealInterview, IsTheSameForTheSameChanceAndAnotherForAnother) {
    const auto key = PublicKey::parse(vector_file("public.txt"));
    const auto with = [&](char base) {
        return seal_interview(plain, {}, *key, entropy(base))->manifest;
    };
    EXPECT_EQ(with('k'), with('k'));
    EXPECT_NE(with('k'), with('l'));
}

TEST(SealInterview, HoldsForEveryLengthOfAFileAroundABlock) {
    for (std::size_t size = 0; size <= 50; ++size) {
        const std::string bytes(size, '\x10');
        const Opening opening = sealed(plain, {{"f", bytes}}).open({key_of("private.pem")});
        ASSERT_TRUE(opening.interview) << size;
        EXPECT_EQ(opening.interview->files[0].bytes, bytes);
    }
}

// --- what does not open ---

TEST(OpenInterview, SaysWhatIsMissing) {
    Lying picture = vector_interview("collect");
    picture.files.erase("file-0.txt.enc");
    EXPECT_EQ(picture.outcome(), "sealed-file-missing opened");
    EXPECT_EQ(picture.open({key_of("private.pem")}).interview->files.size(), 1U);
    Lying answers = vector_interview("collect");
    answers.files.erase("submission.xml.enc");
    EXPECT_EQ(answers.outcome(), "sealed-file-missing");
}

TEST(OpenInterview, TellsEveryChangedByte) {
    const Lying whole = vector_interview("collect");
    for (const auto& [name, bytes] : whole.files) {
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            Lying changed = whole;
            changed.files[name][i] = static_cast<char>(changed.files[name][i] ^ 1);
            EXPECT_EQ(changed.outcome(), "sealed-damaged") << name << i;
        }
        for (const std::size_t size : {std::size_t{0}, std::size_t{1}, bytes.size() - 1}) {
            Lying cut = whole;
            cut.files[name].resize(size);
            EXPECT_EQ(cut.outcome(), "sealed-damaged") << name << size;
        }
    }
}

TEST(OpenInterview, TellsAManifestThatWasChanged) {
    const Lying whole = vector_interview("collect");
    const auto with = [&](const std::string& from, const std::string& to) {
        Lying changed = whole;
        changed.manifest = replace_all(whole.manifest, from, to);
        EXPECT_NE(changed.manifest, whole.manifest);
        return changed.outcome();
    };
    EXPECT_EQ(with("encrypted=\"yes\"", "encrypted=\"no\""), "sealed-manifest");
    EXPECT_EQ(with("</data>", ""), "sealed-manifest");
    EXPECT_EQ(with("base64EncryptedKey", "key"), "sealed-manifest");
    EXPECT_EQ(with("encryptedXmlFile", "file"), "sealed-manifest");
    EXPECT_EQ(with("uuid:1", "uuid:2"), "sealed-damaged");  // another vector
    EXPECT_EQ(with("version=\"7\"", "version=\"8\""), "sealed-damaged");
    EXPECT_EQ(with("<base64EncryptedKey>", "<base64EncryptedKey>*"), "sealed-damaged");
    EXPECT_EQ(with("<base64EncryptedKey>", "<base64EncryptedKey>AAAA"), "sealed-wrong-key");
}

TEST(OpenInterview, TellsWhatIsNoInterviewOrAnother) {
    Lying lying = sealed(plain);
    const auto with_inside = [&](const std::string& inside) {
        Lying changed = lying;
        InitializationVectors vectors("uuid:9", std::string(32, 'k'));
        changed.files["submission.xml.enc"] =
            encrypt_file(inside, std::string(32, 'k'), vectors.next());
        const std::size_t at = changed.manifest.find("<base64EncryptedElementSignature>");
        changed.manifest = changed.manifest.substr(0, at) + "</data>";
        return changed.outcome();
    };
    EXPECT_EQ(with_inside(plain), "opened") << "a signature is optional";
    EXPECT_EQ(with_inside("no interview"), "sealed-damaged");
    EXPECT_EQ(with_inside(replace_all(plain, "uuid:9", "uuid:8")), "sealed-other-interview");
    EXPECT_EQ(with_inside(replace_all(plain, "people", "persons")), "sealed-other-interview");
}

TEST(OpenInterview, SaysWhatTheDiskSays) {
    const auto broken = [](const std::string&) -> Result<std::optional<std::string>> {
        return Error{"input/output error"};
    };
    const Opening opening = open_interview(
        vector_file("collect/manifest.xml"), {key_of("private.pem")}, broken, "study.db");
    ASSERT_EQ(opening.diagnostics.size(), 1U);
    EXPECT_EQ(opening.diagnostics[0].code, "sealed-unreadable");
    EXPECT_NE(opening.diagnostics[0].message.find("input/output"), std::string::npos);
}

// --- keys ---

TEST(PrivateKey, IsReadFromEveryKindOfPem) {
    const std::string half = std::string(trim(vector_file("public.txt")));
    EXPECT_EQ(key_of("private.pem").public_base64(), half);
    EXPECT_EQ(key_of("private-rsa.pem").public_base64(), half);
    EXPECT_EQ(key_of("private-with-passphrase.pem", "a long passphrase").public_base64(), half);
    EXPECT_TRUE(needs_passphrase(vector_file("private-with-passphrase.pem")));
    EXPECT_FALSE(needs_passphrase(vector_file("private.pem")));
}

TEST(PrivateKey, SaysWhyItIsNone) {
    const std::string locked = vector_file("private-with-passphrase.pem");
    EXPECT_EQ(refusal_of_private(locked), "It needs its passphrase.");
    EXPECT_EQ(refusal_of_private(locked, "a wrong passphrase"),
              "The passphrase is wrong, or the file is damaged.");
    EXPECT_EQ(refusal_of_private(vector_file("public.txt")), "It holds no private key (PEM).");
    EXPECT_EQ(refusal_of_private(""), "It holds no private key (PEM).");
    EXPECT_EQ(refusal_of_private(vector_file("private.pem").substr(0, 500)),
              "The private key in it is damaged.");
    EXPECT_NE(refusal_of_private(vector_file("curve.pem")).find("no RSA"), std::string::npos);
    EXPECT_NE(refusal_of_private(vector_file("small.pem")).find("1024 bits"), std::string::npos);
}

TEST(PublicKey, IsReadWithAndWithoutTheLinesOfPem) {
    const std::string half = std::string(trim(vector_file("public.txt")));
    const auto key = PublicKey::parse("-----BEGIN PUBLIC KEY-----\n" + half.substr(0, 64) + "\n" +
                                      half.substr(64) + "\n-----END PUBLIC KEY-----\n");
    ASSERT_TRUE(key);
    EXPECT_EQ(key->base64(), half);
    EXPECT_EQ(key->bits(), 2048);
}

TEST(PublicKey, SaysWhyItIsNone) {
    const std::string half = std::string(trim(vector_file("public.txt")));
    EXPECT_NE(refusal_of_public(""), "");
    EXPECT_NE(refusal_of_public("KEY*").find("no base64"), std::string::npos);
    EXPECT_NE(refusal_of_public(half.substr(4)).find("no public key"), std::string::npos);
    EXPECT_NE(refusal_of_public(half + "AAAA").find("no public key"), std::string::npos);
    EXPECT_NE(refusal_of_public(key_of("private.pem").public_base64().substr(0, 40)), "");
}

TEST(Base64, KnowsWhatIsNone) {
    EXPECT_EQ(bytes_of_base64("AAEC\n/w=="), std::string("\0\1\2\xff", 4));
    EXPECT_EQ(base64_of(std::string("\0\1\2\xff", 4)), "AAEC/w==");
    EXPECT_EQ(bytes_of_base64(""), "");
    EXPECT_EQ(base64_of(""), "");
    for (const char* none : {"A", "AA", "AAA", "A===", "AA=A", "====", "AAAA=", "A*AA"})
        EXPECT_FALSE(bytes_of_base64(none)) << none;
}

TEST(Secret, ForgetsWhatItHeld) {
    std::string text = "a passphrase that is long enough to lie elsewhere";
    const char* const at = text.data();
    const std::size_t size = text.size();
    wipe(text);
    EXPECT_EQ(text, "");
    EXPECT_EQ(std::string(at, size), std::string(size, '\0'));  // the memory is the string's still
}

}  // namespace
}  // namespace mtm
