import type { CustomerId } from '../../domain/terms.ts';
import type { ProvisioningOptions } from '../context.ts';
import { type Begun, createBegun } from './begun.ts';

/** Which customer something belongs to. */
export interface Customers extends Begun {
  /**
   * The customer of the record that a button names: a draft, a job, a request, what was kept of somebody, or a preset. What
   * stands after a blank tells parts of a record apart. Undefined for what is no record, or is not kept any more.
   */
  ofRecord(id: string): Promise<CustomerId | undefined>;
  /** The one that somebody chose last, wherever that was. Undefined: none yet. */
  lastOf(actorId: string): Promise<CustomerId | undefined>;
  /** Durable on return. */
  remember(actorId: string, customer: CustomerId): Promise<void>;
}

const OF_PRESETS = 'preset_';

/** Of somebody in the policy: the name of the note that keeps what they chose last. */
function noteOf(actorId: string): string {
  return `customer_${actorId}`;
}

export function createCustomers(
  options: Pick<ProvisioningOptions, 'policy' | 'store' | 'sealer' | 'clock' | 'ids' | 'maxFileBytes'>,
): Customers {
  const { policy, store } = options;

  async function ofPreset(wanted: string): Promise<CustomerId | undefined> {
    for (const { id: customer } of policy.customers) {
      const presets = await store.listPresets(customer);
      if (presets.some(({ id }) => id === wanted)) return customer;
    }
    return undefined;
  }

  return {
    ...createBegun(options),
    async ofRecord(sent) {
      const id = sent.split(' ')[0] ?? '';
      if (id.startsWith(OF_PRESETS)) return ofPreset(id);
      const found = await Promise.all([
        store.loadDraft(id),
        store.loadJob(id),
        store.loadRequest(id),
        store.loadSnapshot(id),
      ]);
      // What is kept aside may be nobody's in particular.
      return found.find((record) => record !== undefined)?.customer || undefined;
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
