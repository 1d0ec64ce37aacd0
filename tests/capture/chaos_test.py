#!/usr/bin/env python3
"""Nothing that was acknowledged is lost, whatever happens to the server.

    chaos_test.py [--rounds N] [PART…]

Eight clients submit while the process is killed with SIGKILL at a random instant and restarted; the
same with a disk that fills up or takes nothing, and with a locked database. Every interview that was
answered 201 is there afterwards, byte for byte, exactly once, and clients that were not answered
get their answer when they try again.
"""
import argparse
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from served import SLUG, Interviews, Served, post  # noqa: E402

CLIENTS = 8
SKIPPED = []


class Tablet(threading.Thread):
    """Sends interview after interview; what is not acknowledged is sent again until it is."""

    def __init__(self, served, interviews, number, stop, audit=b""):
        super().__init__(daemon=True)
        self.served, self.source, self.number, self.stop = served, interviews, number, stop
        self.audit = audit
        self.acknowledged = {}  # instanceID -> XML
        self.attempts, self.refusals = 0, []
        self.waiting = None

    def run(self):
        count = 0
        while not self.stop.is_set():
            if self.waiting is None:
                self.waiting = self.source.make(self.number * 1000 + count)
                count += 1
            self.attempt()

    def attempt(self):
        instance_id, xml = self.waiting
        files = [("audit.csv", "text/csv", self.audit)] if self.audit else []
        self.attempts += 1
        try:
            status, body = post(self.served, xml, files, timeout=20)
        except OSError:
            time.sleep(0.02)
            return False
        if status in (201, 202):
            self.acknowledged[instance_id] = xml
            self.waiting = None
            return True
        self.refusals.append((status, body[:200]))
        time.sleep(0.02)
        return False

    def finish(self):
        """After the storm: what is still waiting goes through."""
        end = time.monotonic() + 30
        while self.waiting is not None and time.monotonic() < end:
            self.attempt()
        return self.waiting is None


def tablets(served, interviews, stop, audit=b""):
    out = [Tablet(served, interviews, n, stop, audit) for n in range(CLIENTS)]
    for tablet in out:
        tablet.start()
    return out


def check(served, group, seen=None):
    """Every acknowledged interview is there, exactly once, byte for byte; and no other."""
    for tablet in group:
        tablet.join(60)
        assert tablet.finish(), f"an interview is still refused: {tablet.refusals[-3:]}"
    expected = dict(seen or {})
    for tablet in group:
        expected.update(tablet.acknowledged)
    there = served.interviews()
    missing = set(expected) - set(there)
    extra = set(there) - set(expected)
    assert not missing, f"{len(missing)} of {len(expected)} acknowledged interviews are LOST"
    assert not extra, f"{len(extra)} interviews that nobody sent, or that are there twice"
    checked = [i for t in group for i in t.acknowledged]
    for instance_id in checked:
        assert served.xml_of(instance_id) == expected[instance_id], "changed: " + instance_id
    return expected


def killed(rounds, interviews):
    """SIGKILL at a random instant."""
    with Served() as served:
        served.set_up()
        seen = {}
        kills = 0
        for n in range(rounds):
            stop = threading.Event()
            group = tablets(served, interviews, stop)
            time.sleep(random.uniform(0.02, 0.5))
            served.kill()
            kills += 1
            served.start()
            time.sleep(random.uniform(0, 0.1))
            stop.set()
            seen = check(served, group, seen)
        print(f"killed {kills} times: {len(seen)} interviews acknowledged, all there, once")


def full_disk(interviews):
    """A disk of a few megabytes fills up; afterwards it has room again."""
    place = tempfile.mkdtemp(prefix="mtm-disk-")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", place],
                             stderr=subprocess.DEVNULL).returncode == 0
    if not mounted:
        SKIPPED.append("full disk: a small file system cannot be mounted here")
        return
    try:
        served = Served(folder=place)
        with served:
            served.set_up()
            stop = threading.Event()
            group = tablets(served, interviews, stop, audit=os.urandom(40_000).hex().encode())
            end = time.monotonic() + 20
            while time.monotonic() < end and not any(len(t.refusals) > 2 for t in group):
                time.sleep(0.1)
            full = sum(len(t.refusals) for t in group)
            assert full, "the disk did not fill"
            stop.set()
            for tablet in group:
                tablet.join(60)
            statuses = {status for t in group for status, _ in t.refusals}
            assert statuses <= {500, 503, 507}, statuses
            subprocess.run(["mount", "-o", "remount,size=200m", place], check=True)
            seen = check(served, group)
            served.kill()
            served.start()
            check(served, [], seen)
            print(f"disk full: {len(seen)} acknowledged, all there; {full} refused with {statuses}")
    finally:
        subprocess.run(["umount", "-l", place])
        os.rmdir(place)


def locked(interviews):
    """Another program holds the database for a while."""
    with Served() as served:
        served.set_up()
        stop = threading.Event()
        group = tablets(served, interviews, stop)
        time.sleep(0.3)
        other = sqlite3.connect(os.path.join(served.study, "study.db"), timeout=10,
                                isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        time.sleep(2)
        status, _ = served.call("GET", "/health")
        assert status in (200, 503), status
        other.execute("ROLLBACK")
        other.close()
        time.sleep(0.3)
        stop.set()
        seen = check(served, group)
        print(f"database locked for 2 s: {len(seen)} acknowledged, all there")


def no_room(interviews):
    """The disk takes nothing from one instant to the next, and then again."""
    place = tempfile.mkdtemp(prefix="mtm-disk-")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200m", "tmpfs", place],
                      stderr=subprocess.DEVNULL).returncode != 0:
        SKIPPED.append("disk without room: a file system cannot be mounted here")
        return
    try:
        with Served(folder=place) as served:
            served.set_up()
            # A file that is open for writing keeps a file system writable; a disk that has no room
            # at all, from one instant to the next, is what a database sees of one that is not.
            stop = threading.Event()
            group = tablets(served, interviews, stop)
            time.sleep(0.3)
            ballast = os.path.join(place, "ballast")
            with open(ballast, "wb", buffering=0) as file:
                end = time.monotonic() + 1
                while time.monotonic() < end:
                    try:
                        file.write(b"x" * 65536)
                    except OSError:
                        time.sleep(0.01)
            os.remove(ballast)
            time.sleep(0.3)
            stop.set()
            seen = check(served, group)
            refused = sum(len(t.refusals) for t in group)
            print(f"disk that takes nothing for 1 s: {len(seen)} acknowledged, {refused} refused")
    finally:
        subprocess.run(["umount", "-l", place])
        os.rmdir(place)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("parts", nargs="*", default=["killed", "full_disk", "locked", "no_room"])
    options = parser.parse_args()
    interviews = Interviews()
    passed = failed = 0
    for part in options.parts:
        start = time.monotonic()
        try:
            if part == "killed":
                killed(options.rounds, interviews)
            else:
                globals()[part](interviews)
            passed += 1
        except (AssertionError, OSError, RuntimeError, subprocess.CalledProcessError) as error:
            failed += 1
            print(f"FAILED: {part}: {error}")
        print(f"  {part}: {time.monotonic() - start:.1f} s", file=sys.stderr)
    for what in SKIPPED:
        print("skipped: " + what)
    print(f"{passed - len(SKIPPED)} passed, {failed} failed, {len(SKIPPED)} skipped")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
