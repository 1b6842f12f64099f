"""Builds the app's image and saves it under the name that deploy-linux.sh gives it. Usage: app_image.py FILE"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from docker_engine import docker
from docker_image import image

if __name__ == "__main__":
    docker("tag", image(), "taut/todo:dev")
    docker("save", "--output", sys.argv[1], "taut/todo:dev", timeout=300)
