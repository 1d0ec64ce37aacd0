#include "capture/secrets.h"

#include <set>

#include "capture/service_for_test.h"

namespace mtm {
namespace {

TEST(Secrets, HashesAreThoseOfTheStandards) {
    // FIPS 180-2, B.1; RFC 1321, A.5.
    EXPECT_EQ(sha256_hex("abc"),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(md5_hex("message digest"), "f96b697d7cb7938d525a2f31aaf161d0");
}

TEST(Secrets, Base64OfBasicIsReadStrictly) {
    EXPECT_EQ(from_base64("QWxhZGRpbjpvcGVuIHNlc2FtZQ=="), "Aladdin:open sesame");  // RFC 7617
    EXPECT_FALSE(from_base64("QWxh ZGRpbg=="));
    EXPECT_FALSE(from_base64("***"));
}

TEST(Secrets, WhatIsSealedOpensOnlyWithTheSameKey) {
    ServerForTest server;
    const std::string sealed = seal(server.service, "939e7578ed9e3c518a452acee763bce9");
    EXPECT_EQ(sealed.find("939e"), std::string::npos);
    EXPECT_EQ(unseal(server.service, sealed), "939e7578ed9e3c518a452acee763bce9");
    std::string changed = sealed;
    changed[30] = changed[30] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(unseal(server.service, changed));
    EXPECT_FALSE(unseal(server.service, ""));
    server.service.secret.fill(8);
    EXPECT_FALSE(unseal(server.service, sealed));
}

TEST(Secrets, TheSameTextIsSealedDifferentlyEachTime) {
    ServerForTest server;
    EXPECT_NE(seal(server.service, "x"), seal(server.service, "x"));
}

TEST(Secrets, PasswordsOfDevicesHaveNoLettersThatAreMistakenForOthers) {
    ServerForTest server;
    std::set<std::string> made;
    for (int i = 0; i < 200; ++i) {
        const std::string password = new_device_password(server.service);
        EXPECT_EQ(password.size(), 20U);
        EXPECT_EQ(password.find_first_of("ilo01ILO"), std::string::npos) << password;
        made.insert(password);
    }
    EXPECT_EQ(made.size(), 200U);
}

TEST(Secrets, APasswordIsTheSameHoweverItsLettersAreComposed) {
    const PasswordCost cheap{.operations = 1, .memory_bytes = 8'192};
    // "й" as one code point, and as "и" with a breve.
    const std::string hash = *hash_password(cheap, "\u0439\u0439\u0439 long words");
    EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
    EXPECT_TRUE(verify_password(hash, "\u0438\u0306\u0439\u0439 long words"));
    EXPECT_FALSE(verify_password(hash, "\u0438\u0439\u0439 long words"));
    EXPECT_FALSE(verify_password("", ""));
}

TEST(Secrets, AHashWithOtherParametersIsRenewed) {
    const PasswordCost cheap{.operations = 1, .memory_bytes = 8'192};
    const PasswordCost dearer{.operations = 2, .memory_bytes = 16'384};
    const std::string hash = *hash_password(cheap, "a long password");
    EXPECT_FALSE(needs_new_hash(cheap, hash));
    EXPECT_TRUE(needs_new_hash(dearer, hash));
}

TEST(Secrets, MemoryThatIsNotThereIsAnError) {
    EXPECT_FALSE(hash_password({.operations = 1, .memory_bytes = 1}, "a long password"));
}

}  // namespace
}  // namespace mtm
