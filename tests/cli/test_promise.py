"""The verbs `promise` and `calendar`: what they answer, refuse and keep."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.cli.program import Prompt

TODAY = datetime.now(UTC).date()


def test_what_is_there_is_promised_for_today_and_what_is_free_is_told(prompt: Prompt) -> None:
    ended = prompt.json("promise", "rack", "4", "--at", "shop")
    assert ended.exit_code == 0
    answer = ended.answer
    assert (answer["result"], answer["critical_path"], answer["holding_up"]) == ("done", [], None)
    assert answer["promise"] == answer["earliest"]
    assert [free["quantity"] for free in answer["available"]] == [4]
    said = prompt.run("promise", "Rack", "4").out
    assert "Everything is there." in said
    assert "Free to promise: 4 from" in said


def test_the_critical_path_is_told_step_by_step(prompt: Prompt) -> None:
    wanted = (TODAY + timedelta(days=60)).isoformat()
    answer = prompt.json("promise", "rack", "30", "--wanted", wanted).answer
    assert answer["promise"] == wanted > answer["earliest"]
    path = answer["critical_path"]
    assert [(step["kind"], step["station"], step["to"]) for step in path] == [
        ("buy", "supplier", "bench"),
        ("make", "bench", "store"),
        ("fetch", "store", "shop"),
    ]
    assert {step["card"] for step in path} == {None}
    assert [step["quantity"] for step in path] == [40, 18, 26]
    assert path[0]["to_time"] <= path[1]["from_time"]
    assert path[0]["to_time"].endswith("Z")
    late = prompt.run("promise", "rack", "30", "--wanted", "2020-01-31")
    assert (late.exit_code, "days late" in late.out, "not ordered yet" in late.out) == (0, True, True)


def test_wrong_use_and_refusals_have_their_exit_codes(prompt: Prompt) -> None:
    for typed in (
        ("promise",),
        ("promise", "rack"),
        ("promise", "rack", "0"),
        ("promise", "rack", "some"),
        ("promise", "wheel", "4"),
        ("promise", "rack", "4", "--at", "moon"),
        ("promise", "rack", "4", "--wanted", "soon"),
        ("promise", "rack", "4", "--order", "4711"),
        ("calendar", "set", "mon-fri"),
        ("calendar", "set", "noday", "06:00-14:00"),
        ("calendar", "set", "mon", "early"),
        ("calendar", "days-off", "someday"),
    ):
        ended = prompt.json(*typed)
        assert ended.exit_code == 2, typed
        assert ended.answer["result"] == "failed"
    for typed, code in (
        (("promise", "peg", "4", "--at", "shop"), "no_route"),
        (("promise", "--order", "4711"), "unknown_order"),
        (("calendar", "set", "mon", "06:00-14:00", "13:00-22:00"), "shifts_overlap"),
        (("calendar", "set", "--zone", "Mars/Olympus"), "zone_unknown"),
        (("calendar", "holidays", "XX"), "country_unknown"),
        (("calendar", "days-off", "2027-01-31", "--remove"), "no_such_days"),
    ):
        ended = prompt.json(*typed)
        assert (ended.exit_code, ended.answer["code"]) == (3, code)
        plain = prompt.run(*typed)
        assert (plain.exit_code, "Nothing was changed." in plain.out) == (3, True)


def test_an_orders_lines_are_promised_one_by_one(prompt: Prompt) -> None:
    for quantity in ("2", "30"):
        typed = ("--customer", "Ada", "--item", "rack", "--quantity", quantity, "--wanted", "2020-01-31")
        assert prompt.run("order", "add", *typed, "--number", "4711", "--at", "shop").exit_code == 0
    lines = prompt.json("promise", "--order", "4711").answer["lines"]
    assert [line["line"] for line in lines] == [1, 2]
    assert lines[0]["late_by_days"] <= lines[1]["late_by_days"]
    assert lines[1]["holding_up"]["reason"] == "not_ordered"
    assert "4711/2  rack" in prompt.run("promise", "--order", "4711").out


def test_a_week_is_set_shown_and_forgotten(prompt: Prompt) -> None:
    assert prompt.json("calendar").answer["plan"] is None
    assert "around the clock" in prompt.run("calendar", "show").out
    times = ("06:00-14:00", "14:00-22:00", "--break", "09:00-09:15", "--zone", "Europe/Stockholm")
    assert prompt.run("calendar", "set", "mon-thu,fri", *times).exit_code == 0
    assert prompt.run("calendar", "set", "wed", "none").exit_code == 0
    answer = prompt.json("calendar", "--weeks", "2").answer
    week = answer["plan"]["week"]
    assert week["mon"] == {"shifts": "06:00-14:00, 14:00-22:00", "breaks": "09:00-09:15"}
    assert week["wed"] == week["sun"] == {"shifts": "", "breaks": ""}
    assert len(answer["days"]) == 14
    assert sum(day["minutes"] for day in answer["days"]) == 2 * 4 * 945
    assert prompt.run("calendar", "set", "sat", "22:00-06:00", "--at", "bench").exit_code == 0
    assert prompt.json("calendar", "--at", "bench").answer["plan"]["week"]["sat"]["shifts"] == "22:00-06:00"
    assert "follows the plant" in prompt.run("calendar", "clear", "--at", "bench").out
    assert prompt.json("calendar", "clear").answer["plan"] is None


def test_holidays_days_off_and_extra_days(prompt: Prompt) -> None:
    assert prompt.json("calendar", "holidays").answer["holidays"] == []
    assert prompt.run("calendar", "holidays", "se").exit_code == 0
    assert "Christmas Day" in [day["name"] for day in prompt.json("calendar", "holidays").answer["holidays"]]
    assert "Christmas Day" in prompt.run("calendar", "holidays").out
    first = TODAY + timedelta(days=3)
    last = first + timedelta(days=1)
    typed = (first.isoformat(), last.isoformat(), "--note", "stocktaking")
    assert prompt.run("calendar", "days-off", *typed).exit_code == 0
    assert prompt.run("calendar", "extra-day", last.isoformat(), "08:00-12:00").exit_code == 0
    days = {day["day"]: day for day in prompt.json("calendar").answer["days"]}
    assert (days[first.isoformat()]["minutes"], days[first.isoformat()]["reason"]) == (0, "stocktaking")
    assert days[last.isoformat()]["minutes"] == 240
    assert prompt.run("calendar", "days-off", first.isoformat(), last.isoformat(), "--remove").exit_code == 0
    assert prompt.json("calendar", "holidays", "none").answer["plan"]["country"] == ""


def test_what_can_not_be_promised_says_so_and_what_was_written_is_done(prompt: Prompt) -> None:
    wanted = (TODAY + timedelta(days=3)).isoformat()
    typed = ("--customer", "Ada", "--item", "rack", "--wanted", wanted, "--number", "4711", "--at", "shop")
    assert prompt.json("order", "add", *typed, "--quantity", "2").exit_code == 0
    added = prompt.json("order", "add", *typed, "--quantity", "900000000")
    assert added.exit_code == 0
    first, huge = added.answer["lines"]
    assert (first["promise"], huge["promise"]) == (wanted, None)
    assert "longer than 20 years" in huge["promise_refused"]
    assert prompt.run("order", "confirm", "4711").exit_code == 0
    lines = prompt.json("promise", "--order", "4711").answer["lines"]
    assert (lines[0]["promise"], lines[1]["code"]) == (wanted, "takes_too_long")
    assert prompt.json("order", "show", "4711").answer["lines"][0]["promise"] == wanted
    for more, code in (("5", "takes_too_long"), ("1", "takes_too_long")):
        assert prompt.json("promise", "rack", more, "--at", "shop").answer["code"] == code
    assert prompt.json("promise", "peg", "1", "--wanted", "9999-12-31").answer["code"] == "wanted_too_far"


def test_what_is_beyond_the_stock_comes_in_rounds_of_the_loop(prompt: Prompt) -> None:
    answer = prompt.json("promise", "rack", "12", "--at", "shop").answer
    [step] = answer["critical_path"]
    assert (step["quantity"], step["rounds"], step["round_quantity"]) == (8, 2, 4)
    assert answer["round"] == {"quantity": 4, "lead_time_minutes": 1440}
    said = prompt.run("promise", "rack", "12", "--at", "shop").out
    assert "in 2 rounds of 4, not ordered yet" in said
    assert "Beyond that the loop brings at most 4 every 1 d." in said


def test_a_line_is_not_entered_for_a_place_that_nothing_brings_it_to(prompt: Prompt) -> None:
    typed = ("--customer", "Ada", "--item", "rack", "--quantity", "2", "--wanted", TODAY.isoformat())
    ended = prompt.json("order", "add", *typed, "--at", "supplier", "--number", "4711")
    assert (ended.exit_code, ended.answer["code"]) == (3, "no_route")
    assert prompt.json("order", "show", "4711").answer["code"] == "unknown_order"
    assert prompt.json("promise", "rack", "2", "--at", "supplier").answer["code"] == "no_route"
