#!/usr/bin/env python3
"""What `mtm publish` writes is shown to everybody by a running `mtm serve`, and nothing else is.

    public_test.py
"""
import csv
import http.client
import io
import json
import os
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from served import MTM, SLUG, Served  # noqa: E402


def get(served, path, headers=None, method="GET"):
    """Status, headers with small letters, body."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
    connection.request(method, path, headers=headers or {})
    reply = connection.getresponse()
    body = reply.read()
    connection.close()
    return reply.status, {name.lower(): value for name, value in reply.getheaders()}, body


def wait_for(condition, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.2)
    return False


def publish(served):
    for command in (["rehearse"], ["publish", "--rehearsal"]):
        subprocess.run([MTM, command[0], served.study, *command[1:]], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def check_files(served):
    """Every file of out/public comes as it lies there, and names beside them are not known."""
    public = os.path.join(served.study, "out/public")
    looked = 0
    for folder, _, names in os.walk(public):
        for name in names:
            path = os.path.relpath(os.path.join(folder, name), public)
            status, headers, body = get(served, f"/public/{SLUG}/{path}")
            with open(os.path.join(folder, name), "rb") as file:
                assert (status, body) == (200, file.read()), (path, status, len(body))
            again, _, nothing = get(served, f"/public/{SLUG}/{path}",
                                    {"If-None-Match": headers["etag"]})
            assert (again, nothing) == (304, b""), path
            head, _, nothing = get(served, f"/public/{SLUG}/{path}", method="HEAD")
            assert (head, nothing) == (200, b""), path
            looked += 1
    assert looked > 20, looked
    with open(os.path.join(public, "secret.txt"), "w") as file:
        file.write("secret")
    os.symlink(os.path.join(served.study, "study.toml"),
               os.path.join(public, "data/microdata-link.csv"))
    time.sleep(2)
    for path in ("secret.txt", "data/microdata-link.csv", "../../study.toml", "..%2f..%2fstudy.toml",
                 "%2e%2e/%2e%2e/study.toml", "data/../../../study.db", "data/"):
        status, _, body = get(served, f"/public/{SLUG}/{path}")
        assert status in (400, 404), (path, status)
        assert b"secret" not in body and b"title" not in body, path


def check_api(served):
    status, _, body = get(served, "/public/api/v1/operations")
    operation = json.loads(body)["result"][0]
    assert status == 200 and operation["admin0Pcode"] == "KAZ", operation
    assert operation["roundNumber"] == 4 and operation["invented"] is True, operation
    with open(os.path.join(served.study, "out/public/data/tables.csv"), newline="") as file:
        cells = list(csv.DictReader(file))
    figures = []
    path = "/public/api/v1/figures?limit=5000"
    while path:
        _, headers, body = get(served, path, {"Accept-Encoding": "identity"})
        figures += json.loads(body)["result"]
        path = headers.get("link", "")[1:].split(">")[0]
    assert len(figures) == len(cells) > 1000, (len(figures), len(cells))
    for figure, cell in zip(figures, cells):
        for field, column in (("table", "table"), ("group", "group"), ("category", "category"),
                              ("obsStatus", "OBS_STATUS")):
            assert (figure[field] or "") == cell[column], (figure, cell)
        assert (figure["value"] is None) == (cell["value"] == ""), (figure, cell)
        if cell["value"]:
            assert figure["value"] == float(cell["value"]), (figure, cell)
    places = {figure["admin1Pcode"] for figure in figures if figure["adminLevel"] == 1}
    assert len(places) == 10 and all(code.startswith("KZ") for code in places), places
    assert {figure["sex"] for figure in figures} >= {"male", "female"}
    _, headers, body = get(served, "/public/api/v1/figures?format=csv&AdminLevel=1&limit=50000")
    rows = list(csv.DictReader(io.StringIO(body.decode())))
    assert len(rows) == int(headers["x-total-count"]) == sum(f["adminLevel"] == 1 for f in figures)
    status, headers, body = get(served, "/public/api/v1/figures", {"Accept-Encoding": "gzip"})
    assert headers.get("content-encoding") == "gzip", headers
    status, _, body = get(served, "/public/api/v1/figures?Colour=red")
    assert status == 400 and b"Admin1Pcode" in body, body
    refused = [get(served, "/public/api/v1/operations") for _ in range(200)]
    assert any(status == 429 and "retry-after" in headers for status, headers, _ in refused)


def main():
    passed = 0
    with Served() as served:
        status, _, nothing = get(served, f"/public/{SLUG}/")
        assert status == 404 and nothing == get(served, "/public/none/")[2], nothing
        passed += 1
        publish(served)
        shown = wait_for(lambda: get(served, f"/public/{SLUG}/data/CHECKSUMS.sha256")[0] == 200)
        assert shown, "what was published is not shown"
        _, _, page = get(served, "/public")
        assert SLUG.encode() in page and b"Rehearsal" in page, page
        passed += 1
        for check in (check_files, check_api):
            check(served)
            passed += 1
        shutil.rmtree(os.path.join(served.study, "out/public"))
        assert wait_for(lambda: get(served, f"/public/{SLUG}/")[0] == 404), "still shown"
        passed += 1
    print(f"{passed} passed, 0 failed, 0 skipped")


if __name__ == "__main__":
    main()
