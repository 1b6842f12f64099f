"""The pages over a real socket, as a browser without JavaScript uses them."""
import re
import unittest

from running_todo import Browser, RunningTodo


class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.todo = RunningTodo().start()

    @classmethod
    def tearDownClass(cls):
        cls.todo.__exit__()

    def setUp(self):
        self.browser = Browser(self.todo)

    def add(self, title):
        answer = self.browser.post("/todos", title=title)
        self.assertEqual(answer.status, 303, answer.text)
        listed = self.todo.api("GET", "/api/todos?limit=1").json()["items"][0]
        self.assertEqual(listed["title"], title.strip())
        return listed["id"]

    def test_add_edit_complete_delete(self):
        number = self.add("buy milk")
        self.assertIn("buy milk", self.browser.get().text)
        answer = self.browser.post(f"/todos/{number}/edit", title="buy oat milk")
        self.assertEqual((answer.status, answer.headers["Location"]), (303, f"/#todo-{number}"))
        self.assertEqual(self.browser.post(f"/todos/{number}/done", done="1").status, 303)
        self.assertNotIn("buy oat milk", self.browser.get("/?show=active").text)
        self.assertIn("buy oat milk", self.browser.get("/?show=done").text)
        self.assertEqual(self.browser.post(f"/todos/{number}/delete").status, 303)
        self.assertNotIn("buy oat milk", self.browser.get().text)

    def test_clear_completed_keeps_the_rest(self):
        kept, cleared = self.add("stays"), self.add("goes")
        self.browser.post(f"/todos/{cleared}/done", done="1")
        self.assertEqual(self.browser.post("/todos/clear-completed").status, 303)
        self.assertEqual(self.todo.api("GET", f"/api/todos/{cleared}").status, 404)
        self.assertEqual(self.todo.api("GET", f"/api/todos/{kept}").status, 200)

    def test_bad_titles_show_the_form_again_with_what_was_typed(self):
        for title, message in [("", "Write what"), ("   ", "Write what"), ("x" * 201, "at most 200"), ("a\nb", "one line")]:
            answer = self.browser.post("/todos", title=title)
            self.assertEqual(answer.status, 422)
            self.assertIn(message, answer.text)
            self.assertIn('aria-describedby="title-problem"', answer.text)
        self.assertIn("x" * 201, self.browser.post("/todos", title="x" * 201).text)

    def test_text_from_users_is_escaped(self):
        self.add('<img src=x onerror=alert(1)>"\'&')
        page = self.browser.get().text
        self.assertNotIn("<img", page)
        self.assertIn("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;", page)

    def test_forms_need_the_token_of_their_visitor(self):
        other = Browser(self.todo)
        stolen = other.token()
        for token in ["", "x", stolen]:
            answer = self.browser.post("/todos", csrf_token=token, title="evil") if self.browser.get() else None
            self.assertEqual(answer.status, 403, token)
        self.assertEqual(self.browser.post("/todos", title="evil", headers={"Origin": "http://evil.example"}).status, 403)
        self.assertEqual(self.browser.post("/todos", title="evil", headers={"Origin": "null"}).status, 403)
        self.assertNotIn("evil", self.browser.get().text)

    def test_unknown_things_and_wrong_methods(self):
        for path in ["/nowhere", "/todos/0/edit", "/todos/x/edit", "/todos/007/edit", "/todos/999999/edit", "/api", "/.env", "//"]:
            self.assertEqual(self.todo.request("GET", path).status, 404, path)
        answer = self.todo.request("DELETE", "/")
        self.assertEqual((answer.status, answer.headers["Allow"]), (405, "GET, HEAD"))
        self.assertEqual(self.todo.request("PUT", "/").status, 501)

    def test_every_answer_carries_the_security_headers(self):
        for path in ["/", "/nowhere", "/api/todos", "/style.css", "/healthz"]:
            headers = self.todo.request("GET", path).headers
            self.assertIn("default-src 'none'", headers["Content-Security-Policy"], path)
            self.assertNotIn("unsafe", headers["Content-Security-Policy"])
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
            self.assertEqual(headers["Referrer-Policy"], "same-origin")
            self.assertIsNone(headers["Server"])

    def test_pages_hold_no_inline_code_or_style(self):
        page = self.browser.get().text
        self.assertIsNone(re.search(r"<script|<style|\son\w+=|\sstyle=|javascript:", page))

    def test_head_has_the_length_and_no_body(self):
        answer = self.todo.request("HEAD", "/style.css")
        self.assertEqual((answer.status, answer.body), (200, b""))
        self.assertGreater(int(answer.headers["Content-Length"]), 1000)

    def test_the_cookie_is_for_http_only_and_this_site(self):
        cookie = Browser(self.todo).todo.request("GET", "/").headers["Set-Cookie"]
        self.assertIn("HttpOnly", cookie)
        self.assertIn("SameSite=Lax", cookie)
        self.assertNotIn("Secure", cookie)

    def test_long_lists_are_paged(self):
        for number in range(60):
            self.todo.api("POST", "/api/todos", {"title": f"page item {number}"})
        first = self.browser.get().text
        older = re.search(r'href="([^"]*before=[^"]*)">Older', first).group(1).replace("&amp;", "&")
        self.assertIn("page item 59", first)
        self.assertNotIn("page item 3<", first)
        self.assertIn("page item 3<", self.browser.get(older).text)


if __name__ == "__main__":
    unittest.main()
