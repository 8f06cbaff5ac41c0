import { readFileSync } from 'node:fs';
import { findFreePort } from './freePort.ts';
import { createSandbox } from './sandbox.ts';
import { addEverywhere, chooseSlack, describeSetting } from './slackSetting.ts';
import { listPeople } from './try/seen.ts';

/** Where to listen. */
export interface StartOptions {
  port: number;
  sandboxPort: number;
  /** So many processes of the bot. Left out: one. */
  instances?: number;
  /** With three customers, each with a tenant of its own. Left out: with one. */
  several?: boolean;
  /** Slack sends through a socket. */
  socket?: boolean;
  /** The Slack app is added to two workspaces. */
  workspaces?: boolean;
  /** Slack is an Enterprise Grid. */
  grid?: boolean;
  /** Groups give roles. */
  groups?: boolean;
}

/** 0 asked for any. */
function isOther(wanted: number, found: number): boolean {
  return wanted !== 0 && wanted !== found;
}

function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/**
 * Runs the sandbox until SIGINT or SIGTERM: loopback Slack, Teams, Graph and mail, and the bot against them.
 * Prints what runs where and what to try. A port that is taken is replaced by a free one: whoever tries Rollcall should
 * not have to know what else runs on their machine.
 */
export async function startSandbox(options: StartOptions): Promise<void> {
  const port = await findFreePort(options.sandboxPort);
  const botPort = await findFreePort(options.port);
  const taken = [
    ...(isOther(options.sandboxPort, port) ? [options.sandboxPort] : []),
    ...(isOther(options.port, botPort) ? [options.port] : []),
  ];
  const {
    instances,
    several = false,
    socket = false,
    workspaces = false,
    grid = false,
    groups = false,
  } = options;
  const setting = { socket, workspaces, grid, groups };
  const sandbox = await createSandbox({
    port,
    botPort,
    several,
    ...chooseSlack(setting, several),
    ...(instances === undefined ? {} : { instances }),
  });
  await sandbox.bot.start();
  if (workspaces || grid) await addEverywhere(sandbox);
  const tenants = [...sandbox.directories.tenants.values()].map(({ tenant }) => tenant.name);
  console.log(
    [
      `Rollcall ${readVersion()} is running in its sandbox: nothing here leaves this machine.`,
      '',
      `  Try it         ${sandbox.url}  (open in a browser)`,
      `  Rollcall       ${sandbox.bot.url}  (health at /readyz${instances === undefined ? `, numbers at ${sandbox.metricsUrl}` : ''})`,
      `  Slack, Teams   ${sandbox.url}/slack/api/ and ${sandbox.url}/teams/ (loopback)`,
      `  Graph          ${sandbox.url}/graph/v1.0/  (${tenants.length > 1 ? 'tenants' : 'tenant'} ${tenants.join(', ')})`,
      `  Mail           ${sandbox.mail.url}`,
      `  People         ${listPeople(sandbox)
        .map(({ name, roles }) => `${name} (${roles})`)
        .join(' · ')}`,
      '',
      ...(instances === undefined
        ? []
        : [`${instances} instances share one PostgreSQL. The page shows them under Instances.`, '']),
      ...describeSetting({ ...setting, ...sandbox.directories.names() }).flatMap((sentence) => [
        sentence,
        '',
      ]),
      ...(taken.length === 0
        ? []
        : [`Something else listens on ${taken.join(' and ')}, so these are other ports.`, '']),
      'Try it: npm run demo plays the main job and prints what everybody sees.',
      'To use real services, copy .env.example to .env and fill it in. Ctrl-C stops.',
    ].join('\n'),
  );
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  await sandbox.stop();
}
