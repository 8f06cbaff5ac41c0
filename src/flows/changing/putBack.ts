import { z } from 'zod';
import type { Act } from '../../domain/acts.ts';
import { requestOfActs } from '../../service/changing/changing.ts';
import type { SnapshotLine } from '../../service/snapshots/snapshots.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { nameOf } from '../approvals/approvals.ts';
import { sayInConfirm } from '../approvals/foreseen.ts';
import type { FlowContext } from '../context.ts';
import { sayTime } from '../times.ts';
import type { NoticeView } from '../views/parts.ts';
import { submitActs } from './change.ts';
import { showPutBackConfirm } from './changeViews.ts';

const MAY_PUT_BACK = ['admin'] as const;

/** As many as can be told apart by their times on buttons. */
const MAX_SHOWN = 5;

/** `before Mia Meyer changed the manager`: what was about to happen. */
const DID: Readonly<Record<Act['kind'], string>> = {
  restore: 'restored the account',
  block: 'blocked the sign-in',
  signOut: 'signed them out',
  password: 'replaced the password',
  reply: 'set an automatic reply',
  methods: 'removed sign-in methods',
  fields: 'changed what is known of them',
  manager: 'changed the manager',
  rename: 'changed the user name',
  leaveGroups: 'took them out of groups',
  joinGroups: 'put them into groups',
  licenses: 'changed licenses',
  allow: 'allowed the sign-in',
  delete: 'deleted the account',
};

function sayDid({ task, did }: SnapshotLine): string {
  if (task === 'putBack') return 'put them back';
  if (task === 'leave') return 'offboarded them';
  if (task === 'restore') return 'gave them back what they had before they were deleted';
  const [first = 'changed them', ...more] = did.map((kind) => DID[kind]);
  const last = more.pop();
  return last === undefined ? first : `${[first, ...more].join(', ')} and ${last}`;
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
      title: `Nothing of ${displayName} can be put back.`,
      text: [
        `Before each change of a person Rollcall keeps how they were, for ${days} days. There was none.`,
      ],
      buttons: [{ action: 'user.show', label: 'Show the person', id: objectId, version: 1 }],
    };
  }
  return {
    kind: 'notice',
    tone: 'info',
    title: `How ${displayName} was before`,
    text: [
      ...shown.map((one) => `${sayTime(one.takenAt)}: before ${one.byName} ${sayDid(one)}.`),
      ...(more > 0 ? [`${more} more are kept, which are older.`] : []),
    ],
    next: 'Press a button to see what would change. Nothing is done before you agree to it.',
    buttons: shown.map(({ id, takenAt }) => ({
      action: 'putBack.open',
      label: `As of ${sayTime(takenAt)}`,
      id,
      version: 1,
    })),
  };
}

/** `putBack`: somebody as they were before a change. */
export function putBackActions(context: FlowContext): Action[] {
  const action = actionsFor(MAY_PUT_BACK);
  const { service, policy } = context;

  return [
    action.message('putBack.list', z.object({ id: z.guid() }), async (actor, _place, { id }) => {
      const [{ profile }, snapshots] = await Promise.all([
        service.lookUps.readPerson(actor, id),
        service.snapshots.list(actor, id),
      ]);
      const { displayName } = profile;
      return {
        type: 'message',
        view: showSnapshots(id, displayName, snapshots, policy.retention.snapshots),
      };
    }),
    action.form('putBack.open', z.object({ id: z.string().max(200) }), async (actor, place, { id }) => {
      const { draft, state } = await service.putBacks.open(actor, place, id);
      const { licenses } = await service.facts.read(actor.customer);
      const licenseNames = Object.fromEntries(licenses.map(({ skuId, name }) => [skuId, name]));
      const { people } = requestOfActs(draft.data);
      const foreseen = await service.approvals.foresee({ actor, task: 'putBack', people });
      const words = { ...sayInConfirm(foreseen), licenseNames };
      return {
        type: 'form',
        view: showPutBackConfirm(nameOf(policy, actor.customer), draft, state, words),
      };
    }),
    action.replace('putBack.start', button, async (actor, place, { id, version }) => {
      const draft = await service.putBacks.load(actor, id);
      // Whoever decides reads it.
      const reason = `To be as they were at ${sayTime(draft.data.takenAt)}.`;
      return submitActs(context, { actor, place, version }, 'putBack', draft, reason);
    }),
  ];
}
