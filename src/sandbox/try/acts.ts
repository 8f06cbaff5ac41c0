import { NotThere } from '../notThere.ts';
import { nameInstalledIn } from '../slack/grid.ts';
import { addToWorkspace } from '../slack/oauth/browser.ts';
import { RefusedForm } from '../slack/person/modals.ts';
import { CHANNEL, findPerson, type Stage, sayAbsent, slackOf } from './seen.ts';
import { makeTrouble, turnSwitches } from './switches.ts';

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

function slackUser(stage: Stage, body: Body) {
  const person = findPerson(body.person);
  return slackOf(stage, person).as(person.slack);
}

function teamsUser(stage: Stage, body: Body) {
  const person = findPerson(body.person);
  if (person.teams === undefined) throw new Error(sayAbsent(person));
  return stage.teams.as(person.teams);
}

const isChannel = (body: Body) => body.place === 'channel';

function findSlackMessage(stage: Stage, body: Body) {
  const user = slackUser(stage, body);
  const all = [...user.messages(), ...user.messages(CHANNEL), ...user.ephemeralMessages()];
  const message = all.find(({ ts }) => ts === body.id);
  if (message === undefined) throw new NotThere(`There is no message ${textIn(body, 'id')}`);
  return { user, message };
}

function fill(stage: Stage, body: Body): void {
  const values = Object.entries(recordIn(body, 'values')).map(([key, value]) => [
    key,
    Array.isArray(value) ? value.map(String) : String(value),
  ]);
  const files = Object.entries(recordIn(body, 'files')).map(([key, value]) => [key, filesIn(value)]);
  slackUser(stage, body).fill(Object.fromEntries(values), Object.fromEntries(files));
}

/** What was picked, if something was; a menu of several may be emptied. */
function pickedIn({ value }: Body): [string | string[]] | [] {
  if (Array.isArray(value)) return [value.map(String)];
  return typeof value === 'string' ? [value] : [];
}

/** The element that was used. */
function pressedIn(body: Body): { actionId: string; blockId: string } {
  return { actionId: textIn(body, 'actionId'), blockId: textIn(body, 'blockId') };
}

/** Of several buttons with one name, the one with this data. */
function dataIn(body: Body): { data?: Record<string, unknown> } {
  return body.data === undefined ? {} : { data: recordIn(body, 'data') };
}

/** What Teams' client shows beside or in place of a card. */
function tellOutcome({ error, message }: { error?: { message: string }; message?: string }): object {
  return {
    ...(error === undefined ? {} : { error: error.message }),
    ...(message === undefined ? {} : { shown: message }),
  };
}

/** The words that Slack's client writes under a field. */
function explain(complaints: Readonly<Record<string, string>>): Record<string, string> {
  const words = (why: string) =>
    why === 'is empty' ? 'Please complete this required field.' : `This ${why}.`;
  return Object.fromEntries(Object.entries(complaints).map(([field, why]) => [field, words(why)]));
}

async function submitSlackModal(stage: Stage, body: Body): Promise<object> {
  fill(stage, body);
  try {
    const { errors = {}, shown } = await slackUser(stage, body).submit();
    return { errors, shown };
  } catch (error) {
    if (error instanceof RefusedForm) return { errors: explain(error.complaints) };
    throw error;
  }
}

const DAY_MS = 86_400_000;
let restarting: Promise<void> | undefined;

/** Two who press at once start one bot, not two on one port. */
function restartOnce(restart: () => Promise<void>): Promise<void> {
  restarting ??= restart().finally(() => {
    restarting = undefined;
  });
  return restarting;
}

/** What a person can do on the page, by the path below `/try/`. Each throws what the chat's client would refuse. */
export const ACTS: Readonly<Record<string, Act>> = {
  async 'slack/say'(stage, body) {
    const user = slackUser(stage, body);
    const text = textIn(body, 'text');
    const channel = isChannel(body) ? { channel: CHANNEL } : {};
    const [, command, rest = ''] = /^(\/\S+)\s*(.*)$/s.exec(text) ?? [];
    if (command !== undefined) return user.command(command, rest, channel);
    const files = filesIn(body.files);
    return isChannel(body) ? user.sayInChannel(text, { ...channel, files }) : user.say(text, { files });
  },
  async 'slack/click'(stage, body) {
    const { user, message } = findSlackMessage(stage, body);
    return user.click(message, pressedIn(body), ...pickedIn(body));
  },
  'slack/shortcut': (stage, body) => slackUser(stage, body).shortcut(textIn(body, 'callbackId')),
  async 'slack/messageShortcut'(stage, body) {
    const { user, message } = findSlackMessage(stage, body);
    return user.messageShortcut(textIn(body, 'callbackId'), message);
  },
  'slack/homeClick': (stage, body) => slackUser(stage, body).clickHome(pressedIn(body), ...pickedIn(body)),
  'slack/home': (stage, body) => slackUser(stage, body).openHome(),
  async 'slack/suggest'(stage, body) {
    return { options: await slackUser(stage, body).suggest(textIn(body, 'blockId'), textIn(body, 'query')) };
  },
  async 'slack/modal/click'(stage, body) {
    fill(stage, body);
    return slackUser(stage, body).clickInModal(pressedIn(body), ...pickedIn(body));
  },
  'slack/modal/submit': submitSlackModal,
  async 'slack/modal/close'(stage, body) {
    // The second Escape of two finds nothing to close.
    if (slackUser(stage, body).openModal() !== undefined) await slackUser(stage, body).close();
  },
  'teams/say': (stage, body) =>
    teamsUser(stage, body).say(textIn(body, 'text'), {
      files: filesIn(body.files),
      ...(isChannel(body) ? { conversation: 'channel', mention: true } : {}),
    }),
  async 'teams/click'(stage, body) {
    const [id, button] = [textIn(body, 'id'), textIn(body, 'button')];
    const inputs = stringsIn(body, 'inputs');
    return tellOutcome(await teamsUser(stage, body).click(id, button, inputs, dataIn(body)));
  },
  async 'teams/extension'(stage, body) {
    const kind = isChannel(body) ? 'channel' : 'personal';
    return tellOutcome(await teamsUser(stage, body).extension(textIn(body, 'commandId'), kind));
  },
  async 'teams/dialog'(stage, body) {
    const inputs = stringsIn(body, 'inputs');
    const button = textIn(body, 'button') || undefined;
    return tellOutcome(await teamsUser(stage, body).submitDialog(inputs, button, dataIn(body)));
  },
  async 'teams/closeDialog'(stage, body) {
    teamsUser(stage, body).closeDialog();
  },
  async 'teams/search'(stage, body) {
    const id = textIn(body, 'id') || undefined;
    const [dataset, query] = [textIn(body, 'dataset'), textIn(body, 'query')];
    const { choices, ...outcome } = await teamsUser(stage, body).typeahead(id, dataset, query);
    return { choices, ...tellOutcome(outcome) };
  },
  async 'teams/consent'(stage, body) {
    const answer = body.answer === 'accept' ? 'accept' : 'decline';
    return tellOutcome(await teamsUser(stage, body).consent(textIn(body, 'id'), answer));
  },
  async switches(stage, body) {
    turnSwitches(stage, body);
  },
  async trouble(stage, body) {
    makeTrouble(stage, textIn(body, 'name'));
  },
  async instance({ instances }, body) {
    if (instances === undefined) throw new NotThere('There is one instance only.');
    await instances.act(textIn(body, 'name'), textIn(body, 'what'));
  },
  async 'slack/remove'(stage, body) {
    await slackOf(stage, findPerson(body.person)).uninstall();
  },
  async 'slack/add'(stage, body) {
    const { world } = slackOf(stage, findPerson(body.person));
    const { status } = await addToWorkspace(stage.bot.url, world.teamId);
    if (status !== 200) throw new Error(`Rollcall wasn't added to ${nameInstalledIn(world)}. Is it running?`);
  },
  startOver: ({ startOver }) => restartOnce(startOver),
  restart: ({ bot }) =>
    restartOnce(async () => {
      await bot.kill();
      await bot.start();
    }),
  later: ({ letTimePass }, { days }) => {
    if (days !== 1 && days !== 30) throw new Error('A day or 30 days can pass.');
    return restartOnce(() => letTimePass(days * DAY_MS));
  },
};
