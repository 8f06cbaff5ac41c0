import { describe, expect, it } from 'vitest';
import type { MessageRef, Place } from '../../../src/domain/terms.ts';
import { createNotify, GIVE_UP_AFTER_MS } from '../../../src/flows/jobs/notify.ts';
import type { Chat } from '../../../src/flows/reply.ts';
import type { View } from '../../../src/flows/views.ts';
import type { ServiceEvents } from '../../../src/service/events.ts';
import type { JobState } from '../../../src/service/jobs/shownJob.ts';
import type { JobRecord, OutMessage } from '../../../src/service/ports/records.ts';
import type { Clock } from '../../../src/service/ports/surroundings.ts';
import type { Provisioning } from '../../../src/service/provisioning.ts';

const PLACE: Place = { platform: 'slack', workspace: 'T1', conversationId: 'D1', kind: 'direct' };

function makeJob(messages: OutMessage[], change: Partial<JobRecord> = {}): JobRecord {
  return {
    id: 'job_1',
    customer: 'contoso',
    requestId: 'draft_1',
    requestVersion: 1,
    kind: 'bulk',
    requestedBy: { actorId: 'omar', name: 'Omar', platform: 'slack', userId: 'U1' },
    place: PLACE,
    settings: { accountEnabled: true, usageLocation: 'DE', licenses: [], recipients: [] },
    total: 2,
    state: 'running',
    key: { alg: 'A256GCM', keyVersion: 1, nonce: '', ciphertext: '', tag: '', jobId: 'job_1' },
    createdAt: 0,
    deliveries: [],
    messages,
    ...change,
  };
}

/** Notify over a job in memory, a chat that remembers, and a clock that does not wait. */
function setUp(
  job: JobRecord,
  fails: { times: number; at?: string } = { times: 0 },
  more: { isShared?: boolean } = {},
) {
  const state = { job };
  const sent: { what: 'post' | 'update'; id: string; view: View }[] = [];
  const listeners: Partial<{ [E in keyof ServiceEvents]: ServiceEvents[E] }> = {};
  const sleeps: number[] = [];
  const later: string[] = [];
  const clock: Clock = {
    now: () => 10_000,
    sleep: async (ms) => {
      sleeps.push(ms);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
  const chat: Chat = {
    platform: 'slack',
    openDirect: async () => ({ ...PLACE, conversationId: 'D-opened' }),
    async post(place, view) {
      if ((fails.at ?? place.conversationId) === place.conversationId && fails.times-- > 0)
        throw new Error('the chat is down');
      const ref: MessageRef = {
        platform: 'slack',
        conversationId: place.conversationId,
        messageId: `m${sent.length + 1}`,
      };
      sent.push({ what: 'post', id: ref.messageId, view });
      return ref;
    },
    async update(ref, view) {
      sent.push({ what: 'update', id: ref.messageId, view });
      return ref;
    },
  };
  const service = {
    brake: { released: async () => undefined },
    on: (event: keyof ServiceEvents, listener: (jobId: string) => void) => {
      listeners[event] = listener;
    },
    jobs: {
      read: async (): Promise<JobState> => ({
        job: state.job,
        rows: [],
        counts: { total: 2, created: 2, failed: 0, partly: 0, undone: 0, waiting: 0 },
        secondsLeft: undefined,
        licenseNames: {},
      }),
    },
  } as unknown as Provisioning;
  const notify = createNotify({
    ...more,
    service,
    store: {
      loadJob: async () => state.job,
      listUnfinished: async () => [state.job],
      loadNote: async () => undefined,
      holdKey: async () => 1,
      freeKey: async () => undefined,
      updateJob: async (_id, change) => {
        state.job = change(state.job) ?? state.job;
        return state.job;
      },
    },
    engine: {
      send: async (kind, id) => {
        later.push(`${kind} ${id}`);
      },
    },
    chats: { slack: chat },
    policy: { customers: [] },
    clock,
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
  const settle = () => expect.poll(() => state.job.messages.every(({ settled }) => settled)).toBe(true);
  return {
    state,
    sent,
    later,
    notify,
    settle,
    emit: (event: keyof ServiceEvents) => listeners[event]?.('job_1'),
  };
}

const progress: OutMessage = { kind: 'progress', place: PLACE, settled: false };
const results: OutMessage = { kind: 'results', place: PLACE, settled: false };

describe('messages that outlive a request', () => {
  it('are posted once and then updated in place', async () => {
    const { sent, emit, state, settle } = setUp(makeJob([progress]));
    emit('progress');
    await expect.poll(() => sent.length).toBe(1);
    state.job = { ...state.job, state: 'done', messages: [...state.job.messages, results] };
    emit('finished');
    await settle();
    expect(sent.map(({ what, id, view }) => [what, id, view.kind])).toEqual([
      ['post', 'm1', 'progress'],
      ['update', 'm1', 'progress'],
      ['post', 'm3', 'results'],
    ]);
  });

  it('that were left unsent by an earlier run are sent at start', async () => {
    const { sent, notify, settle } = setUp(makeJob([progress, results], { state: 'done' }));
    await notify.start();
    await settle();
    expect(sent.map(({ view }) => view.kind)).toEqual(['progress', 'results']);
  });

  it('tell of a link once for each thing that became of it, and leave the others alone', async () => {
    const link = {
      hash: 'h',
      kind: 'mail',
      recipient: 'it@contoso.com',
      expiresAt: 20_000,
      openedAt: 9_000,
      tries: 0,
    } as const;
    const news: OutMessage = { kind: 'link', place: PLACE, settled: false, link };
    const { sent, emit, state, settle } = setUp(makeJob([news], { state: 'done' }));
    emit('linkUsed');
    await settle();
    expect(sent).toMatchObject([{ what: 'post', view: { kind: 'notice', tone: 'info' } }]);
    emit('finished');
    state.job = {
      ...state.job,
      messages: state.job.messages.map((message) => ({
        ...message,
        settled: false,
        link: { ...link, tries: 1, triedAt: 9_500 },
      })),
    };
    emit('linkUsed');
    await settle();
    expect(sent.slice(1)).toMatchObject([
      { what: 'update', id: 'm1', view: { kind: 'notice', tone: 'warning' } },
    ]);
    expect(JSON.stringify(sent)).toContain('it@contoso.com');
  });

  it('are tried again while the chat is down', async () => {
    const { sent, emit, settle } = setUp(makeJob([results], { state: 'done' }), { times: 3 });
    emit('finished');
    await settle();
    expect(sent).toHaveLength(1);
  });

  it('are handed to the engine when the chat stays down, and sent once by it when it is back', async () => {
    const fails = { times: 5 };
    const { sent, later, emit, notify, settle } = setUp(makeJob([results], { state: 'done' }), fails);
    emit('finished');
    await expect.poll(() => later).toEqual(['tell job_1']);
    fails.times = 1;
    await expect(notify.tellAgain('job_1')).rejects.toThrow('the chat is down');
    await notify.tellAgain('job_1');
    await settle();
    await notify.tellAgain('job_1');
    expect(sent.map(({ what }) => what)).toEqual(['post']);
  });

  it('are left to the instance that may be sending them, for a while, where others send, too', async () => {
    const over = setUp(makeJob([results], { state: 'done' }), { times: 0 }, { isShared: true });
    await over.notify.start();
    expect([over.later, over.sent]).toEqual([['tell job_1'], []]);
    await over.notify.tellAgain('job_1');
    expect(over.sent).toHaveLength(1);
    const running = setUp(makeJob([progress]), { times: 0 }, { isShared: true });
    await running.notify.start();
    expect([running.later, running.sent]).toEqual([[], []]);
  });

  it('of a job that runs elsewhere are left to its run, and of one that is over to whoever has news', async () => {
    const { state, sent, emit, notify } = setUp(makeJob([progress]), { times: 0 }, { isShared: true });
    emit('linkUsed');
    // Waits for what is under way.
    await notify.tellAgain('job_1');
    expect(sent).toEqual([]);
    emit('progress');
    await expect.poll(() => sent.length).toBe(1);
    state.job = { ...state.job, state: 'done', finishedAt: 9_000 };
    emit('revealed');
    await expect.poll(() => sent.length).toBe(2);
    const alone = setUp(makeJob([progress]));
    alone.emit('linkUsed');
    await expect.poll(() => alone.sent.length).toBe(1);
  });

  it('S6: are each sent for itself: one that cannot be sent keeps none of the others back', async () => {
    const gone: OutMessage = { ...results, place: { ...PLACE, conversationId: 'D-gone' } };
    const job = makeJob([gone, results], { state: 'done', finishedAt: 9_000 });
    const { state, sent, later, emit } = setUp(job, { times: Number.POSITIVE_INFINITY, at: 'D-gone' });
    emit('finished');
    await expect.poll(() => later).toEqual(['tell job_1']);
    expect(sent[0]).toMatchObject({ what: 'post', id: 'm1' });
    expect(state.job.messages.map(({ settled }) => settled)).toEqual([false, true]);
  });

  it('S6: are given up a week after the job ended, and not before', async () => {
    const fails = { times: Number.POSITIVE_INFINITY };
    const young = setUp(makeJob([results], { state: 'done', finishedAt: 10_000 - GIVE_UP_AFTER_MS }), fails);
    await expect(young.notify.tellAgain('job_1')).rejects.toThrow('the chat is down');
    expect(young.state.job.messages[0]?.settled).toBe(false);
    const old = setUp(makeJob([results], { state: 'done', finishedAt: 9_000 - GIVE_UP_AFTER_MS }), fails);
    await old.notify.tellAgain('job_1');
    expect(old.state.job.messages[0]?.settled).toBe(true);
  });

  it('tell once of a mail that came late, with what can be done when it did not', async () => {
    const accepted: OutMessage = {
      kind: 'mail',
      place: PLACE,
      settled: false,
      mail: { outcome: 'accepted', recipients: ['it@contoso.com'], more: 0 },
    };
    const refused: OutMessage = {
      ...accepted,
      mail: { outcome: 'refused', recipients: ['hr@contoso.com'], more: 0 },
    };
    const deliveries = [
      {
        recipient: 'hr@contoso.com',
        part: 1,
        parts: 1,
        state: 'refused',
        response: '550 5.1.1 <hr> unknown',
      },
    ] as const;
    const { sent, emit, settle } = setUp(makeJob([accepted, refused], { state: 'done', deliveries }));
    emit('finished');
    await settle();
    emit('finished');
    await settle();
    expect(sent.map(({ what }) => what)).toEqual(['post', 'post']);
    const said = sent.map(({ view }) => JSON.stringify(view));
    expect(said[0]).toContain('accepted the email to it@contoso.com');
    expect(said[1]).toContain('hr@contoso.com: refused: there is no such mailbox');
    expect(said[1]).toContain('job.sendTo');
    expect(said.join()).not.toMatch(/550|5\.1\.1/);
  });

  it('go to the requester alone when the request came from a channel', async () => {
    const place: Place = { ...PLACE, conversationId: 'C1', kind: 'channel' };
    const { state, emit, settle } = setUp(makeJob([{ ...results, place }], { state: 'done' }));
    emit('finished');
    await settle();
    expect(state.job.messages[0]?.ref?.conversationId).toBe('D-opened');
  });

  it.each(['channel', 'group'] as const)(
    'D7: go to the requester alone though the card that was clicked stands in a %s',
    async (kind) => {
      const message = { platform: 'slack', conversationId: 'C1', messageId: '1.0' } as const;
      const place: Place = { ...PLACE, conversationId: 'C1', kind, message };
      const { state, sent, emit, settle } = setUp(
        makeJob(
          [
            { ...results, place },
            { ...results, place, ref: message },
          ],
          { state: 'done' },
        ),
      );
      emit('finished');
      await settle();
      expect(sent.map(({ what }) => what)).toEqual(['post', 'post']);
      expect(state.job.messages.map(({ ref }) => ref?.conversationId)).toEqual(['D-opened', 'D-opened']);
    },
  );

  it('D7: take the place of the card that was clicked in the own chat', async () => {
    const message = { platform: 'slack', conversationId: 'D1', messageId: '1.0' } as const;
    const place: Place = { ...PLACE, message };
    const { sent, emit, settle } = setUp(makeJob([{ ...results, place }], { state: 'done' }));
    emit('finished');
    await settle();
    expect(sent).toMatchObject([{ what: 'update', id: '1.0' }]);
  });

  it('say that the job was taken up again after a restart', async () => {
    const { sent, emit } = setUp(makeJob([progress]));
    emit('resumed');
    await expect.poll(() => sent.length).toBe(1);
    expect(sent[0]?.view).toMatchObject({ kind: 'progress', resumed: true });
  });
});
