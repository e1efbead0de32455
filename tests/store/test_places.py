"""Plants are refused on network shares and in folders that a cloud service copies."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kanban_app.operations.plants import PlantProblem, backup, new_plant, open_session
from kanban_app.store import places
from kanban_app.store.places import is_shared_place
from kanban_app.store.problems import FileProblem
from tests.databases import SqliteFiles

# As a Linux computer tells its mounts; spaces are written as \\040.
MOUNTS = """\
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 25 0:27 / /dev/shm rw,relatime - tmpfs tmpfs rw
40 27 8:1 / /media/usb rw,nosuid shared:3 master:1 - vfat /dev/sdb1 rw
41 27 0:40 / /mnt/nas rw,relatime - cifs //nas/plants rw
42 41 0:41 / /mnt/nas/local rw,relatime - ext4 /dev/vdb rw
43 27 0:42 / /mnt/two\\040words rw,relatime - nfs4 server:/export rw
44 27 0:43 / /mnt/B\u00fcro\\040\u00c5sa rw,relatime - nfs server:/export rw
45 27 0:44 / /srv/ssh rw,nosuid - fuse.sshfs me@host:/ rw
46 27 0:45 / /run/user/1000/gvfs rw,nosuid - fuse.gvfsd-fuse gvfsd-fuse rw
47 27 0:46 / /srv/shared rw - 9p host rw
a line that no system writes
"""


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    file = tmp_path / "mountinfo"
    file.write_text(MOUNTS, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "place",
    [
        "/mnt/nas/x.kanban",
        "/mnt/nas/deep/down/x.kanban",
        "/mnt/two words/x.kanban",
        "/mnt/Büro Åsa/x.kanban",
        "/mnt/other/../nas/x.kanban",
        "/srv/ssh/x.kanban",
        "/srv/shared/x.kanban",
        "/run/user/1000/gvfs/smb-share:server=nas/x.kanban",
        "//server/share/x.kanban",
        r"\\server\share\x.kanban",
        r"\\?\UNC\server\share\x.kanban",
        "/data/OneDrive/x.kanban",
        "/data/OneDrive - Factory Ltd/plants/x.kanban",
        "/data/Dropbox/x.kanban",
        "/data/Dropbox (Personal)/x.kanban",
        "/data/Google Drive/x.kanban",
        "/data/Library/CloudStorage/GoogleDrive-a@b.c/x.kanban",
        "/data/iCloudDrive/x.kanban",
        "/data/Library/Mobile Documents/com~apple~CloudDocs/x.kanban",
        "/data/Nextcloud/x.kanban",
        "/data/ownCloud/x.kanban",
    ],
)
def test_a_shared_place_is_seen(mounts: Path, place: str) -> None:
    assert is_shared_place(Path(place), mounts)


@pytest.mark.parametrize(
    "place",
    [
        "/data/x.kanban",
        "/media/usb/x.kanban",
        "/dev/shm/x.kanban",
        "/mnt/nas/local/x.kanban",
        "/mnt/nas2/x.kanban",
        "/data/my onedrive notes.kanban",
        "/data/OneDrive.kanban",
        "/data/the dropbox/x.kanban",
    ],
)
def test_a_disk_of_this_computer_is_no_shared_place(mounts: Path, place: str) -> None:
    assert not is_shared_place(Path(place), mounts)


def test_where_the_system_tells_no_mounts_names_still_count(tmp_path: Path) -> None:
    assert not is_shared_place(tmp_path / "x.kanban", tmp_path / "none")
    assert is_shared_place(tmp_path / "OneDrive" / "x.kanban", tmp_path / "none")


def test_a_name_of_a_mount_in_another_encoding_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "mountinfo").write_bytes(MOUNTS.encode() + b"48 27 0:47 / /mnt/B\xfcro rw - nfs server:/ rw\n")
    assert not is_shared_place(Path("/data/x.kanban"), tmp_path / "mountinfo")
    assert is_shared_place(Path("/mnt/nas/x.kanban"), tmp_path / "mountinfo")
    assert is_shared_place(Path(os.fsdecode(b"/mnt/B\xfcro/x.kanban")), tmp_path / "mountinfo")


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("target", ["/mnt/nas/plants", "../OneDrive/plants", "hop"])
def test_a_link_into_a_shared_place_is_followed(tmp_path: Path, mounts: Path, target: str) -> None:
    (tmp_path / "hop").symlink_to("/mnt/nas")
    (tmp_path / "link").symlink_to(target)
    assert is_shared_place(tmp_path / "link" / "x.kanban", mounts)
    (tmp_path / "file.kanban").symlink_to(f"{target}/x.kanban")
    assert is_shared_place(tmp_path / "file.kanban", mounts)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_in_a_circle_end(tmp_path: Path, mounts: Path) -> None:
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")
    assert not is_shared_place(tmp_path / "one" / "x.kanban", mounts)


def test_a_plant_in_a_shared_place_is_neither_made_nor_opened(
    files: SqliteFiles, fast_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = files.plant()
    assert isinstance(place, Path)
    before = place.read_bytes()
    mounts = fast_path / "mountinfo"
    mounts.write_text(f"1 0 0:1 / / rw - ext4 /dev/vda rw\n2 1 0:2 / {fast_path} rw - nfs server:/ rw\n")
    monkeypatch.setattr(places.is_shared_place, "__defaults__", (mounts,))
    with pytest.raises(PlantProblem) as opening:
        open_session(place)
    with pytest.raises(PlantProblem) as making:
        new_plant(fast_path / "new.kanban", "new")
    for caught in (opening, making):
        assert caught.value.problem is FileProblem.NETWORK_FOLDER
        assert "Move it to a disk of this computer." in caught.value.text()
    assert place.read_bytes() == before
    assert not (fast_path / "new.kanban").exists()


def test_a_backup_may_go_to_a_shared_place(files: SqliteFiles, fast_path: Path) -> None:
    place = files.plant()
    assert isinstance(place, Path)
    copy = backup(place, fast_path / "OneDrive" / "copy.kanban")
    assert copy.exists()
