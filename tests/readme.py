#!/usr/bin/python3
"""Runs what the README shows: every `$ ` command of a console block has to
print what stands under it, the C program has to build and run, and a Python
program to print the block that follows it.

    readme.py README.md SUPERNET CC LIB.a [FLAGS...]

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


def check_console(block, env):
    command, _, want = block[2:].partition("\n")
    while command.endswith("\\"):
        more, _, want = want.partition("\n")
        command += "\n" + more
    done = subprocess.run(["sh", "-c", command], capture_output=True,
                          text=True, env=env, timeout=60, check=False)
    if done.stdout != want:
        sys.exit(f"README: {command}\nprints\n{done.stdout}{done.stderr}")


def check_c(block, compiler, folder):
    source = folder / "readme.c"
    source.write_text(block)
    subprocess.run([*compiler[:1], "-std=c11", "-Wall", "-Wextra", "-Werror",
                    "-o", folder / "readme", source, *compiler[1:]], check=True)
    out = subprocess.run([folder / "readme"], capture_output=True, text=True,
                         check=True).stdout
    if out != "10.1.0.0/23\n":
        sys.exit(f"README: the C program prints {out!r}")


def check_python(program, want):
    done = subprocess.run(["/usr/bin/python3", "-c", program],
                          capture_output=True, text=True, check=False)
    if done.stdout != want:
        sys.exit(f"README: the Python program prints\n{done.stdout}"
                 f"{done.stderr}")


def main():
    readme, supernet, *compiler = sys.argv[1:]
    text = pathlib.Path(readme).read_text()
    console, programs = blocks(text, "console"), blocks(text, "c")
    scripts = re.findall(r"^```python\n(.*?)^```\n\n```\n(.*?)^```$", text,
                         re.M | re.S)
    if not console or not programs or not scripts:
        sys.exit("README: no examples found")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "supernet").symlink_to(pathlib.Path(supernet).resolve())
        env = dict(os.environ, PATH=f"{name}:{os.environ['PATH']}")
        for block in console:
            check_console(block, env)
        for block in programs:
            check_c(block, compiler, folder)
        for script in scripts:
            check_python(*script)
    print(f"README: {len(console)} commands and "
          f"{len(programs) + len(scripts)} programs run")


main()
