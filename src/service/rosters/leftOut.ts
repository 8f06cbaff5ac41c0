import type { Finding, RosterRow } from '../../domain/terms.ts';
import { EXISTS } from '../../roster/check/checkUserNames.ts';
import { LEFT_OUT } from '../../roster/check/weighRoster.ts';
import type { LeftOutRow } from '../ports/records.ts';
import { ROW_RESTORED } from './rosterRestoring.ts';

/** Of what is wrong with one row: more is not read, and the log file has it. */
const MOST_REASONS = 3;

function sayWhy(findings: readonly Finding[]): string {
  const whole = findings.filter(({ code }) => code === EXISTS || code === LEFT_OUT);
  const told = whole.length > 0 ? whole : findings;
  return [...new Set(told.map(({ message }) => message))].slice(0, MOST_REASONS).join(' ');
}

/** Who of a file is not asked for, and why: rows with errors, and those whose deleted account was restored instead. */
export function listLeftOut(
  findings: readonly Finding[],
  rows: readonly Pick<RosterRow, 'row' | 'person' | 'accountEnabled' | 'own'>[] = [],
): LeftOutRow[] {
  const byRow = new Map<number, Finding[]>();
  for (const finding of findings) {
    const isWhy = finding.severity === 'error' || finding.code === ROW_RESTORED;
    if (isWhy && finding.row > 0) byRow.set(finding.row, [...(byRow.get(finding.row) ?? []), finding]);
  }
  const people = new Map(rows.map((one) => [one.row, one]));
  return [...byRow]
    .sort(([one], [other]) => one - other)
    .map(([row, own]) => {
      const { person, accountEnabled, own: cells } = people.get(row) ?? {};
      const userName = own.find(
        ({ property, code }) => property === 'userPrincipalName' || code === ROW_RESTORED,
      );
      return {
        row,
        displayName: person?.displayName ?? own.find(({ displayName }) => displayName)?.displayName ?? '',
        userPrincipalName: person?.userPrincipalName ?? userName?.value ?? '',
        reason: sayWhy(own),
        ...(person === undefined
          ? {}
          : {
              again: {
                person,
                ...(accountEnabled === undefined ? {} : { accountEnabled }),
                ...(cells === undefined ? {} : { own: cells }),
              },
            }),
      };
    });
}
