import { expect, it } from 'vitest';
import { createApprovalNotify } from '../../../src/flows/approvals/approvalNotify.ts';
import { createNotify } from '../../../src/flows/jobs/notify.ts';
import type { Chat } from '../../../src/flows/reply.ts';
import type { View } from '../../../src/flows/views.ts';
import type { Provisioning } from '../../../src/service/provisioning.ts';
import { createWorld, MIA, OMAR, PLACE, type World } from '../../service/fakes/world.ts';
import { createTestLog } from '../../store/sampleRecords.ts';

const GRACE = { ...OMAR, id: 'grace', name: 'Grace Okafor', userId: 'U0GRACEOKA' };
const PEOPLE = [OMAR, GRACE, MIA].map(({ id, name, roles, userId }, index) => ({
  ...{ id, name, slack: userId, teams: `a1b6b0f2-3333-4f6f-9d0e-33333333333${index}` },
  roles: [...roles, 'approver'],
}));
const ALL = [{ name: 'All', when: {}, by: { people: ['grace', 'mia'] } }];

/** One chat for all instances, which takes a second to post, as Slack's pace of one message a second does. */
function createSlowChat({ clock }: Pick<World, 'clock'>) {
  const posts: { id: string; to: string }[] = [];
  const shown = new Map<string, View>();
  const chat = {
    platform: 'slack',
    openDirect: async (userId: string) => ({ ...PLACE, conversationId: `D${userId}` }),
    async post({ conversationId }: { conversationId: string }, view: View) {
      await clock.sleep(1_000);
      const id = `m${posts.length + 1}`;
      posts.push({ id, to: conversationId });
      shown.set(id, view);
      return { platform: 'slack' as const, conversationId, messageId: id };
    },
    async update(ref: { messageId: string }, view: View) {
      shown.set(ref.messageId, view);
      return ref;
    },
  };
  return { posts, shown, chats: { slack: chat as unknown as Chat } };
}

/** What tells of requests and jobs on one instance of several. */
function tellAs(world: World, service: Provisioning, chats: { slack: Chat }) {
  const options = {
    ...{ service, chats, store: world.store, policy: world.policy, clock: world.clock },
    ...{ engine: { send: async () => undefined }, log: createTestLog(), isShared: true },
  };
  return { jobs: createNotify(options), approvals: createApprovalNotify(options) };
}

async function askForTwo(world: World): Promise<string> {
  const asked = await world.service.approvals.submit(await world.prepare(2, { kind: 'bulk' }));
  if (!('request' in asked)) throw new Error('This needed no approval.');
  return asked.request.request.id;
}

it('posts each card of a request once, although two instances changed it at once', async () => {
  const world = createWorld({ people: PEOPLE, approvals: ALL, sweepEveryMs: 300_000 });
  const other = world.startAnother();
  const { posts, shown, chats } = createSlowChat(world);
  tellAs(world, world.service, chats);
  tellAs(world, other, chats);
  const id = await askForTwo(world);
  await world.clock.advance(1_500);
  await other.approvals.decide(GRACE, id, 1, 'decline', 'Not these two.');
  await world.clock.advance(30_000);
  const request = await world.store.loadRequest(id);
  expect(request?.state).toBe('declined');
  const known = request?.copies.map(({ ref }) => ref?.messageId);
  expect(posts.map(({ id: posted }) => posted).sort()).toEqual(known?.sort());
  for (const view of shown.values()) {
    expect(view.kind === 'approval' && view.buttons.map(({ action }) => action)).not.toContain(
      'approval.approve',
    );
  }
});

it('sends a card after a minute that a process was sending when it died', async () => {
  const world = createWorld({ people: PEOPLE, approvals: ALL, sweepEveryMs: 300_000 });
  const { posts, chats } = createSlowChat(world);
  const { approvals } = tellAs(world, world.service, chats);
  const { holdKey } = world.store;
  // Somebody has taken every message, and never lets go.
  world.store.holdKey = async (key, forMs) => {
    if (key.startsWith('sending:')) await holdKey(key, 60_000);
    return holdKey(key, forMs);
  };
  const id = await askForTwo(world);
  await world.clock.advance(500);
  world.store.holdKey = holdKey;
  await world.clock.advance(40_000);
  expect(posts).toEqual([]);
  await world.clock.advance(60_000);
  expect(posts).toHaveLength((await world.store.loadRequest(id))?.copies.length ?? 0);
  await approvals.stop();
});

it('says the news of two links once each, although they were opened at two instances', async () => {
  const world = createWorld({ sweepEveryMs: 300_000 });
  const other = world.startAnother();
  const recipients = ['it@contoso.com', 'hr@contoso.com'];
  const { job } = await world.run(2, { settings: { delivery: 'link', recipients } });
  const { posts, chats } = createSlowChat(world);
  await world.store.updateJob(job.id, (now) => ({
    ...now,
    messages: now.messages.map((message, at) => {
      const ref = { platform: 'slack' as const, conversationId: PLACE.conversationId, messageId: `old${at}` };
      return { ...message, settled: true, ref };
    }),
  }));
  tellAs(world, world.service, chats);
  tellAs(world, other, chats);
  const links = world.mailer.inbox.flatMap(({ text }) => /\/p\/([A-Za-z0-9_-]+)/.exec(text)?.[1] ?? []);
  const [first = '', second = ''] = [...new Set(links)];
  await world.service.links.take(first);
  await other.links.take(second);
  await world.clock.advance(60_000);
  const news = (await world.store.loadJob(job.id))?.messages.filter(({ kind }) => kind === 'link') ?? [];
  expect(news.map(({ settled }) => settled)).toEqual([true, true]);
  expect(posts.map(({ id }) => id)).toEqual(news.map(({ ref }) => ref?.messageId));
});
