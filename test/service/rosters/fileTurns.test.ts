import { expect, it } from 'vitest';
import { createWorld, MIA, OMAR, PLACE } from '../fakes/world.ts';

it('tells once what the next file of a person is for, at whichever instance it arrives', async () => {
  const world = createWorld();
  const other = world.startAnother();
  await world.service.fileTurns.expect(OMAR, PLACE, 'assign');
  await world.service.fileTurns.expect(OMAR, PLACE, 'leave');
  expect(await other.fileTurns.take(MIA, PLACE)).toBeUndefined();
  const taken = await Promise.all(
    [world.service, other, world.service, other].map(({ fileTurns }) => fileTurns.take(OMAR, PLACE)),
  );
  expect(taken.filter((task) => task !== undefined)).toEqual(['leave']);
  expect(await other.fileTurns.take(OMAR, PLACE)).toBeUndefined();
});

it('is still known after a restart, and for ten minutes', async () => {
  const world = createWorld();
  await world.service.fileTurns.expect(OMAR, PLACE, 'reset');
  world.restart();
  expect(await world.service.fileTurns.take(OMAR, PLACE)).toBe('reset');
  await world.service.fileTurns.expect(OMAR, PLACE, 'reset');
  await world.clock.advance(600_000);
  expect(await world.service.fileTurns.take(OMAR, PLACE)).toBeUndefined();
});
