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


def program() -> str | None:
    """Return where nginx is, which a plain PATH may lack."""
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")


@contextmanager
def in_front_of(site: Site, page, directory: Path) -> Iterator[tuple[str, str]]:
    """Give the address of the page through nginx and its cache, and that of a file like it.

    `page` is the page as gunicorn sends it compressed. Raises when nginx does not take the
    configuration as it is meant to be installed.
    """
    directory.mkdir()
    secure, plain, disk = _free_ports(3)
    _certify(directory)
    with_tls = _installed(site, directory, redirected=plain, port=f"{secure} ssl http2")
    _run(directory, "-t", _written(directory, "tls", with_tls))
    # Encryption takes the same of both sides, and would make them more alike.
    configuration = _installed(site, directory, redirected=secure, port=str(plain))
    _lay_down(page, directory / "files" / "page.html")
    path = _written(directory, "plain", configuration, _from_disk(page, disk))
    from_disk = f"http://127.0.0.1:{disk}/page.html"
    with _running(directory, path, from_disk):
        cached = f"http://127.0.0.1:{plain}{PATH}"
        load.answer(cached, load.GZIP)
        found = load.answer(cached, load.GZIP).headers["X-Cache"]
        if found != "HIT":
            raise AssertionError(f"nginx 没有存下公开页面，X-Cache 是 {found}。")
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


def _lay_down(page, path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    path.with_name(f"{path.name}.gz").write_bytes(page.body)


def _written(directory: Path, name: str, configuration: str, more: str = "") -> Path:
    included = directory / f"{name}-installed.conf"
    included.write_text(configuration, encoding="utf-8")
    path = directory / f"{name}.conf"
    path.write_text(AROUND.format(configuration=included, more=more), encoding="utf-8")
    return path


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
        key.private_bytes(
            encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


def _command(directory: Path, path: Path, *arguments: str) -> list[str]:
    log = str(directory / "error.log")
    return [program(), "-p", f"{directory}/", "-c", str(path), "-e", log, *arguments]


def _run(directory: Path, argument: str, path: Path) -> None:
    command = _command(directory, path, argument)
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, **_nobody(directory)
    )
    if done.returncode:
        raise AssertionError(done.stderr)


@contextmanager
def _running(directory: Path, path: Path, address: str) -> Iterator[None]:
    command = _command(directory, path, "-g", "daemon off;")
    process = subprocess.Popen(command, **_nobody(directory))
    try:
        wait_until_healthy(address, process, directory / "error.log")
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)


def _nobody(directory: Path) -> dict:
    """Return as whom nginx is to run: as nobody rather than as root; the directory is then his."""
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
