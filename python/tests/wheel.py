"""Run by tests/install/wheel, a wheel installed: every library is of it."""
import pathlib
import supernet

home = pathlib.Path(supernet.__file__).parent
maps = pathlib.Path("/proc/self/maps").read_text()
for name in ("libsupernet", "libcidr"):
    used = {line.split()[-1] for line in maps.splitlines() if name in line}
    assert used and all(u.startswith(str(home)) for u in used), (name, used)
assert str(supernet.IPSet("10.0.0.0/24\n10.0.1.0/24").to_text()) \
    == "b'10.0.0.0/23\\n'"
assert supernet.plan("10.1.0.0/24", "10.2.0.0/24").scheme == "aggregate"
print("wheel: works, with the libraries that it carries")
