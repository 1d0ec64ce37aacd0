#!/usr/bin/env python3
"""A client that behaves towards a server as ODK Collect does.

    collect_client.py --url URL [--user NAME --password PASSWORD] [--forms] [--submit FOLDER]

--forms downloads every form of the list with its files and says what it did; --submit sends the
interviews in FOLDER: a folder each (an XML file and what was recorded with it), or bare XML files.
Exit code 0 if everything went, 1 if something was refused or could not be sent.

What it does that a browser would not: no credentials before the first 401, then Digest (Basic on
https alone); HEAD before every submission, which must be answered with 204; a body split where it
is longer than the server takes or has more than 100 files, every part with the same XML and all but
the last marked *isIncomplete*; 201 and 202 alone are success; the first failure of a batch ends the
interview, and the next attempt begins with the first batch again. A list or manifest that lacks
what Collect needs is refused whole. Its Date header is twelve hours wrong every afternoon, as
Collect's is.
"""
import argparse
import email.utils
import hashlib
import http.client
import os
import re
import secrets
import sys
import time
import urllib.parse
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field

DEFAULT_LIMIT = 10_000_000  # bytes, where the server names none
FILES_AT_A_TIME = 100
TIMEOUT = 60


class NotOpenRosa(Exception):
    """The server's answer is not what OpenRosa promises; Collect shows an error."""


class NeedsCredentials(Exception):
    """401, and there are no credentials or they are wrong."""


@dataclass
class Reply:
    status: int
    reason: str
    headers: dict  # names in lower case
    body: bytes


@dataclass
class Form:
    form_id: str
    name: str
    version: str
    hash: str
    download_url: str
    manifest_url: str = ""
    media: list = field(default_factory=list)  # of MediaFile


@dataclass
class MediaFile:
    name: str
    hash: str  # without md5:
    download_url: str


@dataclass
class OnDevice:
    """A form as a device has it."""
    form_id: str
    version: str
    hash: str
    media_hashes: set = field(default_factory=set)


@dataclass
class Sent:
    ok: bool
    status: int  # 0: nobody answered
    message: str


def local_name(element):
    return element.tag.rsplit("}", 1)[-1]


def children(element):
    return {local_name(child): (child.text or "").strip() for child in element}


def wrong_date(now=None):
    """Date as Collect formats it: with hours from 1 to 12 and nothing that says which half."""
    now = time.gmtime(now)
    hour = (now.tm_hour + 11) % 12 + 1
    whole = email.utils.formatdate(time.mktime(now) - time.timezone, usegmt=True)
    return re.sub(r"\d\d:", f"{hour:02}:", whole, count=1)


class Client:
    """One device with one server. Keeps its connection, its nonce and what it has been sent."""

    def __init__(self, url, user="", password="", device_id="collect:test"):
        self.url = url.rstrip("/")
        self.user, self.password, self.device_id = user, password, device_id
        self.challenge = None
        self.nonce_count = 0
        self.cache = {}  # URL -> (ETag, body, headers)
        self.connection = None
        self.requests = 0

    # --- HTTP ---

    def close(self):
        if self.connection is not None:
            self.connection[1].close()
            self.connection = None

    def _connect(self, parts):
        place = (parts.scheme, parts.netloc)
        if self.connection is None or self.connection[0] != place:
            self.close()
            kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
            self.connection = (place, kind(parts.hostname, parts.port, timeout=TIMEOUT))
        return self.connection[1]

    def _send(self, method, url, body, headers):
        parts = urllib.parse.urlsplit(url)
        target = parts.path + ("?" + parts.query if parts.query else "")
        authorization = self._authorization(method, target, parts.scheme)
        if authorization:
            headers = {**headers, "Authorization": authorization}
        for attempt in (1, 2):
            connection = self._connect(parts)
            fresh = connection.sock is None
            try:
                self.requests += 1
                connection.request(method, target, body=body, headers=headers)
                reply = connection.getresponse()
                data = reply.read()
                return Reply(reply.status, reply.reason,
                             {k.lower(): v for k, v in reply.getheaders()}, data)
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self.close()  # a kept connection may have been closed meanwhile
                if fresh or attempt == 2:
                    raise
            except Exception:
                self.close()
                raise

    def request(self, method, url, body=None, headers=None):
        parts = urllib.parse.urlsplit(url)
        query = parts.query + ("&" if parts.query else "") + "deviceID=" + urllib.parse.quote(self.device_id, safe="")
        url = urllib.parse.urlunsplit(parts._replace(query=query))
        headers = {"X-OpenRosa-Version": "1.0", "Date": wrong_date(),
                   "User-Agent": "org.odk.collect.android/v2024.3.4 Dalvik/2.1.0", **(headers or {})}
        known = self.cache.get(url) if method == "GET" else None
        if known:
            headers["If-None-Match"] = known[0]
        reply = self._send(method, url, body, headers)
        if reply.status == 401 and self._take_challenge(reply, parts.scheme):
            reply = self._send(method, url, body, headers)
        if reply.status == 304 and known:
            return Reply(200, "OK", known[2], known[1])
        if method == "GET" and reply.status == 200 and "etag" in reply.headers:
            self.cache[url] = (reply.headers["etag"], reply.body, reply.headers)
        return reply

    # --- credentials ---

    def _take_challenge(self, reply, scheme):
        """Whether it is worth trying again: a challenge that this client answers, not yet tried."""
        if not self.user:
            return False
        said = reply.headers.get("www-authenticate", "")
        if "digest" in said.lower():
            at = said.lower().index("digest")
            fields = dict((k.lower(), q or p) for k, q, p in
                          re.findall(r'(\w+)=(?:"([^"]*)"|([^\s,]+))', said[at + 6:]))
            stale = fields.get("stale", "").lower() == "true"
            if self.challenge and self.challenge[0] == "digest" and not stale and \
                    self.challenge[1].get("nonce") == fields.get("nonce"):
                return False
            tried = self.challenge is not None and not stale and self.nonce_count == 1
            self.challenge, self.nonce_count = ("digest", fields), 0
            return not tried
        if "basic" in said.lower() and scheme == "https" and self.challenge is None:
            self.challenge = ("basic", {})
            return True
        return False

    def _authorization(self, method, target, scheme):
        if self.challenge is None:
            return None
        kind, said = self.challenge
        if kind == "basic":
            import base64
            return "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        self.nonce_count += 1

        def md5(text):
            return hashlib.md5(text.encode()).hexdigest()

        ha1 = md5(f"{self.user}:{said['realm']}:{self.password}")
        ha2 = md5(f"{method}:{target}")
        nc, cnonce = f"{self.nonce_count:08x}", secrets.token_hex(8)
        qop = "auth" if "auth" in said.get("qop", "").split(",") or said.get("qop") == "auth" else ""
        middle = f"{said['nonce']}:{nc}:{cnonce}:{qop}" if qop else said["nonce"]
        out = (f'Digest username="{self.user}", realm="{said["realm"]}", nonce="{said["nonce"]}", '
               f'uri="{target}", response="{md5(f"{ha1}:{middle}:{ha2}")}", algorithm=MD5')
        if qop:
            out += f', qop=auth, nc={nc}, cnonce="{cnonce}"'
        if said.get("opaque"):
            out += f', opaque="{said["opaque"]}"'
        return out

    # --- forms ---

    def _openrosa_xml(self, url, what):
        reply = self.request("GET", url)
        if reply.status == 401:
            raise NeedsCredentials(url)
        if reply.status != 200:
            raise NotOpenRosa(f"{what}: {reply.status} {reply.reason}")
        if "x-openrosa-version" not in reply.headers:
            raise NotOpenRosa(f"{what}: no X-OpenRosa-Version")
        if "text/xml" not in reply.headers.get("content-type", ""):
            raise NotOpenRosa(f"{what}: Content-Type is {reply.headers.get('content-type')}")
        return ET.fromstring(reply.body)

    def form_list(self):
        root = self._openrosa_xml(self.url + "/formList", "form list")
        if root.tag != "{http://openrosa.org/xforms/xformsList}xforms":
            raise NotOpenRosa("the form list is no list")
        forms = []
        for entry in root:
            if local_name(entry) != "xform":
                continue
            has = children(entry)
            if not has.get("formID") or not has.get("name") or not has.get("downloadUrl"):
                raise NotOpenRosa("a form of the list lacks its formID, name or downloadUrl")
            forms.append(Form(has["formID"], has["name"], has.get("version", ""),
                              has.get("hash", "").removeprefix("md5:"), has["downloadUrl"],
                              has.get("manifestUrl", "")))
        for form in forms:
            if form.manifest_url:
                form.media = self.manifest(form.manifest_url)
        return forms

    def manifest(self, url):
        root = self._openrosa_xml(url, "manifest")
        if root.tag != "{http://openrosa.org/xforms/xformsManifest}manifest":
            raise NotOpenRosa("the manifest is none")
        files = []
        for entry in root:
            has = children(entry)
            if not all(has.get(key) for key in ("filename", "hash", "downloadUrl")):
                raise NotOpenRosa("a file of the manifest lacks its filename, hash or downloadUrl")
            files.append(MediaFile(os.path.basename(has["filename"]), has["hash"][4:], has["downloadUrl"]))
        return files

    def download(self, form):
        """The form and its files as bytes by name, each compared with its hash."""
        out = {}
        for name, hash_, url in [("", form.hash, form.download_url)] + [
                (m.name, m.hash, m.download_url) for m in form.media]:
            reply = self.request("GET", url)
            if reply.status != 200:
                raise NotOpenRosa(f"{url}: {reply.status}")
            if hashlib.md5(reply.body).hexdigest() != hash_:
                raise NotOpenRosa(f"{url}: the hash is of other bytes")
            out[name] = reply.body
        return out

    # --- submissions ---

    def submission_url(self):
        """Asks with HEAD as before every submission: where to send to, and how much at a time."""
        url = self.url + "/submission"
        reply = self.request("HEAD", url)
        if reply.status == 401:
            raise NeedsCredentials(url)
        if 200 <= reply.status < 300 and reply.status != 204:
            raise NotOpenRosa(f"HEAD {url} was answered with {reply.status}: is this an OpenRosa endpoint?")
        limit = DEFAULT_LIMIT
        if reply.status == 204:
            limit = int(reply.headers.get("x-openrosa-accept-content-length", DEFAULT_LIMIT))
            if "location" in reply.headers:
                place = urllib.parse.urlsplit(reply.headers["location"])
                if place.netloc.split(":")[0] != urllib.parse.urlsplit(url).hostname:
                    raise NotOpenRosa("HEAD leads to another host")
                url = reply.headers["location"]
        return url, limit

    def submit(self, xml_path, files=()):
        """Sends one interview with its files (paths). Success is 201 or 202 for every batch."""
        try:
            url, limit = self.submission_url()
            last = Sent(False, 0, "")
            for content_type, body in batches(xml_path, files, limit):
                reply = self.request("POST", url, body, {"Content-Type": content_type})
                last = judge(reply)
                if not last.ok:
                    return last
            return last
        except NeedsCredentials:
            return Sent(False, 401, "credentials wanted")
        except NotOpenRosa as problem:
            return Sent(False, 0, str(problem))
        except (OSError, http.client.HTTPException) as problem:
            return Sent(False, 0, f"{type(problem).__name__}: {problem}")

    def auto_send(self, interviews, attempts=5, pause_s=0.2):
        """As the app does in the background: what failed is tried again, each time later."""
        results = {}
        for attempt in range(attempts):
            for xml_path, files in interviews:
                if xml_path not in results or not results[xml_path].ok:
                    results[xml_path] = self.submit(xml_path, files)
            if all(sent.ok for sent in results.values()):
                break
            time.sleep(pause_s * 2 ** attempt)
        return results


def message_of(body):
    """OpenRosaResponse/message of an answer; empty if there is none."""
    try:
        root = ET.fromstring(body)
    except ET.ParseError:
        return ""
    if local_name(root) != "OpenRosaResponse":
        return ""
    return children(root).get("message", "")


def judge(reply):
    """What an answer to a POST means for the device."""
    message = message_of(reply.body)
    if reply.status in (201, 202):
        return Sent(True, reply.status, message)
    if reply.status == 200:
        return Sent(False, 200, "network login?")
    if reply.status == 401:
        return Sent(False, 401, reply.reason)
    if not message and reply.status == 400:
        message = "form not configured to accept submissions"
    return Sent(False, reply.status, message or reply.reason)


def part(boundary, name, file_name, content_type, data):
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"'
    if file_name:
        head += f'; filename="{file_name}"'
    head += f"\r\nContent-Type: {content_type}\r\nContent-Length: {len(data)}\r\n\r\n"
    return head.encode() + data + b"\r\n"


CONTENT_TYPES = {".xml": "text/xml", ".jpg": "image/jpeg", ".png": "image/png", ".csv": "text/csv",
                 ".mp3": "audio/mp3", ".amr": "audio/amr", ".mp4": "video/mp4", ".3gp": "video/3gp"}


def batches(xml_path, files, limit):
    """The bodies in which an interview is sent: (Content-Type, bytes) each."""
    with open(xml_path, "rb") as file:
        xml = file.read()
    groups, size = [[]], len(xml)
    for path in files:
        length = os.path.getsize(path)
        if groups[-1] and (len(groups[-1]) + 1 > FILES_AT_A_TIME or size + length > limit):
            groups.append([])
            size = len(xml)
        groups[-1].append(path)
        size += length
    for number, group in enumerate(groups):
        boundary = secrets.token_hex(18)
        body = [part(boundary, "xml_submission_file", os.path.basename(xml_path), "text/xml; charset=utf-8", xml)]
        for path in group:
            name = os.path.basename(path)
            kind = CONTENT_TYPES.get(os.path.splitext(name)[1].lower(), "application/octet-stream")
            with open(path, "rb") as file:
                body.append(part(boundary, name, name, kind, file.read()))
        if number + 1 < len(groups):
            body.append(part(boundary, "*isIncomplete*", "", "text/plain; charset=utf-8", b"yes"))
        body.append(f"--{boundary}--\r\n".encode())
        yield f"multipart/form-data; boundary={boundary}", b"".join(body)


def update_decision(form, on_device):
    """What a device does with a form of the list: "new", "none", "media", "hash", "version"."""
    if not form.hash:
        return "no hash"
    same_id = [d for d in on_device if d.form_id == form.form_id]
    for device in same_id:
        if device.hash == form.hash:
            wanted = {m.hash for m in form.media if not m.name.endswith(".zip")}
            return "none" if wanted <= device.media_hashes else "media"
    if any(d.version == form.version for d in same_id):
        return "hash"
    return "version" if same_id else "new"


def interviews_in(folder):
    """[(XML file, [other files])]: of a folder of interviews, or of one."""
    here = sorted(os.listdir(folder))
    xml = [name for name in here if name.endswith(".xml") and not name.startswith(".")]
    folders = [os.path.join(folder, name) for name in here if os.path.isdir(os.path.join(folder, name))]
    others = [os.path.join(folder, name) for name in here
              if not name.endswith(".xml") and not name.startswith(".") and not os.path.isdir(os.path.join(folder, name))]
    if len(xml) == 1 and not folders:
        return [(os.path.join(folder, xml[0]), others)]
    out = [(os.path.join(folder, name), []) for name in xml]
    for inner in folders:
        out += interviews_in(inner)
    return out


def main():
    arguments = argparse.ArgumentParser(description="A client that behaves as ODK Collect does.")
    arguments.add_argument("--url", required=True)
    arguments.add_argument("--user", default="")
    arguments.add_argument("--password", default="")
    arguments.add_argument("--device", default="collect:test")
    arguments.add_argument("--forms", action="store_true")
    arguments.add_argument("--submit", metavar="FOLDER")
    options = arguments.parse_args()
    client = Client(options.url, options.user, options.password, options.device)
    failed = False
    if options.forms:
        try:
            for form in client.form_list():
                parts = client.download(form)
                print(f"{form.form_id} {form.version}: {len(parts[''])} bytes, {len(parts) - 1} files")
        except (NotOpenRosa, NeedsCredentials, OSError) as problem:
            print(problem, file=sys.stderr)
            failed = True
    if options.submit:
        for xml_path, sent in client.auto_send(interviews_in(options.submit)).items():
            print(f"{os.path.basename(xml_path)}: {sent.status} {sent.message}")
            failed = failed or not sent.ok
    client.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
