import { RollcallError } from '../../domain/errors.ts';
import type { Actor, CustomerId, Place } from '../../domain/terms.ts';
import type { ReadFile } from '../../roster/readRoster.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import type { RosterDraft } from '../drafts/draftData.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { actorFor } from './openWave.ts';
import { refuse } from './refuse.ts';
import { listOpen } from './replaceOpen.ts';
import type { StrayLine, WaveDraft } from './waveDraft.ts';
import { listEntries } from './waveEntries.ts';
import type { WaveParts } from './waveParts.ts';
import { WAVE_SERVICE_WORDS as SAYS } from './words.ts';

/** A file that may correct parts of one that was not started. */
export interface Correction {
  fileName: string;
  /** Reads it as each of its customers has it. Throws RollcallError with a FILE_ code. */
  read(): Promise<ReadonlyMap<CustomerId, ReadFile>>;
  strays: readonly StrayLine[];
  /** It has no column for the customer: of a file that was copied for several, it is all of their parts. */
  isForOne: boolean;
}

/** A part as it was drawn up, and the file as its customer has it. */
interface Meant {
  draft: DraftRecord<RosterDraft>;
  read: ReadFile;
}

/** The customers of an open file with what they are to have; undefined where one of them has no part in it. */
async function pairUp(
  { store }: Pick<ProvisioningOptions, 'store'>,
  { data: { lines, copyOf } }: DraftRecord<WaveDraft>,
  files: ReadonlyMap<CustomerId, ReadFile>,
  isForOne: boolean,
): Promise<Map<CustomerId, Meant> | undefined> {
  const drafts = new Map<CustomerId, DraftRecord<RosterDraft>>();
  for (const { customer, draftId } of lines) {
    const draft = draftId === undefined ? undefined : await store.loadDraft(draftId);
    if (draft !== undefined) drafts.set(customer, draft as DraftRecord<RosterDraft>);
  }
  const source = copyOf === undefined || !isForOne || !drafts.has(copyOf) ? undefined : files.get(copyOf);
  const wanted =
    source === undefined ? files : new Map([...drafts.keys()].map((customer) => [customer, source] as const));
  const meant = new Map<CustomerId, Meant>();
  for (const [customer, read] of wanted) {
    const draft = drafts.get(customer);
    if (draft === undefined) return undefined;
    meant.set(customer, { draft, read });
  }
  return meant;
}

/**
 * Puts the corrected log of parts, or their people once more, into the file for several that they are parts of, where that
 * was not started: as a file of its own it would create the same people. Answers the file for several; undefined where it
 * is about none. Throws FILE_NOT_UNDERSTOOD for a log that also names a customer nobody knows.
 */
export async function correctParts(
  context: ProvisioningOptions,
  { rosters, runs }: Pick<WaveParts, 'rosters' | 'runs'>,
  actor: Actor,
  place: Place,
  { fileName, read, strays, isForOne }: Correction,
): Promise<string | undefined> {
  const { policy } = context;
  const open = await listOpen(context, actor, place);
  if (open.length === 0) return undefined;
  const files = await read().catch((error: unknown) => {
    // What is wrong with it is told where it is opened.
    if (error instanceof RollcallError) return new Map<CustomerId, ReadFile>();
    throw error;
  });
  const isLog = [...files.values()].some(({ reading }) => reading.logOf !== undefined);
  if (files.size === 0 || (strays.length > 0 && !isLog)) return undefined;

  /** What puts all of it into this file; undefined unless all of it belongs there. */
  async function match(
    wave: DraftRecord<WaveDraft>,
  ): Promise<(() => Promise<DraftRecord<RosterDraft>>)[] | undefined> {
    const meant = await pairUp(context, wave, files, isForOne);
    if (meant === undefined) return undefined;
    const { lines, copyOf } = wave.data;
    const puts: (() => Promise<DraftRecord<RosterDraft>>)[] = [];
    for (const [customer, { draft, read: own }] of meant) {
      const theirs = actorFor(policy, actor, customer);
      const put =
        theirs === undefined
          ? undefined
          : await rosters.matchPart(theirs, place, draft, {
              ...{ fileName, read: own },
              // A list for all of its customers is the whole file once more.
              isLog: !isForOne && files.size === lines.length,
              isCopied: isForOne && copyOf !== undefined && meant.size > 1 && customer !== copyOf,
            });
      if (put === undefined) return undefined;
      puts.push(put);
    }
    return puts;
  }

  for (const wave of open) {
    const puts = await match(wave);
    if (puts === undefined) continue;
    const [stray] = strays;
    if (stray !== undefined) {
      const { message, next } = SAYS.strayInLog;
      throw refuse('FILE_NOT_UNDERSTOOD', { message: message(stray.row, stray.said), next });
    }
    const parts: DraftRecord<RosterDraft>[] = [];
    for (const put of puts) parts.push(await put());
    const customers = parts.map(({ customer }) => customer);
    // What was accepted for none of its rows may be accepted now.
    const isUnset = new Set(parts.filter(({ data }) => data.settings === undefined).map(({ id }) => id));
    const entry = {
      what: 'wave.corrected',
      outcome: 'done',
      subject: wave.id,
      detail: { fileName },
    } as const;
    await runs.change(
      wave.id,
      (data) => ({
        ...data,
        lines: data.lines.map(({ misfit, ...line }) =>
          misfit === undefined || isUnset.has(line.draftId ?? '') ? line : { ...line, misfit },
        ),
        corrected: { fileName, customers },
      }),
      listEntries(
        customers.map((customer) => ({ customer })),
        byActor(context, actor, entry),
      ),
    );
    return wave.id;
  }
  return undefined;
}
