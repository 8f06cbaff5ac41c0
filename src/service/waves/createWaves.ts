import { RollcallError } from '../../domain/errors.ts';
import type { Actor, CustomerId, Place } from '../../domain/terms.ts';
import { splitByCustomer } from '../../roster/splitByCustomer.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import { readWhole } from '../customers/begun.ts';
import { isAllOf } from '../customers/saidCustomers.ts';
import { describeStale } from '../drafts/drafts.ts';
import type { IncomingFile } from '../incomingFile.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { readIncoming } from '../rosters/readIncoming.ts';
import { requireAgreed } from '../rosters/requireAgreed.ts';
import type { Rosters } from '../rosters/rosters.ts';
import { cameToNothing, readWave } from './lineStates.ts';
import { actorFor, findWave, listTheirs, matchCustomers, openLine, refuseStrays } from './openWave.ts';
import { refuse } from './refuse.ts';
import { replaceOpen } from './replaceOpen.ts';
import { createShowParts } from './showParts.ts';
import { createWaveCommands } from './waveCommands.ts';
import type { WaveDraft, WaveLine } from './waveDraft.ts';
import type { WaveParts } from './waveParts.ts';
import type { WaveState, Waves } from './waves.ts';
import { WAVE_SERVICE_WORDS as SAYS } from './words.ts';

const DAY_MS = 86_400_000;

export function createWaves(context: ProvisioningOptions, parts: WaveParts): Waves {
  const { policy, store, clock, ids } = context;
  const { facts, drafts, rosters, runs } = parts;
  const showParts = createShowParts(context, parts);

  async function audit(
    actor: Actor,
    wave: DraftRecord<WaveDraft>,
    what: string,
    people?: number,
  ): Promise<void> {
    const detail = {
      customers: wave.data.lines.map(({ customer }) => customer).join(' '),
      ...(people === undefined ? {} : { people }),
    };
    await store.audit(byActor(context, actor, { what, outcome: 'done', subject: wave.id, detail }));
  }

  async function keep(
    actor: Actor,
    place: Place,
    id: string,
    data: Pick<WaveDraft, 'fileName' | 'lines' | 'strays' | 'replaces'>,
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

  async function load(actor: Actor, waveId: string, who?: 'admins'): Promise<WaveState> {
    return showParts(actor, await findWave(context, drafts, actor, waveId, who));
  }

  /** For each part that the actor may act for, as they. What one customer refuses keeps no other from it. */
  async function each(
    actor: Actor,
    { lines }: WaveState,
    work: (actor: Actor, line: WaveState['lines'][number]) => Promise<unknown>,
  ): Promise<void> {
    await Promise.all(
      lines.map(async (line) => {
        const own = actorFor(policy, actor, line.customer);
        if (own === undefined) return;
        await work(own, line).catch((error: unknown) => {
          if (!(error instanceof RollcallError)) throw error;
        });
      }),
    );
  }

  return {
    load,
    listTheirs: (actor) => listTheirs(policy, actor).map(({ id }) => id),
    async read(waveId) {
      const wave = await runs.load(waveId);
      return wave === undefined ? undefined : readWave(context, wave);
    },

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
      if (split === undefined) return { file: again };
      const theirs = listTheirs(policy, actor);
      const isOnly = theirs.length === 1 && theirs[0]?.id === actor.customer;
      const values = split.lines.map(({ said }) => said);
      if (isOnly && isAllOf(policy, actor, values)) return { file: again };
      const { rowsOf, strays } = await matchCustomers(context, facts, theirs, split);
      if (rowsOf.size === 0) throw refuseStrays(split.column, theirs, strays);
      if (isOnly && strays.length === 0) return { file: { ...again, isOfCustomer: true } };
      const id = ids.next('wave');
      const lines = await Promise.all(
        theirs.flatMap(({ id: customer }) => {
          const rows = rowsOf.get(customer);
          const own = actorFor(policy, actor, customer);
          if (rows === undefined || own === undefined) return [];
          const opening = split
            .read(new Set(rows), policy.maxRows)
            .then((part) => rosters.openPart(own, place, { fileName: file.name, read: part, wave: id }));
          return [openLine(context, customer, opening)];
        }),
      );
      const replaces = await replaceOpen(context, actor, place, { fileName: file.name, lines });
      const data = { fileName: file.name, lines, strays, ...(replaces === undefined ? {} : { replaces }) };
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
      return keep(actor, place, id, { fileName: draft.data.fileName, lines, strays: [] });
    },

    async isOpenPart(draft) {
      const wave = await runs.load(draft.data.wave ?? '');
      if (wave?.data.state === 'open') return true;
      const line =
        wave === undefined
          ? undefined
          : (await readWave(context, wave)).lines.find(({ draftId }) => draftId === draft.id);
      if (line === undefined || !cameToNothing(line)) throw refuse('ALREADY_DONE', SAYS.started);
      return false;
    },

    async listAlike(draft) {
      const wave = await runs.load(draft.data.wave ?? '');
      return wave === undefined || wave.data.state !== 'open'
        ? []
        : listFollowing(wave.data, draft).map(({ customer }) => customer);
    },

    async setUp(actor, draft, setup) {
      const { wave: waveId = '' } = draft.data;
      const wave = await findWave(context, drafts, actor, waveId);
      const isLead = isLeading(wave.data, draft);
      const misfits = new Map<CustomerId, string | undefined>([[draft.customer, undefined]]);
      await Promise.all(
        listFollowing(wave.data, draft).map(async ({ customer, draftId = '' }) => {
          const theirs = actorFor(policy, actor, customer);
          if (theirs !== undefined) misfits.set(customer, await setUpAlike(theirs, draftId, setup));
        }),
      );
      const changed = await runs.change(waveId, (now) => ({
        ...now,
        lines: now.lines.map(({ misfit, ...line }): WaveLine => {
          if (!misfits.has(line.customer)) return misfit === undefined ? line : { ...line, misfit };
          const why = misfits.get(line.customer);
          const own = !isLead && line.customer === draft.customer ? ({ own: true } as const) : {};
          return { ...line, ...own, ...(why === undefined ? {} : { misfit: why }) };
        }),
      }));
      return load(actorIn(actor, changed), waveId);
    },

    async start(actor, place, waveId, version) {
      const { wave, lines } = await load(actor, waveId);
      if (wave.data.state !== 'open') throw refuse('ALREADY_DONE', SAYS.started);
      if (wave.version !== version) throw describeStale();
      // What the card shows: a part that its sender may no longer act for is not on it.
      const ready = lines.filter(
        ({ standing, customer }) => standing === 'ready' && actorFor(policy, actor, customer) !== undefined,
      );
      if (ready.length === 0) throw refuse('NOT_YET', SAYS.nothingReady);
      const people = ready.reduce((sum, { draft }) => sum + (draft?.data.counts.ready ?? 0), 0);
      const isAsked = new Set(ready.map(({ customer }) => customer));
      const { name, platform, userId } = actor;
      const data: WaveDraft = {
        ...wave.data,
        ...{ state: 'running', people, by: { name, platform, userId } },
        ...(place.message === undefined ? {} : { message: place.message }),
        // Without a version nothing is asked for.
        lines: wave.data.lines.map(({ version: shown, ...line }) =>
          isAsked.has(line.customer) && shown !== undefined ? { ...line, version: shown } : line,
        ),
      };
      if ((await store.updateDraft(wave.id, wave.version, data)) === undefined) throw describeStale();
      await audit(
        actor,
        { ...wave, data: { ...data, lines: data.lines.filter((one) => isAsked.has(one.customer)) } },
        'wave.started',
        people,
      );
      await runs.wake(waveId);
      return load(actor, waveId);
    },

    async drop(actor, waveId) {
      const state = await load(actor, waveId);
      const { version, data } = state.wave;
      if (data.state !== 'open') throw refuse('ALREADY_DONE', SAYS.started);
      // First: who starts it in the same moment finds it changed.
      if ((await store.updateDraft(waveId, version, { ...data, state: 'ended' })) === undefined)
        throw describeStale();
      await audit(actor, state.wave, 'wave.cancelled');
      await each(actor, state, async (own, { draft }) => {
        if (draft !== undefined) await rosters.drop(own, draft.id);
      });
      await store.deleteDraft(waveId);
    },

    ...createWaveCommands(context, parts, { load, audit, each }),

    async keepMessage(waveId, ref) {
      await runs.change(waveId, (data) =>
        data.message?.messageId === ref.messageId ? undefined : { ...data, message: ref },
      );
    },

    async listStarted() {
      const waves = await store.listDrafts({ kind: 'wave', limit: Number.MAX_SAFE_INTEGER });
      return waves.filter(({ data }) => (data as WaveDraft).state === 'running').map(({ id }) => id);
    },
  };

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

  /** Why the settings do not fit this customer, as a sentence; undefined once they hold there. */
  async function setUpAlike(
    actor: Actor,
    draftId: string,
    setup: Parameters<Rosters['setUp']>[2],
  ): Promise<string | undefined> {
    try {
      const { problems } = await rosters.setUp(actor, draftId, { ...setup, groups: [] });
      return problems.find(({ severity }) => severity === 'error')?.message;
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error;
      return `${error.message} ${error.next}`;
    }
  }
}

/** True for the first part: its settings hold for all that have none of their own. */
function isLeading({ lines }: WaveDraft, { id }: Pick<DraftRecord, 'id'>): boolean {
  return lines.find(({ draftId }) => draftId !== undefined)?.draftId === id;
}

/** The parts that take their settings from this one. */
function listFollowing(data: WaveDraft, draft: Pick<DraftRecord, 'id'>): WaveLine[] {
  if (!isLeading(data, draft)) return [];
  return data.lines.filter(
    ({ draftId, own }) => draftId !== undefined && draftId !== draft.id && own !== true,
  );
}

/** The actor as the file for several belongs to: to the first of its customers. */
function actorIn(actor: Actor, wave: DraftRecord<WaveDraft> | undefined): Actor {
  return { ...actor, customer: wave?.customer ?? actor.customer };
}

async function* once(bytes: Buffer): AsyncIterable<Uint8Array> {
  yield bytes;
}
