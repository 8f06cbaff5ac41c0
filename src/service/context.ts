import type { Policy } from '../domain/policy/policy.ts';
import type { Actor, CustomerId } from '../domain/terms.ts';
import type { Sealer } from '../secrets/sealing.ts';
import type { Brake } from './door/brake.ts';
import type { DirectoryFor } from './ports/directory.ts';
import type { Engine } from './ports/engine.ts';
import type { Mailer } from './ports/mailer.ts';
import type { AuditEntry, JobRecord, RowRecord } from './ports/records.ts';
import type { Store } from './ports/store.ts';
import type { Clock, Ids, Log } from './ports/surroundings.ts';
import type { RoleGroups } from './roleGroups/roleGroups.ts';

/** What the provisioning service works with. */
export interface ProvisioningOptions {
  policy: Policy;
  directoryFor: DirectoryFor;
  mailer: Mailer;
  store: Store;
  /** Reads who has roles by a group, before it is decided by `policy`. Left out: the policy names everybody. */
  roleGroups?:
    | Pick<RoleGroups, 'findUnread' | 'peopleIfIn' | 'refreshAccount' | 'list' | 'lastKnown' | 'forget'>
    | undefined;
  /** Holds every effect while Rollcall is paused. The service makes it. */
  brake: Brake;
  /** What has to happen later. The service begins its work and drains it. */
  engine: Engine;
  sealer: Sealer;
  clock: Clock;
  ids: Ids;
  log: Log;
  /** An even, cryptographic choice of 0 ≤ n < max. */
  randomInt: (max: number) => number;
  /** The sender's address; its domain ends the Message-IDs, so that they look like the rest of its mail. */
  mailFrom?: string;
  /** Where people sign in, in the cloud of the customers. The global cloud's, when it is left out. */
  signInUrl?: string;
  /** Under which people reach `/p/:token`. Without it no one-time link can be made. */
  publicUrl?: string;
  /** Of an incoming roster. */
  maxFileBytes: number;
  /**
   * How often the records are looked through for what the engine has lost, in milliseconds. Left out: at each start; an
   * engine that keeps its tasks where the records are loses none in between.
   */
  sweepEveryMs?: number;
  /**
   * Throws while another instance goes by a newer policy file: nothing that this one has read of it may let anything in.
   * Left out: there's no other instance.
   */
  checkPolicy?: () => Promise<void>;
  /**
   * Whether the policy is an older file's, which stands in for a newer one: a customer that isn't in it may be in that.
   * Left out: there's no other instance.
   */
  standsIn?: () => Promise<boolean>;
  /** Told whenever something waits for the newer policy file. Left out: nobody has to know. */
  onLeft?: () => void;
  /** In which order a job begins its rows. As they were asked for, when it is left out. */
  orderRows?: (rows: readonly RowRecord[]) => readonly RowRecord[];
}

/** One Microsoft 365 tenant, as the policy has it. */
export type Customer = Policy['customers'][number];

/** The policy's entry for a customer. A customer that is in no policy is a fault of the house, so it throws Error. */
export function customerOf(policy: Policy, id: CustomerId): Customer {
  const customer = policy.customers.find((one) => one.id === id);
  if (customer === undefined) throw new Error(`The policy has no customer ${id}.`);
  return customer;
}

/** An audit entry's own part; who and when are added. */
export type Audited = Pick<AuditEntry, 'what' | 'outcome' | 'subject' | 'detail'>;

/** An entry for what an actor did or was refused. */
export function byActor(
  { clock }: Pick<ProvisioningOptions, 'clock'>,
  actor: Actor,
  entry: Audited,
): AuditEntry {
  const { id, platform, customer, where } = actor;
  return {
    at: clock.now(),
    actor: id,
    platform,
    ...(where === undefined ? {} : { where }),
    customer,
    ...entry,
  };
}

/**
 * An entry for what an actor did about which customers there are: it is in no one customer's history, and only whoever acts for
 * all of them reads it.
 */
export function byActorForAll(
  context: Pick<ProvisioningOptions, 'clock'>,
  actor: Actor,
  entry: Audited,
): AuditEntry {
  const { customer: _any, ...about } = byActor(context, actor, entry);
  return about;
}

/** An entry for what a job did, which its requester answers for. */
export function byJob(
  { clock }: Pick<ProvisioningOptions, 'clock'>,
  job: JobRecord,
  { detail, ...entry }: Audited,
): AuditEntry {
  return {
    at: clock.now(),
    actor: job.requestedBy.actorId,
    platform: 'system',
    customer: job.customer,
    ...entry,
    detail: { jobId: job.id, ...detail },
  };
}
