"""Network addresses, shortened to where no household can be told."""

import pytest

from core.addresses import shortened


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.77", "203.0.x.x"),
        ("::ffff:203.0.113.77", "203.0.x.x"),
        ("2001:db8:85a3::8a2e:370:7334", "2001:db8:x"),
        ("2400::1", "2400:0:x"),
        ("::1", "0:0:x"),
        ("", ""),
        ("not an address", ""),
        ("203.0.113.77, 10.0.0.1", ""),
    ],
)
def test_a_network_is_left_and_no_line(address, kept):
    assert shortened(address) == kept
