"""The JSON API over a real socket, every answer held against the program's own openapi.json."""
import json
import unittest

from openapi import Document
from running_todo import RunningTodo


class Api(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.todo = RunningTodo().start()
        cls.document = Document(cls.todo.api("GET", "/api/openapi.json").json())

    @classmethod
    def tearDownClass(cls):
        cls.todo.__exit__()

    def call(self, method, path, value=None, headers=None, expect=200):
        answer = self.todo.api(method, path, value, headers)
        self.assertEqual(answer.status, expect, answer.text)
        self.document.check(method, path, answer)
        return answer

    def create(self, title="milk"):
        return self.call("POST", "/api/todos", {"title": title}, expect=201)

    def test_the_document_is_openapi_3_1_and_names_every_route(self):
        self.assertTrue(self.document.document["openapi"].startswith("3.1"))
        self.assertEqual(set(self.document.document["paths"]), {"/api/todos", "/api/todos/{id}"})

    def test_create_read_update_delete(self):
        created = self.create("  milk  ")
        item = created.json()
        self.assertEqual((item["title"], item["done"]), ("milk", False))
        address = created.headers["Location"]
        self.assertEqual(self.call("GET", address).json(), item)
        changed = self.call("PATCH", address, {"done": True}).json()
        self.assertEqual((changed["title"], changed["done"], changed["created_at"]), ("milk", True, item["created_at"]))
        self.assertGreaterEqual(changed["updated_at"], item["updated_at"])
        merged = self.call("PATCH", address, {"title": "x"}, {"Content-Type": "application/merge-patch+json"}).json()
        self.assertEqual((merged["title"], merged["done"]), ("x", True))
        self.call("DELETE", address, expect=204)
        self.call("GET", address, expect=404)
        self.call("DELETE", address, expect=404)
        self.call("PATCH", address, {"done": True}, expect=404)

    def test_ids_are_never_used_again(self):
        first = self.create().json()["id"]
        self.call("DELETE", f"/api/todos/{first}", expect=204)
        self.assertGreater(self.create().json()["id"], first)

    def test_the_pages_of_a_list_hold_every_item_once(self):
        made = [self.create(f"item {n}").json()["id"] for n in range(25)]
        seen, address = [], "/api/todos?limit=7"
        while address:
            page = self.call("GET", address).json()
            self.assertLessEqual(len(page["items"]), 7)
            seen += [item["id"] for item in page["items"]]
            address = page["next"]
        self.assertEqual(len(seen), len(set(seen)))
        self.assertEqual(seen, sorted(seen, reverse=True))
        self.assertTrue(set(made) <= set(seen))

    def test_bad_queries_are_problems(self):
        for query in ["limit=0", "limit=101", "limit=1.5", "limit=", "cursor=x", "cursor=-1", "limit=%zz"]:
            self.call("GET", f"/api/todos?{query}", expect=400)

    def test_bad_bodies_are_problems(self):
        for value in [{}, {"title": ""}, {"title": "x" * 201}, {"title": None}, {"title": "a\nb"}, {"title": "a", "x": 1}, [], 7]:
            answer = self.call("POST", "/api/todos", value, expect=422)
            self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        for body in ["", "{", "{'a':1}", "\x00", "[" * 5000, '{"title":"\\ud800"}', '{"title":"a"}x']:
            answer = self.todo.request("POST", "/api/todos", body, {"Content-Type": "application/json"})
            self.assertIn(answer.status, (400, 422), body)
            self.document.check("POST", "/api/todos", answer)

    def test_only_json_bodies_are_taken(self):
        for media_type in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]:
            answer = self.todo.request("POST", "/api/todos", '{"title":"a"}', {"Content-Type": media_type})
            self.assertEqual(answer.status, 415)
            self.document.check("POST", "/api/todos", answer)

    def test_requests_caused_by_other_sites_are_refused(self):
        for headers in [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}]:
            self.call("POST", "/api/todos", {"title": "evil"}, headers, expect=403)
            self.call("GET", "/api/todos", headers=headers, expect=403)
        own = {"Origin": f"http://127.0.0.1:{self.todo.port}", "Sec-Fetch-Site": "same-origin"}
        self.call("POST", "/api/todos", {"title": "mine"}, own, expect=201)

    def test_there_is_no_cors_and_no_cookie(self):
        headers = self.call("GET", "/api/todos").headers
        self.assertIsNone(headers["Access-Control-Allow-Origin"])
        self.assertIsNone(headers["Set-Cookie"])

    def test_a_wrong_method_names_the_right_ones(self):
        answer = self.todo.api("PATCH", "/api/todos", {"done": True})
        self.assertEqual((answer.status, answer.headers["Allow"]), (405, "GET, HEAD, POST"))
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")

    def test_what_the_guard_refuses_is_a_problem_too(self):
        host = b"Host: 127.0.0.1\r\n"
        for head in [b"PUT /api/todos HTTP/1.1\r\n" + host, b"GET /api/todos HTTP/1.1\r\nHost: evil\r\n",
                     b"POST /api/todos?x HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n",
                     b"POST /api/todos HTTP/1.1\r\n" + host + b"Content-Length: 99999\r\n",
                     b"GET /api/nothing HTTP/1.1\r\n" + host + b"Connection: close\r\n"]:
            fields, _, body = self.todo.raw(head + b"\r\n").partition(b"\r\n\r\n")
            self.assertIn(b"Content-Type: application/problem+json\r\n", fields)
            problem = json.loads(body)
            self.assertEqual(problem["status"], int(fields[9:12]))
            self.assertTrue({"type", "title", "detail", "request_id"} <= set(problem))

    def test_a_refused_head_request_has_no_body(self):
        answer = self.todo.raw(b"HEAD /api/todos HTTP/1.1\r\nHost: evil\r\n\r\n")
        self.assertTrue(answer.startswith(b"HTTP/1.1 400 "))
        self.assertTrue(answer.endswith(b"\r\n\r\n"))

    def test_of_a_member_that_is_there_twice_the_last_counts(self):
        answer = self.todo.request("POST", "/api/todos", '{"title":"a","title":"b"}', {"Content-Type": "application/json"})
        self.assertEqual((answer.status, answer.json()["title"]), (201, "b"))

    def test_titles_come_back_as_they_were_typed(self):
        for title in ["<b>&\"'", "日本語", "a😀" * 100, "\\u0000", "%s%n", "'; DROP TABLE item;--"]:
            self.assertEqual(self.create(title).json()["title"], title)


if __name__ == "__main__":
    unittest.main()
