import { beforeAll, describe, expect, it } from 'vitest';
import { CAST, sandboxPolicy, TENANT_ID } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import {
  type Attacker,
  cardAction,
  consent,
  dialog,
  forEachOf,
  forgeView,
  listForged,
  sendSlack,
  sendTeams,
  submission,
  typed,
} from './forgeries.ts';
import { useSandbox } from './useSandbox.ts';

const MICROSOFT_E5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';
const ACTIONS = listForged();

/** The admin of another customer, and a helpdesk account. */
const pia: Attacker = CAST.stranger;
const mia: Attacker = CAST.helpdesk;
const omar: Attacker = CAST.admin;

function policyWithAnotherCustomer(): object {
  const policy = sandboxPolicy() as { customers: object[]; people: object[] };
  const { slack, teams } = pia;
  return {
    ...policy,
    customers: [...policy.customers, { id: 'fabrikam', name: 'Fabrikam', tenantId: TENANT_ID }],
    people: [
      ...policy.people.map((one) => ({ ...one, customers: ['contoso'] })),
      {
        id: 'pia',
        name: 'Pia Pryor',
        slack,
        teams,
        roles: ['helpdesk', 'admin', 'approver'],
        customers: ['fabrikam'],
      },
    ],
  };
}

const setUp = useSandbox({ policy: policyWithAnotherCustomer() });

/** What is in everything of Omar's, and in nothing that others may see. */
const CANARY = /Vera\b/;
/** Made by the bot, so that nobody guesses it: ids of drafts, requests, jobs, presets and plans. */
const ID = /^[a-z]+_[\w-]{16,}/;

interface Target {
  id: string;
  version: unknown;
  /** The beginning of the only actions that it is tried on; empty: all. */
  kind: string;
}

/** What the buttons of a card are about: in a message beside the verb's data, in a dialog with the verb in it. */
function targetsIn(node: unknown): Omit<Target, 'kind'>[] {
  if (Array.isArray(node)) return node.flatMap(targetsIn);
  if (typeof node !== 'object' || node === null) return [];
  const { id, version } = node as { id?: unknown; version?: unknown };
  const own = typeof id === 'string' && version !== undefined && ID.test(id) ? [{ id, version }] : [];
  return [...own, ...Object.values(node).flatMap(targetsIn)];
}

const targets = new Map<string, Target>();

/** Omar presses a button of a dialog; answers what the answer's buttons are about. */
async function act(verb: string, data: Record<string, unknown> = {}): Promise<Omit<Target, 'kind'>> {
  const said = await sendTeams(setUp.sandbox, omar, dialog(verb, data));
  const [first] = targetsIn(JSON.parse(said.slice(4)));
  if (first === undefined) throw new Error(`${verb} answered ${said}`);
  return first;
}

const person = { usageLocation: 'US', recipients: 'omar.haddad@contoso.com', signIn: 'allowed' };

/** Omar has one of everything: a form, a request that waits, a job, a file. */
async function fillHouse(): Promise<void> {
  const { teams, graph } = setUp.sandbox;
  const user = teams.as(CAST.admin.teams);
  await user.say('help');
  await teams.as(mia.teams).say('help');
  await user.waitForMessage((message) => teamsText(message).includes('Omar Haddad'));
  const create = async (kind: string, more: Record<string, string>): Promise<void> => {
    const draft = await act('adduser.open');
    const checked = await act('adduser.submit', { ...draft, ...person, ...more });
    targets.set(kind, { ...checked, kind: '' });
    await sendTeams(setUp.sandbox, omar, dialog('adduser.create', { ...checked }));
  };
  await create('draft of a job', {
    displayName: 'Vera Made',
    userName: 'vera.made',
    delivery: 'show',
    recipients: '',
  });
  await create('draft of a request', {
    displayName: 'Vera Wanted',
    userName: 'vera.wanted',
    licenses: MICROSOFT_E5,
    reason: 'Vera',
  });
  const done = await user.waitForMessage(
    (message) => teamsText(message).includes('Vera Made') && teamsText(message).includes('Reveal'),
    20_000,
  );
  const waits = await user.waitForMessage(
    (message) => teamsText(message).includes('Waits for approval'),
    20_000,
  );
  for (const one of targetsIn(waits.card)) targets.set('request', { ...one, kind: '' });
  for (const one of targetsIn(done.card)) targets.set('job', { ...one, kind: '' });
  const content = 'User name,Display name\r\nvera.file@contoso.com,Vera File\r\n,Vera Unfinished';
  await user.say('', { files: [{ name: 'Vera.csv', content }] });
  const checked = await user.waitForMessage((message) => teamsText(message).includes('Vera.csv'), 20_000);
  for (const one of targetsIn(checked.card)) targets.set('file', { ...one, kind: '' });
  const ada = graph.state.findUser('ada@contoso.com')?.id ?? '';
  for (const kind of ['change', 'reset', 'assign', 'leave']) {
    targets.set(kind, { ...(await act(`${kind}.open`, { id: ada })), kind });
  }
  expect(targets.size).toBe(9);
  expect(new Set([...targets.values()].map(({ id }) => id)).size).toBe(9);
}

/** Everything that can be done to the tenant, and all that was mailed. */
function readTenant(): string {
  const { graph, mail } = setUp.sandbox;
  const users = [...graph.state.users.values()];
  const groups = [...graph.state.groups.values()].map((group) => [...group.members]);
  return JSON.stringify([users, [...graph.state.deleted.keys()], groups, mail.mails.length]);
}

/** What the process said of itself that it should never have to say. */
function findFailures(from: number): string[] {
  return setUp.watched.lines.slice(from).filter((line) => {
    const { level, event } = JSON.parse(line) as { level?: unknown; event?: unknown };
    return level === 'error' || level === 50 || /[fF]ailed$|unhandled|uncaught/.test(String(event));
  });
}

/** What somebody could not understand: our own failure, or something that is no text. */
const SENSELESS = /inside Rollcall|\[object|>undefined|NaN/;

/** Where text belongs, and what a client of its own might send there. */
const HOSTILE: readonly unknown[] = [
  null,
  7,
  -1e308,
  true,
  ['a', 1],
  {},
  { toString: 'x', valueOf: 1 },
  '__proto__',
  'constructor',
  '\u0000\ud800',
  'x'.repeat(11_000),
  Array.from({ length: 500 }).reduce((inner: unknown) => [inner], 'deep'),
];

beforeAll(async () => {
  await fillHouse();
}, 90_000);

/** Not answered, or not in a way that people understand. */
function isSenseless(said: string): boolean {
  return !said.startsWith('200') || SENSELESS.test(said);
}

/** One of each kind of what Omar has; the forms of other kinds only for the actions that are about them. */
function listTries() {
  return ACTIONS.flatMap((action) =>
    [...targets.values()]
      .filter(({ kind }) => kind === '' || action.id.startsWith(`${kind}.`))
      .map(({ id, version }) => ({ action, target: { id, version } })),
  );
}

describe('somebody with an account of their own, who forges what their client sends,', () => {
  it('reaches nothing of others by any action, in either chat', async () => {
    setUp.expectsTrouble();
    const before = readTenant();
    const from = setUp.watched.lines.length;
    const wrong: string[] = [];
    await forEachOf(listTries(), async ({ action, target }) => {
      const fields = Object.fromEntries(action.fields.map((name) => [name, 'x']));
      const inTeams = await sendTeams(setUp.sandbox, mia, dialog(action.id, { ...fields, ...target }));
      const view = forgeView(action.id, JSON.stringify(target), typed(fields));
      const inSlack = await sendSlack(setUp.sandbox, submission(pia, view));
      for (const said of [inTeams, inSlack]) {
        if (isSenseless(said) || CANARY.test(said))
          wrong.push(`${action.id} ${target.id} ${said.slice(0, 600)}`);
      }
    });
    expect(wrong).toEqual([]);
    expect(findFailures(from)).toEqual([]);
    expect(readTenant()).toBe(before);
    for (const who of [mia, pia]) {
      const told = [
        ...setUp.sandbox.slack.as(who.slack).messages().map(slackText),
        ...setUp.sandbox.teams.as(who.teams).messages().map(teamsText),
      ];
      expect(told.filter((text) => CANARY.test(text))).toEqual([]);
    }
  }, 120_000);

  it('is answered in words whatever stands where text belongs, and the next honest request as ever', async () => {
    setUp.expectsTrouble();
    const before = readTenant();
    const from = setUp.watched.lines.length;
    const wrong: string[] = [];
    const tries = ACTIONS.filter(({ id }) => !id.startsWith('pause.')).map((action, at) => ({ action, at }));
    await forEachOf(tries, async ({ action, at }) => {
      const value = HOSTILE[at % HOSTILE.length];
      const fields = Object.fromEntries(action.fields.map((name) => [name, value]));
      const inTeams = await sendTeams(
        setUp.sandbox,
        omar,
        dialog(action.id, { ...fields, id: value, version: value, more: value }),
      );
      const metadata = at % 2 === 0 ? value : JSON.stringify({ id: value, version: value });
      const view = forgeView(action.id, metadata, at % 3 === 0 ? value : typed(fields));
      const inSlack = await sendSlack(setUp.sandbox, submission(omar, view));
      for (const said of [inTeams, inSlack]) {
        if (isSenseless(said))
          wrong.push(`${action.id} ${JSON.stringify(value)?.slice(0, 60)} ${said.slice(0, 600)}`);
      }
    });
    for (const value of [...HOSTILE, 'x'.repeat(200_000)]) {
      const invokes = [
        cardAction(value, value),
        cardAction('help.show', value),
        dialog(value, {}),
        consent(value, value),
        consent({ action: 'template.send', id: 'blank', version: value, name: value }, { uploadUrl: value }),
        { name: 'composeExtension/fetchTask', value: { commandId: value } },
        { name: 'application/search', value: { queryText: value, dataset: value } },
        { name: value, value },
      ];
      for (const invoke of invokes) {
        const said = await sendTeams(setUp.sandbox, omar, invoke);
        if (/^(?!200|400|501)/.test(said) || SENSELESS.test(said))
          wrong.push(`${JSON.stringify(invoke).slice(0, 200)} ${said}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(findFailures(from)).toEqual([]);
    expect(readTenant()).toBe(before);
    const honest = await sendTeams(
      setUp.sandbox,
      omar,
      dialog('approval.open', { ...targets.get('request') }),
    );
    expect(honest).toContain('Vera Wanted');
  }, 120_000);
});
