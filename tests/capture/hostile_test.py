#!/usr/bin/env python3
"""What breaks, cheats or dawdles gets a clear answer, takes bounded memory and disturbs nobody.

    hostile_test.py [PART…]
"""
import argparse
import http.client
import os
import resource
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
import uuid

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from served import Interviews, Served, multipart, post  # noqa: E402

SKIPPED = []


def connect(served):
    return socket.create_connection(("127.0.0.1", served.port), timeout=30)


def head(served, length, kind, path=None, extra=""):
    return (f"POST {path or served.device}/submission HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n"
            f"X-OpenRosa-Version: 1.0\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n"
            f"{extra}\r\n").encode()


def answer_of(raw, time_s=30):
    """Status and body of the next answer on a raw connection; (0, b"") if it closes."""
    raw.settimeout(time_s)
    data = b""
    try:
        while b"\r\n\r\n" not in data:
            piece = raw.recv(65536)
            if not piece:
                return 0, data
            data += piece
        start, _, body = data.partition(b"\r\n\r\n")
        status = int(start.split()[1])
        if status == 100:
            return answer_of(raw, time_s)
        for line in start.split(b"\r\n"):
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
                while len(body) < length:
                    piece = raw.recv(65536)
                    if not piece:
                        break
                    body += piece
        return status, body
    except OSError:
        return 0, data


def exchange(served, request):
    with connect(served) as raw:
        try:
            raw.sendall(request)
        except OSError:
            pass
        return answer_of(raw)


def expect_still_works(served, interviews):
    _, xml = interviews.make()
    start = time.monotonic()
    status, body = post(served, xml)
    assert status == 201, (status, body)
    assert time.monotonic() - start < 5, "others have to wait"


def cut_everywhere(served, interviews):
    """A real upload, cut at every byte of its framing and at many of its content: nothing that was
    not acknowledged is half there, and sending it again works."""
    instance_id, xml = interviews.make()
    audit = b"event,node,start,end\nform start,,1,\nform exit,,2,\n"
    kind, body = multipart(xml, [("audit.csv", "text/csv", audit)])
    whole = head(served, len(body), kind) + body
    framing = set(range(0, len(whole) - len(body), 7))
    begin = len(whole) - len(body)
    at = body.find(b"\r\n--")
    while at >= 0:  # every byte around every boundary
        framing.update(range(begin + at, min(begin + at + 90, len(whole)), 3))
        at = body.find(b"\r\n--", at + 1)
    framing.update(range(begin, len(whole), max(1, len(body) // 60)))
    points = sorted(point for point in framing if point < len(whole))
    before = len(served.interviews())
    for point in points:
        with connect(served) as raw:
            raw.sendall(whole[:point])
            if point % 2:  # half of them with a reset instead of an orderly end
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    time.sleep(0.3)
    assert len(served.interviews()) == before, "a cut upload became an interview"
    # What is a whole message but a cut multipart: refused with a sentence.
    refused = 0
    for point in range(1, len(body), max(1, len(body) // 40)):
        cut = body[:point]
        status, answer = exchange(served, head(served, len(cut), kind) + cut)
        assert 400 <= status < 500, (point, status, answer[:200])
        assert b"<message" in answer, answer[:200]
        refused += 1
    assert len(served.interviews()) == before, "a truncated body became an interview"
    status, _ = exchange(served, whole)
    assert status == 201, status
    assert served.xml_of(instance_id) == xml
    return f"{len(points)} cuts, {refused} truncated bodies"


def resend(served, interviews):
    """After a restart, in another order, from two devices at once: 201 or 202, and one interview."""
    first, xml = interviews.make()
    audit = ("audit.csv", "text/csv", b"event,node,start,end\n")
    assert post(served, xml, [audit])[0] == 201
    assert post(served, xml, [audit])[0] in (201, 202)
    edited_id = "uuid:" + str(uuid.uuid4())
    edited = xml.replace(first.encode(), edited_id.encode(), 1)
    closing = edited.rfind(b"instanceID>") + len(b"instanceID>")
    prefix = edited[edited.rfind(b"</", 0, closing) + 2:closing - len(b"instanceID>")]
    edited = (edited[:closing] + b"<" + prefix + b"deprecatedID>" + first.encode() + b"</" +
              prefix + b"deprecatedID>" + edited[closing:])
    assert post(served, edited)[0] == 201
    for again in (xml, edited, xml):
        assert post(served, again)[0] in (201, 202), "a resend after the edit is refused"
    listed = served.interviews()
    assert first in listed and edited_id not in listed, "an edit became a second interview"
    assert listed[first]["edits"] == 1, listed[first]
    # An edit that arrives before what it edits.
    late, late_xml = interviews.make(1)
    late_edit_id = "uuid:" + str(uuid.uuid4())
    late_edit = edited.replace(first.encode(), late.encode()).replace(
        edited_id.encode(), late_edit_id.encode())
    assert post(served, late_edit)[0] in (201, 202)
    assert post(served, late_xml)[0] in (201, 202)
    # The same interview from two devices, eight times at once.
    devices = [served.device, served.add_device("second tablet")]
    same_id, same = interviews.make(2)
    statuses = []
    threads = [threading.Thread(target=lambda n=n: statuses.append(
        post(served, same, path=devices[n % 2])[0])) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(statuses) <= {201, 202} and len(statuses) == 8, statuses
    served.stop()
    served.start()
    for again in (xml, edited, late_xml, late_edit, same):
        assert post(served, again)[0] in (201, 202), "a resend after a restart is refused"
    listed = served.interviews()
    assert sum(1 for i in listed if i == same_id) == 1
    family = [i for i in listed if i in (first, edited_id)]
    assert family == [first], family
    assert len([i for i in listed if i in (late, late_edit_id)]) == 1, "early edit: two interviews"
    assert served.xml_of(same_id) == same
    return "5 interviews sent again in every way"


def over_limits(served, interviews):
    """Bodies, heads and parts beyond every limit."""
    kind, _ = multipart(b"<data/>")
    memory = served.memory()
    big = 150_000_000
    with connect(served) as raw:  # said before anything is read
        raw.sendall(head(served, big, kind))
        status, body = answer_of(raw)
        assert status == 413 and b"<message" in body, (status, body)
    with connect(served) as raw:  # and to a client that sends all of it first, as Collect does
        raw.sendall(head(served, big, kind))
        piece = b"x" * 1_000_000
        try:
            for _ in range(60):
                raw.sendall(piece)
        except OSError as error:
            raise AssertionError(f"the connection broke before the answer: {error}") from error
        assert answer_of(raw)[0] == 413
    chunked = (f"POST {served.device}/submission HTTP/1.1\r\nHost: a\r\nContent-Type: {kind}\r\n"
               "Transfer-Encoding: chunked\r\n\r\n").encode()
    with connect(served) as raw:
        raw.sendall(chunked)
        chunk = b"f4240\r\n" + b"x" * 1_000_000 + b"\r\n"
        for _ in range(110):
            raw.sendall(chunk)
        raw.sendall(b"0\r\n\r\n")
        assert answer_of(raw)[0] == 413
    _, xml = interviews.make()
    many = [(f"f{n}.jpg", "image/jpeg", b"x") for n in range(10_000)]
    status, body = post(served, xml, many)
    assert 400 <= status < 500 and b"<message" in body, (status, body[:200])
    # A large file that is allowed goes through the spool, not through memory.
    instance_id, xml = interviews.make(3)
    photo = os.urandom(30_000_000)
    status, body = post(served, xml, [("photo.jpg", "image/jpeg", photo)])
    assert status == 201, (status, body[:200])
    assert served.file_of(instance_id, "photo.jpg") == photo
    del photo
    for request, expected in [
            (b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", {414}),
            (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 60_000 + b"\r\n\r\n", {431}),
            (b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: y\r\n" * 500 + b"\r\n", {431})]:
        status, _ = exchange(served, request)
        assert status in expected, (request[:60], status)
    grown = served.memory() - memory
    assert grown < 120_000_000, f"{grown / 1e6:.0f} MB more memory"
    return f"{grown / 1e6:.0f} MB more memory afterwards"


def bombs_and_tricks(served, interviews):
    """XML that explodes, names that climb, lengths that lie, heads that two readers read two ways."""
    _, xml = interviews.make()
    text = xml.decode()
    start = text.find("<", text.find("?>") + 1 if text.startswith("<?xml") else 0)
    lol = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9)) + "]>"
    deep = "<a>" * 200_000
    memory = served.memory()
    for bomb in (text[:start] + lol + text[start:],
                 lol + "<data>&j;</data>",
                 '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><data>&x;</data>',
                 deep, deep + "</a>" * 200_000, "<data " + "a='b' " * 100_000 + "/>",
                 "", "\0", "<data>\x01</data>", text[:-40], text + text, "no XML at all"):
        begin = time.monotonic()
        status, body = post(served, bomb.encode())
        assert 400 <= status < 500 and b"<message" in body, (bomb[:80], status, body[:200])
        assert time.monotonic() - begin < 5, "took too long: " + bomb[:80]
    assert served.memory() - memory < 100_000_000, "memory grew"
    # Names of files that would lead out of their place are cut to their last part, or refused.
    for name in ("../../../tmp/climbed", "/tmp/climbed", "..", ".", "a\\..\\climbed", "con\0trol",
                 "x" * 5000, ""):
        _, fresh = interviews.make()
        status, _ = post(served, fresh, [(name, "image/jpeg", b"x")])
        assert status == 201 or 400 <= status < 500, (name, status)
    assert not os.path.exists("/tmp/climbed")
    for path in ("/../home/secret.key", "/%2e%2e/home/secret.key", "/assets/..%2f..%2fsecret.key",
                 "/assets/%2e%2e/%2e%2e/etc/passwd", "/f/../v1/studies", "/\\..\\a", "/%00", "/%"):
        status, body = exchange(served, f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        assert status == 400, (path, status)
    kind, body = multipart(xml)
    where = f"{served.device}/submission"
    shapes = [
        (f"Content-Length: {len(body)}\r\nContent-Length: {len(body)}\r\n", 400),
        (f"Content-Length: {len(body)}\r\nContent-Length: 0\r\n", 400),
        (f"Content-Length: {len(body)}\r\nTransfer-Encoding: chunked\r\n", 400),
        (f"Content-Length : {len(body)}\r\n", 400),
        (f"Content-Length: +{len(body)}\r\n", 400),
        (f"Content-Length: {len(body)}\r\n X: folded\r\n", 400),
        (f"Content-Length: {len(body)}\nX: bare\r\n", 400),
        ("Transfer-Encoding: chunked, identity\r\n", 501),
        ("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", 400)]
    for headers, expected in shapes:
        request = (f"POST {where} HTTP/1.1\r\nHost: a\r\nContent-Type: {kind}\r\n{headers}\r\n"
                   ).encode() + body + b"GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
        with connect(served) as raw:
            raw.sendall(request)
            status, _ = answer_of(raw)
            assert status == expected, (headers, status)
            raw.settimeout(5)
            raw.shutdown(socket.SHUT_WR)
            rest = b""
            while piece := raw.recv(65536):
                rest += piece
            assert b"HTTP/1.1" not in rest, (headers, "a second request was answered")
    # A length that says less than there is: the rest is no request, and a short body no interview.
    before = len(served.interviews())
    status, _ = exchange(served, head(served, len(body) - 30, kind) + body)
    assert 400 <= status < 500, status
    assert len(served.interviews()) == before
    return f"{len(shapes)} shapes of smuggling"


def slow_clients(served, interviews):
    """300 clients of one byte a second: everybody else is served as if they were not there."""
    _, xml = interviews.make()
    kind, body = multipart(xml)
    slow = []
    for n in range(300):
        raw = connect(served)
        raw.sendall(head(served, len(body), kind) if n % 2 else b"POST /sub")
        slow.append(raw)
    longest = 0
    for _ in range(3):
        for raw in slow:
            raw.sendall(b"x")
        time.sleep(1)
        for _ in range(10):
            start = time.monotonic()
            _, fresh = interviews.make()
            assert post(served, fresh)[0] == 201
            longest = max(longest, time.monotonic() - start)
    for raw in slow:
        raw.close()
    assert longest < 2, f"somebody waited {longest:.1f} s"
    return f"nobody waited longer than {longest * 1000:.0f} ms"


def idle_connections(served, interviews):
    """5,000 connections that say nothing: memory stays flat, interviews go on."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 5_000
    if hard != resource.RLIM_INFINITY and hard < wanted + 200:
        SKIPPED.append(f"5,000 idle connections: only {hard} files may be open")
        return "skipped"
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted + 200), hard))
    before = served.memory()
    idle = []
    for n in range(wanted):
        raw = connect(served)
        if n % 2:  # half of them have asked something before
            raw.sendall(b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
        idle.append(raw)
    for raw in idle[1::2]:
        answer_of(raw)
    first = served.memory()
    for _ in range(20):
        expect_still_works(served, interviews)
    time.sleep(2)
    second = served.memory()
    for raw in idle:
        raw.close()
    each = (first - before) / wanted
    assert each < 20_000, f"{each / 1000:.1f} kB for each idle connection"
    assert second - first < 10_000_000, "memory grows while nothing happens"
    time.sleep(1)
    expect_still_works(served, interviews)
    return f"{each / 1000:.1f} kB for each"


def stop_during_body(served, interviews):
    """SIGTERM while a tablet is sending: the rest is received, stored and answered."""
    instance_id, xml = interviews.make()
    kind, body = multipart(xml)
    with connect(served) as idle, connect(served) as raw:
        raw.sendall(head(served, len(body), kind) + body[:1000])
        time.sleep(0.3)
        served.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        try:
            connect(served).close()
            raise AssertionError("still accepts connections")
        except ConnectionRefusedError:
            pass
        assert idle.recv(100) == b"", "an idle connection stays"
        raw.sendall(body[1000:])
        status, _ = answer_of(raw)
        assert status == 201, status
    assert served.process.wait(20) == 0
    served.process.stdout.close()
    served.start()
    assert served.xml_of(instance_id) == xml
    return "received, stored and answered"


def too_many(served, interviews):
    """More connections than are allowed: 503, and the rest goes on."""
    limited = Served(arguments=["--connections", "50"])
    with limited:
        limited.set_up()
        held = [connect(limited) for _ in range(50)]
        time.sleep(0.3)
        status, body = exchange(limited, b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
        assert status == 503, (status, body)
        for raw in held[:10]:
            raw.close()
        time.sleep(0.3)
        _, xml = interviews.make()
        assert post(limited, xml)[0] == 201
        for raw in held:
            raw.close()
    return "503 with a sentence"


def tls(served, interviews):
    """By certificate files: a new one is taken on SIGHUP, a broken one changes nothing."""
    place = served.scratch
    cert, key = os.path.join(place, "cert.pem"), os.path.join(place, "key.pem")

    def make_certificate(name):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                        "/CN=" + name, "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key,
                        "-out", cert], check=True, stderr=subprocess.DEVNULL)

    def subject(secure):
        der = ssl.get_server_certificate(("127.0.0.1", secure.port))
        text = subprocess.run(["openssl", "x509", "-noout", "-subject"], input=der.encode(),
                              capture_output=True, check=True).stdout
        return text.decode().strip().rsplit("=", 1)[1].strip()

    make_certificate("first")
    secure = Served(arguments=["--tls-cert", cert, "--tls-key", key])
    with secure:
        assert subject(secure) == "first"
        context = ssl.create_default_context(cafile=cert)
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            context.minimum_version = context.maximum_version = version
            connection = http.client.HTTPSConnection("127.0.0.1", secure.port, context=context,
                                                     timeout=20)
            for size in (10, 3_000_000):  # small and spooled bodies over one connection
                connection.request("POST", "/v1/sessions", body=b"x" * size)
                reply = connection.getresponse()
                assert 400 <= reply.status < 500, reply.status
                reply.read()
            connection.close()
        status, _ = exchange(secure, b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
        assert status == 0, "plain http is answered on a TLS port"
        make_certificate("second")
        secure.process.send_signal(signal.SIGHUP)
        time.sleep(0.5)
        assert subject(secure) == "second"
        with open(cert, "w") as file:
            file.write("broken")
        secure.process.send_signal(signal.SIGHUP)
        time.sleep(0.5)
        assert subject(secure) == "second"
        assert secure.stop() == 0
    return "TLS 1.2 and 1.3, reload"


def plain_http(served, interviews):
    """Off this machine nothing is answered without TLS, but for a sentence."""
    def ask(port, host, path):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", path, headers={"Host": host, "X-OpenRosa-Version": "1.0"})
        reply = connection.getresponse()
        return reply.status, reply.read()

    status, body = ask(served.port, "survey.example.org", served.device + "/formList")
    assert status == 403 and b"http" in body, (status, body)
    status, _ = ask(served.port, f"127.0.0.1:{served.port}", served.device + "/formList")
    assert status == 200, status
    insisting = Served(arguments=["--insist-plain-http"])
    with insisting:
        insisting.set_up()
        status, body = ask(insisting.port, "survey.example.org", insisting.device + "/formList")
        assert status == 200, (status, body)
    return "403 with a sentence"


def log_and_metrics(served, interviews):
    """The log and the metrics name nobody: no token, no interview, no address."""
    instance_id, xml = interviews.make()
    assert post(served, xml, path=served.device)[0] == 201
    status, metrics = served.call("GET", "/metrics")
    assert status == 200 and b'mtm_requests_total{route="submission",status="201"}' in metrics
    time.sleep(0.3)
    served.stop()
    with open(os.path.join(served.scratch, "log"), errors="replace") as file:
        log = file.read()
    told = log + metrics.decode()
    token = served.device.rsplit("/", 1)[1]
    for secret in (token, token[:12], instance_id, instance_id[5:13], "127.0.0.1\"",
                   "owner@example.org", "/submission", "deviceID"):
        assert secret not in told, f"“{secret}” is told"
    assert '"event":"request"' in log and '"event":"stopped"' in log, log[-500:]
    served.start()
    served.sign_in()
    return f"{log.count(chr(10))} lines"


PARTS = ["resend", "cut_everywhere", "over_limits", "bombs_and_tricks", "slow_clients",
         "idle_connections", "stop_during_body", "too_many", "plain_http", "log_and_metrics", "tls"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("parts", nargs="*", default=PARTS)
    options = parser.parse_args()
    interviews = Interviews()
    passed = failed = 0
    served = Served()
    with served:
        served.set_up()
        for part in options.parts:
            start = time.monotonic()
            try:
                said = globals()[part](served, interviews)
                expect_still_works(served, interviews)
                print(f"{part}: {said} ({time.monotonic() - start:.1f} s)")
                passed += 1
            except (AssertionError, OSError, RuntimeError) as error:
                failed += 1
                print(f"FAILED: {part}: {error!r}")
                if served.process.poll() is not None:
                    served.start()
                    served.sign_in()
    for what in SKIPPED:
        print("skipped: " + what)
    print(f"{passed - len(SKIPPED)} passed, {failed} failed, {len(SKIPPED)} skipped")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
