"""Marks the wheel as one for this platform and any Python 3.

The wheel carries a shared library but no extension module, so it works with
each Python but with one kind of machine only. `make wheel` stages the library
and what it needs beside this file first.
"""
from setuptools import setup
from setuptools.dist import Distribution
from wheel.bdist_wheel import bdist_wheel


class Binary(Distribution):
    def has_ext_modules(self):
        return True


class AnyPython(bdist_wheel):
    def get_tag(self):
        return ("py3", "none", super().get_tag()[2])


setup(distclass=Binary, cmdclass={"bdist_wheel": AnyPython})
