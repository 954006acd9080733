"""The access graph against brute force, and the worked example of the paper."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit.access.graph import Graph, Level, Thing, Way, access_sets, closure, weakest
from secaudit.access.trying import Trial

THINGS = [Thing("thing", str(number)) for number in range(7)]
things = st.sampled_from(THINGS)
levels = st.sampled_from(Level)
ways = st.builds(
    Way,
    to=things,
    needs=st.lists(things, max_size=3).map(tuple),
    kind=st.just(""),
    assumed=st.booleans(),
)
graphs = st.builds(
    Graph,
    direct=st.dictionaries(things, levels, max_size=5),
    ways=st.lists(ways, max_size=12).map(tuple),
)


def settled(graph, made=None, *, assumed=True):
    """Work out every level the slow way: go round until nothing gets easier."""
    made = made or {}
    found = {**graph.direct, **made}
    easier = True
    while easier:
        easier = False
        for way in graph.ways:
            if way.to in made or (way.assumed and not assumed):
                continue
            if all(need in found for need in way.needs):
                level = max((found[need] for need in way.needs), default=Level.OPEN)
                if level < found.get(way.to, 9):
                    found[way.to] = level
                    easier = True
    return found


def reachable(graph, held):
    found = set(held)
    while more := {w.to for w in graph.ways if found.issuperset(w.needs)} - found:
        found |= more
    return found


@settings(max_examples=1500, deadline=None)
@given(graphs, st.booleans())
def test_the_weakest_way_is_what_brute_force_finds(graph, assumed):
    found = weakest(graph, assumed=assumed)
    assert {thing: reached.level for thing, reached in found.items()} == settled(
        graph, assumed=assumed
    )
    for reached in found.values():
        if reached.way:
            assert reached.level == max(
                (found[need].level for need in reached.way.needs), default=Level.OPEN
            )


@settings(max_examples=1500, deadline=None)
@given(graphs, st.sets(things, max_size=3), st.sets(things, max_size=1))
def test_what_falls_is_what_brute_force_finds(graph, held, without):
    assert set(closure(graph, held)) == reachable(graph, held)
    kept = Graph(
        graph.direct,
        tuple(w for w in graph.ways if w.to not in without and without.isdisjoint(w.needs)),
    )
    assert set(closure(graph, held, without=without)) == reachable(kept, held - without)


@settings(max_examples=600, deadline=None)
@given(graphs, things)
def test_the_minimal_access_sets_are_what_brute_force_finds(graph, target):
    smallest: list[frozenset[Thing]] = []
    for size in range(len(graph.direct) + 1):
        for chosen in map(frozenset, combinations(graph.direct, size)):
            if not any(one <= chosen for one in smallest) and target in reachable(graph, chosen):
                smallest.append(chosen)
    assert set(access_sets(graph, target, limit=10_000)) == set(smallest)


@settings(max_examples=300, deadline=None)
@given(graphs, things)
def test_of_many_access_sets_only_a_few_are_listed_and_each_is_one(graph, target):
    some = access_sets(graph, target, limit=2)
    assert len(some) <= 2
    assert all(target in reachable(graph, one) for one in some)


@settings(max_examples=1500, deadline=None)
@given(graphs, st.lists(st.dictionaries(things, levels, max_size=2), max_size=3))
def test_changes_do_what_building_the_graph_anew_would(graph, changes):
    trial = Trial(graph)
    made: dict[Thing, Level] = {}
    for change in changes:
        raised = {t: lv for t, lv in change.items() if t in trial.reached}
        raised = {t: lv for t, lv in raised.items() if lv > trial.reached[t].level}
        trial.make(change)
        made |= raised
        assert {t: r.level for t, r in trial.reached.items()} == settled(graph, made)


def test_a_strong_password_protects_nothing_if_the_mailbox_falls():
    shop, shop_password = Thing("account", "shop"), Thing("password", "shop")
    mailbox, mail_password = Thing("account", "mailbox"), Thing("password", "mailbox")
    code, phone = Thing("code"), Thing("phone")
    finger, pin = Thing("fingerprint"), Thing("pin")
    graph = Graph(
        {},
        (
            Way(shop, (shop_password,)),
            Way(shop, (mailbox,)),
            Way(mailbox, (mail_password, code)),
            Way(code, (phone, finger)),
            Way(code, (phone, pin)),
        ),
    )
    assert shop in closure(graph, {phone, pin, mail_password})
    assert shop not in closure(graph, {phone, mail_password})
    parts = (shop_password, mail_password, phone, finger, pin)
    whole = Graph(dict.fromkeys(parts, Level.PASSWORD), graph.ways)
    assert set(access_sets(whole, shop)) == {
        frozenset({shop_password}),
        frozenset({phone, pin, mail_password}),
        frozenset({phone, finger, mail_password}),
    }


def test_two_mailboxes_that_reset_each_other_do_not_loop():
    one, other = Thing("mailbox", "one"), Thing("mailbox", "other")
    graph = Graph({}, (Way(one, (other,)), Way(other, (one,))))
    assert weakest(graph) == {}
    assert set(closure(graph, {one})) == {one, other}
