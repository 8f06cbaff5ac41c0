import { checkUserName } from '../../../domain/names/userNameRules.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import type { Finding } from '../../../domain/terms.ts';
import type { DirectoryFacts } from '../../../roster/check/checkUserNames.ts';
import { listNames } from '../../../roster/check/samePerson.ts';
import { sortFindings, verifyRoster } from '../../../roster/check/verifyRoster.ts';
import type { RosterDraft } from '../../drafts/draftData.ts';
import type { CustomerFacts } from '../../facts/customerFacts.ts';
import type { Directory } from '../../ports/directory.ts';
import type { FindCreated } from '../findCreated.ts';

/**
 * Look-ups of suggested names, each of which may bring up a next suggestion. Names that are taken ten times over
 * are rare; after that the rest of the suggestions is left out, which only costs somebody the typing of a name.
 */
const MAX_ROUNDS = 10;

/** True for what was noticed while reading a file, which verifying its rows again cannot find. */
export function isFromReading({ property }: Finding): boolean {
  return property === 'file' || property === 'accountEnabled';
}

function listSuggestedNames(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ property, suggestion }) =>
    property === 'userPrincipalName' && suggestion !== undefined ? [suggestion] : [],
  );
}

function withoutSuggestion(finding: Finding): Finding {
  const { suggestion: _unchecked, ...rest } = finding;
  return rest;
}

/**
 * Every finding about these rows: those of `before` that reading the file gave, and those of the rules and the
 * directory now. Every user name suggested was looked up and is free. Throws what the directory throws.
 */
export async function verifyAgainstDirectory(
  directory: Directory,
  facts: CustomerFacts,
  { userNamePattern, userNameUmlauts }: Policy['customers'][number],
  roster: Pick<RosterDraft, 'rows' | 'columns' | 'columnNames' | 'findings'>,
  findCreated: FindCreated,
): Promise<Finding[]> {
  const { rows, columns, columnNames } = roster;
  const domains = [...facts.domains, ...facts.refusedDomains];
  const asked = new Set<string>();
  const taken: DirectoryFacts['taken'][number][] = [];

  const verify = (): Promise<Finding[]> =>
    verifyRoster(
      rows,
      columns,
      {
        domains,
        userNamePattern,
        ...(userNameUmlauts === undefined ? {} : { userNameUmlauts }),
        taken,
      },
      columnNames,
    );

  const called = new Set(rows.flatMap(({ person }) => listNames(person)));
  const lookUp = async (names: readonly string[]): Promise<boolean> => {
    const fresh = new Map(
      names.filter((name) => !asked.has(name.toLowerCase())).map((name) => [name.toLowerCase(), name]),
    );
    if (fresh.size === 0) return false;
    const found = await directory.findTaken([...fresh.values()]);
    const strangers = found.filter(
      ({ by, deleted }) => !deleted && !listNames(by).some((name) => called.has(name)),
    );
    const created = await findCreated(strangers.map(({ by }) => by));
    taken.push(
      ...found.map(({ userPrincipalName, deleted, by: { id, displayName, employeeId, synced } }) => {
        const createdFrom = created.get(id);
        return {
          userPrincipalName,
          deleted,
          displayName,
          ...(synced ? { synced } : {}),
          ...(employeeId === undefined ? {} : { employeeId }),
          ...(createdFrom === undefined ? {} : { createdFrom }),
        };
      }),
    );
    for (const key of fresh.keys()) asked.add(key);
    return true;
  };

  // A name that is not well formed is nobody's, and the directory would refuse the question.
  const names = rows.map(({ person }) => person.userPrincipalName ?? '');
  await lookUp(names.filter((name) => checkUserName(name) === undefined));

  let findings = await verify();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    if (!(await lookUp(listSuggestedNames(findings)))) break;
    findings = await verify();
  }
  const unasked = new Set(listSuggestedNames(findings).filter((name) => !asked.has(name.toLowerCase())));
  const known = findings.map((finding) =>
    finding.suggestion !== undefined && unasked.has(finding.suggestion)
      ? withoutSuggestion(finding)
      : finding,
  );
  return sortFindings([...roster.findings.filter(isFromReading), ...known]);
}
