import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/domain/terms.ts';
import { createApprovalNotify } from '../../../src/flows/approvals/approvalNotify.ts';
import { showApproval } from '../../../src/flows/approvals/approvalViews.ts';
import { sayPlan } from '../../../src/flows/leaving/plannedWords.ts';
import type { Chat } from '../../../src/flows/reply.ts';
import type { View } from '../../../src/flows/views.ts';
import { createTestLog } from '../../store/sampleRecords.ts';
import { PLACE, type World } from '../fakes/world.ts';
import {
  ADA,
  ADMIN,
  ask,
  codeOf,
  DAY_MS,
  FIRST,
  failReading,
  HOUR_MS,
  MINUTE_MS,
  mend,
  openWorld,
  planLeave,
  RULE,
  requestIn,
} from './groupWorld.ts';

const WHY =
  "Rollcall can't tell whether Ada Lovelace has the role for this, because Rollcall can't read who is in the group “Admins”.";
const OTHER_ADMIN: Actor = { ...ADMIN, id: 'mia', name: 'Mia Meyer', roles: ['admin'] };
const HELPDESK: Actor = { ...ADMIN, id: 'sam', name: 'Sam Stone', roles: ['helpdesk'] };

/** Grace has approved what Ada asked for, and Ada's group can't be read. */
async function putOff(world: World) {
  const request = await ask(world);
  await failReading(world, ADA);
  await world.roleGroups.refresh(FIRST.id);
  await world.service.approvals.decide(FIRST, request.id, 1, 'approve');
  return request;
}

/** A chat that keeps what each message shows now. */
function createShownChat() {
  const shown = new Map<string, View>();
  const chat = {
    openDirect: async (userId: string) => ({ ...PLACE, platform: 'teams', conversationId: `D${userId}` }),
    async post({ conversationId }: { conversationId: string }, view: View) {
      const messageId = `${shown.size + 1}`;
      shown.set(messageId, view);
      return { platform: 'teams' as const, conversationId, messageId };
    },
    async update(ref: { messageId: string }, view: View) {
      shown.set(ref.messageId, view);
      return ref;
    },
  };
  return { shown, chat: chat as unknown as Chat };
}

describe('an approved request that waits for a group that cannot be read (T69)', () => {
  it.each([
    ['whoever asked, whose group it is', ADMIN, undefined],
    ['who approved it', FIRST, FIRST.name],
    ['an admin', OTHER_ADMIN, OTHER_ADMIN.name],
  ])('can be canceled by %s', async (_who, actor, cancelledBy) => {
    const world = await openWorld({ approvals: [RULE] });
    const request = await putOff(world);
    await world.clock.advance(MINUTE_MS);
    const { approvals } = world.service;
    expect((await approvals.listWaiting(actor)).putOff).toMatchObject([{ request: { id: request.id } }]);
    const state = await approvals.load(actor, request.id);
    expect(showApproval(state, 'Contoso', 'other').buttons).toMatchObject([
      { action: 'approval.cancel', label: 'Cancel the request' },
    ]);
    await approvals.cancel(actor, request.id);
    await mend(world);
    const canceled = await requestIn(world, request);
    expect([canceled.state, canceled.cancelledBy, canceled.jobId]).toEqual([
      'cancelled',
      cancelledBy,
      undefined,
    ]);
    expect(world.tenant.sent).toEqual([]);
    expect(world.store.entries()).toContainEqual(
      expect.objectContaining({ what: 'request.cancelled', outcome: 'done', actor: actor.id }),
    );
    expect((await approvals.listWaiting(actor)).putOff).toEqual([]);
  });

  it('can be opened and canceled by nobody else', async () => {
    const world = await openWorld({ approvals: [RULE] });
    const request = await putOff(world);
    const { approvals } = world.service;
    expect((await approvals.listWaiting(HELPDESK)).putOff).toEqual([]);
    await expect(approvals.load(HELPDESK, request.id)).rejects.toMatchObject({ code: 'NOT_YOURS' });
    await expect(approvals.cancel(HELPDESK, request.id)).rejects.toMatchObject({ code: 'NOT_YOURS' });
    expect((await requestIn(world, request)).state).toBe('approved');
  });

  it('is canceled no more once it has begun', async () => {
    const world = await openWorld({ approvals: [RULE] });
    const request = await putOff(world);
    await mend(world);
    const { approvals } = world.service;
    for (const actor of [ADMIN, OTHER_ADMIN]) {
      expect(await codeOf(approvals.cancel(actor, request.id))).toBe(
        'ALREADY_DONE: This has already started.',
      );
    }
    const state = await approvals.load(ADMIN, request.id);
    const { heading, note, buttons } = showApproval(state, 'Contoso', 'requester');
    expect([heading, note, buttons]).toEqual(['Approved', undefined, []]);
    await world.finish((await requestIn(world, request)).jobId ?? '');
    expect(world.tenant.sent).toHaveLength(2);
  });

  /** Starts it at another instance and cancels it here so many milliseconds later; its job takes a second to be kept. */
  async function race({ store, clock, service, startAnother }: World, id: string, ms: number) {
    const { accept, loadRequest, updateRequest } = store;
    store.accept = async (...given) => {
      await clock.sleep(1_000);
      return accept(...given);
    };
    store.loadRequest = async (...given) => {
      await clock.sleep(100);
      return loadRequest(...given);
    };
    store.updateRequest = async (...given) => {
      await clock.sleep(100);
      return updateRequest(...given);
    };
    startAnother();
    const canceling = clock.sleep(ms).then(() => service.approvals.cancel(OTHER_ADMIN, id));
    await clock.until(Promise.allSettled([canceling]));
    await clock.advance(3_000);
    Object.assign(store, { accept, loadRequest, updateRequest });
  }

  it('is canceled or begun, and never both, whenever it is canceled beside a start on another instance', async () => {
    const ends = new Set<string>();
    for (let ms = 0; ms <= 1_000; ms += 100) {
      const world = await openWorld({ approvals: [RULE], sweepEveryMs: DAY_MS });
      const request = await putOff(world);
      await world.clock.advance(MINUTE_MS);
      world.tenant.membershipsFail = undefined;
      // Until the failed reading is read again, and before the engine tries.
      await world.clock.advance(35_000);
      await race(world, request.id, ms);
      await world.clock.advance(HOUR_MS);
      const { state, jobId } = await requestIn(world, request);
      const jobs = await world.store.listJobs({ limit: 10 });
      expect([state, jobId === undefined, jobs.length]).toEqual(
        state === 'cancelled' ? ['cancelled', true, 0] : ['approved', false, 1],
      );
      ends.add(state);
    }
    expect(ends).toEqual(new Set(['cancelled', 'approved']));
  });

  it('says why on its card, tells whoever asked once after a while, and shows it as approved once it goes on', async () => {
    const world = await openWorld({ approvals: [RULE] });
    const { shown, chat } = createShownChat();
    const { service, store, clock, policy } = world;
    const others = { engine: { send: async () => undefined }, log: createTestLog(), policy };
    const notify = createApprovalNotify({ service, store, clock, chats: { teams: chat }, ...others });
    await notify.start();
    const request = await putOff(world);
    await clock.advance(2 * MINUTE_MS);
    const seen = () => [...shown.values()].flatMap((view) => (view.kind === 'approval' ? [view] : []));
    const note = `${WHY} It starts by itself once that's over.`;
    await expect.poll(() => seen().map((view) => view.note)).toContain(note);
    const before = seen().length;
    expect(seen().map(({ heading }) => heading)).toEqual(Array(before).fill('Waiting to start'));
    expect((await requestIn(world, request)).waits?.toldAt).toBeUndefined();
    await clock.advance(20 * MINUTE_MS);
    await expect.poll(() => seen().length).toBe(before + 1);
    await clock.advance(DAY_MS);
    expect(seen()).toHaveLength(before + 1);
    await mend(world);
    await expect.poll(() => new Set(seen().map(({ heading }) => heading))).toEqual(new Set(['Approved']));
    expect(seen().map((view) => view.note)).not.toContain(note);
    await notify.stop();
  });

  it('is told by one of two instances that try at the same moment', async () => {
    const world = await openWorld({ approvals: [RULE], sweepEveryMs: DAY_MS });
    const request = await putOff(world);
    const copiesOf = async () =>
      (await requestIn(world, request)).copies.filter(({ as }) => as === 'requester').length;
    const before = await copiesOf();
    await world.clock.advance(11 * MINUTE_MS);
    world.startAnother();
    world.startAnother();
    await world.clock.advance(DAY_MS);
    expect(await copiesOf()).toBe(before + 1);
  });
});

describe('a plan whose hour has come while its requester’s group cannot be read (T69)', () => {
  it('says so, tells whoever asked, and can still be canceled', async () => {
    const world = await openWorld();
    const plan = await planLeave(world);
    await world.clock.advance(DAY_MS - HOUR_MS);
    expect(sayPlan(await requestIn(world, plan))).not.toContain('Waiting');
    await failReading(world, ADA);
    await world.clock.advance(3 * HOUR_MS);
    const { approvals } = world.service;
    const [going] = await approvals.listGoing(OTHER_ADMIN);
    expect(sayPlan(going?.request ?? plan)).toMatch(/, planned by Ada Lovelace\. Waiting to start: /);
    expect(sayPlan(going?.request ?? plan).endsWith(WHY)).toBe(true);
    const state = await approvals.load(OTHER_ADMIN, plan.id);
    expect(showApproval(state, 'Contoso', 'other')).toMatchObject({ heading: 'Waiting to start' });
    expect((await requestIn(world, plan)).copies).toHaveLength(plan.copies.length + 1);
    await approvals.cancel(OTHER_ADMIN, plan.id);
    await mend(world);
    expect(world.tenant.find('lea@contoso.com')).toMatchObject({ accountEnabled: true });
  });
});
