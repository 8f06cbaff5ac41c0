import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { LICENSE } from '../composition/tenant.ts';
import { checkService, readDeliveries } from './checkTenant.ts';
import { listMissing, prepareRosterInSlack, prepareRosterInTeams } from './conversations.ts';
import { type Drill, type DrillLine, SAID } from './drill.ts';
import { startHttpProxy, startSmtpProxy, type Weather } from './weatherProxy.ts';

const EVERY: readonly Weather[] = ['cut', 'doubled', 'empty', 'hollow', 'stalled', 'wrongType'];
const CHATS = { slack: prepareRosterInSlack, teams: prepareRosterInTeams } as const;

const SHAPES = {
  // What is swallowed is waited for until the longest time limit, of a minute, is over.
  long: { rows: 60, chats: ['slack', 'teams'], weathers: [...EVERY, 'halfOpen'] },
  short: { rows: 25, chats: ['slack'], weathers: ['cut', 'empty', 'wrongType', 'hollow', 'doubled'] },
} as const satisfies Record<
  string,
  { rows: number; chats: (keyof typeof CHATS)[]; weathers: readonly Weather[] }
>;

const RECIPIENTS = ['it@contoso.com', 'hr@contoso.com'];
/** Look-ups, and mails that were put off, wait for up to a minute each. */
const PATIENCE_MS = 6 * 60_000;

async function play(chat: keyof typeof CHATS, shape: (typeof SHAPES)['long' | 'short']): Promise<DrillLine> {
  const masterKey = randomBytes(32);
  const [web, mail] = [await startHttpProxy(), await startSmtpProxy()];
  const outside = `http://127.0.0.1:${web.port}`;
  const sandbox = await createSandbox({
    teamsUrl: outside,
    env: {
      SECRET_KEY: masterKey.toString('base64'),
      GRAPH_URL: `${outside}/graph`,
      AZURE_AUTHORITY_HOST: `${outside}/login`,
      SLACK_API_URL: `${outside}/slack/api/`,
      TEAMS_OPENID_METADATA_URL: `${outside}/teams/openid`,
      TEAMS_FILE_HOSTS: outside,
      SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
    },
  });
  try {
    web.target = Number(new URL(sandbox.url).port);
    mail.target = Number(new URL(sandbox.mail.url).port);
    const seats = sandbox.graph.state.skus.get(LICENSE);
    if (seats !== undefined) seats.enabled = 10_000;
    await sandbox.bot.start();
    const names = Array.from({ length: shape.rows }, (_, index) => `weather${index + 1}@contoso.com`);
    const asked = { fileName: 'weather.csv', names, licenses: [LICENSE], recipients: RECIPIENTS };
    const prepared = await CHATS[chat](sandbox, asked);
    web.weather = shape.weathers;
    mail.weather = shape.weathers;
    await prepared.press().catch(() => undefined);
    const readOpen = async () =>
      (await readDeliveries(sandbox.dataDir)).filter(({ state }) => state !== 'accepted');
    const isOver = async () => listMissing(prepared).length === 0 && (await readOpen()).length === 0;
    const deadline = Date.now() + PATIENCE_MS;
    while (!(await isOver()) && Date.now() < deadline) await sleep(200);
    web.weather = [];
    mail.weather = [];
    await sandbox.bot.stop();
    const scene = { graph: sandbox.graph, mail: sandbox.mail, dataFolder: sandbox.dataDir };
    const { lost, duplicated, passwordsLost, mailsAgain, said } = await checkService(scene, {
      names,
      recipients: RECIPIENTS,
      masterKey,
    });
    const arrived = (recipient: string) => sandbox.mail.mails.some(({ to }) => to.includes(recipient));
    const untrue = (await readDeliveries(sandbox.dataDir)).filter(
      ({ state, recipient }) => (state === 'accepted') !== arrived(recipient),
    );
    const untold = listMissing(prepared);
    said.push(...untold.map((words) => `was not told: ${words}`));
    said.push(...untrue.map(({ recipient, state }) => `${recipient} is ${state}, which is not so`));
    for (const sentence of said.slice(0, SAID)) console.error(`weather: ${sentence}`);
    return {
      drill: 'weather',
      chat,
      rows: shape.rows,
      weathers: shape.weathers.length,
      exchangesMet: web.met(),
      mailsMet: mail.met(),
      mailsAgain,
      lost: lost + untold.length,
      duplicated,
      passwordsLost,
      untrue: untrue.length,
      notReached: shape.weathers.filter((weather) => !web.kinds().has(weather)).length,
    };
  } finally {
    await sandbox.stop();
    await web.stop();
    await mail.stop();
  }
}

/**
 * Bad weather between the bot and everything that it speaks to, by a proxy that is none of the loopback services:
 * requests that nobody answers, answers that break off, come late, come twice, or are something else. Everybody must
 * exist once, with the sealed password and the license; every mail's state must be true, and the results told.
 */
export const drillWeather: Drill = async ({ short }) => {
  const shape = short ? SHAPES.short : SHAPES.long;
  const lines: DrillLine[] = [];
  for (const chat of shape.chats) lines.push(await play(chat, shape));
  return lines;
};
