# The image of todo: one static program and nothing to run beside it.
# Builds on the BuildKit of Engine 20.10: no here-documents, no frontend to be fetched.

# <BUILD-HYGIENE> pinned-base: a tag can be moved to another image, a digest cannot. This one is the multi-platform index.
ARG BASE=debian:trixie-slim@sha256:a29215f6a35e51e22adffa17f89e9d2ef06214e64a2bad10d765c46aea49f11f

# The compiler and the libraries, in a stage of their own: a second build repeats only the compile.
FROM ${BASE} AS toolchain
# <BUILD-HYGIENE> locked-packages: every version is compared with the lock; a difference is printed, and fails with STRICT_LOCK=1.
COPY packaging/install-locked.sh packaging/packages.lock /packaging/
ARG STRICT_LOCK=0
RUN STRICT_LOCK=${STRICT_LOCK} /packaging/install-locked.sh /packaging/packages.lock

FROM toolchain AS build
WORKDIR /src
COPY CMakeLists.txt CMakePresets.json ./
COPY cmake cmake
COPY bench bench
# What todo is made of, and nothing of the lab: a changed drill rebuilds nothing here, and could not get in.
COPY src/base src/base
COPY src/linux src/linux
COPY src/main src/main
COPY src/todo src/todo
# <BUILD-HYGIENE> hardened-binary: the release preset is static-pie with full RELRO, FORTIFY and stack protector; see cmake/flags.cmake.
RUN cmake --preset release -DTAUT_TOOL=OFF -DTAUT_LAB=OFF && cmake --build --preset release --target todo
COPY packaging packaging
ARG VERSION=0.1.0
ARG SOURCE_DATE_EPOCH=1767225600
# <BUILD-HYGIENE> sbom: no scanner sees a library that was linked in statically, so its name and version are written down here.
# <BUILD-HYGIENE> reproducible-build: no file of the image carries the time of its build.
RUN packaging/image-root.sh todo ${VERSION} /out ${SOURCE_DATE_EPOCH}

# todo and the drills, for `--target lab`. The page shows the tagged sources, so this stage sees all that the context holds; named
# one by one, because for a whole folder the client would look into ./db, which belongs to somebody else.
FROM toolchain AS build-lab
WORKDIR /src
COPY .dockerignore CMakeLists.txt CMakePresets.json Dockerfile compose.yaml compose.lab.yaml ./
COPY bench bench
COPY cmake cmake
COPY deployment-scripts deployment-scripts
COPY packaging packaging
COPY seccomp seccomp
COPY src src
# <BUILD-HYGIENE> hardened-binary: as todo.
RUN cmake --preset release -DTAUT_TOOL=OFF && cmake --build --preset release --target todo-lab
ARG VERSION=0.1.0
ARG SOURCE_DATE_EPOCH=1767225600
RUN packaging/image-root.sh todo-lab ${VERSION} /out ${SOURCE_DATE_EPOCH}

# <BUILD-HYGIENE> minimal-image: no shell, no package manager, no libc, no setuid file; one layer.
FROM scratch AS frame
ARG VERSION=0.1.0
ARG REVISION=unknown
# <BUILD-HYGIENE> image-labels: which source an image came from, readable without running it.
LABEL org.opencontainers.image.title="todo" \
      org.opencontainers.image.description="A todo list in a container that is hardened at every layer" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="scratch"
# Where things are inside; an operator's settings come from the mounted file, secrets from /run/secrets.
ENV BIND=0.0.0.0:8000 \
    DATABASE_PATH=/db/db.sqlite3 \
    HEARTBEAT_PATH=/tmp/heartbeat
# <KERNEL-CAPABILITIES> non-root-user: by number, because a runtime may have to decide without reading /etc/passwd.
USER 1000:1000
EXPOSE 8000
# <CONTAINER-HARDENING> health-check: reads the heartbeat that the event loop writes; needs neither a shell nor a connection.
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s --retries=3 CMD ["/todo", "healthcheck"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/todo"]
CMD ["serve"]

FROM frame AS lab
COPY --from=build-lab /out/ /
LABEL org.opencontainers.image.title="todo-lab" \
      org.opencontainers.image.description="The todo list with its drills, to be tried from the page /security; not for use"

# The last one is what a build without --target gives: strict, without the lab.
FROM frame
COPY --from=build /out/ /
