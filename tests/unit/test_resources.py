"""Shipped files are found by name, and only shipped files."""

import pytest

import resources


def test_a_shipped_file_is_read() -> None:
    assert resources.read_text("catalogues/gender.csv").startswith("code,label")
    assert resources.read_bytes("catalogues/gender.csv").startswith(b"code,label")


@pytest.mark.parametrize("path", ["/etc/hostname", "../pyproject.toml", "catalogues/../../pyproject.toml"])
def test_no_path_leads_out_of_the_package(path: str) -> None:
    with pytest.raises(ValueError, match=r"pyproject|hostname"):
        resources.resource(path)


def test_a_file_that_was_not_shipped_is_missed() -> None:
    with pytest.raises(FileNotFoundError):
        resources.read_text("catalogues/colours.csv")
