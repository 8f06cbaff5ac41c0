import type { Actor, Finding, RosterRow } from '../../../domain/terms.ts';
import { sortFindings } from '../../../roster/check/verifyRoster.ts';
import { applySuggestions, chosenRows, existingRows } from '../../../roster/check/weighRoster.ts';
import { NAME_GARBLED } from '../../../roster/decode/findGarbled.ts';
import { repairGarbled } from '../../../roster/decode/repairGarbled.ts';
import { customerOf, type ProvisioningOptions } from '../../context.ts';
import type { RosterDraft } from '../../drafts/draftData.ts';
import type { Facts } from '../../facts/facts.ts';
import { createFindCreated } from '../findCreated.ts';
import { readOwnColumns } from '../ownColumns/readOwnColumns.ts';
import { verifyAgainstDirectory } from './verifyAgainstDirectory.ts';
import { weighLookAlikes } from './weighLookAlikes.ts';

type Roster = Pick<RosterDraft, 'rows' | 'columns' | 'columnNames' | 'findings'>;
type Verified = { rows: readonly RosterRow[]; findings: Finding[] };

/** Every finding about these rows, and the rows with their own columns looked up. Throws what the directory throws. */
export type VerifyRows = (actor: Actor, roster: Roster) => Promise<Verified>;

/** True for what reading said of a value of which verifying tells what it was. */
function isToldBetter({ code, property, value }: Finding): boolean {
  return code === NAME_GARBLED && property === 'file' && repairGarbled(value) !== undefined;
}

/** What is said of whoever has no user name; most are suggested one. */
function withoutUserName(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ property, value }) => property === 'userPrincipalName' && value === '');
}

export function createVerifyRows(
  { policy, directoryFor, store }: Pick<ProvisioningOptions, 'policy' | 'directoryFor' | 'store'>,
  facts: Facts,
): VerifyRows {
  return async (actor, read) => {
    const roster = { ...read, findings: read.findings.filter((finding) => !isToldBetter(finding)) };
    const directory = directoryFor(actor.customer);
    const known = await facts.read(actor.customer);
    const customer = customerOf(policy, actor.customer);
    const findCreated = createFindCreated(store, actor.customer);
    const out = chosenRows(roster.findings);
    const open = { ...roster, rows: roster.rows.filter(({ row }) => !out.has(row)) };
    const verified = await verifyAgainstDirectory(directory, known, customer, open, findCreated);
    const findings = await weighLookAlikes(directory, open, verified);
    const left = existingRows(findings);
    const named = applySuggestions(open.rows, withoutUserName(findings));
    const own = await readOwnColumns(directory, known, known.recipientDomains, open, left, named);
    const understood = new Map(own.rows.map((row) => [row.row, row]));
    return {
      rows: roster.rows.map((row) => understood.get(row.row) ?? row),
      findings: sortFindings([...findings, ...own.findings]),
    };
  };
}

/** The same for a file without user names, which are made of the names of its people. */
export async function verifyMakingUserNames(
  verify: VerifyRows,
  actor: Actor,
  roster: Roster,
): Promise<Verified> {
  const before = await verify(actor, roster);
  const missing = withoutUserName(before.findings);
  if (!missing.some(({ suggestion }) => suggestion !== undefined)) return before;
  return verify(actor, { ...roster, rows: applySuggestions(before.rows, missing) });
}
