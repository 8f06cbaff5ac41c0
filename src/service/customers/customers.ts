import type { CustomerName } from '../../domain/customers.ts';
import { isSamePerson } from '../../domain/policy/roleGroups.ts';
import type { Actor, CustomerId } from '../../domain/terms.ts';
import { readsAll } from '../audit/history.ts';
import type { ProvisioningOptions } from '../context.ts';
import { isAboutOneself } from '../door/refuseChange.ts';
import type { JobRecord } from '../ports/records.ts';
import type { WaveDraft } from '../waves/waveDraft.ts';
import { type Adding, type AddingOptions, createAdding } from './adding.ts';
import { type Begun, createBegun } from './begun.ts';
import { createChecks } from './checks.ts';
import { listGone } from './gone.ts';
import { createPolicyChanges, type PolicyChanges } from './policyChanges.ts';
import { createRemoving, type Removing } from './removing.ts';
import { createStandings, type Standings } from './standings.ts';
import { createTroubles, type Troubles } from './troubles.ts';
import { readWeek, type Week, weekOf } from './week.ts';

/** Which customer something belongs to. */
export interface Customers extends Begun {
  /**
   * The customer of the record that a button names: a draft, a job, a request, what was kept of somebody, a preset, or a
   * customer itself. What stands after a blank tells parts of a record apart. A file for several is for each of them: for the
   * first of `theirs` that is among them. Undefined for what is no record, or is not kept any more.
   */
  ofRecord(id: string, theirs?: readonly CustomerId[]): Promise<CustomerId | undefined>;
  /** The one that somebody chose last, wherever that was. Undefined: none yet. */
  lastOf(actorId: string): Promise<CustomerId | undefined>;
  /** Durable on return. */
  remember(actorId: string, customer: CustomerId): Promise<void>;
  /** See {@link listGone}. */
  listGone(): Promise<CustomerName[]>;
  /** How several stand, for a view over all of them. */
  standings: Standings;
  /**
   * What the standing of the actor's customer counts of its week, as far as they read it in the history: admins and
   * auditors all of it, others what they asked for; nobody a plan about themselves.
   */
  listWeek(actor: Actor): Promise<Week>;
  /** See {@link Troubles.noteLogin}. */
  noteLogin: Troubles['noteLogin'];
  adding: Adding;
  /** What the doctor says of one. */
  examine: AddingOptions['examine'];
  removing: Removing;
  /** See {@link PolicyChanges.settle}. */
  settleChanges: PolicyChanges['settle'];
}

const OF_PRESETS = 'preset_';
/** Of buttons that are about a customer itself. */
const OF_CUSTOMERS = 'customer_';

/** What a button about a customer carries in the place of a record's id, so that it counts for that one alone. */
export const recordOf = (customer: CustomerId): string => `${OF_CUSTOMERS}${customer}`;

/** Of somebody in the policy: the name of the note that keeps what they chose last. */
function noteOf(actorId: string): string {
  return `customer_${actorId}`;
}

/** The customers of a file for several. */
function listOf(record: object | undefined): CustomerId[] {
  if (record === undefined || !('kind' in record) || record.kind !== 'wave' || !('data' in record)) return [];
  const { lines = [] } = record.data as Partial<WaveDraft>;
  return lines.map(({ customer }) => customer);
}

export function createCustomers(
  options: Pick<
    ProvisioningOptions,
    | 'policy'
    | 'directoryFor'
    | 'store'
    | 'sealer'
    | 'clock'
    | 'ids'
    | 'log'
    | 'maxFileBytes'
    | 'publicUrl'
    | 'checkPolicy'
    | 'standsIn'
  > & { adding: AddingOptions },
): Customers {
  const { policy, store } = options;
  const troubles = createTroubles(options);
  const checks = createChecks(options, options.adding.examine);
  const policyChanges = createPolicyChanges(options);

  async function ofPreset(wanted: string): Promise<CustomerId | undefined> {
    for (const { id: customer } of policy.customers) {
      const presets = await store.listPresets(customer);
      if (presets.some(({ id }) => id === wanted)) return customer;
    }
    return undefined;
  }

  return {
    ...createBegun(options),
    listGone: () => listGone(store, policy),
    standings: createStandings(options, troubles, checks),
    async listWeek(actor) {
      const { leaving, undelivered } = weekOf(await readWeek(store, options.clock.now()), actor.customer);
      const isTheirs = ({ requestedBy }: Pick<JobRecord, 'requestedBy'>): boolean =>
        readsAll(actor) || isSamePerson(policy, requestedBy.actorId, actor.id);
      return {
        leaving: leaving.filter(
          (request) => isTheirs(request) && !isAboutOneself(policy, actor, request.asked),
        ),
        undelivered: undelivered.filter(({ job }) => isTheirs(job)),
      };
    },
    noteLogin: troubles.noteLogin,
    adding: createAdding(options, options.adding, troubles, policyChanges),
    examine: checks.examine,
    removing: createRemoving(options, options.adding.policyFile, policyChanges),
    settleChanges: policyChanges.settle,
    async ofRecord(sent, theirs = []) {
      const id = sent.split(' ')[0] ?? '';
      if (id.startsWith(OF_PRESETS)) return ofPreset(id);
      if (id.startsWith(OF_CUSTOMERS)) return id.slice(OF_CUSTOMERS.length);
      const found = await Promise.all([
        store.loadDraft(id),
        store.loadJob(id),
        store.loadRequest(id),
        store.loadSnapshot(id),
      ]);
      const record = found.find((one) => one !== undefined);
      // What is kept aside may be nobody's in particular.
      const ofRecord = listOf(record);
      return theirs.find((id) => ofRecord.includes(id)) ?? (record?.customer || undefined);
    },
    async lastOf(actorId) {
      const noted = await store.loadNote(noteOf(actorId));
      return typeof noted === 'string' ? noted : undefined;
    },
    async remember(actorId, customer) {
      if ((await store.loadNote(noteOf(actorId))) !== customer)
        await store.saveNote(noteOf(actorId), customer);
    },
  };
}
