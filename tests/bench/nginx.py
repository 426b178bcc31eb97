"""An nginx of our own, with the configuration that deploy/ gives, beside whatever else runs here."""

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.bench import load
from tests.bench.renderer import PATH
from tests.site import ROOT, Site, wait_until_healthy

CONFIGURATION = ROOT / "deploy" / "nginx.conf"

# As Debian's nginx.conf has it, but everything is below one directory and nothing is logged.
AROUND = """
worker_processes auto;
pid nginx.pid;
events {{ worker_connections 768; }}
http {{
    sendfile on;
    tcp_nopush on;
    types {{ text/html html; text/css css; text/javascript js; image/svg+xml svg; }}
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    include {configuration};
{more}
}}
"""

# The same bytes under the same headers, from a file.
FROM_DISK = """
    server {{
        listen 127.0.0.1:{port};
        root files;
        charset utf-8;
        server_tokens off;
        gzip_static on;
        gzip_vary on;
{headers}
    }}
"""
# What nginx writes of itself for a file.
OF_FILES = {
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "etag",
    "last-modified",
    "server",
    "vary",
}


def is_there() -> bool:
    """Tell whether there is a program to run."""
    return shutil.which("nginx") is not None


@contextmanager
def in_front_of(site: Site, page) -> Iterator[tuple[str, str]]:
    """Give the address of the page through nginx and its cache, and that of a file like it.

    `page` is the page as gunicorn sends it compressed. Raises when nginx does not take the
    configuration as it is meant to be installed.
    """
    secure, plain, disk = _free_ports(3)
    with TemporaryDirectory() as name:
        directory = Path(name)
        _certify(directory)
        (directory / "files").mkdir()
        _lay_down(page.body, directory)
        with_tls = _installed(site, directory, redirected=plain, port=f"{secure} ssl http2")
        _write(directory, "tls", with_tls)
        # Encryption takes the same of both sides, and would make them more alike.
        without = _installed(site, directory, redirected=secure, port=str(plain))
        _write(directory, "plain", without, _from_disk(page, disk))
        somebody = _handed_over(directory)
        _judge(_command(directory, "tls", "-t"), somebody)
        from_disk = f"http://127.0.0.1:{disk}/page.html"
        with _running(directory, "plain", from_disk, somebody):
            cached = f"http://127.0.0.1:{plain}{PATH}"
            load.answer(cached, load.GZIP)
            kept = load.answer(cached, load.GZIP)
            if kept.headers["X-Cache"] != "HIT":
                raise AssertionError(f"nginx 没有存下公开页面：{kept.headers}")
            # The page names its own address, which has another port than that of gunicorn.
            _lay_down(kept.body, directory)
            yield cached, from_disk


def _installed(site: Site, directory: Path, *, redirected: int, port: str) -> str:
    """Return the configuration as an installation would change it, at ports of our own."""
    text = CONFIGURATION.read_text(encoding="utf-8")
    static = Path(site.variables["DATA_DIRECTORY"]) / "static"
    for written, ours in [
        ("127.0.0.1:8000", f"127.0.0.1:{site.port}"),
        ("listen 80;", f"listen 127.0.0.1:{redirected};"),
        ("listen [::]:80;", ""),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{port};"),
        ("listen [::]:443 ssl http2;", ""),
        ("zhenggai.example.cn", "127.0.0.1"),
        ("/etc/ssl/rectify/", f"{directory}/"),
        ("/srv/rectify/var/static", str(static)),
        ("/var/cache/nginx/rectify", f"{directory}/cache"),
    ]:
        if written not in text:
            raise AssertionError(f"{CONFIGURATION.name} 里没有“{written}”。")
        text = text.replace(written, ours)
    return text


def _from_disk(page, port: int) -> str:
    headers = [
        f'        add_header {name} "{value}";'
        for name, value in page.headers.items()
        if name.lower() not in OF_FILES
    ]
    return FROM_DISK.format(port=port, headers="\n".join(headers))


def _lay_down(compressed: bytes, directory: Path) -> None:
    path = directory / "files" / "page.html"
    path.touch()
    path.with_name(f"{path.name}.gz").write_bytes(compressed)


def _write(directory: Path, name: str, configuration: str, more: str = "") -> None:
    included = directory / f"{name}-installed.conf"
    included.write_text(configuration, encoding="utf-8")
    around = AROUND.format(configuration=included, more=more)
    (directory / f"{name}.conf").write_text(around, encoding="utf-8")


def _certify(directory: Path) -> None:
    """Write a certificate that nobody has to believe."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    (directory / "fullchain.pem").write_bytes(certificate.public_bytes(encoding))
    (directory / "privkey.pem").write_bytes(
        key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def _command(directory: Path, name: str, *arguments: str) -> list[str]:
    log = str(directory / "error.log")
    return ["nginx", "-p", f"{directory}/", "-c", f"{name}.conf", "-e", log, *arguments]


def _judge(command: list[str], somebody: dict) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, **somebody)
    if done.returncode:
        raise AssertionError(done.stderr)


@contextmanager
def _running(directory: Path, name: str, address: str, somebody: dict) -> Iterator[None]:
    process = subprocess.Popen(_command(directory, name, "-g", "daemon off;"), **somebody)
    try:
        wait_until_healthy(address, process, directory / "error.log")
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _handed_over(directory: Path) -> dict:
    """Give the directory to whom nginx runs as, nobody instead of root; return that for Popen."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    for path in [directory, *directory.rglob("*")]:
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _free_ports(number: int) -> list[int]:
    taken = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [one.getsockname()[1] for one in taken]
    for one in taken:
        one.close()
    return ports
