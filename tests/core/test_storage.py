"""Kept files: one by each name, whole at every moment."""

import threading

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def names(folder: str) -> list[str]:
    return sorted(default_storage.listdir(folder)[1])


def test_a_file_saved_again_takes_the_place_of_the_one_before():
    for content in (b"first" * 99, b"second"):
        assert default_storage.save("books/a/table.json", ContentFile(content)) == "books/a/table.json"
    assert default_storage.open("books/a/table.json").read() == b"second"
    assert names("books/a") == ["table.json"]


def test_many_who_save_under_one_name_at_once_leave_one_whole_file_and_no_reader_misses_it():
    contents = [bytes([65 + number]) * 200_000 for number in range(4)]
    default_storage.save("table", ContentFile(contents[0]))
    barrier, seen, faults, done = threading.Barrier(5), set(), [], threading.Event()

    def write(content: bytes) -> None:
        barrier.wait(timeout=180)
        for _turn in range(30):
            default_storage.save("table", ContentFile(content))

    def read() -> None:
        barrier.wait(timeout=180)
        while not done.is_set():
            try:
                with default_storage.open("table") as stream:
                    seen.add(stream.read())
            except OSError as fault:
                faults.append(fault)

    reader = threading.Thread(target=read)
    writers = [threading.Thread(target=write, args=[content]) for content in contents]
    for each in (reader, *writers):
        each.start()
    for each in writers:
        each.join(timeout=180)
    done.set()
    reader.join(timeout=180)
    assert faults == []
    assert seen <= set(contents)
    assert names("") == ["table"]


def test_a_save_that_breaks_off_leaves_what_was_there():
    class Broken(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"half"
            raise OSError("the line is cut")

    default_storage.save("table", ContentFile(b"whole"))
    with pytest.raises(OSError, match="cut"):
        default_storage.save("table", Broken(b"half and half"))
    assert default_storage.open("table").read() == b"whole"
    assert names("") == ["table"]
