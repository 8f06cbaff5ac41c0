import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as textOfSlack } from '../../src/sandbox/slack/textOf.ts';
import type { Sandbox } from '../../src/sandbox/stage.ts';
import { textOf as textOfTeams } from '../../src/sandbox/teams/textOf.ts';

/** What the admin asks for with a file. */
export interface RosterAsked {
  /** With `.csv`; no other file of the drill has it. */
  fileName: string;
  /** User names. */
  names: readonly string[];
  licenses: readonly string[];
  recipients: readonly string[];
}

/** A person's conversation up to the last button, which is pressed apart from it. */
export interface Prepared {
  /** The answer may not come: the bot may be killed meanwhile. */
  press(): Promise<unknown>;
  /** For each message that is due in the end, the words it must hold; the same words twice are two messages. */
  due: readonly (readonly string[])[];
  /** The visible texts of what the bot has said to this person, oldest first. */
  said(): string[];
}

/** How many messages hold the same words, and how many are to. */
function countDue({ due, said }: Prepared): { words: string; wanted: number; there: number }[] {
  const texts = said();
  const alike = new Map(due.map((words) => [words.join(' … '), words]));
  return [...alike].map(([name, words]) => ({
    words: name,
    wanted: due.filter((one) => one.join(' … ') === name).length,
    there: texts.filter((text) => words.every((word) => text.includes(word))).length,
  }));
}

/** The messages that are due and not there. */
export function listMissing(prepared: Prepared): string[] {
  return countDue(prepared).flatMap(({ words, wanted, there }) => (there < wanted ? [words] : []));
}

/** Copies of due messages: a message whose answer was lost is sent again. */
export function countCopies(prepared: Prepared): number {
  return countDue(prepared).reduce((sum, { wanted, there }) => sum + Math.max(0, there - wanted), 0);
}

/** One person to create. */
export interface PersonAsked {
  /** Before the @. */
  userName: string;
  recipients: readonly string[];
  licenses?: readonly string[];
}

/** A busy machine, and a bot that has just started. */
const PATIENCE_MS = 30_000;

/** The progress message in its last form, and the results. */
function dueForRoster({ fileName }: RosterAsked): string[][] {
  return [
    [fileName, 'Finished'],
    [fileName, 'Results CSV'],
  ];
}

/** The progress message of one person becomes the result. */
function dueForPerson({ userName }: PersonAsked): string[][] {
  return [[`${userName}@contoso.com`, 'Reveal password']];
}

/** What the bot has said to somebody in Teams. */
export function saidInTeams(sandbox: Sandbox, person: string): string[] {
  const messages = sandbox.teams.as(person).messages();
  return messages.filter(({ from }) => from === 'bot').map(textOfTeams);
}

/** The same in Slack. */
export function saidInSlack(sandbox: Sandbox, person: string): string[] {
  const messages = sandbox.slack.as(person).messages();
  return messages.filter(({ user }) => user === 'bot').map(textOfSlack);
}

function writeFile(names: readonly string[]): string {
  const rows = names.map((name) => `${name},,,${name.split('@')[0]}`);
  return ['Username,First name,Last name,Display name', ...rows].join('\r\n');
}

/** Attaches a file in Teams, fills the set-up form in, and stops before Create. */
export async function prepareRosterInTeams(sandbox: Sandbox, asked: RosterAsked): Promise<Prepared> {
  const omar = sandbox.teams.as(CAST.admin.teams);
  await omar.say('', { files: [{ name: asked.fileName, content: writeFile(asked.names) }] });
  const verification = await omar.waitForMessage(
    (message) => textOfTeams(message).includes(asked.fileName) && textOfTeams(message).includes('ready'),
    PATIENCE_MS,
  );
  const form = await omar.click(verification, 'addusers.setup');
  const confirm = await omar.click(form, 'addusers.setupSubmit', {
    signIn: 'allowed',
    usageLocation: 'DE',
    licenses: asked.licenses.join(','),
    recipients: asked.recipients.join(', '),
    reason: 'TICKET-1',
  });
  return {
    press: () => omar.click(confirm, 'addusers.start'),
    due: dueForRoster(asked),
    said: () => saidInTeams(sandbox, CAST.admin.teams),
  };
}

/** Those that an earlier bot left open. */
async function closeModals(person: ReturnType<Sandbox['slack']['as']>): Promise<void> {
  while (person.openModal() !== undefined) await person.close();
}

/** The same in Slack, in the direct chat with the bot. */
export async function prepareRosterInSlack(sandbox: Sandbox, asked: RosterAsked): Promise<Prepared> {
  const omar = sandbox.slack.as(CAST.admin.slack);
  await closeModals(omar);
  await omar.say('', { files: [{ name: asked.fileName, content: writeFile(asked.names) }] });
  const verification = await omar.waitForMessage(
    (message) => textOfSlack(message).includes(asked.fileName) && textOfSlack(message).includes('ready'),
    PATIENCE_MS,
  );
  await omar.click(verification, 'addusers.setup');
  await omar.waitForModal((view) => view.callback_id === 'addusers.setupSubmit', PATIENCE_MS);
  omar.fill({
    usageLocation: 'DE',
    licenses: [...asked.licenses],
    recipients: asked.recipients.join(', '),
  });
  await omar.submit();
  await omar.waitForModal((view) => view.callback_id === 'addusers.start', PATIENCE_MS);
  return {
    press: () => omar.submit(),
    due: dueForRoster(asked),
    said: () => saidInSlack(sandbox, CAST.admin.slack),
  };
}

/** Asks for one person in Teams, and stops before Create. */
export async function preparePersonInTeams(sandbox: Sandbox, asked: PersonAsked): Promise<Prepared> {
  const mia = sandbox.teams.as(CAST.helpdesk.teams);
  const before = new Set(mia.messages().map(({ id }) => id));
  await mia.say(`adduser Notified ${asked.userName} ${asked.userName}`);
  const form = await mia.waitForMessage(
    (message) => !before.has(message.id) && textOfTeams(message).includes('Add one person'),
    PATIENCE_MS,
  );
  const confirm = await mia.click(form, 'adduser.submit', {
    usageLocation: 'DE',
    licenses: (asked.licenses ?? []).join(','),
    recipients: asked.recipients.join(', '),
    reason: 'TICKET-1',
  });
  return {
    press: () => mia.click(confirm, 'adduser.create'),
    due: dueForPerson(asked),
    said: () => saidInTeams(sandbox, CAST.helpdesk.teams),
  };
}

/** The same in Slack. */
export async function preparePersonInSlack(sandbox: Sandbox, asked: PersonAsked): Promise<Prepared> {
  const mia = sandbox.slack.as(CAST.helpdesk.slack);
  await closeModals(mia);
  await mia.command('/adduser', `Notified ${asked.userName} ${asked.userName}`);
  await mia.waitForModal((view) => view.callback_id === 'adduser.submit', PATIENCE_MS);
  mia.fill({
    usageLocation: 'DE',
    ...(asked.licenses === undefined ? {} : { licenses: [...asked.licenses] }),
    recipients: asked.recipients.join(', '),
    reason: 'TICKET-1',
  });
  await mia.submit();
  await mia.waitForModal((view) => view.callback_id === 'adduser.create', PATIENCE_MS);
  return {
    press: () => mia.submit(),
    due: dueForPerson(asked),
    said: () => saidInSlack(sandbox, CAST.helpdesk.slack),
  };
}
