import { expect, it } from 'vitest';
import { createWorld, OMAR, openFile, PLACE } from './waveWorld.ts';

const MANY = ['first', ...Array.from({ length: 29 }, (_, index) => `customer-${index}`)];

it('looks at all parts of a file once for many that were asked for together', async () => {
  const world = createWorld(MANY);
  let reads = 0;
  const service = world.start(async (name, _given, call) => {
    if (name === 'loadRequest') reads += 1;
    return call();
  });
  await world.clock.until(service.resume());
  const [id, version] = await openFile(world, service);
  reads = 0;
  await world.clock.until(service.waves.start(OMAR, PLACE, id, version));
  await world.clock.advance(0);
  const asked = await world.store.listRequests({});
  expect(asked).toHaveLength(MANY.length);
  expect(asked.filter(({ wave }) => wave?.held !== true)).toHaveLength(1);
  // A look for each part would read each of them as often as there are parts.
  expect(reads).toBeLessThan(MANY.length ** 2 / 2);
});
