import { expect, it } from 'vitest';
import type { Chat } from '../../../src/flows/reply.ts';
import type { WaveView } from '../../../src/flows/views/waves.ts';
import type { View } from '../../../src/flows/views.ts';
import { createWaveNotify } from '../../../src/flows/waves/waveNotify.ts';
import type { Provisioning } from '../../../src/service/provisioning.ts';
import { createWorld, OMAR, openFile, PLACE, type World } from '../../service/waves/waveWorld.ts';
import { createTestLog } from '../../store/sampleRecords.ts';

/** As several instances. */
const SHARED = { sweepEveryMs: 300_000 };

/** One chat for all instances, which takes a second for each call. */
function createSlowChat({ clock }: World) {
  const shown = new Map<string, View>();
  const posts: string[] = [];
  const chat = {
    platform: 'slack',
    async post({ conversationId }: { conversationId: string }, view: View) {
      await clock.sleep(1_000);
      const messageId = `m${posts.length + 1}`;
      posts.push(messageId);
      shown.set(messageId, view);
      return { platform: 'slack' as const, conversationId, messageId };
    },
    async update(ref: { messageId: string }, view: View) {
      await clock.sleep(1_000);
      shown.set(ref.messageId, view);
      return ref;
    },
  };
  return { posts, shown, chats: { slack: chat as unknown as Chat } };
}

/** Tells of files on one of several instances. */
function tellAs(world: World, service: Provisioning, chats: { slack: Chat }) {
  return createWaveNotify({
    ...{ service, chats, store: world.store, policy: world.policy, clock: world.clock },
    ...{ engine: { send: async () => undefined }, log: createTestLog(), isShared: true },
  });
}

const titleOf = (view: View | undefined) => (view as WaveView | undefined)?.title;

it('posts the message about a file once, although two instances have something to tell of it at once', async () => {
  const world = createWorld();
  const [one, other] = [world.start(undefined, SHARED), world.start(undefined, SHARED)] as const;
  const { posts, shown, chats } = createSlowChat(world);
  tellAs(world, one, chats);
  tellAs(world, other, chats);
  await world.clock.until(one.resume());
  await world.clock.until(other.resume());
  const [id, version] = await openFile(world, one);
  await world.clock.until(one.waves.start(OMAR, PLACE, id, version));
  await world.clock.until(other.waves.stop(OMAR, id));
  await world.clock.advance(30_000);
  expect(posts).toEqual(['m1']);
  expect(titleOf(shown.get('m1'))).toContain('Stopped');
});

it('leaves to another instance what that posts, until it is through, and draws what is there at once', async () => {
  const world = createWorld();
  const service = world.start(undefined, SHARED);
  const { posts, shown, chats } = createSlowChat(world);
  const notify = tellAs(world, service, chats);
  await world.clock.until(service.resume());
  const [id, version] = await openFile(world, service);
  // Whoever has it dies: it is over a minute later.
  await world.store.seen(`sending:${id}`, 60_000);
  await world.clock.until(service.waves.start(OMAR, PLACE, id, version));
  await world.clock.advance(50_000);
  expect(posts).toEqual([]);
  await expect(notify.tellAgain(id)).rejects.toThrow('Another instance is posting');
  await world.clock.advance(30_000);
  expect(posts).toEqual(['m1']);
  await world.store.seen(`sending:${id}`, 600_000);
  await world.clock.until(service.waves.undo(OMAR, PLACE, id));
  await world.clock.advance(30_000);
  expect(titleOf(shown.get('m1'))).toContain('Undone');
});
