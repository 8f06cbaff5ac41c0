import { isUsageLocation } from '../../domain/usageLocations.ts';
import type { CustomerFacts, SeatNeed } from '../facts/customerFacts.ts';
import type { AcceptRequest } from '../jobs/acceptRequest.ts';
import { peopleToAssign } from './assignChanges.ts';
import type { AssignDraft, AssignProblem } from './assignDraft.ts';
import { checkLicenses, checkSeats, countSeats, warnOfGraceSeats } from './seats.ts';
import { LICENSE_PROBLEMS } from './words.ts';

function error(field: AssignProblem['field'], message: string): AssignProblem {
  return { field, severity: 'error', message };
}

function checkRemove(facts: CustomerFacts, { targets, values }: AssignDraft): AssignProblem[] {
  const nameOf = (skuId: string) => facts.licenses.find((one) => one.skuId === skuId)?.name ?? skuId;
  const both = values.remove.filter((skuId) => values.licenses.includes(skuId));
  const inherited = values.remove.filter((skuId) => {
    const held = targets.flatMap((target) => target.held).filter((one) => one.skuId === skuId);
    return held.length > 0 && held.every((one) => one.inherited);
  });
  const partly = values.remove.flatMap((skuId): AssignProblem[] => {
    if (inherited.includes(skuId)) return [];
    const stay = targets.filter(({ held }) => held.some((one) => one.skuId === skuId && one.inherited));
    const [first, ...others] = stay.map(({ displayName }) => displayName);
    if (first === undefined) return [];
    const message = LICENSE_PROBLEMS.staysByGroup(nameOf(skuId), first, others.length);
    return [{ field: 'remove', severity: 'warning', message }];
  });
  return [
    ...partly,
    ...both.map((skuId) => error('remove', LICENSE_PROBLEMS.both(nameOf(skuId)))),
    ...inherited.map((skuId) => error('remove', LICENSE_PROBLEMS.ofGroup(nameOf(skuId)))),
  ];
}

/** A file says this at its rows. */
function warnOfBlocked({ targets, fileName }: AssignDraft, people: AcceptRequest['people']): AssignProblem[] {
  if (fileName !== undefined) return [];
  const given = new Set(people.filter(({ licenses }) => licenses.length > 0).map(({ objectId }) => objectId));
  return targets
    .filter(({ id, accountEnabled }) => accountEnabled === false && given.has(id))
    .map(({ displayName }) => ({
      field: 'licenses',
      severity: 'warning',
      message: LICENSE_PROBLEMS.blocked(displayName),
    }));
}

function checkLocation(draft: AssignDraft, people: AcceptRequest['people']): AssignProblem[] {
  const { usageLocation } = draft.values;
  if (usageLocation !== '' && !isUsageLocation(usageLocation)) {
    return [error('usageLocation', LICENSE_PROBLEMS.noCountry)];
  }
  const without = people.filter(
    ({ person, change }) => person.usageLocation === undefined && (change?.add.length ?? 0) > 0,
  );
  if (without.length === 0) return [];
  return [error('usageLocation', LICENSE_PROBLEMS.noLocation(without.length, draft.targets.length))];
}

/** Everything that speaks for or against a draft, and the seats that it needs. */
export function checkAssignDraft(
  known: CustomerFacts,
  draft: AssignDraft,
): { problems: AssignProblem[]; seats: SeatNeed[] } {
  const people = peopleToAssign(known, draft);
  const seats = countSeats(
    known.licenses,
    people.map(({ licenses }) => licenses),
  );
  const ofLicenses = [
    ...checkLicenses(known, draft.values.licenses),
    ...checkSeats(seats),
    ...warnOfGraceSeats(seats),
  ].map(({ severity, message }): AssignProblem => ({ field: 'licenses', severity, message }));
  const problems = [
    ...ofLicenses,
    ...warnOfBlocked(draft, people),
    ...checkRemove(known, draft),
    ...checkLocation(draft, people),
  ];
  if (people.length === 0 && problems.every(({ severity }) => severity !== 'error')) {
    problems.push(error('licenses', LICENSE_PROBLEMS.nothing));
  }
  return { problems, seats };
}
