# syntax=docker/dockerfile:1
# Gatehouse's proxy. Only the workspaces `proxy` and `model` are installed and bundled; nothing of the plugin gets in.

FROM node:20-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
COPY proxy/package.json proxy/
COPY model/package.json model/
# Install scripts are not needed: SQLite comes as a binary inside an npm package. The workspaces' links would dangle in the
# image, because the bundle holds the workspaces themselves.
RUN npm ci --workspace proxy --workspace model --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/@gatehouse node_modules/.package-lock.json \
  && mkdir -p proxy/node_modules

FROM dependencies AS build
# With the bundler this time.
RUN npm ci --workspace proxy --workspace model --ignore-scripts --no-audit --no-fund
COPY tsconfig.base.json ./
COPY model model
COPY proxy proxy
RUN npm run build --workspace proxy

FROM node:20-bookworm-slim
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="gatehouse" \
  org.opencontainers.image.description="Verifies the token that Grafana forwards and confines each query to what the policy grants." \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}"
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY --from=dependencies /app/proxy/node_modules proxy/node_modules
COPY --from=build /app/proxy/package.json proxy/
COPY --from=build /app/proxy/dist proxy/dist
COPY LICENSE ./
# A named volume takes over the owner of the folder that it is mounted on first.
RUN install -d -o node -g node -m 0700 /var/lib/gatehouse
USER node
VOLUME /var/lib/gatehouse
EXPOSE 8431 8432
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=5 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8432/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/proxy/dist/gatehouse.js"]
CMD ["serve", "--config", "/etc/gatehouse/gatehouse.yaml"]
