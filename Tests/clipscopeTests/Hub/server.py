"""A hub on loopback: the repository FOLDER under the name of every model and dataset, with the faults that FAULTS.json names.

server.py FOLDER FAULTS.json LOG [CERTIFICATE]: prints the port, then serves until its standard input ends. LOG gets one JSON object
a request. Two names of the machine make two hosts: 127.0.0.1 is the hub, localhost the storage that it redirects to.
With a CERTIFICATE and its key, a PEM file, it speaks TLS. What lies in FOLDER/converted is the branch refs/convert/parquet.

Faults, each an object of FAULTS.json by its key:
  list     the answer to the listing instead of the true one
  answers  {"METHOD PATH-END": [[status, {header: value}], ...]}: these answers first, one a request
  drop     {FILE: [bytes, ...]}: each GET of FILE ends after so many bytes, while the list lasts
  stall    {FILE: bytes}: GETs of FILE stop after so many bytes and stay open
  hash     {FILE: ETAG}: the hub says this of FILE
  size     {FILE: bytes}: the hub says this of FILE
  large    [FILE, ...]: kept in the storage, known by SHA-256
  ranges   false: Range is ignored
  trickle  {FILE: bytes}: every GET of FILE ends after so many bytes, without end
  endless  [FILE, ...]: GETs of FILE (or "list", "refusal": a 404 for all) go on until the caller leaves; LOG then gets
           {"endless": bytes that were sent}
  gzip     [FILE, ...]: GETs of FILE send 256 MB of zeros as gzip, whatever was asked for
"""
import gzip, hashlib, http.server, io, json, os, ssl, sys, threading, time, urllib.parse

folder, faults_file, log_file = sys.argv[1:4]
certificate = sys.argv[4] if len(sys.argv) > 4 else None
faults = json.load(open(faults_file))
commit = "0123456789abcdef0123456789abcdef01234567"
branches = {"main": commit, "refs/convert/parquet": "fedcba9876543210fedcba9876543210fedcba98"}
lock = threading.Lock()


def root(sha):
    return folder if sha == commit else os.path.join(folder, "converted")


def names(sha):
    """The files of a commit, by their paths."""
    found = [os.path.relpath(os.path.join(place, name), root(sha)) for place, _, files in os.walk(root(sha)) for name in files]
    return sorted(name for name in found if not name.startswith("converted/"))


def content(sha, name):
    with open(os.path.join(root(sha), name), "rb") as file:
        return file.read()


def etag(name, data):
    if name in faults.get("hash", {}):
        return faults["hash"][name]
    if name in faults.get("large", []):
        return hashlib.sha256(data).hexdigest()
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()


class Hub(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def log(self):
        with lock, open(log_file, "a") as file:
            headers = {key.lower(): value for key, value in self.headers.items()}
            file.write(json.dumps({"method": self.command, "path": self.path, **headers}) + "\n")

    def answer(self, status, headers={}, body=b""):
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def endless(self, status, headers={}):
        """A body without end, as fast as the caller takes it."""
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        sent, piece = 0, b" " * (1 << 20)
        try:
            while self.command == "GET":
                self.wfile.write(piece)
                sent += len(piece)
        except OSError:
            pass
        with lock, open(log_file, "a") as file:
            file.write(json.dumps({"endless": sent}) + "\n")

    def zipped(self, headers):
        """256 MB of zeros, 1 MB on the wire."""
        body = io.BytesIO()
        with gzip.GzipFile(fileobj=body, mode="wb", compresslevel=1) as file:
            for _ in range(256):
                file.write(bytes(1 << 20))
        self.answer(200, {**headers, "Content-Encoding": "gzip"}, body.getvalue())

    def do_GET(self):
        self.log()
        endless = faults.get("endless", [])
        if "refusal" in endless:
            return self.endless(404)
        with lock:
            for end, answers in faults.get("answers", {}).items():
                method, end = end.split(" ")
                if method == self.command and self.path.endswith(end) and answers:
                    return self.answer(*answers.pop(0))
        parts = [urllib.parse.unquote(part) for part in self.path.strip("/").split("/")]
        if parts[0] == "api":
            if "list" in endless:
                return self.endless(200)
            sha = branches.get(parts[-1], parts[-1])
            if sha not in branches.values() or not names(sha):
                return self.answer(404, {"X-Error-Code": "RevisionNotFound"})
            listing = {"sha": sha, "siblings": [{"rfilename": name} for name in names(sha)]}
            return self.answer(200, {}, json.dumps(faults.get("list", listing)).encode())
        if parts[0] == "storage":
            sha, name = parts[1], "/".join(parts[2:])
        else:
            place = parts.index("resolve") if "resolve" in parts else len(parts)
            sha, name = "".join(parts[place + 1:place + 2]), "/".join(parts[place + 2:])
        if name not in names(sha):
            return self.answer(404, {"X-Error-Code": "EntryNotFound"})
        data = content(sha, name)
        size = faults.get("size", {}).get(name, len(data))
        if parts[0] == "storage":
            return self.send_file(name, data, {})
        headers = {"ETag": f'"{etag(name, data)}"', "X-Repo-Commit": sha}
        if name not in faults.get("large", []):
            return self.send_file(name, data, headers)
        port = self.server.server_port
        self.answer(302, {
            "X-Linked-Etag": headers["ETag"], "X-Linked-Size": str(size), "X-Repo-Commit": sha,
            "Location": f"{'https' if certificate else 'http'}://localhost:{port}/storage/{sha}/{urllib.parse.quote(name)}"})

    do_HEAD = do_GET

    def send_file(self, name, data, headers):
        if self.command == "GET" and name in faults.get("endless", []):
            return self.endless(200, headers)
        if self.command == "GET" and name in faults.get("gzip", []):
            return self.zipped(headers)
        start, status = 0, 200
        asked = self.headers.get("Range")
        if asked and faults.get("ranges", True):
            start, status = int(asked.removeprefix("bytes=").rstrip("-")), 206
            if start >= len(data):
                return self.answer(416, {"Content-Range": f"bytes */{len(data)}"})
            headers["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        body = data[start:]
        if self.command == "GET":
            with lock:
                ends = faults.get("drop", {}).get(name, [])
                end = ends.pop(0) if ends else faults.get("stall", faults.get("trickle", {})).get(name)
            if end is not None and end < len(body):
                headers["Content-Length"] = str(len(body))
                self.answer(status, headers, body[:end])
                self.wfile.flush()
                if name in faults.get("stall", {}):
                    time.sleep(3600)
                self.close_connection = True
                return
        self.answer(status, headers, body)


# Both names may mean IPv4 or IPv6; the server listens where 127.0.0.1 leads.
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hub)
server.daemon_threads = True
if certificate:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_port, flush=True)
sys.stdin.read()
