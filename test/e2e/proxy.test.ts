import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
import { textOf as textOfCard } from '../../src/sandbox/teams/textOf.ts';
import { useSandbox } from './useSandbox.ts';

/** A proxy as offices have one: it tunnels, and passes requests with a whole address on. */
async function startProxy() {
  /** What began each request that went through it. */
  const passed: string[] = [];
  /** Its own ends of the lines to services. */
  const ports = new Set<number>();
  const note = (line: Socket) => line.once('connect', () => ports.add(Number(line.localPort)));
  const server = createServer((asked, answer) => {
    passed.push(`${asked.method} ${new URL(asked.url ?? '').pathname}`);
    const onwards = request(asked.url ?? '', { method: asked.method, headers: asked.headers, agent: false });
    onwards.on('socket', note);
    onwards.on('response', (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    onwards.on('error', () => answer.destroy());
    asked.pipe(onwards);
  });
  server.on('connect', (asked: IncomingMessage, near: Socket) => {
    const { hostname, port } = new URL(`http://${asked.url}`);
    const far = connect(Number(port), hostname, () =>
      near.write('HTTP/1.1 200 Connection established\r\n\r\n'),
    );
    note(far);
    near.on('data', (piece) => {
      for (const [, line = ''] of String(piece).matchAll(/^([A-Z]+ \/[^ ?]*)[^ ]* HTTP\/1\.1/gm))
        passed.push(line);
    });
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    passed,
    ports,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

const proxy = await startProxy();
afterAll(() => proxy.close());
/** The loopbacks have no https, for which alone HTTPS_PROXY is. */
const setUp = useSandbox({
  env: { HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url },
  slack: { socketMode: true },
});

/** Requests to the services that came from somewhere else than the proxy. */
function countDirect(): { paths: string[]; stop(): void } {
  const paths: string[] = [];
  const look = (message: unknown) => {
    const { request: asked, server } = message as {
      request: IncomingMessage;
      server: { address(): AddressInfo };
    };
    const isService = server.address()?.port === Number(new URL(setUp.sandbox.url).port);
    if (isService && !proxy.ports.has(Number(asked.socket.remotePort))) paths.push(asked.url ?? '');
  };
  subscribe('http.server.request.start', look);
  return { paths, stop: () => void unsubscribe('http.server.request.start', look) };
}

describe('behind a proxy', () => {
  it('reaches Slack, its socket, Teams, Microsoft Graph, and the sign-in through it, and none of them directly', async () => {
    const { sandbox, watched } = setUp;
    const direct = countDirect();
    const mia = sandbox.slack.as(CAST.helpdesk.slack);
    await mia.command('/adduser', 'Petra Proxy');
    await mia.waitForModal((view) => view.callback_id === 'adduser.submit');
    mia.fill({ usageLocation: 'US' });
    await mia.submit();
    await mia.waitForModal((view) => view.callback_id === 'adduser.create');
    await mia.submit();
    await mia.waitForMessage((message) => textOf(message).includes('Reveal password'));
    const omar = sandbox.teams.as(CAST.admin.teams);
    await omar.say('licenses');
    await omar.waitForMessage((message) => textOfCard(message).includes('Office 365 E3'));
    direct.stop();
    expect(direct.paths).toEqual([]);
    for (const path of [
      '/slack/api/',
      '/slack/link/',
      '/graph/v1.0/',
      '/login/',
      '/teams/openid',
      '/teams/connector',
    ]) {
      expect(proxy.passed.join('\n')).toContain(path);
    }
    expect(watched.lines.join('\n')).toContain(`"proxy":"${new URL(proxy.url).host}"`);
  });
});
