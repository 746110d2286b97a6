# The portal as an image. The worker is the same image with another command (compose.yaml).
# Every RUN step also works outside a container: tests/packaging executes them.

FROM python:3.11-slim-bookworm AS build
ENV PATH="/venv/bin:$PATH" PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
RUN python -m venv /venv
COPY requirements.txt ./
RUN pip install --require-hashes --only-binary :all: -r requirements.txt
COPY . .
RUN python -m scripts.compile_messages
# The key serves this one step: it is made here and kept nowhere.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    DJANGO_SETTINGS_MODULE=portal.settings.production python manage.py collectstatic --noinput --verbosity 0
RUN mkdir -p /app/var/media

FROM python:3.11-slim-bookworm
ENV PATH="/venv/bin:$PATH" PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=portal.settings.production HOST=0.0.0.0 PORT=8000 ACCESS_LOG=- \
    CARDS_ROOT=/tmp/cards
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build --chown=root:root /app /app
# Only what a run creates belongs to the account that serves; it cannot change the program.
COPY --from=build --chown=10001:10001 /app/var/media /app/var/media
USER 10001:10001
EXPOSE 8000
VOLUME /app/var/media
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["python", "-m", "scripts.healthcheck"]
CMD ["gunicorn"]
