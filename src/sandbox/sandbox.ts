import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type RequestHandler, Router } from 'express';
import { findFreePort } from './freePort.ts';
import { createServices, type SandboxOptions } from './services.ts';
import { addEverywhere } from './slackSetting.ts';
import type { Sandbox } from './stage.ts';
import { createTryRoutes } from './try/routes.ts';

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/**
 * Starts the loopback services; `sandbox.bot.start()` then starts the bot against them. After `startOver` its
 * properties are the new services.
 *
 * @throws Error EADDRINUSE when a chosen port is taken
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const app = express();
  app.disable('x-powered-by');
  const server = createServer(app);
  const port = await listen(server, options.port ?? 0);
  const botPort = options.botPort ?? (await findFreePort());
  const metricsPort = await findFreePort();

  const createAll = async () => {
    const services = await createServices({ port, botPort, metricsPort }, options);
    const { login, directories, slackRoutes, teams } = services;
    const page = createTryRoutes({ ...services, startOver, begun: () => begun });
    const routes: RequestHandler = Router().use(
      login.routes,
      directories.routes,
      slackRoutes,
      teams.routes,
      page.routes,
    );
    return { services, page, routes };
  };
  /** Until Rollcall runs again, in the workspaces that it was in. */
  let begun: Promise<void> | undefined;

  async function begin({ services }: typeof now): Promise<void> {
    await services.bot.start();
    if (options.isAdded) await addEverywhere(services);
  }

  async function startOver(): Promise<void> {
    const before = now;
    // Nothing of it is kept, so nothing has to be brought to an end.
    await before.services.bot.kill();
    await before.services.stop();
    now = await createAll();
    begun = begin(now).finally(() => {
      begun = undefined;
    });
    await begun;
    before.page.close();
  }
  let now = await createAll();
  app.use((request, response, next) => now.routes(request, response, next));
  server.on('upgrade', (request, socket) => now.services.slack.sockets.upgrade(request, socket));

  return {
    url: now.services.url,
    metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
    get graph() {
      return now.services.graph;
    },
    get directories() {
      return now.services.directories;
    },
    get login() {
      return now.services.login;
    },
    get slack() {
      return now.services.slack;
    },
    get slackRoutes() {
      return now.services.slackRoutes;
    },
    get workspaces() {
      return now.services.workspaces;
    },
    ...(now.services.slackGrants === undefined ? {} : { slackGrants: now.services.slackGrants }),
    get teams() {
      return now.services.teams;
    },
    get mail() {
      return now.services.mail;
    },
    get bot() {
      return now.services.bot;
    },
    createInstance: (env) => now.services.createInstance(env),
    get wire() {
      return now.services.wire;
    },
    get dataDir() {
      return now.services.dataDir;
    },
    get keys() {
      return now.services.keys;
    },
    letTimePass: (ms) => now.services.letTimePass(ms),
    startOver,
    async stop() {
      await now.services.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
