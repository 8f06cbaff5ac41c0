import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createLoopbackGraph } from '../../src/sandbox/graph/server.ts';
import { GRAPH_TOKEN } from '../composition/tenant.ts';

/** Loopback Graphs of many tenants in one process of their own, each below its number. It ends when its parent goes. */

/** Milliseconds that each request to a tenant takes; `null`: no request is ever answered. */
const latencies: readonly (number | null)[] = JSON.parse(process.argv[2] ?? '[]');

const app = express();
for (const [index, latencyMs] of latencies.entries()) {
  const graph = createLoopbackGraph({
    checkToken: (authorization) => authorization === `Bearer ${GRAPH_TOKEN}`,
  });
  graph.switches.latencyMs = latencyMs ?? 0;
  for (const sku of graph.state.skus.values()) Object.assign(sku, { enabled: 10_000_000 });
  const own = express.Router();
  if (latencyMs === null) own.use(() => undefined);
  own.use(graph.routes);
  app.use(`/${index}`, own);
}
const server = createServer(app);
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit(0));
