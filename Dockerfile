# The app alone; compose.yaml adds MariaDB. Versions are those of constraints.txt.
FROM python:3.13-slim-bookworm

# tesseract: scans; antiword: .doc; espeak-ng: spoken questions; the libraries: OpenCV and MediaPipe
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        antiword espeak-ng libegl1 libgl1 libglib2.0-0 libgomp1 libxcb1 tesseract-ocr \
    && rm -rf /var/lib/apt/lists/*

RUN useradd --system --uid 10001 --home-dir /app neurohire
WORKDIR /app

# before the code, so that a change of the code does not install again
COPY pyproject.toml constraints.txt README.md LICENSE ./
RUN pip install --no-cache-dir --disable-pip-version-check -c constraints.txt .

COPY main.py ./
COPY assets ./assets
COPY components ./components
COPY neurohire ./neurohire
COPY pages ./pages
RUN install -d -m 0700 -o neurohire -g neurohire /data

USER neurohire
ENV NEUROHIRE_DATA_DIR=/data NEUROHIRE_HOST=0.0.0.0 PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/readyz', timeout=4)"]
CMD ["python", "main.py"]
