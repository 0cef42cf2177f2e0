# docker run --rm --read-only -v "$PWD:/repo:ro" claude-doctor preflight --offline --in .
FROM python:3.12-slim AS build
COPY . /source
RUN python -m venv /opt/claude-doctor && /opt/claude-doctor/bin/pip install --no-cache-dir /source

FROM python:3.12-slim
COPY --from=build /opt/claude-doctor /opt/claude-doctor
ENV PATH=/opt/claude-doctor/bin:$PATH PYTHONDONTWRITEBYTECODE=1
WORKDIR /repo
USER 65534:65534
ENTRYPOINT ["claude-doctor"]
