import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createLoopbackGraph } from '../../src/sandbox/graph/server.ts';
import { countWrites, type WriteTally } from '../composition/countWrites.ts';
import { GRAPH_TOKEN } from '../composition/tenant.ts';
import { makeLeavers, seedLeavers } from '../drills/leaversScene.ts';
import { createScaledClock } from './scaledClock.ts';
import type { GraphSettings } from './startGraph.ts';

/** The loopback Graph in a process of its own, started by `startGraph`. It ends when its parent goes. */

const settings: GraphSettings = JSON.parse(process.argv[2] ?? '{}');
const tally: WriteTally = { requests: 0, throttled: 0, conflicts: 0 };

const graph = createLoopbackGraph({
  checkToken: (authorization) => authorization === `Bearer ${GRAPH_TOKEN}`,
  now: createScaledClock(settings.speed, settings.startedAt).now,
});
graph.switches.latencyMs = settings.latencyMs / settings.speed;
graph.switches.quota = settings.quota;
for (const sku of graph.state.skus.values()) Object.assign(sku, { enabled: 10_000_000 });

const { leavers = 0 } = settings;
if (leavers > 0) seedLeavers(graph, leavers);

const app = express();
app.use(countWrites(tally));
app.use(graph.routes);
const server = createServer(app);
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));

process.on('message', (asked) => {
  if (asked !== 'tally') return;
  const users = [...graph.state.users.values()].filter(({ userPrincipalName }) =>
    userPrincipalName.startsWith('bench'),
  );
  const licensed = users.filter(({ assignedLicenses }) => assignedLicenses.length > 0).length;
  const left = makeLeavers(leavers).filter(({ objectId }) => {
    const user = graph.state.users.get(objectId);
    return user?.accountEnabled === false && user.assignedLicenses.length === 0;
  }).length;
  process.send?.({ ...tally, users: users.length, licensed, left });
});
process.on('disconnect', () => process.exit(0));
