"""How WebSocket connections are judged."""

from __future__ import annotations

import pytest

from wsgi2asgi.proof.websocket_talk import MESSAGE, Socket, Talk, judge, judge_foreign, sockets_of

OWN = Socket("/ws/", "chat.consumers.Chat", "/ws/", generated=False)
GENERATED = Socket("/ws/", "shop.consumers.Echo", "/ws/", generated=True)


@pytest.mark.parametrize(
    ("talked", "socket", "outcome"),
    [
        (Talk(answer=f'{{"message": "{MESSAGE}"}}'), GENERATED, "same"),
        (Talk(answer="welcome"), GENERATED, "failed"),
        (Talk(), GENERATED, "failed"),
        (Talk(refused=403), GENERATED, "failed"),
        (Talk(closed=1011), GENERATED, "failed"),
        (Talk(), OWN, "same"),
        (Talk(answer="welcome"), OWN, "same"),
        (Talk(closed=4001), OWN, "same"),
        (Talk(refused=403), OWN, "skipped"),
        (Talk(closed=1011), OWN, "skipped"),
        (Talk(refused=500), OWN, "failed"),
        (Talk(error="no handshake within 20 seconds"), OWN, "failed"),
    ],
    ids=[
        "a generated consumer that echoes is right",
        "a generated consumer that only greets is not",
        "a generated consumer that is silent is not",
        "a generated consumer that refuses is not",
        "a generated consumer that fails is not",
        "a project's consumer may be silent",
        "a project's consumer may say something else",
        "a project's consumer may close",
        "a project's consumer may refuse",
        "a project's consumer may not know the message",
        "a handshake that fails is a failure",
        "no handshake is a failure",
    ],
)
def test_judgement(talked: Talk, socket: Socket, outcome: str) -> None:
    assert judge(talked, socket)[0] == outcome


def test_a_foreign_site_should_be_refused_but_need_not() -> None:
    assert judge_foreign(Talk(refused=403), checks_origin=True)[0] == "same"
    outcome, detail = judge_foreign(Talk(), checks_origin=False)
    assert outcome == "skipped"
    assert "no AllowedHostsOriginValidator" in detail


def test_routes_without_a_path_are_told() -> None:
    entries = [
        {"route": "/ws/", "consumer": "a.B", "file": "a.py", "paths": ["/ws/"]},
        {"route": "/ws/(", "consumer": "a.C", "file": "a.py", "paths": []},
    ]
    found, not_visited = sockets_of({"sockets": entries}, frozenset())
    assert found == [Socket("/ws/", "a.B", "/ws/", generated=True)]
    assert not_visited == ["ws /ws/( (a.C): no path was found that leads to it"]
