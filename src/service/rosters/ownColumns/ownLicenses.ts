import { findNearest } from '../../../domain/nearest.ts';
import type { License, Problem } from '../../../domain/terms.ts';
import type { CustomerFacts } from '../../facts/customerFacts.ts';
import { ownProblem, type Understood } from './ownProblem.ts';
import { saysNone, splitNames } from './splitNames.ts';

/** Reads the licenses of each row: product names, part numbers or ids, whatever their case. */
export function createLicenseReader({
  name: customer,
  licenses,
}: Pick<CustomerFacts, 'name' | 'licenses'>): (values: readonly string[]) => Understood<string[]> {
  const byName = new Map<string, License[]>();
  for (const license of licenses) {
    const names = [license.name, license.skuPartNumber, license.skuId].map((name) => name.toLowerCase());
    for (const name of new Set(names)) byName.set(name, [...(byName.get(name) ?? []), license]);
  }
  const names = licenses
    .filter(({ assignable }) => assignable)
    .flatMap(({ name, skuPartNumber }) => [name, skuPartNumber]);
  const find = (text: string): License[] => byName.get(text.toLowerCase()) ?? [];

  /** The product name, also where the part number is what was nearly typed. */
  function suggest(text: string): string | undefined {
    const near = findNearest(text, names);
    return near === undefined ? undefined : find(near)[0]?.name;
  }

  function check(text: string): License | Problem {
    const [license, ...more] = find(text);
    if (license === undefined) {
      const message = `${customer} has no license ${text}.`;
      return ownProblem('licenses', text, 'LICENSE_UNKNOWN', message, suggest(text));
    }
    if (more.length > 0) {
      const numbers = [license, ...more].map(({ skuPartNumber }) => skuPartNumber).join(' or ');
      const message = `${text} is the name of several licenses. Write ${numbers}.`;
      return ownProblem('licenses', text, 'LICENSE_AMBIGUOUS', message);
    }
    if (license.assignable) return license;
    const message = `${license.name} cannot be assigned: its subscription is not active, or it is not for people.`;
    return ownProblem('licenses', text, 'LICENSE_UNKNOWN', message);
  }

  return (written) => {
    if (saysNone(written)) return { value: [], values: written, problems: [] };
    const values = splitNames(written, (text) => find(text).length > 0);
    const checked = values.map(check);
    return {
      value: [...new Set(checked.flatMap((one) => ('skuId' in one ? [one.skuId] : [])))],
      values,
      problems: checked.flatMap((one) => ('skuId' in one ? [] : [one])),
    };
  };
}
