import type { License, Problem } from '../../domain/terms.ts';
import type { CustomerFacts, SeatNeed } from '../facts/customerFacts.ts';

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
      const said = needs === 1 ? 'no seats are left' : `needs ${needs}, ${left} left`;
      return licenseProblem(skuId, 'NO_SEATS', `${name}: ${said}.`);
    });
}

/** Seats that are only there while an expired subscription is in grace. */
export function warnOfGraceSeats(seats: readonly SeatNeed[]): Problem[] {
  return seats
    .filter(
      ({ short, needs, license }) => !short && license.warning > 0 && needs > license.left - license.warning,
    )
    .map(({ license: { skuId, name } }) => ({
      ...licenseProblem(
        skuId,
        'GRACE_SEATS',
        `${name}: its subscription has expired and is in its grace period, so these seats may go.`,
      ),
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
      return [licenseProblem(skuId, 'LICENSE_UNKNOWN', `${facts.name} does not have the license ${skuId}.`)];
    }
    if (license.assignable) return [];
    const message = `${license.name} cannot be assigned: its subscription is not active, or it is not for people.`;
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
  const message = `A license needs a usage location: choose the country where ${who}.`;
  return { property: 'usageLocation', value: '', code: 'MISSING', severity: 'error', message };
}
