import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import { CAST, sandboxPolicy, TENANT_ID } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import type { Sandbox } from '../../src/sandbox/stage.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { DRAWN_FOR } from '../../src/teams/outgoing/cardsCustomer.ts';
import { type Attacker, dialog, listForged, sendTeams } from './forgeries.ts';

const MICROSOFT_E5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';

/** Whose everything is. */
export const omar: Attacker = CAST.admin;
/** A helpdesk account of the same customer. */
export const mia: Attacker = CAST.helpdesk;
/** The admin of another customer. */
export const pia: Attacker = CAST.manager;
/** Whom the policy does not name, and who decides on one request of Omar's as his manager. */
export const sam: Attacker = CAST.stranger;
/** Whom Mia makes, and whose password she has. */
export const pat: Attacker = { slack: '', teams: '' };

/** Omar and Mia of Contoso, Pia of Fabrikam, and managers who decide on what brings Microsoft 365 E5. */
export function attackedPolicy(): object {
  const policy = sandboxPolicy() as { customers: object[]; people: { id: string }[] };
  return {
    ...policy,
    customers: [...policy.customers, { id: 'fabrikam', name: 'Fabrikam', tenantId: TENANT_ID }],
    people: [
      ...policy.people
        .filter(({ id }) => id !== CAST.manager.id)
        .map((one) => ({ ...one, customers: ['contoso'] })),
      {
        id: 'pia',
        name: 'Pia Pryor',
        slack: pia.slack,
        teams: pia.teams,
        roles: ['helpdesk', 'admin', 'approver'],
        customers: ['fabrikam'],
      },
    ],
    approvals: [{ name: 'Managers', when: { licenses: ['SPE_E5'] }, by: { manager: 'requester' } }],
  };
}

/** Made by the bot, so that nobody guesses it: ids of drafts, requests, jobs, presets and plans. */
const ID = /^[a-z]+_[\w-]{16,}/;

/** What the buttons of a card are about. */
export interface Target {
  id: string;
  version: unknown;
  /** The beginning of the only actions that it is tried on; empty: all. */
  kind: string;
}

/** In a message beside the verb's data, in a dialog with the verb in it. */
function targetsIn(node: unknown): Omit<Target, 'kind'>[] {
  if (Array.isArray(node)) return node.flatMap(targetsIn);
  if (typeof node !== 'object' || node === null) return [];
  const { id, version } = node as { id?: unknown; version?: unknown };
  const own = typeof id === 'string' && version !== undefined && ID.test(id) ? [{ id, version }] : [];
  return [...own, ...Object.values(node).flatMap(targetsIn)];
}

/** Somebody presses a button of a dialog; answers what the answer's buttons are about. */
async function act(
  sandbox: Sandbox,
  who: Attacker,
  verb: string,
  data: Record<string, unknown> = {},
): Promise<Omit<Target, 'kind'>> {
  const said = await sendTeams(sandbox, who, dialog(verb, data));
  const [first] = targetsIn(JSON.parse(said.slice(4)));
  if (first === undefined) throw new Error(`${verb} answered ${said}`);
  return first;
}

const FORM = { usageLocation: 'US', signIn: 'allowed', recipients: '', reason: 'TICKET-1' };

/** Somebody asks for a new person; answers what the form before the last button was about. */
async function create(
  sandbox: Sandbox,
  who: Attacker,
  fields: Record<string, string>,
): Promise<Omit<Target, 'kind'>> {
  const draft = await act(sandbox, who, 'adduser.open');
  const checked = await act(sandbox, who, 'adduser.submit', { ...draft, ...FORM, ...fields });
  await sendTeams(sandbox, who, dialog('adduser.create', { ...checked }));
  return checked;
}

/** Somebody who was created comes to Teams, as everybody in the tenant can. */
function join({ teams }: Sandbox, name: string, aadObjectId: string): void {
  const person = { name, aadObjectId, mri: `29:1${aadObjectId}`, installed: true };
  teams.state.people.push(person);
  const conversation = { id: `a:1${aadObjectId}`, kind: 'personal', name, installed: true } as const;
  teams.state.conversations.push({ ...conversation, members: [aadObjectId] });
}

/** Mia makes an account, and shows herself its password. */
async function makePat(sandbox: Sandbox): Promise<void> {
  const { teams, graph } = sandbox;
  await create(sandbox, mia, { displayName: 'Pat Puppet', userName: 'pat.puppet', delivery: 'show' });
  const done = await teams
    .as(mia.teams)
    .waitForMessage((message) => /Pat Puppet[\s\S]*Reveal/.test(teamsText(message)), 20_000);
  await teams.as(mia.teams).click(done, 'job.reveal');
  await teams.as(mia.teams).waitForMessage((message) => teamsText(message).includes('clears itself'), 20_000);
  pat.teams = graph.state.findUser('pat.puppet@contoso.com')?.id ?? '';
  join(sandbox, 'Pat Puppet', pat.teams);
}

/** Omar has one of everything: a form, a request that waits, a job, a file. Sam and Pat have opened the bot. */
export async function fillHouse(sandbox: Sandbox): Promise<ReadonlyMap<string, Target>> {
  const targets = new Map<string, Target>();
  const { teams, graph } = sandbox;
  const user = teams.as(omar.teams);
  graph.state.managers.set(omar.teams, sam.teams);
  await Promise.all([omar, mia, sam].map((who) => teams.as(who.teams).say('help')));
  await user.waitForMessage((message) => teamsText(message).includes('Omar Haddad'));
  await makePat(sandbox);
  await teams.as(pat.teams).say('help');
  const made = { displayName: 'Vera Made', userName: 'vera.made', delivery: 'show' };
  targets.set('draft of a job', { ...(await create(sandbox, omar, made)), kind: '' });
  const wanted = {
    displayName: 'Vera Wanted',
    userName: 'vera.wanted',
    recipients: 'omar.haddad@contoso.com',
    licenses: MICROSOFT_E5,
  };
  targets.set('draft of a request', { ...(await create(sandbox, omar, wanted)), kind: '' });
  const find = async (words: RegExp) => {
    const { card } = await user.waitForMessage((message) => words.test(teamsText(message)), 20_000);
    return targetsIn(card);
  };
  for (const one of await find(/Waiting for approval/)) targets.set('request', { ...one, kind: '' });
  for (const one of await find(/Vera Made[\s\S]*Reveal/)) targets.set('job', { ...one, kind: '' });
  const content = 'User name,Display name\r\nvera.file@contoso.com,Vera File\r\n,Vera Unfinished';
  await user.say('', { files: [{ name: 'Vera.csv', content }] });
  for (const one of await find(/Vera\.csv/)) targets.set('file', { ...one, kind: '' });
  const ada = graph.state.findUser('ada@contoso.com')?.id ?? '';
  for (const kind of ['change', 'reset', 'assign', 'leave']) {
    targets.set(kind, {
      ...(await act(sandbox, omar, `${kind}.open`, { id: ada, [DRAWN_FOR]: 'contoso' })),
      kind,
    });
  }
  expect(targets.size).toBe(9);
  expect(new Set([...targets.values()].map(({ id }) => id)).size).toBe(9);
  return targets;
}

/** Everything that can be done to the tenant, and all that was mailed. */
export function readTenant({ graph, mail }: Sandbox): string {
  const users = [...graph.state.users.values()];
  const groups = [...graph.state.groups.values()].map((group) => [...group.members]);
  return JSON.stringify([users, [...graph.state.deleted.keys()], groups, mail.mails.length]);
}

/** What stands in somebody's own chats, and may be changed by nobody else. */
export function readChats({ slack, teams }: Sandbox, who: Attacker): string[] {
  const inSlack = who.slack === '' ? [] : slack.as(who.slack).messages().map(slackText);
  return [...inSlack, ...teams.as(who.teams).messages().map(teamsText)];
}

/** Until nothing was added to their chats for a second: answers to what was sent before arrive late on a busy machine. */
export async function untilQuiet(sandbox: Sandbox, who: readonly Attacker[]): Promise<void> {
  const count = () => who.map((one) => readChats(sandbox, one).length).join();
  for (let last = ''; last !== count(); await wait(1_000)) last = count();
}

/** Somebody sends a file in Teams; answers what the buttons below it are about. */
export async function sendFile(
  { teams }: Sandbox,
  { teams: id }: Attacker,
  name: string,
  content: string,
): Promise<Omit<Target, 'kind'>> {
  const user = teams.as(id);
  await user.say('', { files: [{ name, content }] });
  const { card } = await user.waitForMessage((message) => teamsText(message).includes(name), 20_000);
  const [target] = targetsIn(card);
  if (target === undefined) throw new Error(`${name} has no buttons`);
  return target;
}

/** What the process said of itself that it should never have to say. */
export function findFailures(lines: readonly string[]): string[] {
  return lines.filter((line) => {
    const { level, event, method, code } = JSON.parse(line) as Record<string, unknown>;
    // A window that was forged is nowhere.
    if (method === 'views.update' && code === 'not_found') return false;
    return level === 'error' || level === 50 || /[fF]ailed$|unhandled|uncaught/.test(String(event));
  });
}

/** An action, and what it is tried on. */
export interface Try {
  action: ReturnType<typeof listForged>[number];
  target: Omit<Target, 'kind'>;
}

/** One of each kind of what Omar has; the forms of other kinds only for the actions that are about them. */
export function listTries(targets: ReadonlyMap<string, Target>): Try[] {
  return listForged().flatMap((action) =>
    [...targets.values()]
      .filter(({ kind }) => kind === '' || action.id.startsWith(`${kind}.`))
      .map(({ id, version }) => ({ action, target: { id, version } })),
  );
}

/** Every action, each about another of Omar's things; `of` leaves some of these out. */
export function listOnceEach(
  targets: ReadonlyMap<string, Target>,
  of: (name: string) => boolean = () => true,
): Try[] {
  const all = [...targets].filter(([name, { kind }]) => kind === '' && of(name));
  return listForged().map((action, at) => {
    const [, { id, version } = { id: '', version: 0 }] = all[at % all.length] ?? [];
    return { action, target: { id, version } };
  });
}
