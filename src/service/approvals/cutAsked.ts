import type { Act } from '../../domain/acts.ts';
import { RollcallError } from '../../domain/errors.ts';
import type { AskedJob, AskedPerson } from '../ports/requests.ts';
import type { RequestCut } from './approvals.ts';
import { APPROVAL_REFUSALS } from './words.ts';

const { change: SAYS } = APPROVAL_REFUSALS;

/** Every license that a request hands out, each once, in the order of its people. */
export function listAskedLicenses({ people }: AskedJob): string[] {
  return [
    ...new Set(people.flatMap((one) => one.licenses.filter((skuId) => !listRemoved(one).includes(skuId)))),
  ];
}

function listRemoved({ acts = [] }: AskedPerson): string[] {
  return acts.flatMap((act) => (act.kind === 'licenses' ? act.remove : []));
}

function cutPerson(asked: AskedPerson, isKept: (skuId: string) => boolean): AskedPerson {
  const { licenses, change, acts, keeps = [] } = asked;
  return {
    ...asked,
    // What comes back by itself stays there until it is taken away.
    licenses: licenses.filter((skuId) => isKept(skuId) || keeps.includes(skuId)),
    ...(change === undefined
      ? {}
      : { change: { ...change, add: change.add.filter(({ skuId }) => isKept(skuId)) } }),
    ...(acts === undefined ? {} : { acts: cutActs(acts, keeps, isKept) }),
  };
}

function cutActs(acts: readonly Act[], keeps: readonly string[], isKept: (skuId: string) => boolean): Act[] {
  return acts
    .map((act) => {
      if (act.kind !== 'licenses') return act;
      const cut = act.add.map(({ skuId }) => skuId).filter((skuId) => !isKept(skuId));
      return {
        ...act,
        add: act.add.filter(({ skuId }) => isKept(skuId)),
        remove: [...act.remove, ...cut.filter((skuId) => keeps.includes(skuId))],
      };
    })
    .filter((act) => act.kind !== 'licenses' || act.add.length + act.remove.length > 0);
}

/** Somebody who exists and would neither get nor lose anything is left out. */
function isLeft({ change, acts }: AskedPerson): boolean {
  if (acts !== undefined) return acts.length > 0;
  return change === undefined || change.add.length + change.remove.length > 0;
}

/** Less of what was asked for: it can take away, and never add. */
export function cutAsked(asked: AskedJob, { remove, leaveOut }: RequestCut, by: string): AskedJob {
  // Without acts an account comes back with all of its licenses, and nothing is taken away from it.
  const isWhole = asked.task === 'restore' && asked.people.every(({ acts }) => acts === undefined);
  const isKept = (skuId: string): boolean => isWhole || !remove.includes(skuId);
  const keeps = new Set(asked.people.flatMap((one) => one.keeps ?? []));
  const out = new Set(leaveOut.map((name) => name.toLowerCase()));
  const isOut = ({ person }: AskedPerson): boolean => out.has(person.userPrincipalName.toLowerCase());
  const leftOut = [
    ...(asked.leftOut ?? []),
    ...asked.people.filter(isOut).map(({ person, sourceRow }) => ({
      ...(sourceRow === undefined ? {} : { row: sourceRow }),
      displayName: person.displayName,
      userPrincipalName: person.userPrincipalName,
      reason: SAYS.leftOut(by),
    })),
  ];
  return {
    ...asked,
    ...(leftOut.length === 0 ? {} : { leftOut }),
    people: asked.people
      .filter((one) => !isOut(one))
      .map((one) => cutPerson(one, isKept))
      .filter(isLeft),
    settings: {
      ...asked.settings,
      licenses: asked.settings.licenses.filter((skuId) => isKept(skuId) || keeps.has(skuId)),
    },
  };
}

/** Whom the cut leaves out. */
export function listLeftOut(before: AskedJob, after: AskedJob): AskedPerson[] {
  const kept = new Set(after.people.map(({ person }) => person.userPrincipalName));
  return before.people.filter(({ person }) => !kept.has(person.userPrincipalName));
}

/** Why the cut cannot be taken; undefined when it can. `isOwn`: for whoever asked, who cannot decline it. */
export function checkCut(before: AskedJob, after: AskedJob, isOwn: boolean): RollcallError | undefined {
  if (after.people.length === 0) {
    const said = SAYS.nothingLeft(isOwn);
    return new RollcallError('INPUT_INVALID', said.message, said);
  }
  return JSON.stringify(before) === JSON.stringify(after)
    ? new RollcallError('INPUT_INVALID', SAYS.nothingChanged.message, SAYS.nothingChanged)
    : undefined;
}

/** Something of it can be taken away, with something left: of one person's offboarding nothing can. */
export function canBeCut(asked: AskedJob): boolean {
  if (asked.people.length > 1) return true;
  return listAskedLicenses(asked).some(
    (skuId) => checkCut(asked, cutAsked(asked, { remove: [skuId], leaveOut: [] }, ''), true) === undefined,
  );
}
