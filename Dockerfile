# Needle Drop in a container. `compose.yaml` and `compose.postgres.yaml` say how it is run; the guides in
# docs/guide/hosting say it step by step.
#
#   docker build --tag needledrop .                              the bot
#   docker build --target postgres --tag needledrop-postgres .   the same, with what copies PostgreSQL
ARG PYTHON=3.13-slim-trixie

FROM python:${PYTHON} AS build
# The libraries to put in: run, or demo, with which `needledrop demo --headless` works, too.
ARG LOCK=run
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /build
COPY locks locks
RUN python -m venv --without-pip /opt/needledrop \
    && pip --python /opt/needledrop/bin/python install --require-hashes --only-binary :all: -r "locks/${LOCK}.txt" \
    && pip install --require-hashes -r locks/build.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY cogs cogs
COPY storage storage
RUN pip wheel --no-index --no-deps --no-build-isolation --wheel-dir wheels . \
    && pip --python /opt/needledrop/bin/python install --no-index --no-deps wheels/*.whl

FROM python:${PYTHON} AS program
# Fonts for the scripts that the doctor names, such as "fonts-noto-cjk fonts-noto-color-emoji".
ARG FONTS=
# hadolint ignore=DL3008,SC2086
RUN if [ -n "${FONTS}" ]; then \
        apt-get update \
        && apt-get install --yes --no-install-recommends ${FONTS} \
        && rm -rf /var/lib/apt/lists/*; \
    fi
RUN groupadd --gid 10001 needledrop \
    && useradd --uid 10001 --gid needledrop --home-dir /data --no-create-home --shell /usr/sbin/nologin needledrop \
    && install --directory --owner needledrop --group needledrop --mode 0700 /data
COPY --from=build /opt/needledrop /opt/needledrop
# Nothing but /data is written to. NEEDLEDROP_IMAGE tells the bot that it is in this image.
ENV PATH=/opt/needledrop/bin:$PATH \
    HOME=/data \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    NEEDLEDROP_IMAGE=1 \
    DATABASE_URL=sqlite:////data/needledrop.db
WORKDIR /data
VOLUME /data
USER 10001:10001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["needledrop", "health"]
ENTRYPOINT ["needledrop"]
CMD ["run"]

FROM program AS postgres
USER 0:0
# pg_dump, pg_restore and psql have to be as new as the server: PostgreSQL 17 here and in
# compose.postgres.yaml. Debian takes versions away when it mends them, so none is named.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/* \
    && install --directory --owner needledrop --group needledrop --mode 0700 /backups
VOLUME /backups
USER 10001:10001

FROM program AS bot
