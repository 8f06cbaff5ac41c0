import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/domain/terms.ts';
import { requestOfActs } from '../../../src/service/changing/changing.ts';
import { createWorld, MIA, OMAR, PLACE, type World } from '../fakes/world.ts';

const OLD = 'ada@contoso.com';
const NEW = 'ada.king@contoso.com';

/** Ada is blocked, renamed by Omar, and then allowed to sign in by Mia. */
async function openWorld(): Promise<World> {
  const world = createWorld();
  world.tenant.hold(OLD, 'Ada', { accountEnabled: true });
  await change(world, OMAR, OLD, { signIn: 'blocked' });
  await change(world, OMAR, OLD, { userName: NEW });
  await change(world, MIA, NEW, { signIn: 'allowed' });
  return world;
}

async function change(world: World, actor: Actor, name: string, typed: object): Promise<void> {
  const { changes, jobs } = world.service;
  await world.clock.advance(60_000);
  const opened = await changes.open(actor, PLACE, world.tenant.find(name)?.id ?? '');
  const { draft } = await changes.check(actor, opened.id, { ...opened.data.values, ...typed });
  const asked = { actor, place: PLACE, requestId: draft.id, requestVersion: draft.version };
  const { job } = await jobs.accept({ ...asked, kind: 'one', task: 'change', ...requestOfActs(draft.data) });
  await world.finish(job.id);
}

async function read(world: World, about: string, actor = OMAR): Promise<string[]> {
  const { entries } = await world.service.history.read(actor, about);
  return entries.map(({ what }) => what).filter((what) => what.startsWith('person.') || what === 'x');
}

describe('the history of somebody who was renamed', () => {
  it.each([OLD, NEW, 'ada', 'ada.king'])('is the whole one, looked for as %s', async (about) => {
    const world = await openWorld();
    expect(await read(world, about)).toEqual(['person.allowed', 'person.renamed', 'person.blocked']);
  });

  it('leaves out whoever had a name like it, and what others did to them for whoever reads their own', async () => {
    const world = await openWorld();
    world.tenant.hold('bo@contoso.com', 'Bo', { accountEnabled: true });
    await change(world, OMAR, 'bo@contoso.com', { signIn: 'blocked' });
    expect(await read(world, 'bo@contoso.com')).toEqual(['person.blocked']);
    expect(await read(world, NEW)).toHaveLength(3);
    expect(await read(world, NEW, MIA)).toEqual(['person.allowed']);
  });

  it('has what was kept by the name alone under that name', async () => {
    const world = await openWorld();
    const entry = { at: 1, actor: 'omar', platform: 'slack', customer: 'contoso', outcome: 'done' } as const;
    await world.store.audit({ ...entry, what: 'x', subject: OLD });
    expect(await read(world, OLD)).toEqual(['person.allowed', 'person.renamed', 'person.blocked', 'x']);
    expect(await read(world, NEW)).toEqual(['person.allowed', 'person.renamed', 'person.blocked']);
  });
});
