"""A running `mtm serve` for tests: a copy of the Round 4 study, a home folder, a tablet's address.

Everything goes over TCP, as tablets and people do it: the owner's one-time link, a session, a
device. Python's standard library alone.
"""
import http.client
import json
import os
import re
import secrets
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.parse
import uuid

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MTM = os.environ.get("MTM_PROGRAM", os.path.join(ROOT, "build/release/mtm"))
STUDY = os.path.join(ROOT, "studies/kazakhstan-2024-r4")
SLUG = "kazakhstan-2024-r4"
PASSWORD = "long-enough-" + secrets.token_hex(8)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Served:
    """A study folder, a home folder, and the process that serves them."""

    def __init__(self, folder=None, arguments=(), program=MTM):
        self.scratch = tempfile.mkdtemp(prefix="mtm-test-")
        self.folder = folder or self.scratch
        self.study = os.path.join(self.folder, SLUG)
        self.home = os.path.join(self.folder, "home")
        shutil.copytree(STUDY, self.study, dirs_exist_ok=True,
                        ignore=shutil.ignore_patterns("out", "rehearsal", "study.db*"))
        self.port = free_port()
        self.arguments = list(arguments)
        self.program = program
        self.process = None
        self.owner_link = None
        self.session = None
        self.device = None

    # --- the process ---

    def start(self, wait=True):
        self.log = open(os.path.join(self.scratch, "log"), "ab")
        self.process = subprocess.Popen(
            [self.program, "serve", self.study, "--home", self.home,
             "--listen", f"127.0.0.1:{self.port}", *self.arguments],
            stdout=subprocess.PIPE, stderr=self.log)
        if wait:
            self.wait_until_listening()
        return self

    def wait_until_listening(self):
        """Reads what it prints until it listens and has said whether there is an owner's link."""
        seen = b""
        end = time.monotonic() + 60
        out = self.process.stdout
        while time.monotonic() < end:
            ready, _, _ = select.select([out], [], [], 0.2 if b"listening on" in seen else 5)
            if not ready and b"listening on" in seen:
                break
            piece = os.read(out.fileno(), 65536) if ready else b""
            if ready and not piece:
                raise RuntimeError("mtm serve ended: " + self.tail())
            seen += piece
            if b"owner's link" in seen and seen.endswith(b"\n"):
                break
        link = re.search(rb"owner's link[^:]*: (\S+)", seen)
        if link:
            self.owner_link = link.group(1).decode()

    def tail(self):
        with open(os.path.join(self.scratch, "log"), errors="replace") as log:
            return log.read()[-2000:]

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def stop(self, timeout=40):
        """Gracefully; gives the exit code."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout)
        self.process.stdout.close()
        return code

    def close(self):
        if self.process and self.process.poll() is None:
            self.kill()
        shutil.rmtree(self.scratch, ignore_errors=True)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.close()

    def memory(self):
        """Resident memory in bytes."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmRSS:\s+(\d+) kB", status.read()).group(1)) * 1024

    # --- people and devices ---

    def call(self, method, path, body=None, headers=None):
        """A REST call of the owner: status, and JSON or bytes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = dict(headers or {})
        if self.session:
            headers["Authorization"] = "Bearer " + self.session
        if body is not None:
            body = json.dumps(body)
            headers["Content-Type"] = "application/json"
        connection.request(method, path, body=body, headers=headers)
        reply = connection.getresponse()
        data = reply.read()
        connection.close()
        if "json" in (reply.getheader("Content-Type") or ""):
            return reply.status, json.loads(data)
        return reply.status, data

    def sign_in(self):
        """Becomes the owner by the one-time link, or signs in again."""
        if self.owner_link:
            token = self.owner_link.rsplit("/", 1)[1]
            self.owner_link = None
            status, answer = self.call("POST", "/v1/welcome/" + token, {
                "email": "owner@example.org", "name": "Owner", "password": PASSWORD})
        else:
            self.session = None
            status, answer = self.call("POST", "/v1/sessions", {
                "email": "owner@example.org", "password": PASSWORD})
        assert status in (200, 201), (status, answer)
        self.session = answer["token"]

    def add_device(self, label="tablet"):
        """A device's path: what a tablet has as the server's address, without host."""
        status, answer = self.call("POST", f"/v1/studies/{SLUG}/devices", {"label": label})
        assert status in (200, 201), (status, answer)
        self.device = urllib.parse.urlsplit(answer["url"]).path.rstrip("/")
        return self.device

    def set_up(self):
        self.sign_in()
        self.add_device()
        return self

    # --- what is stored ---

    def interviews(self):
        """All interviews by instanceID, as the fieldwork page lists them."""
        found, before = {}, ""
        while True:
            status, answer = self.call(
                "GET", f"/v1/studies/{SLUG}/interviews?limit=200" + before)
            assert status == 200, (status, answer)
            for interview in answer["interviews"]:
                assert interview["id"] not in found, "listed twice: " + interview["id"]
                found[interview["id"]] = interview
            if not answer["next"]:
                return found
            before = f"&before={answer['next']}"

    def xml_of(self, instance_id):
        """The bytes as received."""
        quoted = urllib.parse.quote(instance_id, safe="")
        status, data = self.call("GET", f"/v1/studies/{SLUG}/interviews/{quoted}.xml")
        assert status == 200, (status, data)
        return data

    def file_of(self, instance_id, name):
        quoted = urllib.parse.quote(instance_id, safe="")
        status, data = self.call(
            "GET", f"/v1/studies/{SLUG}/interviews/{quoted}/files/{urllib.parse.quote(name)}")
        assert status == 200, (status, data)
        return data


class Interviews:
    """Round 4 interviews as tablets would send them, each with an instanceID of its own."""

    def __init__(self, count=20):
        scratch = tempfile.mkdtemp(prefix="mtm-invent-")
        study = os.path.join(scratch, SLUG)
        shutil.copytree(STUDY, study, ignore=shutil.ignore_patterns("out", "rehearsal", "study.db*"))
        subprocess.run([MTM, "rehearse", study, "--n", str(count)], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        folder = os.path.join(study, "rehearsal")
        self.templates = []
        for name in sorted(os.listdir(folder)):
            if name.endswith(".xml"):
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    self.templates.append(without_mark(file.read()))
        shutil.rmtree(scratch)
        assert self.templates

    def make(self, number=0):
        """(instanceID, XML bytes)."""
        instance_id = "uuid:" + str(uuid.uuid4())
        template = self.templates[number % len(self.templates)]
        xml = re.sub(r"(<(?:\w+:)?instanceID>)[^<]*", r"\g<1>" + instance_id, template, count=1)
        return instance_id, xml.encode()


def without_mark(xml):
    """Without the mark of a rehearsal: these tests play a real survey on a copy that is deleted."""
    return re.sub(r'\s(?:\w+:)?rehearsal="yes"', "", xml)


def multipart(xml, files=(), boundary=None, more=False):
    """(content type, body) of a submission as ODK Collect sends it."""
    boundary = boundary or secrets.token_hex(12)
    parts = [("xml_submission_file", "submission.xml", "text/xml", xml)]
    parts += [(name, name, kind, data) for name, kind, data in files]
    body = b""
    for name, filename, kind, data in parts:
        body += (f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; '
                 f'filename="{filename}"\r\nContent-Type: {kind}\r\n'
                 f"Content-Transfer-Encoding: binary\r\n\r\n").encode() + data + b"\r\n"
    if more:
        body += (f'--{boundary}\r\nContent-Disposition: form-data; name="*isIncomplete*"\r\n\r\n'
                 "yes\r\n").encode()
    return f"multipart/form-data; boundary={boundary}", body + f"--{boundary}--\r\n".encode()


def post(served, xml, files=(), path=None, timeout=60, connection=None, more=False):
    """Sends one interview: (status, body). Raises OSError where the connection breaks."""
    kind, body = multipart(xml, files, more=more)
    own = connection is None
    if own:
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=timeout)
    try:
        connection.request("POST", (path or served.device) + "/submission", body=body,
                           headers={"Content-Type": kind, "X-OpenRosa-Version": "1.0"})
        reply = connection.getresponse()
        return reply.status, reply.read()
    except http.client.HTTPException as error:  # it went away in the middle
        raise ConnectionError(str(error)) from error
    finally:
        if own:
            connection.close()
