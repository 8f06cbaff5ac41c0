import { describe, expect, it } from 'vitest';
import { useGraph } from './useGraph.ts';

const use = useGraph();

async function ask(body: object) {
  const id = await use.it.create('new.nurse');
  return use.it.call('POST', `/users/${id}/authentication/temporaryAccessPassMethods`, body);
}

describe('a Temporary Access Pass', () => {
  it('lasts as long as the policy of the tenant says when nothing is asked for', async () => {
    use.it.graph.switches.passMinutes = { minimum: 60, maximum: 480, usual: 120 };
    const { status, body } = await ask({ isUsableOnce: true });
    expect([status, body.lifetimeInMinutes, body.isUsableOnce]).toEqual([201, 120, true]);
  });

  it('is refused outside of what the policy allows', async () => {
    const { status, body } = await ask({ lifetimeInMinutes: 10 });
    expect(status).toBe(400);
    expect(body.error.message).toBe(
      'Invalid LifetimeInMinutes specified. The valid range between 60 and 480.',
    );
  });

  it('does not count against the quota of writes', async () => {
    Object.assign(use.it.graph.switches, { quota: 'window', quotaWrites: 1 });
    expect((await ask({})).status).toBe(201);
  });
});
