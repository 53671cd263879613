FROM python:3.12-slim

RUN useradd --create-home --uid 10001 nayrab && install -d -o nayrab /data
WORKDIR /app
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY bot bot
COPY ingest ingest
COPY prompts prompts
RUN pip install --no-cache-dir -c constraints.txt .

USER nayrab
ENV NAYRAB_DATA_DIR=/data PYTHONUNBUFFERED=1
VOLUME /data
ENTRYPOINT ["nayrab"]
CMD ["run"]
