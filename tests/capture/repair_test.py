#!/usr/bin/env python3
"""A form repaired in the middle of its fieldwork while the server runs, as tablets see it.

Deploy, serve, collect; then a second version is deployed with a question added and a label
corrected; tablets hear of it, one of them still holds interviews of the first version, one edits
such an interview. At last the fieldwork is closed in its two steps. No restart, no interview lost,
each judged by the version that it was filled under.

    repair_test.py
"""
import csv
import os
import re
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from collect_client import Client, OnDevice, update_decision  # noqa: E402
from served import MTM, SLUG, Interviews, Served  # noqa: E402

FIRST, SECOND = "2024032501", "2024040101"
PATIENCE_S = 20


def mtm(*arguments, given=0):
    run = subprocess.run([MTM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert run.returncode == given, (arguments, run.returncode, run.stderr[-2000:])
    return run.stdout


def until(what, holds):
    """Waits until something is so: a server takes over what is deployed within a second or two."""
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.1)


def rewrite(path, change):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    columns = list(rows[0])
    change(rows)
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)


def repair(study):
    """A question more, behind the sex of the respondent, and another version."""
    def add_question(rows):
        at = next(i for i, row in enumerate(rows) if row["name"] == "sex") + 1
        question = dict.fromkeys(rows[0], "")
        question.update({"type": "select_one yes_no", "name": "came_alone", "required": "yes"})
        for column in rows[0]:
            if column.startswith("label::"):
                question[column] = "Did you come alone?"
        rows.insert(at, question)

    folder = os.path.join(study, "questionnaire")
    rewrite(os.path.join(folder, "survey.csv"), add_question)
    rewrite(os.path.join(folder, "settings.csv"), lambda rows: rows[0].update(version=SECOND))
    mtm("workbook", folder, os.path.join(study, "questionnaire.xlsx"))


def saved(folder, name, xml):
    path = os.path.join(folder, name)
    with open(path, "wb") as file:
        file.write(xml)
    return path


def flags_of(served, instance_id):
    return {flag["code"] for flag in served.interviews()[instance_id]["flags"]}


def send(tablet, path):
    sent = tablet.submit(path)
    assert sent.ok, (path, sent)
    return sent.status


def main():
    interviews = Interviews(12)
    served = Served()
    mtm("deploy", served.study)
    with served, tempfile.TemporaryDirectory() as folder:
        served.set_up()
        process = served.process.pid
        tablet = Client(f"http://127.0.0.1:{served.port}{served.device}")
        [form] = tablet.form_list()
        assert form.version == FIRST, form
        first = tablet.download(form)[""]
        device = [OnDevice(form.form_id, form.version, form.hash)]

        made = [interviews.make(number) for number in range(4)]
        held = [saved(folder, f"{number}.xml", xml) for number, (_, xml) in enumerate(made)]
        assert send(tablet, held[0]) == 201

        # A mistake in the workbook puts nothing into the field, and disturbs nobody.
        whole = os.path.join(served.study, "questionnaire.xlsx")
        with open(whole, "rb") as file:
            good = file.read()
        with open(whole, "wb") as file:
            file.write(b"no workbook")
        mtm("deploy", served.study, given=1)
        with open(whole, "wb") as file:
            file.write(good)
        assert tablet.form_list()[0].version == FIRST

        repair(served.study)
        mtm("deploy", served.study)
        until("tablets do not hear of the repaired form",
              lambda: tablet.form_list()[0].version == SECOND)
        [form] = tablet.form_list()
        assert update_decision(form, device) == "version", form
        second = tablet.download(form)[""]
        assert b"came_alone" in second and b"came_alone" not in first

        # What was filled before is taken as it is; what is filled now is asked the new question.
        assert send(tablet, held[1]) == 201
        of_first = flags_of(served, made[1][0])
        assert "unknown-version" not in of_first and "required" not in of_first, of_first
        new_id, xml = interviews.make(5)
        blank = xml.replace(FIRST.encode(), SECOND.encode())
        assert send(tablet, saved(folder, "blank.xml", blank)) == 201
        missing = served.interviews()[new_id]["flags"]
        assert ("required", "came_alone") in [(f["code"], f["question"]) for f in missing], missing
        whole_id, xml = interviews.make(5)
        answered = re.sub(rb"(<sex>[^<]*</sex>)", rb"\1<came_alone>yes</came_alone>",
                          xml.replace(FIRST.encode(), SECOND.encode()))
        assert send(tablet, saved(folder, "answered.xml", answered)) == 201
        assert "required" not in flags_of(served, whole_id)

        # An edit under the second version of what was sent under the first is one interview.
        edit_id, edit = interviews.make(0)
        edit = re.sub(rb"(<(?:\w+:)?instanceID>)[^<]*(</(?:\w+:)?instanceID>)",
                      rb"\g<1>" + edit_id.encode() + rb"\g<2><deprecatedID>" + made[0][0].encode() +
                      rb"</deprecatedID>", edit, count=1).replace(FIRST.encode(), SECOND.encode())
        assert send(tablet, saved(folder, "edit.xml", edit)) == 201
        assert len(served.interviews()) == 4, list(served.interviews())
        assert served.xml_of(made[0][0]) == edit

        # Closing: first no form any more, and what tablets hold is awaited; then it is late.
        mtm("close", served.study)
        until("a form is still given out", lambda: not tablet.form_list())
        assert send(tablet, held[2]) == 201
        assert "after-close" not in flags_of(served, made[2][0])
        mtm("close", served.study, "--now")
        until("the server does not know that it is over", lambda: served.call(
            "GET", f"/v1/studies/{SLUG}")[1].get("state") == "closed")
        assert send(tablet, held[3]) == 201
        assert "after-close" in flags_of(served, made[3][0])
        assert send(tablet, held[1]) == 202
        assert "after-close" not in flags_of(served, made[1][0])

        # A base counts only the versions that held the question.
        assert "n = 6 of 6" in mtm("ask", served.study, "count(true())")
        alone = mtm("ask", served.study, "percent(${came_alone} = 'yes')")
        assert "n = 1 of 3" in alone, alone
        assert served.process.pid == process and served.process.poll() is None
        assert served.stop() == 0
    print("1 passed, 0 failed, 0 skipped")


if __name__ == "__main__":
    main()
