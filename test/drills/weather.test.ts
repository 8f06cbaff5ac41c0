import { expect, it } from 'vitest';
import { findFailures } from './drill.ts';
import { drillWeather } from './weather.ts';

it('loses nothing, makes nothing twice and says nothing untrue in bad weather', async () => {
  const lines = await drillWeather({ short: true });
  expect(lines).toHaveLength(1);
  expect(lines.flatMap(findFailures)).toEqual([]);
}, 120_000);
