# Rollcall without its sandbox and without what only building and testing need. manifests/containers.md says how to run it.

FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# Their install scripts only tidy up; nothing here has to be compiled.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM packages AS build
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json tsconfig.page.json bundle.mjs ./
COPY src src
RUN npm run build && rm -r dist/sandbox && mkdir data
# What is built is built: "npm run doctor", "npm run migrate" and the like start at once.
RUN npm pkg set scripts.build=true

FROM node:24.21.0-bookworm-slim
LABEL org.opencontainers.image.title="Rollcall" \
  org.opencontainers.image.description="Create Microsoft 365 people from Slack and Microsoft Teams" \
  org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data POLICY_FILE=/config/policy.json \
  NPM_CONFIG_LOGS_MAX=0 NPM_CONFIG_UPDATE_NOTIFIER=false
WORKDIR /app
# All of it is root's, so that nothing that runs here changes it.
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/package.json ./
COPY src/postgres/migrations src/postgres/migrations
COPY adaptive-cards adaptive-cards
COPY manifests manifests
COPY .env.example policy.example.json LICENSE CHANGELOG.md ./
# The one folder that is written to.
COPY --from=build --chown=node:node /app/data /data
VOLUME /data
USER node
EXPOSE 3000
# The event loop turns; /readyz is for whoever sends requests here. Half a minute is what Docker itself proposes.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/livez`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself, so that SIGTERM reaches it: Rollcall then drains for 20 s at most.
STOPSIGNAL SIGTERM
CMD ["node", "--enable-source-maps", "dist/main.js"]
