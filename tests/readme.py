#!/usr/bin/python3
"""Runs what the README shows: every `$ ` command of a console block has to
print what stands under it, and a Python program to print the block that follows
it. A C program has to be one of tests/examples, which run by themselves. What the
pages of the top level point to has to be there.

    readme.py README.md SUPERNET

Python finds the library by SUPERNET_LIBRARY and the module by PYTHONPATH.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile


def blocks(text, kind):
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.M | re.S)


def check_console(block, env, folder):
    command, _, want = block[2:].partition("\n")
    while command.endswith("\\"):
        more, _, want = want.partition("\n")
        command += "\n" + more
    done = subprocess.run(["sh", "-c", command], capture_output=True,
                          text=True, env=env, cwd=folder, timeout=60,
                          check=False)
    if done.stdout != want:
        sys.exit(f"README: {command}\nprints\n{done.stdout}{done.stderr}")


def check_python(program, want):
    done = subprocess.run(["/usr/bin/python3", "-c", program],
                          capture_output=True, text=True, check=False)
    if done.stdout != want:
        sys.exit(f"README: the Python program prints\n{done.stdout}"
                 f"{done.stderr}")


def check_c(program, folder):
    if program not in [path.read_text() for path in folder.glob("*.c")]:
        sys.exit(f"README: a C program that is not in {folder}:\n{program}")


def check_links(folder):
    """What a page links to or calls `lib/...` and so on is there."""
    for page in folder.glob("*.md"):
        for link, path in re.findall(
                r"\]\(([^)#:]+)\)|`((?:lib|tests|include|python|man|bench|cli"
                r")/[\w./-]+)`", page.read_text()):
            target = link or path.replace("NAME", "swanctl")
            if not (folder / target).exists():
                sys.exit(f"{page.name}: no file {target}")


def main():
    readme, supernet = map(pathlib.Path, sys.argv[1:])
    root = readme.resolve().parent
    text = readme.read_text()
    console, programs = blocks(text, "console"), blocks(text, "c")
    scripts = re.findall(r"^```python\n(.*?)^```\n\n```\n(.*?)^```$", text,
                         re.M | re.S)
    if not console or not programs or not scripts:
        sys.exit("README: no examples found")
    check_links(root)
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "supernet").symlink_to(supernet.resolve())
        env = dict(os.environ, PATH=f"{folder}:{os.environ['PATH']}")
        for block in console:
            check_console(block, env, folder)
    for block in programs:
        check_c(block, root / "tests/examples")
    for script in scripts:
        check_python(*script)
    print(f"README: {len(console)} commands and "
          f"{len(programs) + len(scripts)} programs")


main()
