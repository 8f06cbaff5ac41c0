import { createHash } from 'node:crypto';
import type { Act, PersonState } from '../../domain/acts.ts';
import type { LeftForPerson } from '../ports/records.ts';
import { LEAVING_WORDS } from './words.ts';

const SAYS = LEAVING_WORDS.left;
const RUN = SAYS.commands;

/** Lists that are told one by one; more are told in one line. */
const MOST_LISTS = 10;

/**
 * A text in PowerShell, in single quotes, so that nothing in it is read as a command. Microsoft: "about_Quoting_Rules":
 * curly and low quotes end a string too, and each is doubled.
 */
export function quotePowerShell(text: string): string {
  const line = text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
  return `'${line.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`;
}

/** What a thing is known by in a form: by what it says, so that a form from before its list changed ticks nothing else. */
export function keyOfLeft(rowId: string, { what, command = '' }: LeftForPerson): string {
  const hash = createHash('sha256').update(`${what}\n${command}`).digest('base64url').slice(0, 16);
  return `${rowId} ${hash}`;
}

/** The list made anew: what was ticked off stays so, and stays listed although it is not left any more. */
export function keepTicks(
  before: readonly LeftForPerson[],
  anew: readonly LeftForPerson[],
): readonly LeftForPerson[] {
  const ticked = new Map(
    before.filter(({ doneAt }) => doneAt !== undefined).map((one) => [keyOfLeft('', one), one]),
  );
  const merged = anew.map((one) => ticked.get(keyOfLeft('', one)) ?? one);
  const kept = new Set(merged);
  return [...[...ticked.values()].filter((one) => !kept.has(one)), ...merged];
}

/** Whether a license goes, with whatever gave it. */
function takesLicense(acts: readonly Act[], { held }: PersonState): boolean {
  return acts.some(({ kind }) =>
    kind === 'leaveGroups' ? held.some(({ inherited }) => inherited) : kind === 'licenses',
  );
}

/**
 * What only Exchange can do, with the lines to paste, and what is done elsewhere, once these acts are done. Microsoft:
 * "Convert a user mailbox to a shared mailbox": one whose license is gone is kept for 30 days, and has to get one again to
 * be converted.
 */
export function listLeft(state: PersonState, acts: readonly Act[]): LeftForPerson[] {
  const { userPrincipalName, manager, groups = [], held } = state;
  const who = quotePowerShell(userPrincipalName);
  const boss = manager === undefined ? undefined : quotePowerShell(manager.userPrincipalName);
  const lists = groups.filter(({ closed }) => closed === 'mail');
  const shown = lists.slice(0, MOST_LISTS);
  const others = groups.filter(({ closed }) => closed !== undefined && closed !== 'mail');
  const mailbox =
    held.length === 0
      ? []
      : [
          {
            what: takesLicense(acts, state) ? SAYS.sharedSoon : SAYS.shared,
            command: RUN.shared(who),
          },
          {
            what: SAYS.hide,
            command: RUN.hide(who),
          },
          ...(boss === undefined
            ? []
            : [
                {
                  what: SAYS.read,
                  command: RUN.read(who, boss),
                },
                {
                  what: SAYS.forward,
                  command: RUN.forward(who, boss),
                },
              ]),
        ];
  return [
    ...mailbox,
    ...shown.map(({ id, displayName }) => ({
      what: SAYS.list(displayName),
      command: RUN.list(quotePowerShell(id), who),
    })),
    ...(lists.length > shown.length ? [{ what: SAYS.moreLists(lists.length - shown.length) }] : []),
    ...others.map(({ displayName, closed }) => ({
      what: SAYS.group[closed === 'dynamic' || closed === 'synced' ? closed : 'role'](displayName),
    })),
  ];
}
