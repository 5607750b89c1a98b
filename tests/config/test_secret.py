import stat

from config.secret import UNSET, make_secret_key, read_secret_key


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    folder = tmp_path / "দোকান"
    first = make_secret_key(folder).read_text()
    assert make_secret_key(folder).read_text() == first
    assert len(first.strip()) > 50
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_two_installations_have_different_keys(tmp_path):
    assert make_secret_key(tmp_path / "a").read_text() != make_secret_key(tmp_path / "b").read_text()


def test_the_environment_goes_before_the_file(tmp_path):
    assert read_secret_key("", folder=tmp_path) == UNSET
    kept = make_secret_key(tmp_path).read_text().strip()
    assert read_secret_key("", folder=tmp_path) == kept
    assert read_secret_key("given", folder=tmp_path) == "given"
