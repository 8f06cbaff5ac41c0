import type { CustomerId } from '../../domain/terms.ts';
import type { ProvisioningOptions } from '../context.ts';

/** Which customer something belongs to. */
export interface Customers {
  /**
   * The customer of the record that a button names: a draft, a job, a request, what was kept of somebody, or a preset. What
   * stands after a blank tells parts of a record apart. Undefined for what is no record, or is not kept any more.
   */
  ofRecord(id: string): Promise<CustomerId | undefined>;
}

const OF_PRESETS = 'preset_';

export function createCustomers({ policy, store }: Pick<ProvisioningOptions, 'policy' | 'store'>): Customers {
  async function ofPreset(wanted: string): Promise<CustomerId | undefined> {
    for (const { id: customer } of policy.customers) {
      const presets = await store.listPresets(customer);
      if (presets.some(({ id }) => id === wanted)) return customer;
    }
    return undefined;
  }

  return {
    async ofRecord(sent) {
      const id = sent.split(' ')[0] ?? '';
      if (id.startsWith(OF_PRESETS)) return ofPreset(id);
      const found = await Promise.all([
        store.loadDraft(id),
        store.loadJob(id),
        store.loadRequest(id),
        store.loadSnapshot(id),
      ]);
      return found.find((record) => record !== undefined)?.customer;
    },
  };
}
