import { z } from 'zod';
import { customersOf } from '../../domain/customers.ts';
import { isSamePerson } from '../../domain/policy/roleGroups.ts';
import type { Actor, CustomerId } from '../../domain/terms.ts';
import type { WaveState } from '../../service/waves/waves.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { nameOf } from '../approvals/approvals.ts';
import { showApproval } from '../approvals/approvalViews.ts';
import { sayDone } from '../changing/actWords.ts';
import type { FlowContext } from '../context.ts';
import { drawFor } from '../customers/drawFor.ts';
import { fileStem, sendCsv } from '../files.ts';
import type { Reply } from '../reply.ts';
import { showVerification } from '../rosters/rosterViews.ts';
import { MAY_CREATE_MANY } from '../rosters/setupForm.ts';
import type { View } from '../views.ts';
import { isNotAsked } from './waveButtons.ts';
import type { LicenseNames } from './waveLines.ts';
import { showRest, showWave } from './waveViews.ts';
import { WAVE_WORDS } from './words.ts';

/** A file for several customers, and which of them. */
const lineButton = z.object({
  id: z
    .string()
    .regex(/^\S+ \S+$/)
    .transform((text) => {
      const [waveId = '', customer = ''] = text.split(' ');
      return { waveId, customer };
    }),
  version: z.coerce.number(),
});

/** The same, and how many customers from the end. */
const restButton = z.object({
  id: z
    .string()
    .regex(/^\S+ \d{1,4}$/)
    .transform((text) => {
      const [waveId = '', last = '1'] = text.split(' ');
      return { waveId, last: Number(last) };
    }),
  version: z.coerce.number(),
});

/** Whose lines somebody may see. */
function whoseOf(policy: FlowContext['policy'], actor: Actor): CustomerId[] {
  const human = policy.people.find(({ id }) => id === actor.id);
  return human === undefined ? [] : customersOf(policy, human).map(({ id }) => id);
}

/** The names of the licenses that are to be assigned; nothing is told of them once it was started. */
async function readNames(
  { facts }: Pick<FlowContext['service'], 'facts'>,
  { wave, lines }: WaveState,
): Promise<LicenseNames> {
  const ready = lines.filter(({ standing }) => wave.data.state === 'open' && standing === 'ready');
  const each = ready.map(async ({ customer }) => [customer, await facts.licenseNames(customer)] as const);
  return new Map(await Promise.all(each));
}

/** A file for several customers as its owner sees it now. */
export async function showWaveTo(
  { policy, service }: Pick<FlowContext, 'policy' | 'service'>,
  actor: Actor,
  state: WaveState,
): Promise<View> {
  const isOwner = isSamePerson(policy, state.wave.owner, actor.id);
  return showWave(policy, state, whoseOf(policy, actor), await readNames(service, state), isOwner);
}

/** One file for several customers: what each part holds, the start, and what can be done with all of them. */
export function wavesActions(context: FlowContext): Action[] {
  const { service, policy } = context;
  const { waves } = service;
  // Each part is looked at for its own customer.
  const action = actionsFor(MAY_CREATE_MANY, { everywhere: true });

  const replaceBy = (
    name: string,
    run: (actor: Actor, id: string, version: number) => Promise<WaveState>,
  ): Action =>
    action.replace(name, button, async (actor, _place, { id, version }) => ({
      type: 'replace',
      view: await showWaveTo(context, actor, await run(actor, id, version)),
    }));

  /** What is told of one part that is no job, drawn for its customer; undefined when there is nothing to tell. */
  async function showPart(
    actor: Actor,
    { lines }: WaveState,
    customer: CustomerId,
  ): Promise<View | undefined> {
    const line = lines.find((one) => one.customer === customer);
    if (line === undefined || !waves.listTheirs(actor).includes(customer)) return undefined;
    const own = { ...actor, customer };
    const name = nameOf(policy, customer);
    if (line.draft !== undefined) return showVerification(name, line.draft);
    const { request, draftId } = line;
    if (request !== undefined)
      return showApproval(await service.approvals.load(own, request.id), name, 'requester');
    // It can be asked for by itself.
    return isNotAsked(line) && draftId !== undefined
      ? showVerification(name, await service.rosters.load(own, draftId))
      : undefined;
  }

  return [
    replaceBy('wave.refresh', (actor, id) => waves.load(actor, id, 'admins')),
    replaceBy('wave.agree', (actor, id, version) => waves.agree(actor, id, version)),
    replaceBy('wave.names', (actor, id, version) => waves.agreeToNames(actor, id, version)),
    replaceBy('wave.suggestions', (actor, id, version) => waves.takeSuggestions(actor, id, version)),
    replaceBy('wave.stop', (actor, id) => waves.stop(actor, id)),
    replaceBy('wave.goOn', (actor, id) => waves.goOn(actor, id)),
    replaceBy('wave.end', (actor, id) => waves.end(actor, id)),
    replaceBy('wave.retry', (actor, id) => waves.retry(actor, id)),
    action.replace('wave.undo', button, async (actor, place, { id }) => ({
      type: 'replace',
      view: await showWaveTo(context, actor, await waves.undo(actor, place, id)),
    })),
    action.replace('wave.start', button, async (actor, place, { id, version }): Promise<Reply> => {
      // Pressed in a window, the message that it was opened from shows what becomes of it.
      const [message = place.message] =
        place.message === undefined ? await service.shownFiles.find([id]) : [];
      const at = message === undefined ? place : { ...place, message };
      const { wave, lines } = await waves.start(actor, at, id, version);
      const asked = lines.filter(({ version: shown }) => shown !== undefined).length;
      const title = WAVE_WORDS.starting(wave.data.people ?? 0, asked);
      return { type: 'follow', view: { kind: 'working', title, text: wave.data.fileName } };
    }),
    action.replace('wave.cancel', button, async (actor, _place, { id }) => {
      await waves.drop(actor, id);
      const { title, next } = WAVE_WORDS.canceled;
      return { type: 'replace', view: { kind: 'notice', tone: 'info', title, text: [], next, buttons: [] } };
    }),
    action.message('wave.show', lineButton, async (actor, _place, { id: { waveId, customer } }) => {
      const state = await waves.load(actor, waveId);
      const view = await showPart(actor, state, customer);
      if (view === undefined) return { type: 'replace', view: await showWaveTo(context, actor, state) };
      return { type: 'message', view: drawFor(policy, customer, view) };
    }),
    action.message('wave.more', restButton, async (actor, _place, { id: { waveId, last } }) => {
      const state = await waves.load(actor, waveId, 'admins');
      const names = await readNames(service, state);
      return { type: 'message', view: showRest(policy, state, whoseOf(policy, actor), last, names) };
    }),
    // Its own message tells it from now on, in a place of its own.
    action.replace('wave.details', lineButton, async (actor, place, { id: { waveId, customer } }) => ({
      type: 'replace',
      view: await showWaveTo(context, actor, await waves.tell(actor, place, waveId, customer)),
    })),
    action.message('wave.results', button, async (actor, _place, { id, version }) => {
      const { wave } = await waves.load(actor, id);
      const csv = await waves.writeResults(actor, id, (row) => sayDone(row, {}));
      return sendCsv(WAVE_WORDS.results, {
        name: `${fileStem(wave.data.fileName)}-results.csv`,
        csv,
        again: { action: 'wave.results', id, version },
      });
    }),
  ];
}
