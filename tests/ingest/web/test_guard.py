"""Which addresses are asked for at all, and which network addresses are connected to."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.web.guard import UNICAST, Target, address_refusal, is_public, network_refusal, target, target_refusal

NOBODY: frozenset[str] = frozenset()

CLOSED = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "100.127.255.254",
    "127.0.0.1",
    "127.8.8.8",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:10.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::8.8.8.8",
    "100::1",
    "2001::1",
    "2001:0:7f00:1::",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "2002:808:808::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]
OPEN = [
    "1.1.1.1",
    "93.184.216.34",
    "100.63.255.255",
    "100.128.0.1",
    "172.32.0.1",
    "2606:2800:220:1::1",
    "64:ff9b::8.8.8.8",
    "::ffff:8.8.8.8",
]


@pytest.mark.parametrize("address", CLOSED)
def test_what_is_not_public_is_refused(address: str) -> None:
    assert network_refusal(address) == f"leads to {address}, which is not a public address"


@pytest.mark.parametrize("address", OPEN)
def test_what_is_public_is_let_through(address: str) -> None:
    assert network_refusal(address) is None


def test_what_is_no_address_is_refused() -> None:
    assert network_refusal("localhost") == "leads to localhost, which is no network address"


@given(st.ip_addresses(v=4))
@example(IPv4Address("169.254.169.254"))
def test_an_ipv4_address_inside_an_ipv6_one_is_judged_as_itself(address: IPv4Address) -> None:
    for prefix in ("::ffff:0:0", "64:ff9b::"):
        assert is_public(IPv6Address(int(ip_address(prefix)) | int(address))) == is_public(address)


@given(st.ip_addresses(v=4) | st.ip_addresses(v=6, network="2000::/3") | st.ip_addresses(v=6))
def test_nothing_special_is_public(address: IPv4Address | IPv6Address) -> None:
    if is_public(address) and (address.version == 4 or address in UNICAST):
        assert address.is_global
        assert not any((address.is_private, address.is_loopback, address.is_multicast, address.is_reserved))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://127.0.1/",
        "http://0x7f.1/",
        "http://0x7f000001/",
        "http://2130706433/",
        "http://017700000001/",
        "http://0177.0.0.1/",
        "http://0/",
        "http://127.0.0.1./",
        "http://10.0.0.0x1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[fe80::1%25eth0]/",
        "http://１２７.０.０.１/",
        "http://127。0。0。1/",
        "https://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/",
        "http:///path",
        "http://./",
        "http://a..b/",
        "http://.paper.example/",
        "http://-paper.example/",
        "http://a,b/",
        "http://*/",
        f"http://{'a' * 64}.example/",
        f"http://{'a.' * 130}example/",
        "http://[::1",
        "http://a:b:c/",
        "http://paper.example:99999/",
        "http://user@paper.example/",
        "http://user:word@paper.example/",
        "http://127.0.0.1\\@paper.example/",
        "http://\ud800.example/",
        "file:///etc/passwd",
        "ftp://paper.example/a",
        "gopher://paper.example:70/",
        "data:text/html,hello",
        "javascript:alert(1)",
        "//paper.example/a",
        "paper.example/a",
        "",
    ],
)
def test_an_address_that_is_never_asked_for(url: str) -> None:
    assert address_refusal(url, NOBODY)


@pytest.mark.parametrize(
    "url",
    [
        "http://paper.example/",
        "HTTPS://Paper.Example:443/a",
        "https://paper.example.:8443/a",
        "http://مثال.إختبار/",
        "http://93.184.216.34:8080/",
        "https://[2606:2800:220:1::1]/",
        "https://24.example/",
        "https://0x.example/",
    ],
)
def test_an_address_that_may_be_tried(url: str) -> None:
    assert address_refusal(url, NOBODY) is None


@pytest.mark.parametrize("port", [21, 22, 25, 81, 3306, 6379, 9200])
def test_other_ports_are_for_named_hosts_only(port: int) -> None:
    url = f"http://paper.example:{port}/"
    assert address_refusal(url, NOBODY) == f"is on port {port}, which web sites for the public do not use"
    assert address_refusal(url, frozenset({f"paper.example:{port}"})) is None


def test_a_login_is_refused_for_a_named_host_too() -> None:
    assert address_refusal("http://me@127.0.0.1/", frozenset({"127.0.0.1"}))


@pytest.mark.parametrize(
    ("named", "goal", "allowed"),
    [
        ("localhost", Target("localhost", 80), True),
        ("LocalHost:8000", Target("localhost", 8000), True),
        ("localhost:8000", Target("localhost", 8001), False),
        ("127.0.0.1", Target("127.0.0.1", 9999), True),
        ("127.0.0.1", Target("127.0.0.2", 9999), False),
        ("[::1]:8000", Target("::1", 8000), True),
        ("::1", Target("::1", 8000), True),
        ("example", Target("paper.example", 8000), False),
    ],
)
def test_a_host_is_allowed_by_its_whole_name_and_port(named: str, goal: Target, allowed: bool) -> None:
    assert (target_refusal(goal, frozenset({named})) is None) == allowed


@pytest.mark.parametrize("host", ["LOCALHOST", "localhost.", "localhost...", "ｌocalhost"])
def test_every_spelling_of_a_name_is_one_target(host: str) -> None:
    assert target(host, 80) == Target("localhost", 80)


@given(st.text(max_size=40), st.integers(0, 70_000))
def test_no_text_is_too_odd_for_it(text: str, port: int) -> None:
    address_refusal(text, NOBODY)
    address_refusal(f"http://{text}/", NOBODY)
    target_refusal(target(text, port), NOBODY)
