# The app as an image: not root, nothing written, its health asked for.
#
#     docker build -t optimizer-visualizer .
#     docker run --rm -p 8501:8501 --read-only --tmpfs /tmp optimizer-visualizer
FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp

WORKDIR /app
COPY requirements.txt ./
RUN python -m pip install --no-cache-dir --disable-pip-version-check -r requirements.txt \
    && python -m compileall -q "$(python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
COPY . .
RUN python -m compileall -q .

# A number, so that Kubernetes can see that it is not root.
USER 10001
EXPOSE 8501

HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=2)"]

# Inside a container its own address would answer nobody.
CMD ["python", "-m", "streamlit", "run", "app.py", "--server.address=0.0.0.0", "--server.port=8501"]
