# The image of one Muster: Node 24 from the base, TypeScript run as it is, no build step.
# What a reader of `docker inspect` needs: port 3000, everything worth keeping under /data, stops on SIGTERM.

FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The base brings Node 24, so the one among the optional packages (190 MB) stays out.
RUN npm ci --omit=dev --omit=optional

FROM node:24-bookworm-slim
LABEL org.opencontainers.image.title="Muster" org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY bin ./bin
COPY src ./src
COPY commands ./commands
COPY playbooks ./playbooks
COPY examples ./examples

# The program belongs to root and is only read; the process is `node` (uid 1000) and may write to /data alone.
RUN install -d -o node -g node -m 700 /data
USER node
ENV NODE_ENV=production \
    NODE_OPTIONS=--max-semi-space-size=4 \
    MUSTER_DATA=/data \
    MUSTER_HOST=0.0.0.0 \
    MUSTER_PORT=3000
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM

# Alive, not ready: an orchestrator that restarts Muster because its database is away would only lose time.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.MUSTER_PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]

ENTRYPOINT ["node", "bin/muster.mjs"]
CMD ["run"]
