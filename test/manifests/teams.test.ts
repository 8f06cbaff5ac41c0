import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../src/flows/commands.ts';
import { fillManifest, packageManifest } from '../../src/teams/packageManifest.ts';

const VALUES = {
  MicrosoftAppId: '7d1d3c1e-0c5e-4a5e-8a39-4c1f2f0b6a11',
  PUBLIC_URL: 'https://bot.contoso.com',
};
const require = createRequire(import.meta.url);
const schema = JSON.parse(
  readFileSync(
    new URL(
      'json-schemas/teams/v1.22/MicrosoftTeams.schema.json',
      `file://${require.resolve('@microsoft/app-manifest').replace(/build\/.*$/, 'build/')}`,
    ),
    'utf8',
  ),
);
// CommonJS whose default export Node hides behind another default.
const { default: Ajv } = require('ajv-draft-04');
const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);

/** Width and height from a PNG's header. */
function sizeOf(png: Uint8Array): [number, number] {
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
}

describe('the Teams manifest', () => {
  const manifest = JSON.parse(fillManifest(VALUES));

  it('is valid against the published schema', () => {
    expect(validate(manifest) ? [] : validate.errors).toEqual([]);
  });

  it('would not be valid with a name that is too long', () => {
    expect(validate({ ...manifest, name: { short: 'x'.repeat(31) } })).toBe(false);
  });

  it('names a valid domain without its port, and no place that new Teams does not have (T12)', () => {
    const ported = JSON.parse(fillManifest({ ...VALUES, PUBLIC_URL: 'https://bot.contoso.com:8443' }));
    expect(ported.validDomains).toEqual(['bot.contoso.com']);
    expect(JSON.stringify(ported)).not.toContain('commandBox');
  });

  it('lists commands that Rollcall understands', () => {
    const titles = manifest.bots[0].commandLists.flatMap((list: { commands: { title: string }[] }) =>
      list.commands.map(({ title }) => title),
    );
    expect(titles.length).toBeGreaterThan(0);
    expect(titles.filter((title: string) => parseCommand(title) === undefined)).toEqual([]);
  });

  it('refuses a placeholder that nothing stands for', () => {
    expect(() => fillManifest({ ...VALUES, PUBLIC_URL: 'not a url' })).toThrow();
  });

  it('is packed with icons of the sizes Teams asks for', () => {
    const files = unzipSync(packageManifest(VALUES));
    expect(Object.keys(files).sort()).toEqual(['color.png', 'manifest.json', 'outline.png']);
    expect(sizeOf(files['color.png'] as Uint8Array)).toEqual([192, 192]);
    expect(sizeOf(files['outline.png'] as Uint8Array)).toEqual([32, 32]);
  });
});
