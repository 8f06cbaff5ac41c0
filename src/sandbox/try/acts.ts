import { findPerson, type Stage } from './seen.ts';

type Body = Readonly<Record<string, unknown>>;
type Act = (stage: Stage, body: Body) => Promise<unknown>;

function textIn(body: Body, name: string): string {
  const value = body[name];
  return typeof value === 'string' ? value : '';
}

function recordIn(body: Body, name: string): Record<string, unknown> {
  const value = body[name];
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function stringsIn(body: Body, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(recordIn(body, name)).map(([key, value]) => [key, String(value)]));
}

function filesIn(value: unknown): { name: string; content: Buffer }[] {
  if (!Array.isArray(value)) return [];
  return value.map((file: unknown) => {
    const { name, base64 } = { name: '', base64: '', ...(file as object) };
    return { name, content: Buffer.from(base64, 'base64') };
  });
}

const slackUser = (stage: Stage, body: Body) => stage.slack.as(findPerson(body.person).slack);
const teamsUser = (stage: Stage, body: Body) => stage.teams.as(findPerson(body.person).teams);

function fill(stage: Stage, body: Body): void {
  const values = Object.entries(recordIn(body, 'values')).map(([key, value]) => [
    key,
    Array.isArray(value) ? value.map(String) : String(value),
  ]);
  const files = Object.entries(recordIn(body, 'files')).map(([key, value]) => [key, filesIn(value)]);
  slackUser(stage, body).fill(Object.fromEntries(values), Object.fromEntries(files));
}

/** What a person can do on the page, by the path below `/try/`. Each throws what the chat's client would refuse. */
export const ACTS: Readonly<Record<string, Act>> = {
  async 'slack/say'(stage, body) {
    const user = slackUser(stage, body);
    const text = textIn(body, 'text');
    const [, command, rest = ''] = /^(\/\S+)\s*(.*)$/s.exec(text) ?? [];
    if (command !== undefined) return user.command(command, rest);
    return user.say(text, { files: filesIn(body.files) });
  },
  async 'slack/click'(stage, body) {
    const user = slackUser(stage, body);
    const message = [...user.messages(), ...user.ephemeralMessages()].find(({ ts }) => ts === body.id);
    if (message === undefined) throw new Error('That message is gone.');
    const value = textIn(body, 'value');
    return user.click(message, textIn(body, 'actionId'), ...(value === '' ? [] : [value]));
  },
  async 'slack/modal/click'(stage, body) {
    fill(stage, body);
    const value = textIn(body, 'value');
    return slackUser(stage, body).clickInModal(textIn(body, 'actionId'), ...(value === '' ? [] : [value]));
  },
  async 'slack/modal/submit'(stage, body) {
    fill(stage, body);
    const { errors = {}, shown } = await slackUser(stage, body).submit();
    return { errors, shown };
  },
  'slack/modal/close': (stage, body) => slackUser(stage, body).close(),
  'teams/say': (stage, body) =>
    teamsUser(stage, body).say(textIn(body, 'text'), { files: filesIn(body.files) }),
  'teams/click': (stage, body) =>
    teamsUser(stage, body).click(textIn(body, 'id'), textIn(body, 'button'), stringsIn(body, 'inputs')),
  async switches({ graph, slack, teams, mail }, body) {
    if (typeof body.graphDown === 'boolean') graph.switches.down = body.graphDown;
    if (typeof body.mailDown === 'boolean') {
      mail.switches.defer = body.mailDown ? { code: 421, text: '4.3.2 Switched off' } : undefined;
    }
    const { latencyMs } = body;
    if (typeof latencyMs !== 'number' || !(latencyMs >= 0 && latencyMs <= 10_000)) return;
    for (const { switches } of [graph, slack, teams]) switches.latencyMs = latencyMs;
  },
  async restart({ bot }) {
    await bot.kill();
    await bot.start();
  },
};
