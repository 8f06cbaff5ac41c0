import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express, { type RequestHandler } from 'express';
import { createLoopbackGraph, type LoopbackGraph } from '../../src/sandbox/graph/server.ts';
import { createLoopbackMail, type LoopbackMail } from '../../src/sandbox/mail/server.ts';
import { countWrites, type WriteTally } from '../composition/countWrites.ts';
import { removeFolder } from '../composition/removeFolder.ts';
import { GRAPH_TOKEN } from '../composition/tenant.ts';

/** A Graph, a mail server and a data folder that live on when the process that uses them is killed. */
export interface LoopbackTenant {
  graph: LoopbackGraph;
  writes: Readonly<WriteTally>;
  /** Without the version. */
  graphUrl: string;
  mail: LoopbackMail;
  /** Not made yet. */
  dataFolder: string;
  /** Removes the folder too. */
  stop(): Promise<void>;
}

/**
 * Starts a tenant whose licenses do not run out. `now` is Graph's clock, in milliseconds; `onAnswer` is called after
 * every answer of Graph.
 */
export async function startLoopbackTenant({
  onAnswer = () => undefined,
  ...options
}: {
  now?: () => number;
  onAnswer?: (graph: LoopbackGraph) => void;
} = {}): Promise<LoopbackTenant> {
  const graph = createLoopbackGraph({
    ...options,
    checkToken: (authorization) => authorization === `Bearer ${GRAPH_TOKEN}`,
  });
  for (const sku of graph.state.skus.values()) Object.assign(sku, { enabled: 10_000 });
  const writes: WriteTally = { requests: 0, throttled: 0, conflicts: 0 };
  const watch: RequestHandler = (_request, response, next) => {
    response.on('finish', () => onAnswer(graph));
    next();
  };
  const server = createServer(express().use(countWrites(writes), watch, graph.routes));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const mail = await createLoopbackMail({ port: 0 });
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-drill-'));
  return {
    graph,
    writes,
    graphUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graph`,
    mail,
    dataFolder: join(folder, 'data'),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await mail.stop();
      await removeFolder(folder);
    },
  };
}
