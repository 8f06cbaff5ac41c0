import type { License, Problem } from '../../domain/terms.ts';
import type { CustomerFacts, SeatNeed } from '../facts/customerFacts.ts';
import { LICENSE_PROBLEMS } from './words.ts';

const { seats: SAYS } = LICENSE_PROBLEMS;

function licenseProblem(value: string, code: string, message: string): Problem {
  return { property: 'licenses', value, code, severity: 'error', message };
}

/** Seats these people need, in the customer's order of licenses. One list of skuIds for each person. */
export function countSeats(
  licenses: readonly License[],
  perPerson: readonly (readonly string[])[],
): SeatNeed[] {
  const needs = new Map<string, number>();
  for (const skuId of perPerson.flatMap((own) => [...new Set(own)])) {
    needs.set(skuId, (needs.get(skuId) ?? 0) + 1);
  }
  return licenses.flatMap((license) => {
    const needed = needs.get(license.skuId);
    return needed === undefined ? [] : [{ license, needs: needed, short: needed > license.left }];
  });
}

/** One problem for each license that has too few seats left. */
export function checkSeats(seats: readonly SeatNeed[]): Problem[] {
  return seats
    .filter(({ short }) => short)
    .map(({ license: { skuId, name, left }, needs }) => {
      return licenseProblem(skuId, 'NO_SEATS', needs === 1 ? SAYS.none(name) : SAYS.short(name, needs, left));
    });
}

/** Seats that are only there while an expired subscription is in grace. */
export function warnOfGraceSeats(seats: readonly SeatNeed[]): Problem[] {
  return seats
    .filter(
      ({ short, needs, license }) => !short && license.warning > 0 && needs > license.left - license.warning,
    )
    .map(({ license: { skuId, name } }) => ({
      ...licenseProblem(skuId, 'GRACE_SEATS', SAYS.inGrace(name)),
      severity: 'warning',
    }));
}

/** Problems of licenses that this tenant does not have, or cannot assign to people. */
export function checkLicenses(
  facts: Pick<CustomerFacts, 'name' | 'licenses'>,
  skuIds: readonly string[],
): Problem[] {
  return [...new Set(skuIds)].flatMap((skuId) => {
    const license = facts.licenses.find((one) => one.skuId === skuId);
    if (license === undefined) {
      return [licenseProblem(skuId, 'LICENSE_UNKNOWN', LICENSE_PROBLEMS.unknown(facts.name, skuId))];
    }
    if (license.assignable) return [];
    const message = LICENSE_PROBLEMS.notAssignable(license.name);
    return [licenseProblem(skuId, 'LICENSE_UNKNOWN', message)];
  });
}

/** Why these people cannot be given these licenses now. One list of skuIds for each person. */
export function checkGiving(
  facts: Pick<CustomerFacts, 'name' | 'licenses'>,
  perPerson: readonly (readonly string[])[],
): Problem[] {
  return [...checkLicenses(facts, perPerson.flat()), ...checkSeats(countSeats(facts.licenses, perPerson))];
}

/** The location that a license needs. Microsoft: "Assign licenses", usageLocation comes first. */
export function describeMissingLocation(who: string): Problem {
  const message = LICENSE_PROBLEMS.noUsageLocation(who);
  return { property: 'usageLocation', value: '', code: 'MISSING', severity: 'error', message };
}
