import type { Actor } from '../../../domain/terms.ts';
import { applySuggestions, countRoster } from '../../../roster/check/weighRoster.ts';
import { NAME_GARBLED } from '../../../roster/decode/findGarbled.ts';
import { byActor, type ProvisioningOptions } from '../../context.ts';
import type { RosterDraft } from '../../drafts/draftData.ts';
import type { DraftRecord } from '../../ports/drafts.ts';
import type { VerifyRows } from './verifyRows.ts';

type Options = Pick<ProvisioningOptions, 'store' | 'clock' | 'ids'>;

/** True where nothing is open but names that look garbled: what they were can be suggested. */
export function asksAboutGarbled({ mapping, names }: Pick<RosterDraft, 'mapping' | 'names'>): boolean {
  return mapping?.agreed !== false && names?.agreed === false && names.why === 'garbled';
}

/** The draft's data with its names agreed to, which is audited. */
export async function agreeToNames(
  options: Options,
  actor: Actor,
  { id, version, data }: DraftRecord<RosterDraft>,
): Promise<RosterDraft> {
  const { names } = data;
  if (names === undefined || names.agreed) return data;
  const detail = { fileName: data.fileName, people: data.counts.read, why: names.why };
  // Before the yes counts: one that nobody can be asked about later is none.
  await options.store.audit(
    byActor(options, actor, { what: 'roster.names_agreed', outcome: 'done', subject: id, detail }),
  );
  return { ...data, rowsSince: version + 1, names: { ...names, agreed: true } };
}

/** The draft's data with what garbled letters were in their place; its names are agreed to where none are left. */
export async function repairNames(
  options: Options,
  verify: VerifyRows,
  actor: Actor,
  draft: DraftRecord<RosterDraft>,
): Promise<RosterDraft> {
  const { replaces: _told, fixes: _typed, ...before } = draft.data;
  const repairs = before.findings.filter(({ code }) => code === NAME_GARBLED);
  const repaired = applySuggestions(before.rows, repairs);
  const { rows, findings } = await verify(actor, { ...before, rows: repaired });
  const counts = countRoster(rows, findings);
  const data = { ...before, rows, findings, counts, rowsSince: draft.version + 1 };
  const isOpen = findings.some(({ code }) => code === NAME_GARBLED);
  return isOpen ? data : agreeToNames(options, actor, { ...draft, data });
}
