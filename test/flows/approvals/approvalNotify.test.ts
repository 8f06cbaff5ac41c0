import { describe, expect, it } from 'vitest';
import { createApprovalNotify } from '../../../src/flows/approvals/approvalNotify.ts';
import type { Chat } from '../../../src/flows/reply.ts';
import type { View } from '../../../src/flows/views.ts';
import { createWorld, OMAR, PLACE, type World } from '../../service/fakes/world.ts';
import { createTestLog } from '../../store/sampleRecords.ts';

const PEOPLE = ['omar', 'grace'].map((id, index) => ({
  id,
  name: id,
  roles: ['helpdesk', 'admin', 'approver'],
  slack: id === 'omar' ? OMAR.userId : 'U0GRACE',
  teams: `a1b6b0f2-3333-4f6f-9d0e-33333333333${index}`,
}));
const GRACE = { ...OMAR, id: 'grace', name: 'grace', userId: 'U0GRACE' };

/** A chat that keeps what each message shows now. */
function createShownChat() {
  const shown = new Map<string, View>();
  const chat = {
    openDirect: async (userId: string) => ({ ...PLACE, conversationId: `D${userId}` }),
    async post({ conversationId }: { conversationId: string }, view: View) {
      const messageId = `${shown.size + 1}`;
      shown.set(messageId, view);
      return { platform: 'slack' as const, conversationId, messageId };
    },
    async update(ref: { messageId: string }, view: View) {
      shown.set(ref.messageId, view);
      return ref;
    },
  };
  return { shown, chat: chat as unknown as Chat };
}

/** Grace has approved that two are created tomorrow, for which the engine waits. */
async function planTwo({ clock, prepare, service, store }: World): Promise<string> {
  const asked = await service.approvals.submit(
    await prepare(2, { kind: 'bulk', each: (index) => ({ objectId: `id-${index}` }) }),
  );
  if (!('request' in asked)) throw new Error('This needed no approval.');
  const { id } = asked.request.request;
  const startsAt = clock.now() + 86_400_000;
  await store.updateRequest(id, (now) => ({ ...now, state: 'approved', asked: { ...now.asked, startsAt } }));
  return id;
}

describe('the cards that others have of a plan', () => {
  it('show whom somebody left out of it', async () => {
    const world = createWorld({
      people: PEOPLE,
      approvals: [{ name: 'All', when: {}, by: { people: ['grace'] } }],
    });
    const { clock, service, store } = world;
    const id = await planTwo(world);
    const { shown, chat } = createShownChat();
    const notify = createApprovalNotify({
      service,
      store,
      engine: { send: async () => undefined },
      chats: { slack: chat },
      policy: { customers: [], people: [] },
      clock,
      log: createTestLog(),
    });
    await notify.start();
    const linesOf = (view: View) => (view.kind === 'approval' ? JSON.stringify(view.decisions) : '');
    const said = () => [...shown.values()].map(linesOf);
    await clock.advance(2_000);
    await expect.poll(() => said().length).toBe(2);
    expect(said().join()).not.toContain('Person 1');
    await service.approvals.change(GRACE, id, 1, { remove: [], leaveOut: ['person1@contoso.com'] });
    await clock.advance(2_000);
    // A new message for whoever asked is among them.
    await expect.poll(() => said().filter((text) => text.includes('Person 1')).length).toBe(3);
    expect(said()).toHaveLength(3);
    await notify.stop();
  });
});

describe('the reminder on the card of whoever asked', () => {
  it('is offered once an hour has passed, and again an hour after it was sent', async () => {
    const world = createWorld({
      people: PEOPLE,
      approvals: [{ name: 'All', when: {}, by: { people: ['grace'] } }],
    });
    const { clock, service, store } = world;
    const asked = await service.approvals.submit(await world.prepare(1, { kind: 'one' }));
    if (!('request' in asked)) throw new Error('This needed no approval.');
    const { id } = asked.request.request;
    const { shown, chat } = createShownChat();
    const notify = createApprovalNotify({
      service,
      store,
      engine: { send: async () => undefined },
      chats: { slack: chat },
      policy: { customers: [], people: [] },
      clock,
      log: createTestLog(),
    });
    await notify.start();
    const isOffered = () => {
      const own = [...shown.values()].find(
        (view) => view.kind === 'approval' && view.buttons.some(({ action }) => action === 'approval.cancel'),
      );
      return own?.kind === 'approval'
        ? own.buttons.some(({ action }) => action === 'approval.remind')
        : undefined;
    };
    await clock.advance(2_000);
    await expect.poll(isOffered).toBe(false);
    await clock.advance(58 * 60_000);
    expect(isOffered()).toBe(false);
    await clock.advance(3 * 60_000);
    await expect.poll(isOffered).toBe(true);
    await service.approvals.remind(OMAR, id);
    await clock.advance(2_000);
    await expect.poll(isOffered).toBe(false);
    await clock.advance(62 * 60_000);
    await expect.poll(isOffered).toBe(true);
    await notify.stop();
  });
});

describe('the card of an approver whom the policy limits to another customer meanwhile', () => {
  it('is not brought up to date any more, nor sent anew; that of whoever asked is', async () => {
    const world = createWorld({
      people: PEOPLE,
      approvals: [{ name: 'All', when: {}, by: { people: ['grace'] } }],
    });
    const { clock, service, store } = world;
    const asked = await service.approvals.submit(await world.prepare(1, { kind: 'one' }));
    if (!('request' in asked)) throw new Error('This needed no approval.');
    const { id } = asked.request.request;
    const posted: string[] = [];
    const { shown, chat } = createShownChat();
    const counting = {
      ...chat,
      post: (place: { conversationId: string }, view: View) => {
        posted.push(place.conversationId);
        return chat.post(place as never, view, '');
      },
    } as Chat;
    const grace: { id: string; customers?: string[] } = { id: 'grace' };
    const policy = { customers: [{ id: 'contoso', name: 'Contoso' }], people: [grace] } as never;
    const notify = createApprovalNotify({
      ...{ service, store, chats: { slack: counting }, policy, clock, log: createTestLog() },
      engine: { send: async () => undefined },
    });
    await notify.start();
    await clock.advance(2_000);
    await expect.poll(() => posted.includes('DU0GRACE')).toBe(true);
    grace.customers = ['fabrikam'];
    const isOpen = (view: View) =>
      view.kind === 'approval' && view.buttons.some(({ action }) => /approve|cancel/.test(action));
    const said = () => [...shown.values()].map((view) => (isOpen(view) ? 'waiting' : 'over'));
    expect(said()).toEqual(['waiting', 'waiting']);
    await service.approvals.cancel(OMAR, id);
    await clock.advance(2_000);
    await expect.poll(said).toContain('over');
    expect(said().filter((state) => state === 'waiting')).toHaveLength(1);
    expect(await notify.listUnsaid()).toEqual([]);
    // It is theirs again.
    grace.customers = ['contoso'];
    expect(await notify.listUnsaid()).toEqual([id]);
    await notify.tellAgain(id);
    expect(said()).not.toContain('waiting');
    await notify.stop();
  });
});
