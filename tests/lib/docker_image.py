"""The images under test, in the daemon that DOCKER_HOST names.

Usage: docker_image.py          prints the name of todo's; builds it where it is not given
TODO_IMAGE_TAR=FILE             a saved image: loaded when the file is there, else built and saved there, so that one
                                build serves the tests against several daemons
TODO_LAB_IMAGE_TAR=FILE         the same for the lab's image (--target lab)
TODO_BASE_TAR=FILE              the same for the base image
TODO_BASE=IMAGE                 the base image; without it, and where no registry answers, it is made from the packages"""
import functools
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tarfile

from docker_engine import DockerError, client, docker

ROOT = pathlib.Path(__file__).resolve().parents[2]
NAME = "taut/todo:test"
LAB_NAME = "taut/todo-lab:test"
LOCAL_BASE = "taut/base:local"
BUILD_SECONDS = 1800


@functools.cache
def image():
    """The name of the image under test."""
    return loaded_or_built(NAME, "TODO_IMAGE_TAR")


@functools.cache
def lab_image():
    """The name of the lab's image."""
    return loaded_or_built(LAB_NAME, "TODO_LAB_IMAGE_TAR", "--target=lab")


def loaded_or_built(name, variable, *options):
    return loaded_or_made(name, variable, lambda: build(name, *options))


def loaded_or_made(name, variable, make):
    saved = pathlib.Path(os.environ[variable]) if variable in os.environ else None
    if saved and saved.exists():
        # Whoever saved it had a name of their own for it.
        loaded = docker("load", "--input", saved, timeout=300).stdout
        docker("tag", re.search(r"^Loaded image(?: ID)?: (\S+)", loaded, re.MULTILINE).group(1), name)
        return name
    make()
    if saved:
        saved.parent.mkdir(parents=True, exist_ok=True)
        docker("save", "--output", saved, name, timeout=300)
    return name


def build(tag, *options, context=ROOT):
    """docker build with the project's Dockerfile -> what it printed."""
    done = docker("build", "--tag", tag, "--build-arg", f"BASE={base()}", *options, context, timeout=BUILD_SECONDS,
                  env={**os.environ, "DOCKER_BUILDKIT": "1", "BUILDKIT_PROGRESS": "plain"})
    return done.stdout + done.stderr


@functools.cache
def base():
    """The pinned base where a registry answers; else one of the distribution's signed packages, made by the deploy script's
    own function."""
    if "TODO_BASE" in os.environ:
        return os.environ["TODO_BASE"]
    if docker("image", "inspect", LOCAL_BASE, check=False).returncode == 0:
        return LOCAL_BASE
    pinned = next(line.split("=", 1)[1] for line in (ROOT / "Dockerfile").read_text().splitlines() if line.startswith("ARG BASE="))
    if docker("pull", "--quiet", pinned, check=False, timeout=600).returncode == 0:
        return pinned
    return loaded_or_made(LOCAL_BASE, "TODO_BASE_TAR", lambda: make_base(LOCAL_BASE))


def make_base(tag):
    print("no registry answers: the base image is made from the distribution's packages", file=sys.stderr)
    library = ROOT / "deployment-scripts" / "lib"
    script = ('set -u; for part in apt progress base_image; do . "$1/$part.sh"; done; work=$(mktemp -d); '
              'trap \'rm -rf "$work"\' EXIT; make_base_image root "$2" docker import -')
    made = subprocess.run(["bash", "-c", script, "make_base", library, tag], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise DockerError(f"the base image could not be made:\n{made.stdout}{made.stderr}")


def files_of(name):
    """What the image itself holds, by path, as tarfile members: its layers, without what a runtime adds."""
    with subprocess.Popen([client(), "save", name], stdout=subprocess.PIPE) as saved:
        bundle = tarfile.open(fileobj=io.BytesIO(saved.stdout.read()))
    layers = json.load(bundle.extractfile("manifest.json"))[0]["Layers"]
    members = {}
    for layer in layers:
        files = tarfile.open(fileobj=bundle.extractfile(layer))
        members |= {member.name.rstrip("/"): (member, files.extractfile(member).read() if member.isreg() else b"") for member in files}
    return members


if __name__ == "__main__":
    print(image())
