import { describe, expect, it } from 'vitest';
import { listGone, noteGone } from '../../../src/service/customers/gone.ts';
import { createManualClock } from '../fakes/manualClock.ts';
import { createMemoryStore } from '../fakes/memoryStore.ts';

const [CONTOSO, FABRIKAM, TAILSPIN] = ['Contoso', 'Fabrikam', 'Tailspin'].map((name) => ({
  id: name.toLowerCase(),
  name,
  tenantId: 'a tenant',
}));
const of = (...customers: (typeof CONTOSO)[]) => ({ customers: customers.flatMap((one) => one ?? []) });

describe('customers that are gone', () => {
  it('are kept by id and name, each once, the last to go last; one that is back is none of them', async () => {
    const store = createMemoryStore(createManualClock());
    const list = async (...left: (typeof CONTOSO)[]) => listGone(store, of(...left) as never);
    expect(await list(CONTOSO)).toEqual([]);
    await noteGone(store, of(CONTOSO), of(CONTOSO, FABRIKAM));
    await noteGone(store, of(CONTOSO, FABRIKAM, TAILSPIN), of(CONTOSO, TAILSPIN));
    await noteGone(store, of(CONTOSO, FABRIKAM, TAILSPIN), of(CONTOSO, TAILSPIN));
    await noteGone(store, of(CONTOSO, TAILSPIN), of(CONTOSO));
    expect(await list(CONTOSO)).toEqual([
      { id: 'fabrikam', name: 'Fabrikam' },
      { id: 'tailspin', name: 'Tailspin' },
    ]);
    expect(await list(CONTOSO, FABRIKAM)).toEqual([{ id: 'tailspin', name: 'Tailspin' }]);
    await noteGone(store, of(CONTOSO, FABRIKAM), of(CONTOSO));
    expect((await list(CONTOSO)).map(({ id }) => id)).toEqual(['tailspin', 'fabrikam']);
  });

  it('are all kept where two instances find some gone at once', async () => {
    const store = createMemoryStore(createManualClock());
    await Promise.all([
      noteGone(store, of(CONTOSO, FABRIKAM), of(CONTOSO)),
      noteGone(store, of(CONTOSO, TAILSPIN), of(CONTOSO)),
    ]);
    expect((await listGone(store, of(CONTOSO) as never)).map(({ id }) => id).sort()).toEqual([
      'fabrikam',
      'tailspin',
    ]);
  });
});
