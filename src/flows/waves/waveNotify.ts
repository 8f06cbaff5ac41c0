import { customersOf } from '../../domain/customers.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { idNow } from '../../domain/policy/roleGroups.ts';
import type { Platform } from '../../domain/terms.ts';
import type { Engine } from '../../service/ports/engine.ts';
import { createOneAtATime } from '../../service/ports/oneAtATime.ts';
import type { Store } from '../../service/ports/store.ts';
import type { Clock, Log } from '../../service/ports/surroundings.ts';
import type { Provisioning } from '../../service/provisioning.ts';
import { LATER_MS, type Notify, UPDATE_EVERY_MS } from '../jobs/notify.ts';
import { createSendAlone } from '../jobs/sendAlone.ts';
import { isPrivate, keepPrivate } from '../privatePlaces.ts';
import type { Chat } from '../reply.ts';
import { showWave } from './waveViews.ts';

/** What this part of notify needs. A chat that is left out gets nothing. */
export interface WaveNotifyOptions {
  service: Pick<Provisioning, 'on' | 'waves' | 'brake'>;
  store: Pick<Store, 'holdKey' | 'freeKey'>;
  engine: Pick<Engine, 'send'>;
  chats: Partial<Record<Platform, Chat>>;
  policy: Policy;
  clock: Clock;
  log: Log;
  /** Other instances draw the same message. */
  isShared?: boolean;
}

/** The answer to the click that started it must not overwrite what is newer. */
const AFTER_CLICK_MS = 1_000;

/** An older drawing of another instance may arrive last: so much later the message is drawn once more. */
const DRAWN_AGAIN_MS = 10_000;

/** Keeps the one message about each file for several customers as its records are, also after a restart. */
export function createWaveNotify(options: WaveNotifyOptions): Notify {
  const { service, engine, policy, clock, log } = options;
  const running = new Map<string, Promise<void>>();
  const wanted = new Set<string>();
  const stopping = new AbortController();
  const sendAlone = createSendAlone(options);
  const oneAtATime = createOneAtATime();

  /** False: it has no message yet, and none is to be posted. */
  async function drawNow(waveId: string, mayPost: boolean): Promise<boolean> {
    const state = await service.waves.read(waveId);
    if (stopping.signal.aborted || state === undefined || state.wave.data.state === 'open') return true;
    const { owner, place, data } = state.wave;
    const chat = options.chats[data.by?.platform ?? place.platform];
    const userId = data.by?.userId;
    if (chat === undefined || userId === undefined) return true;
    const human = policy.people.find(({ id }) => id === idNow(policy, owner));
    const theirs = human === undefined ? [] : customersOf(policy, human).map(({ id }) => id);
    const view = showWave(policy, state, theirs);
    const known = keepPrivate(data.message, place);
    if (known === undefined) {
      if (!mayPost) return false;
      const direct = isPrivate(place) ? place : await chat.openDirect(userId);
      await service.waves.keepMessage(waveId, await chat.post(direct, view, userId));
    } else {
      await service.waves.keepMessage(waveId, await chat.update(known, view, userId));
    }
    return true;
  }

  /**
   * Draws it as it is by now. False: another instance is posting it, and may have read it before what is to be told now. Throws
   * what the chat throws. Only a post is claimed: whoever dies while they draw what is there keeps nobody waiting.
   */
  async function draw(waveId: string): Promise<boolean> {
    await service.brake.released(stopping.signal);
    return oneAtATime(
      waveId,
      async () =>
        (await drawNow(waveId, false)) ||
        sendAlone(waveId, async () => {
          await drawNow(waveId, true);
        }),
    );
  }

  async function work(waveId: string): Promise<void> {
    await clock.sleep(AFTER_CLICK_MS, stopping.signal);
    while (wanted.delete(waveId) && !stopping.signal.aborted) {
      try {
        if (!(await draw(waveId))) wanted.add(waveId);
      } catch (error) {
        log.warn({ waveId, err: error }, 'wave.not_drawn');
        await engine.send('tell', waveId, { startAfter: clock.now() + LATER_MS });
      }
      await clock.sleep(UPDATE_EVERY_MS, stopping.signal);
    }
    if (options.isShared === true && !stopping.signal.aborted) {
      await engine.send('tell', waveId, { startAfter: clock.now() + DRAWN_AGAIN_MS });
    }
  }

  function want(waveId: string): void {
    wanted.add(waveId);
    if (running.has(waveId) || stopping.signal.aborted) return;
    const task = work(waveId)
      .catch((error: unknown) => log.error({ waveId, err: error }, 'wave.notify_crashed'))
      .finally(() => {
        running.delete(waveId);
        if (wanted.has(waveId)) want(waveId);
      });
    running.set(waveId, task);
  }

  service.on('wave', want);

  return {
    async start() {
      for (const id of await service.waves.listStarted()) want(id);
    },
    listUnsaid: () => service.waves.listStarted(),
    async tellAgain(waveId) {
      if (!(await draw(waveId))) throw new Error('Another instance is posting the message of the file.');
    },
    async stop() {
      stopping.abort();
      await Promise.all(running.values());
    },
  };
}
