import { type Act, mailsAfter, type PersonField, type PersonState } from '../../domain/acts.ts';
import { PERSON_RULES } from '../../domain/personRules.ts';
import type { HeldLicense } from '../../domain/terms.ts';
import { CHANGING_WORDS } from './words.ts';

type Fields = Partial<Record<PersonField, string>>;

/** How somebody is to be once what a job did to them is taken back, and what stays because it was changed since. */
export interface Undone {
  then: PersonState;
  /** Names of what stays: `Job title`. */
  stays: string[];
}

/**
 * As they are now, but for what these acts changed and nobody has changed since: that is as it was before. What others
 * changed is kept.
 */
export function listUndone(acts: readonly Act[], before: PersonState, now: PersonState): Undone {
  const stays: string[] = [];
  let then: PersonState = now;
  for (const act of acts) {
    if (act.kind === 'fields') {
      const fields: Fields = { ...then.fields };
      for (const name of Object.keys(act.set) as PersonField[]) {
        if (name === 'otherMails') continue;
        if ((now.fields[name] ?? '') !== act.set[name]) {
          if ((now.fields[name] ?? '') !== (before.fields[name] ?? '')) stays.push(PERSON_RULES[name].label);
          continue;
        }
        const was = before.fields[name];
        if (was === undefined) delete fields[name];
        else fields[name] = was;
      }
      then = { ...then, fields };
      const mails = mailsAfter(before.otherMails ?? [], act);
      if (mails !== undefined) {
        const isOurs = [...mails].sort().join() === [...(now.otherMails ?? [])].sort().join();
        if (isOurs) then = withMails(then, before);
        else stays.push(PERSON_RULES.otherMails.label);
      }
    }
    if (act.kind === 'manager') {
      if (act.manager?.id === now.manager?.id) then = withManager(then, before);
      else if (now.manager?.id !== before.manager?.id) stays.push(CHANGING_WORDS.stays.manager);
    }
    if (act.kind === 'rename') {
      const name = now.userPrincipalName.toLowerCase();
      if (act.userPrincipalName.toLowerCase() === name) {
        then = { ...then, userPrincipalName: before.userPrincipalName };
      } else if (before.userPrincipalName.toLowerCase() !== name) stays.push(CHANGING_WORDS.stays.userName);
    }
    if (act.kind === 'leaveGroups') then = withGroups(then, before, act);
    if (act.kind === 'licenses') then = withLicenses(then, before, act);
    if (act.kind === 'block' || act.kind === 'allow') {
      // One that stands otherwise by now stands as it did before.
      if ((now.accountEnabled !== false) === (act.kind === 'allow')) {
        then = { ...then, accountEnabled: before.accountEnabled !== false };
      }
    }
  }
  return { then, stays };
}

/** Back in the groups they were taken out of; in those that somebody put them into again, they are. */
function withGroups(
  then: PersonState,
  { groups: was = [] }: PersonState,
  { groups }: Act & { kind: 'leaveGroups' },
): PersonState {
  if (then.groups === undefined) return then;
  const { groups: now } = then;
  const back = was.filter(
    ({ id }) => groups.some((one) => one.id === id) && now.every((one) => one.id !== id),
  );
  return { ...then, groups: [...now, ...back] };
}

/** With the licenses that were taken from them; whoever was given one again keeps it as it is. */
function withLicenses(
  then: PersonState,
  before: PersonState,
  { remove }: Act & { kind: 'licenses' },
): PersonState {
  const isDirect = ({ inherited }: HeldLicense): boolean => !inherited;
  const own = then.held.filter(isDirect);
  const back = before.held
    .filter(isDirect)
    .filter(({ skuId }) => remove.includes(skuId) && own.every((one) => one.skuId !== skuId));
  return { ...then, held: [...then.held, ...back] };
}

function withMails({ otherMails: _own, ...then }: PersonState, before: PersonState): PersonState {
  const { otherMails: _first, ...fields } = then.fields;
  const first = before.fields.otherMails;
  return {
    ...then,
    fields: { ...fields, ...(first === undefined ? {} : { otherMails: first }) },
    ...(before.otherMails === undefined ? {} : { otherMails: before.otherMails }),
  };
}

function withManager({ manager: _now, ...then }: PersonState, before: PersonState): PersonState {
  return {
    ...then,
    ...(before.manager === undefined ? {} : { manager: before.manager }),
    ...(before.managerForgotten === undefined ? {} : { managerForgotten: before.managerForgotten }),
  };
}
