#!/usr/bin/env python3
"""An encrypted study from its key to its figures, against the real program.

`mtm keys new`, deploy, serve; twenty interviews with a picture and the device's log, encrypted by
tests/capture/sealing.py (the openssl command, not MTM) and sent as ODK Collect sends them; a kill in
the middle, everything sent again; backup and restore; and then the same figures as from the same
interviews unencrypted. No answer may lie in what the server has, and nothing that opens one.

    encrypted_test.py [PART…]
"""
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from sealing import Sealer, new_key  # noqa: E402
from served import MTM, SLUG, Interviews, Served, post  # noqa: E402

COUNT = 20
SECRET = "НЕЧИТАЕМЫЙ-ОТВЕТ"  # an answer of every interview, in its log
PICTURE = b"\xff\xd8\xff picture of " + SECRET.encode()
LOG = ("event,node,start,end\nform start,,1714550000000,\n"
       "question,/data/%s,1714550000000,1714550001000\n" % SECRET).encode()
PASSPHRASE = "correct horse battery staple"
ASKED = ["count(true())", "percent(${sex} = 'male')", "mean(${age})", "percent(${education} = 'lower_secondary')"]


def mtm(*arguments, given=0):
    """Standard output and error of a command that must end with that exit code."""
    run = subprocess.run([MTM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                         start_new_session=True)  # without a terminal to ask on
    assert run.returncode == given, (arguments, run.returncode, run.stderr[-2000:])
    return run.stdout, run.stderr


def bytes_under(folder):
    """Every file under a folder: (path, bytes)."""
    for path in glob.glob(folder + "/**", recursive=True, include_hidden=True) \
            if sys.version_info >= (3, 11) else glob.glob(folder + "/**", recursive=True):
        if os.path.isfile(path):
            with open(path, "rb") as file:
                yield path, file.read()


class Study:
    """A served encrypted study, its keys, and twenty interviews as they were before encryption."""

    def __init__(self):
        self.scratch = tempfile.mkdtemp(prefix="mtm-encrypted-")
        self.served = Served(self.scratch)
        self.key = os.path.join(self.scratch, "keys", "r4.pem")
        os.mkdir(os.path.dirname(self.key))
        self.phrase = os.path.join(self.scratch, "keys", "phrase")
        with open(self.phrase, "w") as file:
            file.write(PASSPHRASE + "\n")
        self.opening = ["--key", self.key, "--passphrase-file", self.phrase]

    def close(self):
        self.served.close()
        shutil.rmtree(self.scratch, ignore_errors=True)

    def make_key(self):
        return mtm("keys", "new", self.served.study, "--out", self.key, "--passphrase-file", self.phrase,
                   "--bits", "2048")

    def public_key(self):
        with open(os.path.join(self.served.study, "study.toml")) as file:
            return re.search(r'\[encryption\]\npublic_key = "([^"]+)"', file.read()).group(1)

    def plain_interviews(self):
        """(instanceID, XML) with the names of a picture and a log in them."""
        out = []
        source = Interviews(COUNT)
        for number in range(COUNT):
            instance, xml = source.make(number)
            xml = re.sub(rb"(<(?:\w+:)?meta[^>]*>)", rb"\1<audit>audit.csv</audit>", xml, count=1)
            out.append((instance, xml))
        return out


def ask(folder, *arguments):
    out, _ = mtm("ask", folder, *ASKED, "--json", *arguments)
    return [json.loads(line) for line in out.splitlines()]


def keys_are_made_with_care():
    study = Study()
    try:
        inside = os.path.join(study.served.study, "forms-key.pem")
        _, said = mtm("keys", "new", study.served.study, "--out", inside, "--passphrase-file", study.phrase, given=1)
        assert "must not lie in a study's folder" in said and not os.path.exists(inside), said
        link = os.path.join(study.scratch, "link")
        os.symlink(study.served.study, link)
        mtm("keys", "new", study.served.study, "--out", link + "/k.pem", "--passphrase-file", study.phrase, given=1)
        short = os.path.join(study.scratch, "short")
        with open(short, "w") as file:
            file.write("short\n")
        mtm("keys", "new", study.served.study, "--out", study.key, "--passphrase-file", short, given=1)
        assert not os.path.exists(study.key)
        _, said = mtm("keys", "new", study.served.study, "--out", study.key, given=1)
        assert "--passphrase-file" in said, said
        _, said = study.make_key()
        assert "LOSES EVERY INTERVIEW" in said, said
        assert os.stat(study.key).st_mode & 0o777 == 0o600
        with open(study.key) as file:
            pem = file.read()
        assert "ENCRYPTED PRIVATE KEY" in pem
        shown = subprocess.run(["openssl", "pkey", "-in", study.key, "-passin", "pass:" + PASSPHRASE, "-pubout"],
                               check=True, stdout=subprocess.PIPE, text=True).stdout
        assert "".join(shown.splitlines()[1:-1]) == study.public_key()
        other = study.key + ".2"
        _, said = mtm("keys", "new", study.served.study, "--out", other, "--passphrase-file", study.phrase, given=1)
        assert "already" in said and not os.path.exists(other), said
        shutil.copy(study.key, study.served.study)
        _, said = mtm("check", study.served.study, given=1)
        assert "private-key-in-study" in said, said
        mtm("deploy", study.served.study, given=1)
        os.remove(os.path.join(study.served.study, "r4.pem"))
        form = os.path.join(study.scratch, "form.xml")
        mtm("form", os.path.join(study.served.study, "questionnaire.xlsx"), form)
        with open(form) as file:
            assert f'base64RsaPublicKey="{study.public_key()}"' in file.read()
    finally:
        study.close()


def figures_are_those_of_the_same_study_unencrypted():
    study = Study()
    try:
        study.make_key()
        said, _ = mtm("deploy", study.served.study)
        assert "encrypt" in said, said
        served = study.served.start().set_up()
        status, form = served.call("GET", f"/v1/studies/{SLUG}")
        assert status == 200 and form["encrypted"] is True
        plain = study.plain_interviews()
        sealer = Sealer(study.public_key())
        sealed = [(instance, *sealer.seal(xml, [("photo.jpg", PICTURE), ("audit.csv", LOG)])) for instance, xml in plain]
        for number, (_, manifest, files) in enumerate(sealed):
            if number == COUNT // 2:
                memory_holds_no_answer(served)
                served.kill()
                served.start()
                served.sign_in()
            status, body = post(served, manifest, files)
            assert status == 201, (status, body)
        for _, manifest, files in sealed:  # everything again
            status, body = post(served, manifest, files)
            assert status == 202, (status, body)

        listed = served.interviews()
        assert set(listed) == {instance for instance, _ in plain}
        for one in listed.values():
            assert one["sealed"] is True and one["flags"] == [], one
            assert (one["filesPresent"], one["filesExpected"]) == (3, 3), one
        instance, manifest, files = sealed[0]
        assert served.xml_of(instance) == manifest
        assert served.file_of(instance, "photo.jpg.enc") == files[0][2]
        status, shown = served.call("GET", f"/v1/studies/{SLUG}/interviews/{instance}")
        assert shown["answers"] == [] and shown["encrypted"] is True
        status, fieldwork = served.call("GET", f"/v1/studies/{SLUG}/fieldwork")
        assert fieldwork["received"] == COUNT and fieldwork["counted"] is None and fieldwork["byArea"] == []
        assert [day["interviews"] for day in fieldwork["byDay"]] == [COUNT]
        status, _ = served.call("POST", f"/v1/studies/{SLUG}/links", {"label": "x", "once": False})
        assert status == 409, status
        status, _ = post(served, plain[0][1].replace(plain[0][0].encode(), b"uuid:readable"))
        assert status == 201
        readable = served.interviews()["uuid:readable"]
        assert readable["sealed"] is False and "not-encrypted" in [flag["code"] for flag in readable["flags"]]
        status, _ = served.call("DELETE", f"/v1/studies/{SLUG}/interviews/uuid:readable")
        assert status == 200
        memory_holds_no_answer(served)

        backup = os.path.join(study.scratch, "r4.backup")
        mtm("backup", served.study, backup)
        restored = os.path.join(study.scratch, "restored", SLUG)
        os.mkdir(os.path.dirname(restored))
        mtm("restore", backup, restored)
        assert served.stop() == 0

        unencrypted = os.path.join(study.scratch, "unencrypted", SLUG)
        shutil.copytree(served.study, unencrypted, ignore=shutil.ignore_patterns("study.db*", "attachments", "out"))
        os.mkdir(os.path.join(unencrypted, "interviews"))
        for instance, xml in plain:
            with open(os.path.join(unencrypted, "interviews", instance.replace(":", "-") + ".xml"), "wb") as file:
                file.write(xml)
        expected = ask(unencrypted)
        assert expected[0]["value"] == COUNT, expected
        for folder in (served.study, restored):
            assert ask(folder, *study.opening) == expected
            out, said = mtm("keys", "check", folder, *study.opening)
            assert f"{COUNT} encrypted interviews, {COUNT} open" in out, out
        _, said = mtm("ask", restored, "count(true())", given=1)
        assert "--key FILE" in said, said
        _, said = mtm("check", restored)
        assert "encrypted and were not looked at" in said, said
        _, said = mtm("check", restored, *study.opening)
        assert "Checked as they were opened" in said, said
        mtm("tables", restored, *study.opening)
        mtm("report", restored, "--format", "html", *study.opening)
        nothing_readable_lies_in(study, [served.study, served.home, served.scratch, os.path.dirname(restored), backup], plain)
        no_interview_is_passed_over(study, restored)
    finally:
        study.close()


def memory_holds_no_answer(served):
    """What the server has in memory, as far as another program may look."""
    pid = served.process.pid
    wanted = [SECRET.encode(), b"PRIVATE KEY-----", PASSPHRASE.encode()]
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb") as memory:
        for line in maps:
            match = re.match(r"([0-9a-f]+)-([0-9a-f]+) (rw)", line)
            if not match:
                continue
            begin, end = int(match.group(1), 16), int(match.group(2), 16)
            try:
                memory.seek(begin)
                data = memory.read(min(end - begin, 1 << 28))
            except (OSError, ValueError):
                continue
            for what in wanted:
                if what == b"PRIVATE KEY-----" and b"ENCRYPTED PRIVATE" not in data and b"BEGIN PRIVATE" not in data:
                    continue  # the program's own words for messages
                assert what not in data, (what, line)


def nothing_readable_lies_in(study, places, plain):
    """No answer, no passphrase, no private key in any file of these places."""
    wanted = [SECRET.encode(), PASSPHRASE.encode(), b"BEGIN ENCRYPTED PRIVATE KEY", b"BEGIN PRIVATE KEY",
              b"<interview_language>", b"<consent>"]
    assert b"<consent>" in plain[0][1] or b"<age>" in plain[0][1]
    for place in places:
        found = bytes_under(place) if os.path.isdir(place) else [(place, open(place, "rb").read())]
        for path, data in found:
            if path.startswith(os.path.join(study.scratch, "unencrypted")):
                continue
            if path.startswith(os.path.join(study.scratch, "keys")):
                continue
            for what in wanted:
                assert what not in data, (what, path)


def no_interview_is_passed_over(study, folder):
    """One that cannot be opened stops the figures, until somebody says to leave it out."""
    pem, _ = new_key()
    wrong = os.path.join(study.scratch, "keys", "wrong.pem")
    with open(wrong, "wb") as file:
        file.write(pem)
    _, said = mtm("ask", folder, "count(true())", "--key", wrong, given=1)
    assert "sealed-wrong-key" in said and "--without-unopened" in said, said
    _, said = mtm("keys", "check", folder, "--key", wrong, given=1)
    lying = os.path.join(folder, "interviews")
    os.mkdir(lying)
    manifest, _ = Sealer(study.public_key()).seal(
        b'<data id="r4" version="1"><meta><instanceID>uuid:lost</instanceID></meta></data>')
    with open(os.path.join(lying, "lost.xml"), "wb") as file:
        file.write(manifest)
    _, said = mtm("ask", folder, "count(true())", *study.opening, given=1)
    assert "sealed-file-missing" in said and "uuid:lost" in said, said
    out, said = mtm("ask", folder, "count(true())", *study.opening, "--without-unopened")
    assert f"{COUNT + 2} interviews received, {COUNT} counted" in said, said  # and the withdrawn one
    assert "1 left out: encrypted" in said, said


PARTS = [keys_are_made_with_care, figures_are_those_of_the_same_study_unencrypted]


def main():
    chosen = sys.argv[1:]
    passed = failed = 0
    for part in PARTS:
        if chosen and part.__name__ not in chosen:
            continue
        try:
            part()
            passed += 1
        except Exception:  # whatever went wrong is a failure of this part
            failed += 1
            traceback.print_exc()
            print(f"FAILED {part.__name__}")
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
