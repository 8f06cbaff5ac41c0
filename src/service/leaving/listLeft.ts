import { createHash } from 'node:crypto';
import type { Act, PersonState } from '../../domain/acts.ts';
import type { LeftForPerson } from '../ports/records.ts';

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
            what: takesLicense(acts, state)
              ? 'Make the mailbox a shared one within 30 days (assign a license first)'
              : 'Make the mailbox a shared one, while it has a license',
            command: `Set-Mailbox -Identity ${who} -Type Shared`,
          },
          {
            what: 'Hide them from the address list',
            command: `Set-Mailbox -Identity ${who} -HiddenFromAddressListsEnabled $true`,
          },
          ...(boss === undefined
            ? []
            : [
                {
                  what: 'Let the manager read the mailbox',
                  command: `Add-MailboxPermission -Identity ${who} -User ${boss} -AccessRights FullAccess -InheritanceType All`,
                },
                {
                  what: 'Forward new mail to the manager',
                  command: `Set-Mailbox -Identity ${who} -ForwardingAddress ${boss} -DeliverToMailboxAndForward $true`,
                },
              ]),
        ];
  return [
    ...mailbox,
    ...shown.map(({ id, displayName }) => ({
      what: `Take them off the list ${displayName}`,
      command: `Remove-DistributionGroupMember -Identity ${quotePowerShell(id)} -Member ${who} -Confirm:$false`,
    })),
    ...(lists.length > shown.length
      ? [{ what: `Take them off ${lists.length - shown.length} more distribution lists` }]
      : []),
    ...others.map(({ displayName, closed }) => ({
      what:
        closed === 'dynamic'
          ? `${displayName}: a rule decides who is in it`
          : closed === 'synced'
            ? `${displayName}: take them out in Active Directory`
            : `${displayName}: take them out in the Microsoft Entra admin center, since it can hold admin roles`,
    })),
  ];
}
