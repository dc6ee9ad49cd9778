"""The JSON API: shapes, and errors of one shape whatever goes wrong."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from app.guards import BODY_LIMIT


def test_an_answer_cites_the_source_word_for_word(client: TestClient) -> None:
    told = client.post("/api/ask", json={"question": "方针是什么"}).json()
    assert told["kind"] == "answer"
    assert told["text"].startswith("您问的是：方针是什么")
    (cited,) = told["citations"]
    assert cited["text"] == "需求导向、自我保证，多元诊断、重在改进"
    assert cited["title"] == "佛山职业技术学院内部质量保障体系诊断与改进实施方案"
    assert told["statements"][1] == {"text": "方针有四句。", "citations": [0], "item": True}


def test_a_clause_that_search_found_says_why(client: TestClient) -> None:
    told = client.post("/api/ask", json={"question": "方针是什么"}).json()
    assert told["method"] == "search"
    why = told["citations"][0]["why"]
    assert why["words"] == ["方针"]
    assert why["everyday"][0] == {
        "word": "口号",
        "term": "方针",
        "weight": 0.8,
        "both_ways": False,
        "line": 812,
    }
    assert (why["lexical"], why["asked"], why["expected"], why["dense"]) == (0.62, 0.81, 0, 0.49)
    assert (why["score"], why["asked_as"], why["beside"]) == (0.71, "诊改的方针是<哪>几句", "")


def test_a_clause_that_was_looked_up_has_no_why(client: TestClient) -> None:
    told = client.post("/api/ask", json={"question": "清单"}).json()
    assert {cited["why"] for cited in told["citations"]} == {None}


def test_a_conversation_is_kept_followed_read_and_deleted(client: TestClient) -> None:
    kept = client.post("/api/conversations", json={"question": "方针是什么", "scheme": "foshan"})
    assert kept.status_code == 201
    id_ = kept.json()["conversation"]
    assert client.post(f"/api/conversations/{id_}/turns", json={"question": "那重庆呢"}).status_code == 201
    told = client.get(f"/api/conversations/{id_}").json()
    assert [turn["question"] for turn in told["turns"]] == ["方针是什么", "那重庆呢"]
    assert told["turns"][0]["scheme"] == "foshan"
    assert [one["id"] for one in client.get("/api/conversations").json()] == [id_]
    assert client.delete(f"/api/conversations/{id_}").status_code == 204
    assert client.get(f"/api/conversations/{id_}").status_code == 404


def test_a_scheme_has_the_shape_of_the_command_line(client: TestClient) -> None:
    assert [one["id"] for one in client.get("/api/schemes").json()] == ["foshan", "chongqing"]
    told = client.get("/api/schemes/foshan").json()
    points = [p for project in told["projects"] for e in project["elements"] for p in e["points"]]
    assert (len(told["projects"]), len(points)) == (6, 37)
    assert points[0]["id"] == "foshan:1.1.1"
    assert points[0]["due"] == "2019-03"
    assert points[0]["name_inferred"] is False


@pytest.mark.parametrize("code", ["6.2", "６．２", "六点二", "6-2"])
def test_a_part_of_a_scheme_is_found_in_any_notation(client: TestClient, code: str) -> None:
    told = client.get(f"/api/schemes/foshan/{code}").json()
    assert [e["code"] for project in told["projects"] for e in project["elements"]] == ["6.2"]


def test_a_document_its_outline_and_a_clause(client: TestClient) -> None:
    assert [one["id"] for one in client.get("/api/documents").json()] == ["foshan", "chongqing"]
    assert client.get("/api/documents/foshan").json()["kind"]
    outline = client.get("/api/documents/foshan/outline").json()
    assert set(outline[0]) == {"address", "level", "heading", "text", "start", "end", "lines"}
    clause = client.get("/api/documents/foshan/clauses/三（四）2").json()
    assert clause == next(one for one in outline if one["address"] == "三（四）2")


ERRORS = [
    ("get", "/api/nope", None, 404, "not_found", "检查地址"),
    ("get", "/api/schemes/guangzhou", None, 404, "unknown_name", "foshan"),
    ("get", "/api/schemes/chongqing/6.2", None, 404, "unknown_name", "5.2"),
    ("get", "/api/documents/x", None, 404, "unknown_name", "chongqing"),
    ("get", "/api/documents/foshan/clauses/九", None, 404, "unknown_name", "目录"),
    ("get", "/api/conversations/x", None, 404, "unknown_name", "对话"),
    ("get", "/api/conversations?limit=0", None, 422, "invalid_request", "limit"),
    ("put", "/api/ask", None, 405, "method_not_allowed", "方法"),
    ("post", "/api/ask", "{", 422, "broken_json", "JSON"),
    ("post", "/api/ask", "[]", 422, "invalid_request", "对象"),
    ("post", "/api/ask", "{}", 422, "invalid_request", "question"),
    ("post", "/api/ask", '{"question": 5}', 422, "invalid_request", "文字"),
    ("post", "/api/ask", '{"question": "问", "x": 1}', 422, "invalid_request", "x"),
    ("post", "/api/ask", '{"question": "\\ud800"}', 422, "question", "字符"),
    ("post", "/api/ask", '{"question": "  "}', 422, "question", "问题"),
    ("post", "/api/ask", '{"question": "' + "长" * 2001 + '"}', 422, "question", "2000"),
    ("post", "/api/ask", '{"question": "问", "scheme": "guangzhou"}', 404, "unknown_name", "foshan"),
    ("post", "/api/ask", '{"question": "故障"}', 500, "internal", "没有丢失"),
    ("post", "/api/ask", " " * (BODY_LIMIT + 1), 413, "too_large", "缩短"),
]


@pytest.mark.parametrize(("method", "path", "body", "status", "kind", "says"), ERRORS)
def test_every_error_has_one_shape(
    client: TestClient, method: str, path: str, body: str | None, status: int, kind: str, says: str
) -> None:
    headers = {"content-type": "application/json"} if body is not None else {}
    response = client.request(method, path, content=body, headers=headers)
    assert response.status_code == status
    told = response.json()
    assert set(told) == {"error"}
    assert set(told["error"]) == {"kind", "message"}
    assert told["error"]["kind"] == kind
    assert says in told["error"]["message"]
    assert "Traceback" not in response.text
    assert "secret" not in response.text


def test_the_api_describes_itself(client: TestClient) -> None:
    told = client.get("/api/openapi.json").json()
    assert "/api/ask" in told["paths"]
    assert not [path for path in told["paths"] if not path.startswith("/api/")]
    assert "404" in told["paths"]["/api/schemes/{id}"]["get"]["responses"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "http://127.0.0.1"}, 200),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
    ],
)
def test_another_site_cannot_ask_or_delete(client: TestClient, headers: dict[str, str], status: int) -> None:
    assert client.post("/api/ask", json={"question": "问"}, headers=headers).status_code == status


@pytest.mark.parametrize("path", ["/", "/api/schemes", "/nope", "/static/base.css", "/api/openapi.json"])
def test_every_response_carries_the_policy(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
