import type { Actor, Finding, Place, RosterRow } from '../../domain/terms.ts';
import { sortFindings } from '../../roster/check/verifyRoster.ts';
import { countRoster, existingRows } from '../../roster/check/weighRoster.ts';
import { readRoster } from '../../roster/readRoster.ts';
import { customerOf, type ProvisioningOptions } from '../context.ts';
import type { RosterDraft } from '../drafts/draftData.ts';
import type { Drafts } from '../drafts/drafts.ts';
import type { Facts } from '../facts/facts.ts';
import { type IncomingFile, refuseSize } from '../incomingFile.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { createFindCreated } from './findCreated.ts';
import { readOwnColumns } from './ownColumns/readOwnColumns.ts';
import { findCorrected, replaceCorrected, replaceWaiting } from './rosterReplacing.ts';
import { verifyAgainstDirectory } from './verifyAgainstDirectory.ts';
import { warnOfLookAlikes } from './warnOfLookAlikes.ts';

/** Every finding about these rows, and the rows with their own columns looked up. */
type Verify = (
  actor: Actor,
  roster: Pick<RosterDraft, 'rows' | 'columns' | 'columnNames' | 'findings'>,
) => Promise<{ rows: readonly RosterRow[]; findings: Finding[] }>;

export function createVerify(
  { policy, directoryFor, store }: Pick<ProvisioningOptions, 'policy' | 'directoryFor' | 'store'>,
  facts: Facts,
): Verify {
  return async (actor, roster) => {
    const directory = directoryFor(actor.customer);
    const known = await facts.read(actor.customer);
    const customer = customerOf(policy, actor.customer);
    const findCreated = createFindCreated(store, actor.customer);
    const findings = await verifyAgainstDirectory(directory, known, customer, roster, findCreated);
    const left = existingRows(findings);
    const own = await readOwnColumns(directory, known, customer.recipientDomains, roster, left);
    const alike = await warnOfLookAlikes(directory, roster, findings, left);
    return { rows: own.rows, findings: sortFindings([...findings, ...own.findings, ...alike]) };
  };
}

/** Reads and verifies a file, in the place of one of the same people that still waits. */
export function createOpenRoster(
  options: Pick<ProvisioningOptions, 'policy' | 'store' | 'clock' | 'maxFileBytes'>,
  verify: Verify,
  drafts: Drafts,
): (actor: Actor, place: Place, file: IncomingFile) => Promise<DraftRecord<RosterDraft>> {
  const { policy, maxFileBytes } = options;
  return async (actor, place, file) => {
    if ((file.size ?? 0) > maxFileBytes) throw refuseSize(maxFileBytes);
    const limits = { maxRows: policy.maxRows, maxBytes: maxFileBytes };
    const reading = await readRoster(await file.open(), limits);
    const { template, columns, columnNames, mapping, doubt, logOf } = reading;
    const corrected = await findCorrected(options, actor, place, reading);
    if (corrected !== undefined) {
      const whole = await verify(actor, corrected.roster);
      const counts = countRoster(whole.rows, whole.findings);
      const data = { ...corrected.roster, ...whole, counts };
      const kept = await replaceCorrected(options, actor, corrected.draft, file.name, data, doubt);
      if (kept !== undefined) return drafts.open('roster', actor, place, kept);
    }
    const { rows, findings } = await verify(actor, reading);
    const counts = countRoster(rows, findings);
    const own: RosterDraft = {
      fileName: file.name,
      template,
      columns,
      columnNames,
      rows,
      findings,
      counts,
      ...(mapping === undefined ? {} : { mapping: { columns: mapping, agreed: false } }),
      ...(doubt === undefined ? {} : { names: { ...doubt, agreed: false } }),
    };
    // A log is a part of a file only: in the place of another one it would take everybody else away.
    const data = logOf === undefined ? await replaceWaiting(options, actor, place, own) : own;
    return drafts.open('roster', actor, place, data);
  };
}
