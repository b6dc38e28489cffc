"""What goes first holds back other tasks of its worker, and not for ever."""

import threading

from guichet.jobs import precedence, rounds


def test_what_can_wait_waits_until_what_goes_first_has_ended():
    order = []

    def task() -> None:
        precedence.wait_for_turn()
        order.append("letter")

    with precedence.first():
        waiting = threading.Thread(target=task)
        waiting.start()
        order.append("mail")
    waiting.join(10)
    assert order == ["mail", "letter"]


def test_nobody_is_held_back_for_ever(monkeypatch):
    monkeypatch.setattr(precedence, "HELD_AT_MOST_SECONDS", 0.05)
    passed = threading.Event()
    with precedence.first():
        threading.Thread(target=lambda: (precedence.wait_for_turn(), passed.set())).start()
        assert passed.wait(10)


def test_a_round_that_can_wait_is_left_out_meanwhile(db, monkeypatch):
    made = []
    found = {
        name: rounds.Round(name, 10, lambda name=name: made.append(name), can_wait=name == "patient") for name in ("patient", "urgent")
    }
    monkeypatch.setattr(rounds, "ROUNDS", found)
    with precedence.first():
        rounds.make(once=True)
    assert made == ["urgent"]
    rounds.make(once=True)
    assert made == ["urgent", "patient", "urgent"]
