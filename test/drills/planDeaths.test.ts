import { expect, it } from 'vitest';
import { kindOf, sampleDeaths, spreadDeaths } from './planDeaths.ts';

const JOBS = ['job_BYyof9AdbqFykbYehQ0bvyw6zooVqHh0', 'job_nv2orCMpzdwNIfyOnV_vlsRLiz3otj-e'];
const PERSON = 'd0000000-0000-4000-8000-000000000001';
const POINTS = [
  'open audit.jsonl',
  ...JOBS.flatMap((job) => [
    `sync jobs/${job}/.job.json.tmp`,
    `GET /graph/v1.0/users/${PERSON}`,
    'POST /graph/v1.0/$batch',
    `sync jobs/${job}/.job.json.tmp`,
  ]),
  'mail it@contoso.com',
];

it('dies on both sides of every call that changes something, and of every mail', () => {
  const effects = sampleDeaths(POINTS).filter(({ name }) => /^(?:POST|mail)/.test(name));
  expect(effects.map(({ nth, when }) => `${when} ${nth}`)).toEqual([
    'before 4',
    'after 4',
    'before 8',
    'after 8',
    'before 10',
    'after 10',
  ]);
});

it('dies at every other kind once, on both sides of some, and at the same ones each time', () => {
  const others = sampleDeaths(POINTS).filter(({ name }) => !/^(?:POST|mail)/.test(name));
  expect(others.map(({ name }) => kindOf(name)).sort()).toEqual([
    'GET /graph/v1.0/users/…',
    'open audit.jsonl',
    'sync jobs/…/.job.json.tmp',
  ]);
  expect(new Set(others.map(({ when }) => when)).size).toBe(2);
  for (const { nth, name } of others) expect(POINTS[nth - 1]).toBe(name);
  expect(sampleDeaths(POINTS)).toEqual(sampleDeaths(POINTS));
});

it('spreads a short form over all points and both sides', () => {
  const few = spreadDeaths(POINTS, 7);
  expect(few.length).toBeLessThanOrEqual(7);
  expect(new Set(few.map(({ when }) => when)).size).toBe(2);
  expect(few.at(-1)?.nth).toBeGreaterThan(8);
  expect(spreadDeaths(POINTS, 100)).toHaveLength(POINTS.length * 2);
});
