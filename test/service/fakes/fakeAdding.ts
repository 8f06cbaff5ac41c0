import { RollcallError } from '../../../src/domain/errors.ts';
import { Secret } from '../../../src/secrets/secret.ts';
import type { AddingOptions } from '../../../src/service/customers/adding.ts';
import { createConsentSigner } from '../../../src/service/customers/consentState.ts';
import type { CustomerEntry } from '../../../src/service/ports/policies.ts';
import type { TenantLook } from '../../../src/service/ports/tenants.ts';

/** A tenant that nobody serves yet. */
export const NEW_TENANT = '9f1c7a90-5b7e-4c55-9a54-7e0f3c1d8b99';

/** Adding customers without Microsoft: what was asked of it, and what it answers. */
export function createFakeAdding(change: { mayWrite?: boolean } = {}) {
  const written: (CustomerEntry | { removed: string })[] = [];
  const looks: { answer: TenantLook | RollcallError; asked: number } = {
    answer: {
      tenantId: NEW_TENANT,
      displayName: 'Wingtip Incorporated',
      domains: ['wingtip.com'],
      licenses: [],
    },
    asked: 0,
  };
  const domains: Readonly<Record<string, string>> = { 'wingtip.com': NEW_TENANT };
  const options: AddingOptions = {
    cloud: 'global',
    examine: async () => [{ result: 'ok', said: 'All is well.' }],
    tenants: {
      async find(name) {
        const found = domains[name] ?? (name.includes('.') ? undefined : name);
        if (found === undefined) throw new RollcallError('NOT_FOUND', 'There is none.', { next: 'Look.' });
        return found;
      },
      consentLink: (tenantId, back) => `https://login/${tenantId}?state=${back?.state ?? ''}`,
      async look() {
        looks.asked += 1;
        if (looks.answer instanceof RollcallError) throw looks.answer;
        return looks.answer;
      },
    },
    signer: createConsentSigner([new Secret(Buffer.alloc(32, 7))]),
    policyFile: {
      mayWrite: change.mayWrite ?? true,
      addCustomer: async (entry) => void written.push(entry),
      removeCustomer: async (id) => void written.push({ removed: id }),
    },
    ownTenantId: '2f1c7a90-5b7e-4c55-9a54-7e0f3c1d8b21',
  };
  return { options, written, looks };
}
