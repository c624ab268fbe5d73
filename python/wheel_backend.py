"""Builds the wheel, which carries the library: a PEP 517 backend.

`pip wheel ./python` calls build_wheel(), which lets make build and stage the
library, and packs that; `make wheel` calls pack() alone. Nothing but Python
3.11, make and a C compiler is needed, and nothing is fetched. The wheel has no
extension module: it works with every Python 3, on one kind of machine.
"""
import base64
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import sysconfig
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
NEEDED = "apt-get install make gcc libc6-dev libcidr-dev"


class Failure(Exception):
    """What pip shows last."""


def stage():
    """The folder with all that goes into the wheel, made by make."""
    if not (ROOT / "lib" / "supernet.map").exists():
        raise Failure(
            "the wheel carries the C library, whose sources are not beside "
            f"{HERE}: build from a whole checkout, with pip 21.3 or newer, "
            "as `pip wheel ./python`")
    compiler = os.environ.get("CC", "cc").split()[0]
    missing = [tool for tool in ("make", compiler) if not shutil.which(tool)]
    if missing:
        raise Failure("the wheel carries the C library, and to build that "
                      f"{' and '.join(missing)} cannot be found; on Debian: "
                      + NEEDED)
    # This may itself run below make, whose flags are not meant for that one.
    env = {key: value for key, value in os.environ.items()
           if key not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
    build = os.path.abspath(os.path.join(ROOT, env.pop("BUILD", "build")))
    done = subprocess.run(
        ["make", "-C", str(ROOT), f"-j{os.cpu_count() or 1}", "wheel-stage",
         f"BUILD={build}"], env=env, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, errors="replace", check=False)
    if done.returncode:
        sys.stderr.write(done.stdout)
        last = [line for line in done.stdout.splitlines()
                if not line.startswith("make")][-1:]
        raise Failure("the C library cannot be built: make wheel-stage says "
                      f"{' '.join(last) or 'nothing'!r}; on Debian: {NEEDED}")
    return pathlib.Path(build) / "wheel"


def described(folder):
    """Name of the wheel's metadata folder, and what goes into it."""
    try:
        import tomllib
    except ImportError:
        raise Failure("the wheel is built by Python 3.11 or newer (it works "
                      "with older ones)") from None
    project = tomllib.loads((HERE / "pyproject.toml").read_text())["project"]
    version = (folder / "VERSION").read_text().strip()
    machine = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    name = f"{project['name']}-{version}"
    metadata = "\n".join((
        "Metadata-Version: 2.1", f"Name: {project['name']}",
        f"Version: {version}", f"Summary: {project['description']}",
        f"License: {project['license']['text']}",
        f"Requires-Python: {project['requires-python']}", ""))
    wheel = "\n".join((
        "Wheel-Version: 1.0", f"Generator: libsupernet ({version})",
        "Root-Is-Purelib: false", f"Tag: py3-none-{machine}", ""))
    return name, machine, {"METADATA": metadata, "WHEEL": wheel}


def pack(folder, target):
    """Packs a staged folder: equal folders give equal bytes."""
    folder, target = pathlib.Path(folder), pathlib.Path(target)
    name, machine, texts = described(folder)
    files = {str(path.relative_to(folder)): path.read_bytes()
             for path in sorted((folder / "supernet").rglob("*"))
             if path.is_file()}
    info = f"{name}.dist-info"
    files.update((f"{info}/{key}", text.encode())
                 for key, text in texts.items())
    record = []
    for path, data in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest())
        record.append(f"{path},sha256={digest.decode().rstrip('=')},"
                      f"{len(data)}\n")
    record.append(f"{info}/RECORD,,\n")
    files[f"{info}/RECORD"] = "".join(record).encode()
    target.mkdir(parents=True, exist_ok=True)
    wheel = target / f"{name}-py3-none-{machine}.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as out:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if ".so" in path else 0o644) << 16
            out.writestr(entry, data)
    return wheel.name


# What pip calls.

def build_wheel(wheel_directory, config_settings=None,
                metadata_directory=None):
    del config_settings, metadata_directory
    return pack(stage(), wheel_directory)


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    del config_settings
    name, _, texts = described(stage())
    info = pathlib.Path(metadata_directory) / f"{name}.dist-info"
    info.mkdir()
    for key, text in texts.items():
        (info / key).write_text(text)
    return info.name


def build_sdist(sdist_directory, config_settings=None):
    del sdist_directory, config_settings
    raise Failure("there is no source distribution of the Python module "
                  "alone: its sources are the whole repository")


if __name__ == "__main__":
    print(pathlib.Path(sys.argv[2]) / pack(*sys.argv[1:]))
