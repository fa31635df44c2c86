"""A server whose customers connect their own accounts: it creates a connect session for the customer who is signed in.

    STEPKEY_URL=http://localhost:4000 STEPKEY_API_KEY=stepkey_… EMBED_ID=… python3 examples/connect-server/server.py

Needs Python 3.9 or newer and nothing else. The API key needs the scope `connect`. The origin of the embed is the address of
this server: http://localhost:5000, or the port in PORT. `server.ts` is the same in TypeScript.
"""

import hashlib
import hmac
import json
import os
import re
import secrets
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

STEPKEY_URL = os.environ.get("STEPKEY_URL", "http://localhost:4000")
STEPKEY_API_KEY = os.environ.get("STEPKEY_API_KEY", "")
EMBED_ID = os.environ.get("EMBED_ID", "")
PORT = int(os.environ.get("PORT", "5000"))
PAGE = Path(__file__).with_name("page.html").read_bytes()

# The customers by their ids, which are also the owners of their credentials in Stepkey.
CUSTOMERS = {"org_1": "Acme", "org_2": "Minka"}

# Signs the cookies of this example. A real application has sessions of its own.
SECRET = secrets.token_bytes(32)


def sign(customer):
    return hmac.new(SECRET, customer.encode(), hashlib.sha256).hexdigest()


def customer_of(cookies):
    """Returns the customer who is signed in. Never take the customer from the page: it could name another one."""
    found = re.search(r"(?:^|; )customer=([\w-]+)\.([\w-]+)", cookies or "", re.ASCII)
    if found and hmac.compare_digest(found[2], sign(found[1])):
        return found[1]
    return None


def new_session(owner):
    """Creates a connect session. The API key stays on this server; the page gets only the token of the session."""
    body = {
        "owner": owner,
        "componentIds": ["petstore", "github", "http"],
        "actions": ["choose", "create"],
        "embedId": EMBED_ID,
    }
    request = urllib.request.Request(
        STEPKEY_URL + "/api/v1/connect-sessions",
        data=json.dumps(body).encode(),
        headers={"authorization": "Bearer " + STEPKEY_API_KEY, "content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        if url.path == "/":
            self.send_bytes(200, "text/html; charset=utf-8", PAGE)
        elif url.path == "/sign-in":
            customer = urllib.parse.parse_qs(url.query).get("customer", [""])[0]
            if customer not in CUSTOMERS:
                return self.send_json(404, {"error": "There is no such customer."})
            self.send_response(303)
            self.send_header("location", "/")
            cookie = f"customer={customer}.{sign(customer)}; HttpOnly; SameSite=Lax; Path=/"
            self.send_header("set-cookie", cookie)
            self.send_header("content-length", "0")
            self.end_headers()
        else:
            self.send_json(404, {"error": "There is no such page."})

    def do_POST(self):
        if self.path != "/session":
            return self.send_json(404, {"error": "There is no such page."})
        customer = customer_of(self.headers.get("cookie"))
        if customer is None:
            return self.send_json(401, {"error": "Sign in first."})
        try:
            token = new_session(customer)["token"]
        except urllib.error.URLError as error:
            self.log_error("%s", error)
            return self.send_json(502, {"error": "No connect session could be created."})
        self.send_json(200, {"token": token, "url": STEPKEY_URL, "embedId": EMBED_ID})

    def send_json(self, status, body):
        self.send_bytes(status, "application/json", json.dumps(body).encode())

    def send_bytes(self, status, content_type, body):
        self.send_response(status)
        self.send_header("content-type", content_type)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", PORT), Handler)
    print(f"Running at http://localhost:{server.server_address[1]}", flush=True)
    server.serve_forever()
