import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
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

type Pixel = readonly [number, number, number, number];

/** The pixels of a PNG of eight bits a channel. PNG specification, 9: each row says what was taken from it. */
function pixelsOf(png: Uint8Array): Pixel[] {
  const data = Buffer.from(png);
  const [width, height] = sizeOf(png);
  const channels = data[25] === 6 ? 4 : 3;
  if (data[24] !== 8 || (data[25] !== 6 && data[25] !== 2)) throw new Error('another kind of PNG');
  const parts: Buffer[] = [];
  for (let at = 8; at < data.length; at += data.readUInt32BE(at) + 12) {
    if (data.toString('latin1', at + 4, at + 8) !== 'IDAT') continue;
    parts.push(data.subarray(at + 8, at + 8 + data.readUInt32BE(at)));
  }
  const raw = inflateSync(Buffer.concat(parts));
  const row = width * channels;
  const out = Buffer.alloc(row * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (row + 1)];
    for (let x = 0; x < row; x += 1) {
      const left = x < channels ? 0 : (out[y * row + x - channels] ?? 0);
      const up = y === 0 ? 0 : (out[(y - 1) * row + x] ?? 0);
      const corner = y === 0 || x < channels ? 0 : (out[(y - 1) * row + x - channels] ?? 0);
      const guess = left + up - corner;
      const [a, b, c] = [left, up, corner].map((one) => Math.abs(guess - one)) as [number, number, number];
      const paeth = a <= b && a <= c ? left : b <= c ? up : corner;
      const taken = [0, left, up, (left + up) >> 1, paeth][filter ?? 0] ?? 0;
      out[y * row + x] = ((raw[y * (row + 1) + 1 + x] ?? 0) + taken) & 255;
    }
  }
  return Array.from({ length: width * height }, (_, index) => {
    const [red = 0, green = 0, blue = 0, alpha = 255] = out.subarray(
      index * channels,
      (index + 1) * channels,
    );
    return [red, green, blue, channels === 4 ? alpha : 255];
  });
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

  it('keeps to what the store asks beyond the schema (T12)', () => {
    // Microsoft: "Teams Store validation guidelines" and "Teams app icons".
    const { name, description, developer, icons, validDomains, bots } = manifest;
    expect(name.short).not.toMatch(/\b(Teams|Microsoft|app)\b/i);
    expect(name.full.length).toBeLessThanOrEqual(100);
    expect(description.short.length).toBeLessThanOrEqual(80);
    expect(description.full).not.toBe(description.short);
    const { websiteUrl, privacyUrl, termsOfUseUrl } = developer;
    const links = [websiteUrl, privacyUrl, termsOfUseUrl];
    expect(new Set(links).size).toBe(3);
    expect(links.filter((link: string) => !link.startsWith('https://'))).toEqual([]);
    expect(validDomains.filter((one: string) => /[*/:]|ngrok|localhost/.test(one))).toEqual([]);
    expect(icons.color).not.toBe(icons.outline);
    for (const { commands } of bots[0].commandLists) {
      expect(commands.length).toBeLessThanOrEqual(10);
      expect(commands.filter(({ title }: { title: string }) => title.length > 32)).toEqual([]);
    }
  });

  it('has an outline of white on nothing, and a color icon that fills its square (T12)', () => {
    const files = unzipSync(packageManifest(VALUES));
    const outline = pixelsOf(files['outline.png'] as Uint8Array);
    expect(outline.filter(([red, green, blue, alpha]) => alpha > 0 && red + green + blue < 765)).toEqual([]);
    expect(outline.some(([, , , alpha]) => alpha === 0)).toBe(true);
    const color = pixelsOf(files['color.png'] as Uint8Array);
    expect(color.length).toBe(192 * 192);
    expect(color[96 * 192 + 96]?.[3]).toBe(255);
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
