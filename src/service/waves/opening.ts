import { RollcallError } from '../../domain/errors.ts';
import type { Actor, Place } from '../../domain/terms.ts';
import type { ReadFile } from '../../roster/readRoster.ts';
import { splitByCustomer } from '../../roster/splitByCustomer.ts';
import type { ProvisioningOptions } from '../context.ts';
import { readWhole } from '../customers/begun.ts';
import { isAllOf } from '../customers/saidCustomers.ts';
import type { IncomingFile } from '../incomingFile.ts';
import { readIncoming } from '../rosters/readIncoming.ts';
import { requireAgreed } from '../rosters/requireAgreed.ts';
import { correctParts } from './correctParts.ts';
import { actorFor, listTheirs, matchCustomers, openLine, refuseStrays } from './openWave.ts';
import { refuse } from './refuse.ts';
import { replaceOpen } from './replaceOpen.ts';
import type { WaveDraft } from './waveDraft.ts';
import type { WaveParts } from './waveParts.ts';
import type { WaveState, Waves } from './waves.ts';
import { WAVE_SERVICE_WORDS as SAYS } from './words.ts';

const DAY_MS = 86_400_000;

/** How a file for several customers comes to be, from one with a column for them or from one for a customer. */
export function createOpening(
  context: ProvisioningOptions,
  parts: Pick<WaveParts, 'facts' | 'rosters' | 'runs'>,
  load: (actor: Actor, waveId: string) => Promise<WaveState>,
): Pick<Waves, 'peek' | 'open' | 'copy'> {
  const { policy, store, clock, ids } = context;
  const { facts, rosters } = parts;

  async function keep(
    actor: Actor,
    place: Place,
    id: string,
    data: Pick<WaveDraft, 'fileName' | 'lines' | 'strays' | 'replaces' | 'replacesId' | 'copyOf'>,
  ): Promise<WaveState> {
    const customer = data.lines[0]?.customer ?? actor.customer;
    const createdAt = clock.now();
    await store.saveDraft({
      ...{ id, version: 1, kind: 'wave', owner: actor.id, customer },
      ...{ place, data: { ...data, state: 'open' } satisfies WaveDraft, createdAt },
      // It is there for as long as what becomes of its parts.
      expiresAt: createdAt + policy.retention.rows * DAY_MS,
    });
    return load({ ...actor, customer }, id);
  }

  /** A file without such a column that corrects the actor's customer's part of one for several. */
  async function correctWhole(
    actor: Actor,
    place: Place,
    fileName: string,
    read: ReadFile,
  ): Promise<{ state: WaveState } | undefined> {
    const corrected = await correctParts(context, parts, actor, place, {
      ...{ fileName, strays: [], isForOne: true },
      read: async () => new Map([[actor.customer, read]]),
    });
    return corrected === undefined ? undefined : { state: await load(actor, corrected) };
  }

  /** The file with its bytes in memory: it can be opened again. */
  async function hold(file: IncomingFile): Promise<IncomingFile> {
    const bytes = await readWhole(file, context.maxFileBytes);
    return { name: file.name, size: bytes.byteLength, open: async () => once(bytes) };
  }

  async function loadAgreed(actor: Actor, draftId: string) {
    const draft = await rosters.load(actor, draftId);
    requireAgreed(draft);
    return draft;
  }

  return {
    async peek(file) {
      const held = await hold(file);
      try {
        const read = await readIncoming(context, held);
        return { file: held, isForSeveral: !('sheets' in read) && splitByCustomer(read) !== undefined };
      } catch (error) {
        // Why it cannot be read is told once it is known for whom.
        if (error instanceof RollcallError) return { file: held, isForSeveral: false };
        throw error;
      }
    },

    async open(actor, place, file) {
      if (policy.customers.length < 2) return { file };
      const again = await hold(file);
      const read = await readIncoming(context, again);
      const split = 'sheets' in read ? undefined : splitByCustomer(read);
      if (split === undefined) {
        const corrected = 'sheets' in read ? undefined : await correctWhole(actor, place, file.name, read);
        return corrected ?? { file: again };
      }
      const theirs = listTheirs(policy, actor);
      const isOnly = theirs.length === 1 && theirs[0]?.id === actor.customer;
      const values = split.lines.map(({ said }) => said);
      const { rowsOf, strays } =
        isOnly && isAllOf(policy, actor, values)
          ? { rowsOf: new Map([[actor.customer, split.lines.flatMap(({ rows }) => rows)]]), strays: [] }
          : await matchCustomers(context, facts, theirs, split);
      const readPart = (rows: readonly number[]) => split.read(new Set(rows), policy.maxRows);
      const corrected = await correctParts(context, parts, actor, place, {
        ...{ fileName: file.name, strays, isForOne: false },
        async read() {
          const each = [...rowsOf].map(async ([one, rows]) => [one, await readPart(rows)] as const);
          return new Map(await Promise.all(each));
        },
      });
      if (corrected !== undefined) return { state: await load(actor, corrected) };
      if (rowsOf.size === 0) throw refuseStrays(split.column, theirs, strays);
      if (isOnly && strays.length === 0) return { file: { ...again, isOfCustomer: true } };
      const id = ids.next('wave');
      const lines = await Promise.all(
        theirs.flatMap(({ id: customer }) => {
          const rows = rowsOf.get(customer);
          const own = actorFor(policy, actor, customer);
          if (rows === undefined || own === undefined) return [];
          const opening = readPart(rows).then((part) =>
            rosters.openPart(own, place, { fileName: file.name, read: part, wave: id }),
          );
          return [openLine(context, customer, opening)];
        }),
      );
      // A log has some people only: in the place of a whole file it would take everybody else away.
      const isLog = !('sheets' in read) && read.reading.logOf !== undefined;
      const replaced = isLog ? {} : await replaceOpen(context, actor, place, { fileName: file.name, lines });
      const data = { fileName: file.name, lines, strays, ...replaced };
      return { state: await keep(actor, place, id, data) };
    },

    async copy(actor, place, draftId, customers) {
      const draft = await loadAgreed(actor, draftId);
      const theirs = listTheirs(policy, actor).filter(({ id }) => customers.includes(id));
      if (customers.length === 0) throw refuse('INPUT_INVALID', SAYS.chooseSome);
      if (theirs.length !== new Set(customers).size) throw refuse('INPUT_INVALID', SAYS.notYours);
      const id = ids.next('wave');
      const lines = await Promise.all(
        theirs.flatMap(({ id: customer }) => {
          const own = actorFor(policy, actor, customer);
          return own === undefined
            ? []
            : [openLine(context, customer, rosters.copyPart(own, place, draft, id))];
        }),
      );
      const { fileName } = draft.data;
      const replaced = await replaceOpen(context, actor, place, { fileName, lines });
      return keep(actor, place, id, {
        ...{ fileName, lines, strays: [], copyOf: draft.customer },
        ...replaced,
      });
    },
  };
}

async function* once(bytes: Buffer): AsyncIterable<Uint8Array> {
  yield bytes;
}
