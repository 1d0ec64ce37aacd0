// The whole server as one function: every address has an answer, whoever's it is.
#include "capture/respond.h"

#include <gtest/gtest.h>

#include "capture/service_for_test.h"

namespace mtm {
namespace {

class RespondTest : public testing::Test {
protected:
    RespondTest() { server_.add_device("tablet-1"); }

    Response ask(const std::string& method, const std::string& target) {
        return respond(server_.service, server_.request({.method = method, .target = target}));
    }

    ServerForTest server_;
};

TEST_F(RespondTest, FindsThePartThatAnAddressBelongsTo) {
    EXPECT_EQ(ask("GET", "/formList").status, 401);
    EXPECT_EQ(ask("HEAD", "/key/token-of-tablet-1/submission?deviceID=x").status, 204);
    EXPECT_EQ(ask("GET", "/v1/studies").status, 401);
    EXPECT_EQ(ask("GET", "/health").status, 200);
    EXPECT_EQ(ask("GET", "/").status, 200);
}

TEST_F(RespondTest, AnswersHeadAsGet) {
    for (const char* target : {"/health", "/", "/v1/studies", "/nowhere"}) {
        const Response get = ask("GET", target);
        const Response head = ask("HEAD", target);
        EXPECT_EQ(head.status, get.status) << target;
        EXPECT_EQ(header_of(head, "Content-Type"), header_of(get, "Content-Type")) << target;
        EXPECT_EQ(head.body.size(), get.body.size()) << target;  // the server leaves it out
    }
}

TEST_F(RespondTest, SaysInJsonThatThereIsNothing) {
    for (const char* target : {"/nowhere", "/formlist", "/v1/nowhere", "/v1/studies/r4/nowhere"}) {
        const Response response = ask("GET", target);
        EXPECT_EQ(response.status, 404) << target;
        EXPECT_TRUE(json_of(response).contains("message")) << target;
    }
    EXPECT_EQ(ask("BREW", "/v1/studies").status, 405);
    EXPECT_EQ(ask("POST", "/health").status, 405);
    EXPECT_EQ(ask("DELETE", "/key/token-of-tablet-1/submission").status, 405);
}

}  // namespace
}  // namespace mtm
