#!/usr/bin/env python3
"""`mtm pull` against servers: `mtm serve` as the ODK Central that it speaks like, and a small server
here that answers as KoboToolbox's API v2 does.

Each time: everything, then nothing, then only what is new or was edited, with the files beside it;
and what arrives says what was sent. Python's standard library alone.
"""
import http.server
import json
import os
import re
import shutil
import sqlite3
import subprocess
import threading
import urllib.parse
import xml.etree.ElementTree as ET

from served import MTM, PASSWORD, STUDY, Interviews, Served, post

COUNT = 40
PICTURE = b"\x89PNG picture"


def pull(study, url, *arguments, code=0, **environment):
    """What it printed."""
    run = subprocess.run([MTM, "pull", study, url, *arguments], capture_output=True, text=True,
                         env={**os.environ, **environment}, stdin=subprocess.DEVNULL)
    assert run.returncode == code, (run.returncode, run.stdout, run.stderr)
    for secret in environment.values():
        assert secret not in run.stdout + run.stderr, "a credential was printed"
    return run.stdout + run.stderr


def empty_study(folder, name):
    study = os.path.join(folder, name)
    shutil.copytree(STUDY, study, ignore=shutil.ignore_patterns("out", "rehearsal", "study.db*"))
    return study


def answers_of(xml):
    """Leaves with a value by their path, without meta and what the device says of itself."""
    out = []

    def walk(element, path):
        name = element.tag.split("}")[-1]
        if name in ("meta", "formhub", "__version__", "_version_"):
            return
        here = path + "/" + name
        children = list(element)
        for child in children:
            walk(child, here)
        if not children and (element.text or "").strip():
            text = element.text.strip()
            if re.fullmatch(r"-?\d+\.\d+ -?\d+\.\d+ .*", text):  # JSON drops zeros at the end
                text = " ".join(f"{float(number):g}" for number in text.split())
            out.append((here, text))

    for child in ET.fromstring(xml):
        walk(child, "")
    return sorted(out)


def stored(study):
    """The XML of all states in a study's store."""
    with sqlite3.connect(f"file:{study}/study.db?mode=ro", uri=True) as database:
        return [bytes(row[0]) for row in database.execute("SELECT xml FROM submission")]


def pulls_from_central(served, interviews):
    sent = [interviews.make(number) for number in range(COUNT)]
    for _, xml in sent:
        status, answer = post(served, xml)
        assert status == 201, (status, answer)
    status, forms = served.call("GET", "/v1/projects/1/forms")
    form = urllib.parse.quote(forms[0]["xmlFormId"])
    url = f"http://127.0.0.1:{served.port}/#/projects/1/forms/{form}/submissions"
    study = empty_study(served.scratch, "pulled")
    let_in = {"MTM_PULL_EMAIL": "owner@example.org", "MTM_PULL_PASSWORD": PASSWORD}
    assert f"{COUNT} added, 0 changed, 0 as before" in pull(study, url, **let_in)
    assert PASSWORD not in open(os.path.join(study, "pull.json")).read()
    # What arrived says what was sent.
    here = sorted(answers_of(xml) for xml in stored(study))
    there = sorted(answers_of(xml) for _, xml in sent)
    assert here == there, next((a, b) for a, b in zip(here, there) if a != b)
    # Once more: nothing but what came at the very last instant. Then what is new and what was edited.
    assert re.search(r"0 added, 0 changed, \d+ as before", pull(study, url, **let_in))
    new_id, new = interviews.make(3)
    assert post(served, new)[0] == 201
    first_id, first = sent[0]
    edit = first.replace(f"{first_id}</".encode(),
                         f"{first_id}-2</".encode(), 1)
    edit = re.sub(rb"(</(?:\w+:)?instanceID>)",
                  rb"\1<deprecatedID>" + first_id.encode() + rb"</deprecatedID>", edit, count=1)
    changed = re.sub(rb"<age>[^<]*</age>", b"<age>77</age>", edit, count=1)
    edited = changed != edit
    status, answer = post(served, changed)
    assert status == 201, (status, answer)
    told = pull(study, url, **let_in)
    assert f"1 added, {1 if edited else 0} changed" in told, told
    assert edited, "the form has no age to edit"
    # All anew adds nothing.
    assert f"0 added, 0 changed, {COUNT + 1} as before" in pull(study, url, "--all", **let_in)
    # With a token; and with what lets nobody in.
    assert "0 added" in pull(study, url, MTM_PULL_TOKEN=served.session)
    refused = pull(study, url, code=3, MTM_PULL_EMAIL="owner@example.org",
                   MTM_PULL_PASSWORD="not-the-password")
    assert "lets nobody in" in refused, refused
    assert "copy its address" in pull(study, f"http://127.0.0.1:{served.port}/", code=1)
    none = f"http://127.0.0.1:{served.port}/v1/projects/1/forms/none"
    assert "no such form" in pull(study, none, "--all", code=3, **let_in)


class Kobo(http.server.BaseHTTPRequestHandler):
    """Answers as KoboToolbox's API v2: pages of ten, files beside them, busy now and then."""
    rows = []
    asked = 0
    token = "k" * 40

    def log_message(self, *_):
        pass

    def reply(self, status, body, kind="application/json", **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        Kobo.asked += 1
        if Kobo.asked % 7 == 0:
            return self.reply(503, b"", Retry_After="0")
        if self.headers["Authorization"] != "Token " + Kobo.token:
            return self.reply(401, b'{"detail": "Invalid token."}')
        parts = urllib.parse.urlsplit(self.path)
        query = urllib.parse.parse_qs(parts.query)
        if "/attachments/" in parts.path:
            return self.reply(200, PICTURE, "image/png")
        if parts.path != "/api/v2/assets/aXYZ/data.json":
            return self.reply(404, b'{"detail": "Not found."}')
        wanted = json.loads(query["query"][0])["_id"] if "query" in query else {}
        rows = [row for row in Kobo.rows if row["_id"] > wanted.get("$gt", 0)
                and ("$in" not in wanted or row["_id"] in wanted["$in"])]
        start = int(query.get("start", ["0"])[0])
        page = rows[start:start + 10]
        if "fields" in query:
            page = [{key: row[key] for key in json.loads(query["fields"][0])} for row in page]
        self.reply(200, json.dumps({"count": len(rows), "next": None, "previous": None,
                                    "results": page}).encode())


def row_of(number, instance_id, xml):
    """An interview as KoboToolbox gives it: every answer a text under its path."""
    uuid = instance_id.removeprefix("uuid:")
    row = {"_id": number, "_uuid": uuid, "formhub/uuid": "f", "__version__": "v",
           "meta/instanceID": instance_id, "meta/rootUuid": uuid, "_attachments": [],
           "_geolocation": [None, None], "_submission_time": "2024-05-31T10:00:00", "_tags": [],
           "_notes": [], "_validation_status": {}, "_status": "submitted_via_web",
           "_submitted_by": None, "_xform_id_string": "aXYZ"}
    for path, value in answers_of(xml):
        row[path.lstrip("/")] = value
    return row


def pulls_from_kobotoolbox(folder, interviews):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Kobo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/#/forms/aXYZ/summary"
    sent = [interviews.make(number) for number in range(COUNT)]
    Kobo.rows = [row_of(number + 1, *each) for number, each in enumerate(sent)]
    Kobo.rows[2]["_attachments"] = [{
        "download_url": f"http://127.0.0.1:{server.server_port}/api/v2/assets/aXYZ/data/3/attachments/att/",
        "filename": "u/attachments/picture.png", "media_file_basename": "picture.png",
        "mimetype": "image/png", "uid": "att"}]
    study = empty_study(folder, "kobo")
    let_in = {"MTM_PULL_TOKEN": Kobo.token}
    told = pull(study, url, **let_in)
    assert f"{COUNT} added, 0 changed, 0 as before" in told and "1 files" in told, told
    here = sorted(answers_of(xml) for xml in stored(study))
    there = sorted(answers_of(xml) for _, xml in sent)
    assert here == there, next((a, b) for a, b in zip(here, there) if a != b)
    with sqlite3.connect(f"file:{study}/study.db?mode=ro", uri=True) as database:
        kept = list(database.execute("SELECT name, content_type, size FROM file"))
    assert kept == [("picture.png", "image/png", len(PICTURE))], kept
    assert "0 added, 0 changed, 0 as before" in pull(study, url, **let_in)
    Kobo.rows.append(row_of(900, *interviews.make(5)))
    Kobo.rows[0].update({"_uuid": "edited", "meta/instanceID": "uuid:edited", "age": "77"})
    keys = [key for key in Kobo.rows[0] if key.split("/")[-1] == "age" and "/" in key]
    for key in keys:
        Kobo.rows[0][key] = "77"
        Kobo.rows[0].pop("age", None)
    assert "1 added, 1 changed, 0 as before" in pull(study, url, **let_in)
    assert f"0 added, 0 changed, {COUNT + 1} as before" in pull(study, url, "--all", **let_in)
    refused = pull(study, url, code=3, MTM_PULL_TOKEN="w" * 40)
    assert "Invalid token." in refused, refused
    other = url.replace("aXYZ", "aNone")
    assert "this study was pulled from" in pull(study, other, code=1, **let_in)
    assert "no such form" in pull(study, other, "--all", code=3, **let_in)
    server.shutdown()


def main():
    interviews = Interviews(COUNT)
    served = Served()
    subprocess.run([MTM, "deploy", served.study], check=True, capture_output=True)
    with served:
        served.set_up()
        pulls_from_central(served, interviews)
        pulls_from_kobotoolbox(served.scratch, interviews)
    print("1 passed, 0 failed, 0 skipped")


if __name__ == "__main__":
    main()
