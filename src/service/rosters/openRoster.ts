import type { Actor, Place } from '../../domain/terms.ts';
import { countRoster } from '../../roster/check/weighRoster.ts';
import { refuseHeader } from '../../roster/columns/readHead.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { RosterDraft } from '../drafts/draftData.ts';
import type { Drafts } from '../drafts/drafts.ts';
import type { IncomingFile } from '../incomingFile.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { canChoose, keepOriginal } from './originals.ts';
import { type Incoming, readIncoming } from './readIncoming.ts';
import { isSettled } from './rosterColumns.ts';
import { findCorrected, replaceCorrected, replaceWaiting } from './rosterReplacing.ts';
import { type VerifyRows, verifyMakingUserNames } from './verifyRows.ts';

type Options = Pick<ProvisioningOptions, 'policy' | 'store' | 'sealer' | 'clock' | 'maxFileBytes'>;

/** True for a file whose columns or letters somebody may want to read in another way. */
function mayChange({ reading: { logOf, template } }: Incoming, data: RosterDraft): boolean {
  if (logOf !== undefined || data.mapping?.agreed === true) return false;
  return template === 'Own columns' || !isSettled(data);
}

/** Reads and verifies a file, in the place of one of the same people that still waits. */
export function createOpenRoster(
  options: Options,
  verify: VerifyRows,
  drafts: Drafts,
): (actor: Actor, place: Place, file: IncomingFile) => Promise<DraftRecord<RosterDraft>> {
  return async (actor, place, file) => {
    const incoming = await readIncoming(options, actor, place, file);
    const { kept: original, reading, remembered, chosen, agreed } = incoming;
    const { template, columns, columnNames, mapping, doubt, logOf, choices, headerRow } = reading;
    const corrected = await findCorrected(options, actor, place, reading);
    if (corrected !== undefined) {
      const whole = await verify(actor, corrected.roster);
      const counts = countRoster(whole.rows, whole.findings);
      const data = { ...corrected.roster, ...whole, counts };
      const kept = await replaceCorrected(options, actor, corrected.draft, file.name, data, doubt);
      if (kept !== undefined) return drafts.open('roster', actor, place, kept);
    }
    if (reading.rows.length === 0 && !canChoose(original)) throw refuseHeader(headerRow);
    const { rows, findings } = await (chosen !== undefined && !choices.includes('userPrincipalName')
      ? verifyMakingUserNames(verify, actor, reading)
      : verify(actor, reading));
    const counts = countRoster(rows, findings);
    const own: RosterDraft = {
      fileName: file.name,
      template,
      columns,
      columnNames,
      rows,
      findings,
      counts,
      ...(mapping === undefined
        ? {}
        : { mapping: { columns: mapping, agreed, ...(chosen === undefined ? {} : { chosen }) } }),
      ...(doubt === undefined ? {} : { names: { ...doubt, agreed: false } }),
    };
    // A log is a part of a file only: in the place of another one it would take everybody else away.
    const data = logOf === undefined ? await replaceWaiting(options, actor, place, own) : own;
    if (!mayChange(incoming, data)) return drafts.open('roster', actor, place, data);
    const known =
      remembered === undefined ? {} : { remembered: { id: remembered.id, name: remembered.name } };
    const draft = await drafts.open('roster', actor, place, {
      ...data,
      reading: { headerRow, choices, ...known },
    });
    if (await keepOriginal(options, draft, original)) return draft;
    return drafts.change('roster', actor, draft.id, ({ reading: _tooLarge, ...rest }) => rest);
  };
}
