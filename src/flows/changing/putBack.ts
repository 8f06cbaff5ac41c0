import { z } from 'zod';
import type { Actor, Place } from '../../domain/terms.ts';
import { requestOfActs } from '../../service/changing/changing.ts';
import type { SnapshotLine } from '../../service/snapshots/snapshots.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { nameOf } from '../approvals/approvals.ts';
import { sayInConfirm } from '../approvals/foreseen.ts';
import type { FlowContext } from '../context.ts';
import type { Reply } from '../reply.ts';
import { sayTime } from '../times.ts';
import { refuseUsed } from '../usedForm.ts';
import type { NoticeView } from '../views/parts.ts';
import { submitActs } from './change.ts';
import { showPutBackConfirm } from './changeViews.ts';
import { sayEndedDeletions } from './endedDeletions.ts';
import { CHANGE_WORDS } from './words.ts';

const SAYS = CHANGE_WORDS.putBack;

const MAY_PUT_BACK = ['admin'] as const;
const person = z.object({ id: z.guid() });

/** As many as a message shows with a button each. */
const MAX_SHOWN = 5;

function sayDid({ task, did }: SnapshotLine): string {
  if (task === 'putBack' || task === 'leave' || task === 'restore') return SAYS.did[task];
  const [first = SAYS.did.other, ...more] = did.map((kind) => SAYS.did.act[kind]);
  const last = more.pop();
  return SAYS.did.all(first, more, last);
}

function showSnapshots(
  objectId: string,
  displayName: string,
  snapshots: readonly SnapshotLine[],
  days: number,
): NoticeView {
  const shown = snapshots.slice(0, MAX_SHOWN);
  const more = snapshots.length - shown.length;
  if (shown.length === 0) {
    return {
      kind: 'notice',
      tone: 'info',
      title: SAYS.none.title(displayName),
      text: [SAYS.none.text(days)],
      buttons: [{ action: 'user.show', label: CHANGE_WORDS.buttons.show, id: objectId, version: 1 }],
    };
  }
  return {
    kind: 'notice',
    tone: 'info',
    title: SAYS.list.title(displayName),
    text: [
      ...shown.map((one, index) => SAYS.list.line(index + 1, sayTime(one.takenAt), one.byName, sayDid(one))),
      ...(more > 0 ? [SAYS.list.more(more)] : []),
    ],
    next: SAYS.list.next,
    buttons: shown.map(({ id }, index) => ({
      action: 'putBack.open',
      label: SAYS.list.button(index + 1),
      id,
      version: 1,
    })),
  };
}

/** `putBack`: somebody as they were before a change. */
export function putBackActions(context: FlowContext): Action[] {
  const action = actionsFor(MAY_PUT_BACK);
  const { service, policy } = context;

  async function list(actor: Actor, objectId: string): Promise<NoticeView> {
    const [{ profile }, snapshots] = await Promise.all([
      service.lookUps.readPerson(actor, objectId),
      service.snapshots.list(actor, objectId),
    ]);
    return showSnapshots(objectId, profile.displayName, snapshots, policy.retention.snapshots);
  }

  async function open(actor: Actor, place: Place, snapshotId: string): Promise<Reply> {
    const { draft, state } = await service.putBacks.open(actor, place, snapshotId);
    const { licenses } = await service.facts.read(actor.customer);
    const licenseNames = Object.fromEntries(licenses.map(({ skuId, name }) => [skuId, name]));
    const { people } = requestOfActs(draft.data);
    const foreseen = await service.approvals.foresee({ actor, task: 'putBack', people });
    const ended = await sayEndedDeletions(context, actor, 'putBack', people, foreseen !== undefined);
    const words = { ...sayInConfirm(foreseen), licenseNames, ended };
    return { type: 'form', view: showPutBackConfirm(nameOf(policy, actor.customer), draft, state, words) };
  }

  return [
    action.message('putBack.list', person, async (actor, _place, { id }) => ({
      type: 'message',
      view: await list(actor, id),
    })),
    action.replace('putBack.back', person, async (actor, _place, { id }) => ({
      type: 'replace',
      view: await list(actor, id),
    })),
    action.form('putBack.open', z.object({ id: z.string().max(200) }), (actor, place, { id }) =>
      open(actor, place, id),
    ),
    // What was declined is looked at anew: something else may lead back by now.
    action.form('putBack.again', button, async (actor, place, { id }) => {
      const { snapshotId = '' } = (await service.putBacks.load(actor, id)).data;
      return open(actor, place, snapshotId);
    }),
    action.replace('putBack.start', button, async (actor, place, { id, version }) => {
      const draft = await service.putBacks.load(actor, id);
      await refuseUsed(context, actor, draft.data);
      await service.putBacks.check(actor, draft);
      const reason = SAYS.reason(sayTime(draft.data.takenAt));
      return submitActs(context, { actor, place, version }, 'putBack', draft, reason);
    }),
  ];
}
