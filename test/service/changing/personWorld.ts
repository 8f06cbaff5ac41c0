import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PersonState } from '../../../src/domain/acts.ts';
import type { Task } from '../../../src/domain/terms.ts';
import type { ActsDraft } from '../../../src/service/changing/changeDraft.ts';
import { requestOfActs } from '../../../src/service/changing/changing.ts';
import type { DraftRecord } from '../../../src/service/ports/drafts.ts';
import type { Store } from '../../../src/service/ports/store.ts';
import type { Clock } from '../../../src/service/ports/surroundings.ts';
import type { Provisioning } from '../../../src/service/provisioning.ts';
import { openSnapshot } from '../../../src/service/snapshots/snapshots.ts';
import { openLowdbStore } from '../../../src/store/openLowdbStore.ts';
import {
  composeService,
  masterKeysOf,
  PLACE,
  REQUESTER,
  sealerOf,
} from '../../composition/composeService.ts';
import { GROUPS, seedGroups, seedPerson } from '../../drills/actsScene.ts';
import { silentLog } from '../../drills/jobInProcess.ts';
import { type LoopbackTenant, startLoopbackTenant } from '../../drills/loopbackTenant.ts';
import { createPoints, type DeathPoint } from '../../drills/points.ts';
import { createTurns } from '../../drills/turns.ts';

export const ADA = 'd2000000-0000-4000-8000-000000000001';

/** Somebody, as far as the model goes. */
export interface Shown {
  name: string;
  isEnabled: boolean;
  jobTitle: string;
  groups: readonly string[];
  licenses: readonly string[];
  manager: string;
  isDeleted: boolean;
}

/** One process after the other on one data folder and one loopback tenant. */
export interface PersonWorld {
  tenant: LoopbackTenant;
  service(): Provisioning;
  store(): Store;
  clock(): Clock;
  /** As the tenant has her. */
  show(): Shown;
  /** Ids and states of what was kept, newest first. */
  readKept(): Promise<{ id: string; state: Shown }[]>;
  /** Has her deleted by hand. */
  deleteByHand(): void;
  /** The next process, whose clock is so far ahead of that of this one, or behind. */
  restart(byMs: number): Promise<void>;
  /** Does it; once the process has come to so many points more it dies, and the next one does it again. */
  survive(points: number, work: () => Promise<void>): Promise<void>;
  /** Asks for what a checked draft says, and waits for its end. Undefined where it was planned. */
  carryOut(task: Task, draft: DraftRecord<ActsDraft>): Promise<void>;
  /** Waits until no job runs. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** How somebody was, in the words of the model. */
function showState(state: PersonState): Shown {
  return {
    name: state.userPrincipalName,
    isEnabled: state.accountEnabled !== false,
    jobTitle: state.fields.jobTitle ?? '',
    groups: (state.groups ?? []).map(({ id }) => id).sort(),
    licenses: state.held.map(({ skuId }) => skuId).sort(),
    manager: state.manager?.id ?? '',
    isDeleted: false,
  };
}

/**
 * Counts the calls of a store that are under way. On a busy machine its sign of life comes late, and what would write waits for
 * that in real time, of which the clock of this world knows nothing.
 */
function createCalls() {
  let count = 0;
  function watch<Watched extends object>(watched: Watched): Watched {
    return new Proxy(watched, {
      get(target, name) {
        const call: unknown = Reflect.get(target, name);
        if (typeof call !== 'function') return call;
        return (...given: unknown[]) => {
          const answer: unknown = call.apply(target, given);
          if (!(answer instanceof Promise)) return answer;
          count += 1;
          // What holds a job writes, too.
          const heard = name === 'holdJob' ? answer.then((held) => held && watch(held)) : answer;
          return heard.finally(() => {
            count -= 1;
          });
        };
      },
    });
  }
  return { watch, underWay: () => count };
}

export async function openPersonWorld(): Promise<PersonWorld> {
  const tenant = await startLoopbackTenant();
  seedGroups(tenant.graph);
  const person = { userPrincipalName: 'ada.king@contoso.com', displayName: 'Ada King', usageLocation: 'US' };
  seedPerson(tenant.graph, { person, objectId: ADA, accountEnabled: true, licenses: [] }, true);
  const masterKey = randomBytes(32);
  const sealer = sealerOf(masterKey);

  async function open(startedAt: number) {
    const calls = createCalls();
    const turns = createTurns(startedAt, () => calls.underWay() === 0);
    const death: DeathPoint = { nth: Number.POSITIVE_INFINITY, when: 'before' };
    let died = (): void => undefined;
    const dead = new Promise<'dead'>((resolve) => {
      died = () => resolve('dead');
    });
    let count = 0;
    const points = createPoints(turns, tenant.dataFolder, death, {
      say: () => {
        count += 1;
      },
      die: () => {
        died();
        return new Promise(() => undefined);
      },
    });
    const { clock } = turns;
    const kept = await openLowdbStore({
      folder: tenant.dataFolder,
      masterKeys: masterKeysOf(masterKey),
      clock,
      log: silentLog,
      fs: points.fs,
    });
    const store = calls.watch(kept);
    const service = composeService({
      store,
      graphUrl: tenant.graphUrl,
      mailer: { send: async () => ({ status: 'accepted', response: '250 2.0.0 OK' }) },
      sealer,
      clock,
      graphClock: clock,
      fetch: points.fetch,
      log: silentLog,
    });
    await service.resume();
    const dieAfter = (more: number): void => {
      death.nth = count + more;
      death.when = more % 2 === 0 ? 'before' : 'after';
    };
    return { clock, store, service, dead, dieAfter, closeFiles: points.closeFiles, end: turns.stop };
  }

  let now = await open(Date.now());

  async function restart(byMs: number): Promise<void> {
    const at = now.clock.now() + byMs;
    // Else what it waits for goes on beside the next one.
    now.end();
    await now.closeFiles();
    // Its own sign of life, which goes with the process.
    await rm(join(tenant.dataFolder, 'lock'), { force: true });
    now = await open(at);
  }

  async function settle(): Promise<void> {
    for (;;) {
      const jobs = await now.store.listUnfinished();
      if (jobs.every(({ state }) => state === 'done')) return;
      await now.clock.sleep(1_000);
    }
  }

  return {
    tenant,
    service: () => now.service,
    store: () => now.store,
    clock: () => now.clock,
    show() {
      const { state } = tenant.graph;
      const user = state.users.get(ADA) ?? state.deleted.get(ADA);
      if (user === undefined) throw new Error('Ada is nowhere.');
      const isMember = ({ members }: (typeof state.groups)[number]): boolean => members.has(ADA);
      return {
        name: user.userPrincipalName.replace(ADA.replaceAll('-', ''), ''),
        isEnabled: user.accountEnabled,
        jobTitle: String(user.jobTitle ?? ''),
        groups: state.groups
          .filter(isMember)
          .map(({ id }) => id)
          .sort(),
        licenses: user.assignedLicenses.map(({ skuId }) => skuId).sort(),
        manager: state.managers.get(ADA) ?? '',
        isDeleted: state.deleted.has(ADA),
      };
    },
    async readKept() {
      const kept = await now.store.listSnapshots({ objectId: ADA });
      return kept.map((one) => ({ id: one.id, state: showState(openSnapshot({ sealer }, one)) }));
    },
    deleteByHand() {
      const { users, deleted } = tenant.graph.state;
      const user = users.get(ADA);
      if (user === undefined) return;
      users.delete(ADA);
      const userPrincipalName = `${ADA.replaceAll('-', '')}${user.userPrincipalName}`;
      deleted.set(ADA, { ...user, userPrincipalName, deletedDateTime: new Date().toISOString() });
    },
    restart,
    async survive(more, work) {
      now.dieAfter(more);
      const isDead = await Promise.race([work().then(() => 'done' as const), now.dead]);
      if (isDead === 'dead') {
        await restart(0);
        await work();
      } else now.dieAfter(Number.POSITIVE_INFINITY);
    },
    async carryOut(task, { id, version, data }) {
      await now.service.approvals.submit({
        actor: REQUESTER,
        place: PLACE,
        requestId: id,
        requestVersion: version,
        kind: 'one',
        task,
        ...requestOfActs(data),
      });
      await settle();
    },
    settle,
    async stop() {
      await now.service.drain();
      await now.store.close();
      now.end();
      await tenant.stop();
    },
  };
}

export const GROUP_IDS = GROUPS.map(({ id }) => id);
