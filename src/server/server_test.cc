#include "server/server.h"

#include <atomic>

#include "server/wire_for_test.h"

namespace mtm {
namespace {

using std::chrono::milliseconds;

// Says what it was asked, and how long the body was.
Response echo(const Request& request) {
    Response response;
    response.headers = {{"Content-Type", "text/plain"}};
    response.body = request.method + " " + request.path + " " + std::to_string(request.body.size());
    if (request.body.size() < 100) response.body += " " + std::string(request.body);
    return response;
}

std::string post(std::string_view body) {
    return "POST /submission HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

std::string body_of(const std::string& answer) {
    return answer.substr(answer.find("\r\n\r\n") + 4);
}

std::string status_in(const std::string& answer) {
    return answer.size() < 12 ? "nothing" : answer.substr(9, 3);
}

TEST(Server, AnswersRequestAfterRequestOnOneConnection) {
    const RunningServer server(echo);
    Wire wire(server.port);
    for (int i = 0; i < 3; ++i) {
        wire.send("GET /formList HTTP/1.1\r\nHost: localhost\r\n\r\n");
        const std::string answer = wire.read_answer();
        EXPECT_EQ(status_in(answer), "200");
        EXPECT_EQ(body_of(answer), "GET /formList 0 ");
        EXPECT_NE(answer.find("\r\nDate: "), std::string::npos);
    }
}

TEST(Server, PipelinedRequestsAreAnsweredInTheirOrder) {
    const RunningServer server(echo);
    Wire wire(server.port);
    wire.send(post("one") + post("") + post("three") + "GET /last HTTP/1.0\r\n\r\n");
    EXPECT_EQ(body_of(wire.read_answer()), "POST /submission 3 one");
    EXPECT_EQ(body_of(wire.read_answer()), "POST /submission 0 ");
    EXPECT_EQ(body_of(wire.read_answer()), "POST /submission 5 three");
    EXPECT_EQ(body_of(wire.read_to_end()), "GET /last 0 ");
    EXPECT_TRUE(wire.closed());
}

TEST(Server, BodiesArriveWholeInAnySizeAndFraming) {
    std::string arrived;
    const RunningServer server([&arrived](const Request& request) {
        arrived = request.body;
        return Response{};
    });
    for (const std::size_t size : {1UL, 255'000UL, 300'000UL, 5'000'000UL}) {
        std::string body;
        for (std::size_t i = 0; i < size; ++i)
            body += static_cast<char>(i * 31 % 251);
        Wire wire(server.port);
        wire.send(post(body));
        EXPECT_EQ(status_in(wire.read_answer()), "200");
        EXPECT_TRUE(arrived == body) << size;
        wire.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (std::size_t at = 0; at < size; at += 70'001) {
            const std::string piece = body.substr(at, 70'001);
            char head[32];
            std::snprintf(head, sizeof head, "%zx;x=y\r\n", piece.size());
            wire.send(head + piece + "\r\n");
        }
        wire.send("0\r\nTrailer: x\r\n\r\n");
        EXPECT_EQ(status_in(wire.read_answer()), "200");
        EXPECT_TRUE(arrived == body) << size << " in chunks";
    }
}

TEST(Server, EveryByteMayArriveAlone) {
    const RunningServer server(echo);
    Wire wire(server.port);
    const std::string chunked =
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "
        "chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
    for (const char c : post("hello") + chunked) {
        wire.send(std::string(1, c));
        std::this_thread::sleep_for(milliseconds(1));
    }
    EXPECT_EQ(body_of(wire.read_answer()), "POST /submission 5 hello");
    EXPECT_EQ(body_of(wire.read_answer()), "POST / 5 abcde");
}

TEST(Server, TooLargeIsSaidBeforeAnythingIsRead) {
    ServerOptions options;
    options.largest_body = 1000;
    const RunningServer server(echo, options);
    Wire wire(server.port);
    wire.send(
        "POST / HTTP/1.1\r\nHost: a\r\nX-OpenRosa-Version: 1.0\r\nExpect: 100-continue\r\n"
        "Content-Length: 1001\r\n\r\n");
    const std::string answer = wire.read_to_end(milliseconds(500));
    EXPECT_EQ(status_in(answer), "413");
    EXPECT_NE(answer.find("<message nature=\"error\">This is larger"), std::string::npos);
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
}

// Collect sends its whole body before it reads.
TEST(Server, ClientThatSendsAllOfATooLargeBodyStillSeesTheAnswer) {
    ServerOptions options;
    options.largest_body = 1000;
    const RunningServer server(echo, options);
    const std::string body(20'000'000, 'x');
    Wire plain(server.port);
    EXPECT_TRUE(plain.send(post(body)));
    EXPECT_EQ(status_in(plain.read_until("\r\n\r\n")), "413");
    Wire chunked(server.port);
    EXPECT_TRUE(chunked.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"));
    char head[32];
    std::snprintf(head, sizeof head, "%zx\r\n", body.size());
    EXPECT_TRUE(chunked.send(head + body + "\r\n0\r\n\r\n"));
    EXPECT_EQ(status_in(chunked.read_until("\r\n\r\n")), "413");
}

TEST(Server, SmallChunksAddUpToTooLarge) {
    ServerOptions options;
    options.largest_body = 1000;
    const RunningServer server(echo, options);
    Wire wire(server.port);
    wire.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 101; ++i)
        wire.send("a\r\n0123456789\r\n");
    EXPECT_EQ(status_in(wire.read_until("\r\n\r\n")), "413");
}

TEST(Server, ExpectationIsMetBeforeTheBody) {
    const RunningServer server(echo);
    Wire wire(server.port);
    wire.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    EXPECT_EQ(wire.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    wire.send("ab");
    EXPECT_EQ(body_of(wire.read_answer()), "POST / 2 ab");
}

TEST(Server, HeadHasTheLengthAndNoBody) {
    const RunningServer server(echo);
    Wire wire(server.port);
    wire.send("HEAD /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.0\r\n\r\n");
    const std::string answers = wire.read_to_end();
    EXPECT_NE(answers.find("Content-Length: 10\r\n"), std::string::npos);
    EXPECT_EQ(answers.find("HEAD /a"), std::string::npos);
    EXPECT_NE(answers.find("GET /b"), std::string::npos);
}

TEST(Server, BrokenRequestsGetOneAnswerAndNoSecondRequest) {
    std::atomic<int> handled = 0;
    const RunningServer server([&handled](const Request& request) {
        ++handled;
        return echo(request);
    });
    const std::string smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
    const std::string start = "POST / HTTP/1.1\r\nHost: a\r\n";
    const std::string chunked = start + "Transfer-Encoding: chunked\r\n\r\n";
    for (const std::string& request :
         {start + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          start + "Content-Length: 0\r\nContent-Length: 44\r\n\r\n",
          start + "Content-Length : 0\r\n\r\n",
          start + "X: y\r\n z\r\n\r\n",
          std::string("GET / HTTP/1.1\nHost: a\n\n"),
          std::string("GET /../a HTTP/1.1\r\nHost: a\r\n\r\n"),
          chunked + "0x1\r\na\r\n0\r\n\r\n",
          chunked + "+1\r\na\r\n0\r\n\r\n",
          chunked + "-1\r\na\r\n0\r\n\r\n",
          chunked + " 1\r\na\r\n0\r\n\r\n",
          chunked + "1 \r\na\r\n0\r\n\r\n",
          chunked + "\r\n\r\n",
          chunked + "g\r\n\r\n",
          chunked + "1\na\n0\n\n",
          chunked + "1\r\nab0\r\n\r\n",
          chunked + "ffffffffffffffffff\r\na\r\n0\r\n\r\n"}) {
        Wire wire(server.port);
        wire.send(request + smuggled);
        const std::string answers = wire.read_to_end(milliseconds(300));
        EXPECT_TRUE(status_in(answers) == "400" || status_in(answers) == "413") << request << "\n"
                                                                                << answers;
        EXPECT_EQ(answers.find("HTTP/1.1", 1), std::string::npos) << request << "\n" << answers;
    }
    EXPECT_EQ(handled, 0);
}

TEST(Server, HeadsHaveTheirLimits) {
    const RunningServer server(echo);
    Wire long_head(server.port);
    long_head.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(40'000, 'x'));
    EXPECT_EQ(status_in(long_head.read_until("\r\n\r\n")), "431");
    Wire long_target(server.port);
    long_target.send("GET /" + std::string(9'000, 'x'));
    EXPECT_EQ(status_in(long_target.read_until("\r\n\r\n")), "414");
    Wire long_chunk_line(server.port);
    long_chunk_line.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;" +
                         std::string(100'000, 'x'));
    EXPECT_EQ(status_in(long_chunk_line.read_until("\r\n\r\n")), "400");
}

ServerOptions impatient() {
    ServerOptions options;
    options.patience.idle = milliseconds(600);
    options.patience.head = milliseconds(600);
    options.patience.window = milliseconds(600);
    options.patience.window_bytes = 1000;
    options.patience.linger = milliseconds(300);
    return options;
}

TEST(Server, SlowClientsAreToldSoAndLeave) {
    const RunningServer server(echo, impatient());
    Wire idle(server.port);
    Wire head(server.port);
    Wire body(server.port);
    head.send("GET / HTTP/1.1\r\nHo");
    body.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n");
    for (int i = 0; i < 10; ++i) {
        head.send("x");
        body.send("x");
        std::this_thread::sleep_for(milliseconds(100));
    }
    EXPECT_EQ(status_in(head.read_to_end()), "408");
    EXPECT_EQ(status_in(body.read_to_end()), "408");
    EXPECT_EQ(idle.read_to_end(), "");
    EXPECT_TRUE(idle.closed());
}

TEST(Server, SlowBodyThatMakesProgressArrives) {
    const RunningServer server(echo, impatient());
    Wire wire(server.port);
    wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10000\r\n\r\n");
    for (int i = 0; i < 10; ++i) {  // longer than a window altogether
        std::this_thread::sleep_for(milliseconds(150));
        wire.send(std::string(1000, 'x'));
    }
    EXPECT_EQ(body_of(wire.read_answer()), "POST / 10000");
}

TEST(Server, NobodyWaitsForAHandlerThatWaits) {
    const RunningServer server([](const Request& request) {
        if (request.path == "/slow") std::this_thread::sleep_for(milliseconds(500));
        return echo(request);
    });
    std::vector<std::unique_ptr<Wire>> slow;
    for (int i = 0; i < 20; ++i) {
        slow.push_back(std::make_unique<Wire>(server.port));
        slow.back()->send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    const auto started = std::chrono::steady_clock::now();
    Wire fast(server.port);
    fast.send("GET /fast HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(status_in(fast.read_answer()), "200");
    EXPECT_LT(std::chrono::steady_clock::now() - started, milliseconds(400));
    for (const auto& wire : slow)
        EXPECT_EQ(status_in(wire->read_answer()), "200");
}

TEST(Server, WhatAHandlerThrowsIsA500ThatSaysNothing) {
    const RunningServer server(
        [](const Request&) -> Response { throw std::runtime_error("secret"); });
    Wire wire(server.port);
    wire.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    const std::string answer = wire.read_answer();
    EXPECT_EQ(status_in(answer), "500");
    EXPECT_EQ(answer.find("secret"), std::string::npos);
}

TEST(Server, ConnectionsBeyondTheLimitAreTold) {
    ServerOptions options;
    options.most_connections = 2;
    const RunningServer server(echo, options);
    Wire first(server.port);
    Wire second(server.port);
    first.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    second.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(status_in(first.read_answer()), "200");
    EXPECT_EQ(status_in(second.read_answer()), "200");
    Wire third(server.port);
    third.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    const std::string answer = third.read_to_end(milliseconds(300));
    EXPECT_EQ(status_in(answer), "503");
    EXPECT_NE(answer.find("Retry-After: "), std::string::npos);
    first.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(status_in(first.read_answer()), "200");
}

TEST(Server, EventsGoOnUntilTheClientLeavesOrTheServerStops) {
    std::atomic<int> alive = 0;
    ServerOptions options;
    options.patience.heartbeat = milliseconds(1);
    RunningServer server(
        [&alive](const Request&) {
            Response response;
            response.headers = {{"Content-Type", "text/event-stream"}};
            auto token = std::shared_ptr<int>(new int(0), [&alive](const int* n) {
                delete n;
                --alive;
            });
            ++alive;
            response.events = [token](std::int64_t) -> std::optional<std::string> {
                if (++*token > 1) return std::nullopt;
                return "event: revision\ndata: 7\n\n";
            };
            return response;
        },
        options);
    Wire stays(server.port);
    {
        Wire leaves(server.port);
        leaves.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
        leaves.read_until("data: 7\n\n");
    }
    stays.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_NE(stays.read_until("data: 7\n\n").find("Connection: close"), std::string::npos);
    EXPECT_NE(stays.read_until(":\n\n").find(":\n\n"), std::string::npos);
    for (int i = 0; i < 30 && alive > 1; ++i)
        std::this_thread::sleep_for(milliseconds(100));
    EXPECT_EQ(alive, 1);
    server.stop();
    server.join();
    stays.read_to_end();
    EXPECT_TRUE(stays.closed());
}

TEST(Server, AnswersInPiecesAreChunkedAndCutOffWhereTheyFail) {
    RunningServer server([](const Request& request) {
        Response response;
        const bool fails = request.path == "/fails";
        response.pieces = [n = 0, fails]() mutable -> Result<std::optional<std::string>> {
            if (++n > 2 && fails) return Error{"the disk has gone"};
            if (n > 3) return std::optional<std::string>();
            return std::optional(std::string(n == 2 ? 0 : 3, static_cast<char>('a' + n)));
        };
        return response;
    });
    Wire wire(server.port);
    wire.send("GET /whole HTTP/1.1\r\nHost: a\r\n\r\n");
    const std::string whole = wire.read_until("0\r\n\r\n");
    EXPECT_NE(whole.find("Transfer-Encoding: chunked"), std::string::npos);
    EXPECT_NE(whole.find("\r\n\r\n3\r\nbbb\r\n3\r\nddd\r\n0\r\n\r\n"), std::string::npos) << whole;
    wire.send("GET /fails HTTP/1.1\r\nHost: a\r\n\r\n");
    const std::string cut = wire.read_to_end();
    EXPECT_EQ(cut.find("0\r\n\r\n"), std::string::npos) << cut;
    Wire old(server.port);
    old.send("GET /whole HTTP/1.0\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(old.read_to_end().ends_with("\r\n\r\nbbbddd"));
}

TEST(Server, StopFinishesWhatIsBeingReceived) {
    RunningServer server(echo);
    Wire idle(server.port);
    Wire receiving(server.port);
    receiving.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n01234");
    std::this_thread::sleep_for(milliseconds(200));
    server.stop();
    EXPECT_EQ(idle.read_to_end(), "");
    EXPECT_TRUE(idle.closed());
    std::this_thread::sleep_for(milliseconds(300));
    receiving.send("56789");
    const std::string answer = receiving.read_to_end();
    EXPECT_EQ(body_of(answer), "POST / 10 0123456789");
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
    server.join();
}

TEST(Server, StopWaitsNoLongerThanItMay) {
    ServerOptions options;
    options.patience.stop = milliseconds(300);
    RunningServer server(echo, options);
    Wire receiving(server.port);
    receiving.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n01234");
    std::this_thread::sleep_for(milliseconds(200));
    const auto started = std::chrono::steady_clock::now();
    server.stop();
    server.join();
    EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(3));
}

// What a handler was told of its client, in one line.
Response describe(const Request& request) {
    Response response;
    response.body = request.peer + (request.secure ? " https" : " http") +
                    (request.loopback ? " here " : " away ") + request.base_url;
    return response;
}

std::string described(std::uint16_t port, const std::string& headers) {
    Wire wire(port);
    wire.send("GET / HTTP/1.1\r\n" + headers + "\r\n");
    return body_of(wire.read_answer());
}

TEST(Server, OnlyATrustedProxySaysWhoTheClientIs) {
    const std::string forwarded =
        "X-Forwarded-For: 127.0.0.1, 203.0.113.7\r\nX-Forwarded-Proto: https\r\n";
    const RunningServer alone(describe);
    EXPECT_EQ(described(alone.port, "Host: localhost:1\r\n"),
              "127.0.0.1 http here http://localhost:1");
    EXPECT_EQ(described(alone.port, "Host: survey.example.org\r\n"),
              "127.0.0.1 http away http://survey.example.org");
    EXPECT_EQ(described(alone.port, "Host: localhost\r\n" + forwarded),
              "127.0.0.1 http away http://localhost");
    ServerOptions options;
    options.proxies = *TrustedProxies::parse({"127.0.0.1"});
    const RunningServer behind(describe, options);
    EXPECT_EQ(described(behind.port, "Host: survey.example.org\r\n" + forwarded),
              "203.0.113.7 https away https://survey.example.org");
    EXPECT_EQ(
        described(behind.port,
                  "Host: a\r\nX-Forwarded-For: 127.0.0.1\r\nX-Forwarded-For: 203.0.113.7\r\n"),
        "203.0.113.7 http away http://a");
    options.public_url = "https://survey.example.org";
    const RunningServer named(describe, options);
    EXPECT_EQ(described(named.port, "Host: evil.example.com\r\n"),
              "127.0.0.1 http away https://survey.example.org");
}

TEST(Server, AnswersAreShorterForWhoTakesGzip) {
    const RunningServer server([](const Request& request) {
        Response response;
        response.headers = {{"Content-Type", "text/xml"}, {"Evil", "a\r\nSet-Cookie: b"}};
        if (request.path == "/strong") response.headers.push_back({"ETag", "\"x\""});
        response.body = std::string(10'000, 'x');
        return response;
    });
    const auto get = [&server](const std::string& path) {
        Wire wire(server.port);
        wire.send("GET " + path + " HTTP/1.1\r\nHost: a\r\nAccept-Encoding: br, gzip\r\n\r\n");
        return wire.read_answer();
    };
    const std::string answer = get("/");
    EXPECT_NE(answer.find("Content-Encoding: gzip\r\n"), std::string::npos);
    EXPECT_LT(answer.size(), 1000U);
    EXPECT_EQ(answer.find("Set-Cookie"), std::string::npos);
    EXPECT_EQ(get("/strong").find("gzip"), std::string::npos);
}

TEST(Server, MetricsCountWhatWasAnswered) {
    ServerOptions options;
    options.route_class = [](const Request&) -> std::string_view { return "submission"; };
    const RunningServer server(echo, options);
    {
        Wire wire(server.port);
        wire.send(post("12345") + post("123"));
        wire.read_answer();
        wire.read_answer();
        EXPECT_EQ(server.metrics.open_connections(), 1);
    }
    std::this_thread::sleep_for(milliseconds(100));
    EXPECT_EQ(server.metrics.open_connections(), 0);
    const std::string text = server.metrics.prometheus();
    EXPECT_NE(text.find("mtm_requests_total{route=\"submission\",status=\"200\"} 2\n"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("mtm_received_bytes_total 8\n"), std::string::npos) << text;
    EXPECT_NE(text.find("mtm_request_seconds_bucket{route=\"submission\",le=\"+Inf\"} 2\n"),
              std::string::npos);
}

}  // namespace
}  // namespace mtm
