#!/usr/bin/env python3
"""The calls that pyODK, ruODK, Power BI and Excel make of ODK Central, made of `mtm serve`.

Sends the rehearsed Round 4 interviews to a served copy of the study, then asks for them as each of
these clients does and holds the answers to their shapes, to each other, and to `mtm ask` over the
same interviews. Python's standard library alone.
"""
import base64
import csv
import http.client
import io
import json
import os
import re
import shutil
import subprocess
import tempfile
import urllib.parse
import uuid
import xml.etree.ElementTree as ET
import zipfile

from served import MTM, PASSWORD, STUDY, Interviews, Served, post

EDMX = "{http://docs.oasis-open.org/odata/ns/edmx}"
EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
COUNT = 60


class Client:
    """A program that signs in with Basic at once, as ruODK, Excel and Power BI do."""

    def __init__(self, served, email="owner@example.org", password=PASSWORD):
        self.port = served.port
        self.basic = "Basic " + base64.b64encode(f"{email}:{password}".encode()).decode()

    def raw(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Authorization": self.basic, **(headers or {})}
        connection.request(method, path, body=body, headers=headers)
        reply = connection.getresponse()
        data = reply.read()
        connection.close()
        return reply, data

    def get(self, path, status=200, **headers):
        reply, data = self.raw("GET", path, headers=headers)
        assert reply.status == status, (path, reply.status, data[:500])
        return json.loads(data)

    def send(self, method, path, value, status=200):
        reply, data = self.raw(method, path, json.dumps(value), {"Content-Type": "application/json"})
        assert reply.status == status, (path, reply.status, data[:500])
        return json.loads(data)


def path_of(url):
    parts = urllib.parse.urlsplit(url)
    return parts.path + ("?" + parts.query if parts.query else "")


def need(value, **types):
    for name, kind in types.items():
        assert isinstance(value[name], kind), (name, value.get(name))


NONE = type(None)


def signs_in_as_pyodk(served):
    """pyODK: a session, then Bearer; who am I."""
    status, session = served.call("POST", "/v1/sessions",
                                  {"email": "owner@example.org", "password": PASSWORD})
    assert status == 200
    need(session, token=str, csrf=str, expiresAt=str, createdAt=str)
    client = Client(served)
    client.basic = "Bearer " + session["token"]
    need(client.get("/v1/users/current"), id=int, displayName=str, email=str)
    return client


def reads_as_pyodk(client, sent):
    projects = client.get("/v1/projects")
    need(projects[0], id=int, name=str, createdAt=str)
    project = f"/v1/projects/{projects[0]['id']}"
    assert client.get(project) == projects[0]
    forms = client.get(project + "/forms")
    need(forms[0], projectId=int, xmlFormId=str, name=str, version=str, hash=str, createdAt=str)
    assert forms[0]["state"] in ("open", "closing", "closed")
    form = project + "/forms/" + urllib.parse.quote(forms[0]["xmlFormId"])
    assert client.get(form) == forms[0]
    assert client.get(form + "/versions")[0]["version"] == forms[0]["version"]
    assert client.get(project + "/datasets") == []
    users = client.get(project + "/app-users")
    need(users[0], id=int, projectId=int, type=str, displayName=str, createdAt=str, token=NONE)
    listed = client.get(form + "/submissions")
    assert {each["instanceId"] for each in listed} == set(sent)
    for each in listed:
        need(each, instanceId=str, submitterId=int, createdAt=str, reviewState=(str, NONE))
        assert each["submitterId"] == users[0]["id"]
    one = form + "/submissions/" + urllib.parse.quote(listed[0]["instanceId"], safe="")
    assert client.get(one) == listed[0]
    return project, form, listed


def changes_as_pyodk(client, form, listed, interviews):
    one = form + "/submissions/" + urllib.parse.quote(listed[0]["instanceId"], safe="")
    changed = client.send("PATCH", one, {"reviewState": "hasIssues"})
    assert changed["reviewState"] == "hasIssues"
    comment = client.send("POST", one + "/comments", {"body": "Which village?"})
    need(comment, body=str, actorId=int, createdAt=str)
    assert [each["body"] for each in client.get(one + "/comments")] == ["Which village?"]
    assert client.send("PATCH", one, {"reviewState": None})["reviewState"] is None
    client.send("PATCH", one, {"reviewState": "perhaps"}, 400)
    # A new interview; again, which changes nothing; and an edit of it.
    instance_id, xml = interviews.make(1)
    xml_type = {"Content-Type": "application/xml"}
    for _ in range(2):
        reply, data = client.raw("POST", form + "/submissions", xml, xml_type)
        assert reply.status == 200 and json.loads(data)["instanceId"] == instance_id, data
    reply, data = client.raw("POST", form + "/submissions", xml[:200], xml_type)
    assert reply.status == 400 and json.loads(data)["message"], data
    edited = "uuid:" + str(uuid.uuid4())
    edit = xml.replace(f"<instanceID>{instance_id}</instanceID>".encode(),
                       f"<instanceID>{edited}</instanceID>"
                       f"<deprecatedID>{instance_id}</deprecatedID>".encode())
    mine = form + "/submissions/" + urllib.parse.quote(instance_id, safe="")
    reply, data = client.raw("PUT", mine, edit, xml_type)
    assert reply.status == 200 and json.loads(data)["reviewState"] == "edited", data
    reply, data = client.raw("PUT", mine, edit.replace(edited.encode(), b"uuid:third"), xml_type)
    assert reply.status == 409, data
    client.send("POST", form.rsplit("/", 1)[0], {}, 501)
    reply, _ = client.raw("DELETE", form)
    assert reply.status == 501
    return instance_id


def reads_as_ruodk(client, form, rows):
    """service → metadata → schema → table with empty $skip and $top → repeats → zip."""
    service = client.get(form + ".svc", Accept="application/json")
    assert [each["kind"] for each in service["value"]] == ["EntitySet"] * len(service["value"])
    fields = client.get(form + "/fields?flatten=FALSE&odata=FALSE")
    need(fields[0], name=str, path=str, type=str)
    table = client.get(form + ".svc/Submissions?$skip=&$top=&$count=false&$wkt=false")
    assert len(table["value"]) == rows
    reply, data = client.raw("GET", form + "/submissions.csv.zip?attachments=true")
    assert reply.status == 200
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.testzip() is None
    name = urllib.parse.unquote(form.rsplit("/", 1)[1]) + ".csv"
    lines = list(csv.reader(io.StringIO(archive.read(name).decode())))
    assert lines[0][0] == "SubmissionDate" and lines[0][-10] == "KEY" and lines[0][-1] == "FormVersion"
    assert len(lines) == rows + 1 and all(len(line) == len(lines[0]) for line in lines)
    assert [line[-10] for line in lines[1:]] == [row["__id"] for row in table["value"]]
    reply, data = client.raw("GET", form + ".xml")
    assert reply.status == 200
    ET.fromstring(data)
    return service, fields, table["value"], dict(zip(lines[0], zip(*lines[1:])))


def reads_as_power_bi(client, form, rows):
    """Anonymous first; then with a password; then the pages by their links."""
    anonymous = Client.__new__(Client)
    anonymous.port, anonymous.basic = client.port, ""
    reply, _ = anonymous.raw("GET", form + ".svc")
    assert reply.status == 401 and "Basic" in reply.getheader("WWW-Authenticate"), reply.getheaders()
    reply, data = client.raw("GET", form + ".svc/$metadata", headers={
        "OData-Version": "4.0", "OData-MaxVersion": "4.0", "Accept": "application/xml"})
    assert reply.status == 200 and reply.getheader("OData-Version") == "4.0"
    schema_of(data)
    found, url, pages = [], form + ".svc/Submissions?$top=7&$count=true", 0
    while url:
        page = client.get(url)
        assert page["@odata.count"] == rows and len(page["value"]) <= 7
        found += [row["__id"] for row in page["value"]]
        pages += 1
        url = path_of(page["@odata.nextLink"]) if "@odata.nextLink" in page else None
    assert len(found) == len(set(found)) == rows and pages == -(-rows // 7), (pages, rows)
    skipped = client.get(form + ".svc/Submissions?%24top=5&%24skip=11")["value"]
    assert [row["__id"] for row in skipped] == found[11:16]
    upwards = client.get(form + ".svc/Submissions?$top=5&$skip=11"
                         "&$orderby=__system/submissionDate%20asc")["value"]
    assert [row["__id"] for row in upwards] == found[::-1][11:16]
    return found


def schema_of(data):
    """Every property, by type; every type that is named is there."""
    root = ET.fromstring(data)
    assert root.tag == EDMX + "Edmx" and root.get("Version") == "4.0"
    types, used = {}, set()
    for schema in root.iter(EDM + "Schema"):
        for each in schema:
            if each.tag in (EDM + "EntityType", EDM + "ComplexType", EDM + "EnumType"):
                types[schema.get("Namespace") + "." + each.get("Name")] = each
    names = re.compile(r"^[A-Za-z_][A-Za-z0-9_]*$")
    for each in root.iter():
        if each.tag in (EDM + "Property", EDM + "NavigationProperty"):
            assert names.match(each.get("Name")), each.get("Name")
            used.add(re.sub(r"^Collection\((.*)\)$", r"\1", each.get("Type")))
        if each.tag == EDM + "EntitySet":
            used.add(each.get("EntityType"))
    missing = {each for each in used if not each.startswith("Edm.")} - set(types)
    assert not missing, missing
    return types


def filters(client, form, found, edited):
    svc = form + ".svc/Submissions?"
    ask = lambda text: [row["__id"] for row in
                        client.get(svc + "$filter=" + urllib.parse.quote(text))["value"]]
    assert ask("__system/reviewState eq 'edited'") == [edited]
    assert len(ask("__system/reviewState eq null")) == len(found) - 1
    assert len(ask("not (__system/reviewState ne null)")) == len(found) - 1
    assert ask("__system/submissionDate gt now()") == []
    assert len(ask("year(__system/submissionDate) ge 2024 and __system/submissionDate le now()")) \
        == len(found)
    client.get(svc + "$filter=" + urllib.parse.quote("age gt 5"), 501)
    client.get(svc + "$filter=" + urllib.parse.quote("__system/submissionDate gt"), 400)
    client.get(svc + "$apply=groupby", 501)
    client.get(svc + "$top=x", 400)
    client.get(form + ".svc/Submissions.nothing", 404)
    client.get(svc, 400, **{"OData-MaxVersion": "3.0"})
    only = client.get(svc + "$top=1&$select=__id,__system/submissionDate")["value"][0]
    assert set(only) == {"__id", "__system"} and set(only["__system"]) == {"submissionDate"}
    one = client.get(form + ".svc/Submissions('" + urllib.parse.quote(found[0]) + "')")["value"]
    assert [row["__id"] for row in one] == [found[0]]


def value_at(row, path):
    for name in path.strip("/").split("/"):
        row = row[name]
    return row


def equals_mtm_ask(served, fields, rows, columns):
    """Counts of each choice question are those of `mtm ask` over the same interviews."""
    held = 0
    for field in fields:
        question = field["name"]
        if question not in ("sex", "citizenship", "education", "main_provider"):
            continue
        values = [value_at(row, field["path"]) for row in rows]
        cells = columns[field["path"].strip("/").replace("/", "-")]
        assert [value or "" for value in values] == list(cells)
        for value in sorted({value for value in values if value}):
            expression = f"count(${{{question}}} = '{value}')"
            asked = subprocess.run([MTM, "ask", served.study, expression],
                                   capture_output=True, text=True)
            assert asked.returncode == 0, asked.stderr
            number = re.search(r"\d+", asked.stdout).group(0)
            assert int(number) == values.count(value), (expression, asked.stdout, values.count(value))
            held += 1
    assert held >= 4, held


def comes_back_by_import(served, client, form):
    """What is exported here and imported into a fresh folder of the study gives the same figures."""
    expressions = ["count(true())", "percent(${sex} = 'male')", "mean(${age})", "base(${education})",
                   "percent(${main_provider} = 'yes')", "count(answered(${location}))"]

    def figures(study):
        asked = subprocess.run([MTM, "ask", study, "--json", *expressions], capture_output=True, text=True)
        assert asked.returncode == 0, asked.stdout
        return asked.stdout.splitlines()

    reply, data = client.raw("GET", form + "/submissions.csv.zip?attachments=false")
    assert reply.status == 200
    with tempfile.TemporaryDirectory() as folder:
        study = os.path.join(folder, "r4")
        shutil.copytree(STUDY, study, ignore=shutil.ignore_patterns("out", "rehearsal", "study.db*"))
        export = os.path.join(folder, "submissions.csv.zip")
        with open(export, "wb") as file:
            file.write(data)

        def imported():
            run = subprocess.run([MTM, "import", study, export], capture_output=True, text=True)
            assert run.returncode == 0, (run.stdout, run.stderr)
            assert run.stderr == "", run.stderr[-2000:]
            return run.stdout

        assert imported() == f"{COUNT + 1} added, 0 changed, 0 as before\n"
        assert imported() == f"0 added, 0 changed, {COUNT + 1} as before\n"
        assert figures(study) == figures(served.study), (figures(study), figures(served.study))


def analysts_see_no_names(served, owner, form, rows):
    status, made = served.call("POST", "/v1/studies/kazakhstan-2024-r4/people", {
        "email": "analyst@example.org", "name": "Analyst", "role": "analyst", "team": []})
    assert status == 200, made
    token = made["link"].rsplit("/", 1)[1]
    connection = http.client.HTTPConnection("127.0.0.1", served.port)
    connection.request("POST", "/v1/welcome/" + token, json.dumps({
        "email": "analyst@example.org", "name": "Analyst", "password": PASSWORD}),
        {"Content-Type": "application/json"})
    assert connection.getresponse().status == 200
    analyst = Client(served, "analyst@example.org")
    table = analyst.get(form + ".svc/Submissions")["value"]
    assert [row["__id"] for row in table] == [row["__id"] for row in rows]
    for row in table:
        for name in ("submitterId", "submitterName", "deviceId"):
            assert row["__system"][name] is None
    path = form + "/submissions/" + urllib.parse.quote(table[0]["__id"], safe="")
    analyst.get(path + "/attachments", 403)
    reply, _ = analyst.raw("GET", path + ".xml")
    assert reply.status == 403
    analyst.send("PATCH", path, {"reviewState": "approved"}, 403)
    # By no filter either.
    assert analyst.get(form + ".svc/Submissions?$filter=" + urllib.parse.quote(
        "__system/submitterId ne null"))["value"] == []


def main():
    interviews = Interviews(COUNT)
    served = Served()
    subprocess.run([MTM, "deploy", served.study], check=True, capture_output=True)
    with served:
        served.set_up()
        sent = []
        for number in range(COUNT):
            instance_id, xml = interviews.make(number)
            status, answer = post(served, xml)
            assert status == 201, (status, answer)
            sent.append(instance_id)
        client = signs_in_as_pyodk(served)
        counted = client.get("/v1/projects/1/forms")[0]
        assert counted["state"] == "open", counted
        project, form, listed = reads_as_pyodk(client, sent)
        edited = changes_as_pyodk(client, form, listed, interviews)
        basic = Client(served)
        service, fields, rows, columns = reads_as_ruodk(basic, form, COUNT + 1)
        found = reads_as_power_bi(basic, form, COUNT + 1)
        filters(basic, form, found, edited)
        equals_mtm_ask(served, fields, rows, columns)
        comes_back_by_import(served, basic, form)
        analysts_see_no_names(served, basic, form, rows)
    print("1 passed, 0 failed, 0 skipped")


if __name__ == "__main__":
    main()
