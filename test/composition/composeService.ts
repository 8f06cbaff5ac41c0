import { randomBytes, randomInt } from 'node:crypto';
import { policySchema } from '../../src/domain/policy/policy.ts';
import type { Actor, Person, Place } from '../../src/domain/terms.ts';
import { createLocalEngine } from '../../src/engine/localEngine.ts';
import { createGraphDirectory } from '../../src/graph/createGraphDirectory.ts';
import { createSealer, type Sealer, type SealerOptions } from '../../src/secrets/sealing.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { createProvisioning } from '../../src/service/createProvisioning.ts';
import type { AcceptRequest } from '../../src/service/jobs/acceptRequest.ts';
import type { DraftRecord } from '../../src/service/ports/drafts.ts';
import type { Engine } from '../../src/service/ports/engine.ts';
import type { Mailer } from '../../src/service/ports/mailer.ts';
import type { Quota } from '../../src/service/ports/quota.ts';
import type { Store } from '../../src/service/ports/store.ts';
import type { Clock, Ids, Log } from '../../src/service/ports/surroundings.ts';
import type { Provisioning } from '../../src/service/provisioning.ts';
import { createFakeAdding } from '../service/fakes/fakeAdding.ts';
import { always } from '../testTurn.ts';
import { GRAPH_TOKEN, LICENSE } from './tenant.ts';

export const REQUESTER: Actor = {
  id: 'omar',
  name: 'Omar Haddad',
  roles: ['helpdesk', 'admin'],
  customer: 'contoso',
  platform: 'slack',
  userId: 'U0OMARHADD',
};

export const PLACE: Place = {
  platform: 'slack',
  workspace: 'T0CONTOSO',
  conversationId: 'D0OMAR',
  kind: 'direct',
};

export const ids: Ids = { next: (prefix) => `${prefix}_${randomBytes(16).toString('base64url')}` };

function quiet(): void {}

/** Says nothing but errors. */
export const loudLog: Log = {
  debug: quiet,
  info: quiet,
  warn: quiet,
  error: (fields, event) => console.error(event, fields),
};

/** @param masterKey 32 bytes */
export function masterKeysOf(masterKey: Buffer): SealerOptions {
  return { current: 1, keys: new Map([[1, new Secret(masterKey)]]) };
}

/** @param masterKey 32 bytes */
export function sealerOf(masterKey: Buffer): Sealer {
  return createSealer(masterKeysOf(masterKey));
}

/** Its id in the policy, and where its Graph is, without the version. */
export interface ComposedCustomer {
  id: string;
  graphUrl: string;
}

/** The real service over the real Graph room, for one customer or several, without the chats. */
export function composeService(options: {
  store: Store;
  /** Of the only customer, without the version; or several of them, the first of which is the requester's own. */
  graphUrl: string | readonly ComposedCustomer[];
  mailer: Mailer;
  sealer: Sealer;
  clock: Clock;
  /** Of the Graph room, and so of its pacing. */
  graphClock: Clock;
  fetch?: typeof fetch;
  log: Log;
  /** Left out: that of a single process. */
  engine?: Engine;
  /** What all instances use up together. Left out: there is one. */
  quota?: Quota;
  /** As of several instances. Left out: there is one. */
  sweepEveryMs?: number;
}): Provisioning {
  const { store, graphUrl, mailer, sealer, clock, graphClock, fetch, log, quota, sweepEveryMs } = options;
  const { engine = createLocalEngine({ store, turn: always, clock, log }) } = options;
  const token = new Secret(GRAPH_TOKEN);
  const customers = typeof graphUrl === 'string' ? [{ id: REQUESTER.customer, graphUrl }] : graphUrl;
  const directories = new Map(
    customers.map(({ id, graphUrl }) => [
      id,
      createGraphDirectory({
        customer: id,
        graphUrl,
        tokens: { get: async () => token, forget: quiet, renew: async () => token },
        clock: graphClock,
        ids,
        log,
        markerAttribute: 'extensionAttribute15',
        ...(fetch === undefined ? {} : { fetch }),
        ...(quota === undefined ? {} : { limit: { quota, key: 'writes' } }),
      }),
    ]),
  );
  return createProvisioning({
    adding: createFakeAdding().options,
    policy: policySchema.parse({
      customers: customers.map(({ id }, index) => ({
        id,
        name: id,
        recipientDomains: ['contoso.com'],
        tenantId: `00000000-0000-0000-0000-${String(index).padStart(12, '0')}`,
      })),
      people: [{ id: REQUESTER.id, name: REQUESTER.name, slack: REQUESTER.userId, roles: REQUESTER.roles }],
      maxRows: 100_000,
    }),
    directoryFor: (id) => {
      const found = directories.get(id);
      if (found === undefined) throw new Error(`There is no directory for ${id}.`);
      return found;
    },
    mailer,
    store,
    engine,
    sealer,
    clock,
    ids,
    log,
    randomInt: (max) => randomInt(max),
    maxFileBytes: 10 * 1024 * 1024,
    ...(sweepEveryMs === undefined ? {} : { sweepEveryMs }),
  });
}

/** The draft that a request needs, as a conversation would have left it. */
export function draftOf(requestId: string, kind: AcceptRequest['kind'], now: number): DraftRecord {
  return {
    id: requestId,
    version: 1,
    kind: kind === 'one' ? 'person' : 'roster',
    owner: REQUESTER.id,
    customer: 'contoso',
    place: PLACE,
    data: { findings: [] },
    createdAt: now,
    expiresAt: now + 24 * 3_600_000,
  };
}

/** These people, with one license each and one recipient of their passwords. */
export function requestOf(
  requestId: string,
  kind: AcceptRequest['kind'],
  people: readonly Person[],
  recipients: readonly string[] = ['it@contoso.com'],
): AcceptRequest {
  return {
    actor: REQUESTER,
    place: PLACE,
    requestId,
    requestVersion: 1,
    kind,
    people: people.map((person) => ({ person, accountEnabled: true, licenses: [LICENSE] })),
    settings: { accountEnabled: true, usageLocation: 'DE', licenses: [LICENSE], recipients: [...recipients] },
  };
}
