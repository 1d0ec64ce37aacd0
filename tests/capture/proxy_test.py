#!/usr/bin/env python3
"""`mtm serve` behind nginx as docs/operations/nginx.conf sets it up, over https, with real nginx.

A tablet with Digest over https, with a picture; a sign-in as a browser does it; the live page; an
upload above the limit; the server killed behind the proxy in the middle of uploads. nginx runs as
whoever runs this, on free ports, with that very file: only name, ports and certificate are others.

    proxy_test.py
"""
import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from collect_client import Client  # noqa: E402
from served import MTM, PASSWORD, ROOT, SLUG, Interviews, Served, free_port, multipart  # noqa: E402

NAME = "survey.example.org"
CONFIGURATION = os.path.join(ROOT, "docs/operations/nginx.conf")


def answer_for_our_name():
    """The name of the example leads to this machine."""
    resolve = socket.getaddrinfo
    socket.getaddrinfo = lambda host, *rest, **named: resolve(
        "127.0.0.1" if host == NAME else host, *rest, **named)


class Proxy:
    """nginx in a folder of its own."""

    def __init__(self, upstream):
        self.folder = tempfile.mkdtemp(prefix="mtm-nginx-")
        self.plain, self.secure = free_port(), free_port()
        self.certificate = os.path.join(self.folder, "fullchain.pem")
        key = os.path.join(self.folder, "privkey.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                        "-nodes", "-days", "2", "-subj", "/CN=" + NAME, "-addext", "subjectAltName=DNS:" + NAME,
                        "-keyout", key, "-out", self.certificate], check=True, stderr=subprocess.DEVNULL)
        with open(CONFIGURATION) as file:
            site = file.read()
        for old, new in (("127.0.0.1:8080;", f"127.0.0.1:{upstream};"),
                         ("listen 80;", f"listen 127.0.0.1:{self.plain};"),
                         ("listen 443 ssl", f"listen 127.0.0.1:{self.secure} ssl"),
                         (f"/etc/letsencrypt/live/{NAME}/fullchain.pem", self.certificate),
                         (f"/etc/letsencrypt/live/{NAME}/privkey.pem", key)):
            assert site.count(old) == 1, old
            site = site.replace(old, new)
        site = re.sub(r"\n *listen \[::\][^\n]*", "", site)
        whole = os.path.join(self.folder, "nginx.conf")
        temporary = "".join(f"{kind}_temp_path {self.folder}/{kind};\n" for kind in
                            ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        with open(whole, "w") as file:
            file.write(f"worker_processes 1; daemon off; pid {self.folder}/pid; error_log {self.folder}/error;\n"
                       f"events {{}}\nhttp {{\n{temporary}{site}}}\n")
        self.command = ["nginx", "-p", self.folder, "-c", whole]
        subprocess.run([*self.command, "-t"], check=True, stderr=subprocess.DEVNULL)
        self.process = subprocess.Popen(self.command, stderr=subprocess.DEVNULL)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.secure), timeout=5).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("nginx does not listen")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def connect(self):
        context = ssl.create_default_context(cafile=self.certificate)
        return http.client.HTTPSConnection(NAME, self.secure, context=context, timeout=60)

    def ask(self, method, path, body=None, headers=None):
        connection = self.connect()
        connection.request(method, path, body=body, headers=headers or {})
        reply = connection.getresponse()
        data = reply.read()
        connection.close()
        return reply, data


def plain_http_leads_to_https(proxy):
    connection = http.client.HTTPConnection(NAME, proxy.plain, timeout=20)
    connection.request("GET", "/formList")
    reply = connection.getresponse()
    assert reply.status == 301 and reply.getheader("Location") == f"https://{NAME}/formList"


def tablet_sends_with_digest(proxy, served, interviews, folder):
    status, device = served.call("POST", f"/v1/studies/{SLUG}/devices", {"label": "KZ01"},
                                 {"X-Forwarded-Proto": "https", "Host": f"{NAME}:{proxy.secure}"})
    assert status == 200, device
    assert device["url"].startswith(f"https://{NAME}:{proxy.secure}/key/"), device["url"]
    tablet = Client(f"https://{NAME}:{proxy.secure}", device["name"], device["password"])
    [form] = tablet.form_list()
    assert form.download_url.startswith(f"https://{NAME}:{proxy.secure}/"), form.download_url
    assert b"<h:html" in tablet.download(form)[""]
    instance_id, xml = interviews.make(1)
    path = os.path.join(folder, "interview.xml")
    with open(path, "wb") as file:
        file.write(xml)
    picture = os.path.join(folder, "picture.jpg")
    with open(picture, "wb") as file:
        file.write(os.urandom(3_000_000))
    sent = tablet.submit(path, [picture])
    assert (sent.ok, sent.status) == (True, 201), sent
    assert tablet.submit(path, [picture]).status == 202
    assert served.xml_of(instance_id) == xml
    with open(picture, "rb") as file:
        assert served.file_of(instance_id, "picture.jpg") == file.read()


def browser_signs_in(proxy):
    """Gives the cookie of a session: for https alone, and never without a password."""
    reply, _ = proxy.ask("GET", "/")
    assert reply.status == 200, reply.status
    credentials = json.dumps({"email": "owner@example.org", "password": PASSWORD})
    reply, data = proxy.ask("POST", "/v1/sessions", credentials, {
        "Content-Type": "application/json", "Origin": f"https://{NAME}:{proxy.secure}"})
    assert reply.status in (200, 201), (reply.status, data)
    cookie = reply.getheader("Set-Cookie")
    assert "; Secure" in cookie and "HttpOnly" in cookie, cookie
    return cookie.split(";")[0]


def live_page_follows(proxy, served, interviews, cookie):
    connection = proxy.connect()
    connection.request("GET", f"/v1/studies/{SLUG}/events", headers={"Cookie": cookie})
    reply = connection.getresponse()
    assert reply.status == 200, reply.status

    def revision():
        while True:
            line = reply.fp.readline()
            assert line, "the stream ended"
            if line.startswith(b"data: "):
                return int(line[6:])

    before = revision()
    began = time.monotonic()
    send(proxy, served, interviews.make(2)[1])
    assert revision() > before
    took = time.monotonic() - began
    assert took < 5, f"an event took {took:.1f} s through the proxy"
    connection.close()


def send(proxy, served, xml):
    kind, body = multipart(xml)
    reply, data = proxy.ask("POST", served.device + "/submission", body, {
        "Content-Type": kind, "X-OpenRosa-Version": "1.0"})
    return reply.status, data


def too_much_is_told_by_mtm(proxy, served):
    """An upload above the limit gets the sentence that a tablet shows, not a page of the proxy."""
    length = 105_000_000
    with ssl.create_default_context(cafile=proxy.certificate).wrap_socket(
            socket.create_connection(("127.0.0.1", proxy.secure), timeout=60), server_hostname=NAME) as raw:
        raw.sendall((f"POST {served.device}/submission HTTP/1.1\r\nHost: {NAME}\r\nX-OpenRosa-Version: 1.0\r\n"
                     f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {length}\r\n\r\n").encode())
        answer = b""
        while piece := raw.recv(65536):
            answer += piece
            if b"</OpenRosaResponse>" in answer:
                break
    assert answer.startswith(b"HTTP/1.1 413 "), answer[:200]
    assert b"<OpenRosaResponse" in answer, answer[:1000]


def killed_behind_the_proxy(proxy, served, interviews):
    """Clients send while mtm is killed and started again: what was acknowledged is there, once."""
    acknowledged, unanswered, stop = {}, [], threading.Event()

    def client(number):
        while not stop.is_set():
            instance_id, xml = interviews.make(number)
            for _ in range(200):
                try:
                    status, _ = send(proxy, served, xml)
                except OSError:
                    status = 0
                if status in (201, 202):
                    acknowledged[instance_id] = xml
                    break
                assert status in (0, 502, 503, 504), status
                unanswered.append(status)
                time.sleep(0.05)

    clients = [threading.Thread(target=client, args=(number,)) for number in range(4)]
    for each in clients:
        each.start()
    for _ in range(3):
        time.sleep(0.7)
        served.kill()
        served.start()
    time.sleep(0.5)
    stop.set()
    for each in clients:
        each.join()
    served.sign_in()
    stored = served.interviews()
    assert set(acknowledged) <= set(stored), set(acknowledged) - set(stored)
    for instance_id in list(acknowledged)[:50]:
        assert served.xml_of(instance_id) == acknowledged[instance_id]
    assert len(acknowledged) > 20 and unanswered, (len(acknowledged), len(unanswered))


def main():
    if shutil.which("nginx") is None:
        # Not among packages.txt: installing it would start a web server on this machine.
        print("skipped: nginx is not installed (apt-get install nginx-light)")
        print("0 passed, 0 failed, 1 skipped")
        return
    answer_for_our_name()
    interviews = Interviews(5)
    served = Served()
    subprocess.run([MTM, "deploy", served.study], check=True, capture_output=True)
    with Proxy(served.port) as proxy, tempfile.TemporaryDirectory() as folder:
        os.environ["SSL_CERT_FILE"] = proxy.certificate
        served.arguments = ["--proxy", "127.0.0.1", "--url", f"https://{NAME}:{proxy.secure}"]
        with served:
            served.set_up()
            plain_http_leads_to_https(proxy)
            tablet_sends_with_digest(proxy, served, interviews, folder)
            live_page_follows(proxy, served, interviews, browser_signs_in(proxy))
            too_much_is_told_by_mtm(proxy, served)
            killed_behind_the_proxy(proxy, served, interviews)
            assert served.stop() == 0
    print("1 passed, 0 failed, 0 skipped")


if __name__ == "__main__":
    main()
