"""The public page over HTTP, as visitors get it, against what the same server can do at most."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import load, nginx, rendering, weight
from tests.bench.measures import Measure, in_turn, left_out, limit, rates
from tests.bench.renderer import PATH
from tests.site import Site, installed, served

RUNS = 11
KIBIBYTE = 1024
LOAD_GENERATOR = "wrk"

KEPT = "公开页面，已在缓存里（16 个连接，gzip）：同样配置的 gunicorn 上什么也不做的 WSGI 程序"
NOT_MODIFIED = "公开页面没有变，回答 304：同上"
THROUGH_NGINX = "公开页面经过 nginx 和它的缓存（deploy/nginx.conf）：nginx 从磁盘发出同样的字节"


def measure() -> list[Measure]:
    with TemporaryDirectory() as directory:
        place = Path(directory)
        with installed(place) as site:
            return [
                *_by_gunicorn(site, place),
                *_by_nginx(site),
                _weight(site),
                # The last, because it shows live figures at the end.
                *rendering.measure(site),
            ]


def _by_gunicorn(site: Site, place: Path) -> list[Measure]:
    if not load.is_there():
        return [
            left_out(KEPT, LOAD_GENERATOR, at_least=0.5),
            left_out(NOT_MODIFIED, LOAD_GENERATOR, at_least=0.6),
        ]
    address = f"{site.address}{PATH}"
    page = load.answer(address, load.GZIP)
    known = load.GZIP | {"If-None-Match": page.headers["ETag"]}
    _expect(address, load.GZIP, 200)
    _expect(address, known, 304)
    hello = place / "hello"
    hello.mkdir()
    with served(hello, site.variables, "tests.bench.hello") as port:
        bare, kept, unchanged = in_turn(
            [
                lambda: load.rate_of(f"http://127.0.0.1:{port}{PATH}", load.GZIP),
                lambda: load.rate_of(address, load.GZIP),
                lambda: load.rate_of(address, known),
            ],
            RUNS,
        )
    _expect(address, known, 304)
    return [
        rates(KEPT, kept, bare, at_least=0.5),
        rates(NOT_MODIFIED, unchanged, bare, at_least=0.6),
    ]


def _by_nginx(site: Site) -> list[Measure]:
    lacking = [
        name
        for name, is_there in (
            (LOAD_GENERATOR, load.is_there()),
            ("nginx", nginx.is_there()),
        )
        if not is_there
    ]
    if lacking:
        return [left_out(THROUGH_NGINX, "、".join(lacking), at_least=0.8)]
    page = load.answer(f"{site.address}{PATH}", load.GZIP)
    with nginx.in_front_of(site, page) as (cached, from_disk):
        if load.answer(cached, load.GZIP).body != load.answer(from_disk, load.GZIP).body:
            raise AssertionError("nginx 从缓存和从磁盘发出的不一样。")
        ours, bare = in_turn(
            [
                lambda: load.rate_of(cached, load.GZIP),
                lambda: load.rate_of(from_disk, load.GZIP),
            ],
            RUNS,
        )
    return [rates(THROUGH_NGINX, ours, bare, at_least=0.8)]


def _weight(site: Site) -> Measure:
    weights = weight.weight_of(f"{site.address}{PATH}")
    name = f"公开页面的重量：523 项问题，浏览器取的 {len(weights)} 个文件，压缩以后"
    return limit(name, sum(weights.values()) / KIBIBYTE, "KiB", at_most=60)


def _expect(address: str, headers: dict[str, str], status: int) -> None:
    """Raise unless the address answers as it must for its rate to mean anything."""
    answer = load.answer(address, headers)
    if answer.status != status:
        raise AssertionError(f"{address} 的回答是 {answer.status}。")
