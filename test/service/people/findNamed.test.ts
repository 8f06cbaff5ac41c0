import { describe, expect, it } from 'vitest';
import { findNamed } from '../../../src/service/people/findNamed.ts';
import { createWorld } from '../fakes/world.ts';

describe('whom the values of a file name', () => {
  it('R3: is found by email address in the 501st row and later too', async () => {
    const { tenant } = createWorld();
    const addresses = Array.from({ length: 501 }, (_, index) => `mail${index}@contoso.com`);
    for (const [index, mail] of addresses.entries())
      tenant.hold(`user${index}@contoso.com`, `P${index}`, { mail });
    const named = await findNamed(tenant.connect().directory, { values: addresses });
    expect(addresses.filter((address) => !named.has(address))).toEqual([]);
  });
});
