import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/postgres/openDatabase.ts';
import { createPolicies } from '../../src/postgres/policies.ts';
import { openTestDatabase } from '../composition/openTestDatabase.ts';
import { createTestLog } from '../store/sampleRecords.ts';
import { policiesContract } from './policies.ts';

async function open() {
  const database = await openTestDatabase();
  const opened = openDatabase({ url: database.url, log: createTestLog() });
  return {
    policies: createPolicies(opened),
    others: createPolicies(opened),
    /** As if so long ago an instance had said that it is alive. */
    async age(ms: number) {
      await opened.query(
        `UPDATE meta SET value = jsonb_set(value::jsonb, '{-1,aliveAt}',
           to_jsonb(((value::jsonb -> -1 ->> 'aliveAt')::float8 - $1)::float8))::text WHERE key = 'policies'`,
        [ms],
      );
    },
    async close() {
      await opened.close();
      await database.drop();
    },
  };
}

policiesContract(open);

describe('the policies of several instances', () => {
  it('are older once another has had a newer one, at a start and when a file lags behind', async () => {
    const { policies, others, close } = await open();
    await policies.hold('one', undefined);
    expect(await others.hold('one', undefined)).toBe('holds');
    expect(await policies.hold('two', 'one')).toBe('newest');
    expect(await policies.hold('three', 'two')).toBe('newest');
    expect(await others.hold('two', 'one')).toBe('older');
    expect(await others.hold('one', undefined)).toBe('older');
    expect((await others.held())?.hash).toBe('three');
    expect(await others.hold('three', 'two')).toBe('holds');
    await close();
  });

  it('go back when the one that has the newest is changed back, or an older one is changed to what nobody had', async () => {
    const { policies, others, close } = await open();
    await policies.hold('one', undefined);
    await policies.hold('mistake', 'one');
    expect(await policies.hold('one', 'mistake')).toBe('newest');
    expect(await others.judge('one', 'one')).toBe('holds');
    await policies.hold('another mistake', 'one');
    expect(await others.hold('one, and a blank line', 'one')).toBe('newest');
    expect(await policies.judge('another mistake', 'another mistake')).toBe('older');
    await close();
  });

  it('have one that holds, whoever asks at once', async () => {
    const { policies, others, close } = await open();
    await policies.hold('one', undefined);
    const ages = await Promise.all(
      Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? policies : others).hold('two', 'one')),
    );
    expect(ages.filter((age) => age === 'newest')).toHaveLength(1);
    expect(ages.filter((age) => age === 'holds')).toHaveLength(19);
    await close();
  });

  it('have an older one stand in once no instance with the newest is alive, until one is there again', async () => {
    const { policies, others, age, close } = await open();
    await policies.hold('one', undefined);
    await policies.hold('two', 'one');
    await age(60_000);
    const silentSince = (await others.held())?.aliveAt;
    expect(await others.judge('one', undefined)).toBe('older');
    await others.noteAlive('one');
    expect(await others.judge('one', undefined, silentSince)).toBe('newest');
    await policies.noteAlive('two');
    expect(await others.hold('one', undefined, silentSince)).toBe('older');
    expect(await others.hold('one', undefined, (await others.held())?.aliveAt)).toBe('newest');
    expect(await policies.held()).toMatchObject({ hash: 'one', over: ['two'] });
    expect(await policies.hold('two', 'two')).toBe('newest');
    expect(await policies.held()).not.toHaveProperty('over');
    expect(await others.hold('one', 'one')).toBe('older');
    await close();
  });
});
