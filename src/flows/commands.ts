import type { RawInput } from './action.ts';

/** Typed words and the actions they start: the same in Slack's commands, Slack's DM and Teams. */
const COMMANDS: Readonly<Record<string, string>> = {
  adduser: 'adduser.open',
  addusers: 'addusers.open',
  licenses: 'licenses.show',
  user: 'user.find',
  offboard: 'leave.find',
  approvals: 'approval.list',
  presets: 'presets.show',
  template: 'template.send',
  history: 'history.show',
  customers: 'customers.list',
  pause: 'pause.start',
  forget: 'forget.find',
  help: 'help.show',
};

/** The words that begin something, each without what may stand behind it. */
export const COMMAND_WORDS: readonly string[] = Object.keys(COMMANDS);

/**
 * As much of a message as is read, in characters: a name and a user name take a tenth of it. Slack takes 40,000, Teams
 * some 28 kB.
 */
export const MAX_TYPED = 10_000;

/** More than any form of ours has: a list of some hundred choices is the longest. */
const MAX_VALUES = 1_000;

/** A command word with or without a leading slash, and the words after it; undefined for any other text. */
export function parseCommand(text: string): { action: string; text: string } | undefined {
  // `go on` is what the versions before called it.
  if (/^\/?(?:resume|go\s+on)$/i.test(text.trim())) return { action: 'pause.end', text: '' };
  const match = /^\/?([a-z]+)(?:\s+([\s\S]*))?$/i.exec(text.trim());
  const word = match?.[1]?.toLowerCase() ?? '';
  const action = Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : undefined;
  return action === undefined ? undefined : { action, text: (match?.[2] ?? '').trim() };
}

/**
 * `Ada Lovelace ada.l` → names and user name. The last word is a user name when it has an @, or a dot between
 * letters; the first word is the first name.
 */
export function parsePerson(text: string): {
  givenName: string;
  surname: string;
  displayName: string;
  userName: string;
} {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const last = words.at(-1) ?? '';
  const userName = last.includes('@') || /[\p{L}\d]\.[\p{L}\d]/u.test(last) ? last : '';
  const names = userName === '' ? words : words.slice(0, -1);
  return {
    givenName: names[0] ?? '',
    surname: names.slice(1).join(' '),
    displayName: names.join(' '),
    userName,
  };
}

/** True when something in it is longer than anybody types, or there is more of it: then no flow looks at it. */
export function isTooLong({ id = '', text = '', fields = {} }: RawInput): boolean {
  const values = Object.entries(fields).flat(2);
  return values.length > MAX_VALUES || [id, text, ...values].some((value) => value.length > MAX_TYPED);
}
