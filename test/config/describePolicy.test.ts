import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { describePolicy } from '../../src/config/describePolicy.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** Every name of a property anywhere in a schema. */
function keysOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {} } = schema as { properties?: object };
  return [...Object.keys(properties), ...Object.values(schema).flatMap(keysOf)];
}

describe('the schema of policy.json for editors', () => {
  it('is the one that the policy is read with (npm run refresh:schema writes it)', () => {
    expect(JSON.parse(read('manifests/policy.schema.json'))).toEqual(JSON.parse(describePolicy()));
  });

  it('takes the example, and refuses a key that nobody knows', () => {
    const check = new Ajv2020({ strict: false }).compile(JSON.parse(describePolicy()));
    const example = JSON.parse(read('policy.example.json'));
    expect(check(example), JSON.stringify(check.errors)).toBe(true);
    expect(check({ ...example, maxRow: 5 })).toBe(false);
  });

  it('has each key described in manifests/policy.md', () => {
    const keys = new Set(keysOf(JSON.parse(describePolicy())));
    expect(keys.size).toBeGreaterThan(30);
    const page = read('manifests/policy.md');
    const words = new Set(page.match(/(?<=^## )\w+$|\$?\w+(?=[^`\n]*`)/gm));
    expect([...keys].filter((key) => !words.has(key))).toEqual([]);
  });
});
