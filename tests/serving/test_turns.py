"""Turns: one thread, one process at a time for a page; none waits for ever."""

import errno
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread

import pytest

from rectify.serving import turns
from rectify.serving.turns import FileDoor, Turns, digest_of, through
from tests.serving.made import Clock

KEY = ("http", "a.example.cn", "", "/rounds/a/", False)
OTHER = ("http", "a.example.cn", "", "/rounds/b/", False)
ROOT = Path(__file__).resolve().parents[2]


def in_a_thread(act):
    """Return what a thread of its own found."""
    found = []
    thread = Thread(target=lambda: found.append(act()))
    thread.start()
    thread.join(10)
    return found[0]


def is_mine(mine):
    with mine as is_mine:
        return is_mine


def test_one_thread_at_a_time_has_the_turn_for_a_page():
    ours = Turns(2)
    with ours.taken(KEY, wait=10) as mine:
        others = [
            in_a_thread(lambda key=key: is_mine(ours.taken(key, wait=0))) for key in (KEY, OTHER)
        ]
    assert (mine, others) == (True, [False, True])
    assert in_a_thread(lambda: is_mine(ours.taken(KEY, wait=0))) is True


def test_turn_is_given_back_by_whoever_fails():
    ours = Turns(2)
    with pytest.raises(LookupError), ours.taken(KEY, wait=10):
        raise LookupError
    assert in_a_thread(lambda: is_mine(ours.taken(KEY, wait=0))) is True


def test_whoever_waited_too_long_goes_without():
    ours = Turns(2)
    with ours.taken(KEY, wait=10):
        assert in_a_thread(lambda: is_mine(ours.taken(KEY, wait=0.01))) is False
        # And has not taken the turn away from whoever has it.
        assert in_a_thread(lambda: is_mine(ours.taken(KEY, wait=0))) is False


def test_few_wait_for_a_turn_that_takes_long():
    clock = Clock()
    ours = Turns(1, clock)
    with ThreadPoolExecutor(2) as pool:
        with ours.taken(KEY, wait=10), ours.taken(OTHER, wait=10):
            clock.go_on(turns.A_WHILE)
            patient = pool.submit(is_mine, ours.taken(OTHER, wait=10))
            with pytest.raises(TimeoutError):
                patient.result(0.05)
            # No place is left, of another page neither.
            assert pool.submit(is_mine, ours.taken(KEY, wait=10)).result(5) is False
        assert patient.result(5) is True


def test_everybody_waits_for_a_turn_that_has_only_begun():
    ours = Turns(1, Clock())
    with ThreadPoolExecutor(3) as pool:
        with ours.taken(KEY, wait=10):
            waiting = [pool.submit(is_mine, ours.taken(KEY, wait=10)) for _ in range(3)]
            with pytest.raises(TimeoutError):
                waiting[-1].result(0.05)
        assert [one.result(5) for one in waiting] == [True] * 3


class HeldDoor:
    """Somebody else has it for so many tries."""

    def __init__(self, tries=0):
        self.tries = tries
        self.taken = []

    def take(self, key):
        self.tries -= 1
        if self.tries >= 0:
            return False
        self.taken.append(key)
        return True

    def give_back(self, key):
        self.taken.remove(key)


@pytest.mark.parametrize(
    ("tries", "until", "expected"),
    [
        ([0, 0], 0, (True, [[KEY], [KEY]])),
        ([0, 1], 0, (False, [[KEY], []])),
        ([1, 0], 0, (False, [[], []])),
        ([3, 2], 2.5, (True, [[KEY], [KEY]])),
        # Longer than anybody waits.
        ([10**6, 0], 2.5, (False, [[], []])),
    ],
)
def test_all_doors_or_none(tries, until, expected):
    doors = [HeldDoor(one) for one in tries]
    with through(doors, KEY, until=until, clock=(clock := Clock()), sleep=clock.go_on) as mine:
        assert (mine, [[*door.taken] for door in doors]) == expected
    assert [door.taken for door in doors] == [[], []]


def test_nobody_waits_longer_than_until():
    clock = Clock()
    with through([HeldDoor(10**6)], KEY, until=2.5, clock=clock, sleep=clock.go_on):
        pass
    assert round(clock.now, 2) == 2.5


def test_doors_are_given_back_by_whoever_fails():
    door = HeldDoor()
    with pytest.raises(LookupError), through([door], KEY, until=0):
        raise LookupError
    assert door.taken == []


# --- Between processes --------------------------------------------------------------------

HOLD = """
import sys
from pathlib import Path
from rectify.serving.turns import FileDoor
door = FileDoor(Path(sys.argv[1]))
key = ("http", "a.example.cn", "", "/rounds/a/", False)
assert door.take(key)
print("held", flush=True)
sys.stdin.readline()
door.give_back(key)
print("given back", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the door for KEY."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_one_process_at_a_time_has_the_door_for_a_page(tmp_path, holder):
    door = FileDoor(tmp_path)
    assert [door.take(KEY), door.take(OTHER)] == [False, True]
    holder.stdin.write("\n")
    holder.stdin.flush()
    assert holder.stdout.readline() == "given back\n"
    assert door.take(KEY) is True


def test_killed_process_holds_no_door(tmp_path, holder):
    door = FileDoor(tmp_path)
    assert door.take(KEY) is False
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait(10)
    assert door.take(KEY) is True


def test_door_that_was_given_back_is_open_to_others(tmp_path):
    door = FileDoor(tmp_path)
    door.take(KEY)
    door.give_back(KEY)
    code = HOLD.replace("sys.stdin.readline()", "")
    ran = subprocess.run(
        [sys.executable, "-c", code, tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.stdout, ran.stderr) == ("held\ngiven back\n", "")


def test_file_of_the_door_is_nobody_elses(tmp_path):
    FileDoor(tmp_path).take(KEY)
    file = tmp_path / "pages.lock"
    assert (file.stat().st_mode & 0o777, file.stat().st_size) == (0o600, 0)


def test_directory_that_cannot_be_written_is_done_without(tmp_path, monkeypatch):
    monkeypatch.setattr(turns.tempfile, "gettempdir", lambda: str(tmp_path))
    assert FileDoor(tmp_path / "missing").take(KEY) is True
    assert [file.name for file in tmp_path.iterdir()] == [f"rectify-pages-{os.getuid()}.lock"]


def test_file_that_cannot_be_locked_keeps_nobody_out(tmp_path, monkeypatch):
    def refuse(*arguments):
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr(turns.fcntl, "lockf", refuse)
    with through([FileDoor(tmp_path)], KEY, until=0) as mine:
        assert mine is True


def test_file_that_cannot_be_made_anywhere_keeps_nobody_out(tmp_path, monkeypatch):
    monkeypatch.setattr(turns.tempfile, "gettempdir", lambda: str(tmp_path / "missing, too"))
    with through([FileDoor(tmp_path / "missing")], KEY, until=0) as mine:
        assert mine is True


def test_digest_tells_keys_apart():
    keys = [
        KEY,
        ("https", *KEY[1:]),
        (KEY[0], "b.example.cn", *KEY[2:]),
        OTHER,
        (*KEY[:4], True),
    ]
    assert len({digest_of(key) for key in keys}) == len(keys)
