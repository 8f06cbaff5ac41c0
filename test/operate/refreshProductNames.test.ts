import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const HEADER =
  'Product_Display_Name,String_Id,GUID,Service_Plan_Name,Service_Plan_Id,Service_Plans_Included_Friendly_Names';
const TEAMS = '57ff2da0-773e-42df-b2af-ffb7a2317929';
const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

describe('npm run refresh:products', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rollcall-products-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function refresh(lines: readonly string[]): Promise<string> {
    writeFileSync(join(folder, 'table.csv'), `\ufeff${[HEADER, ...lines].join('\r\n')}\r\n`);
    const script = new URL('../../dist/operate/refreshProductNames.js', import.meta.url).pathname;
    const { stdout } = await promisify(execFile)(process.execPath, [
      script,
      join(folder, 'table.csv'),
      join(folder, 'names.json'),
    ]);
    return stdout;
  }

  it('writes the names from a file, and nothing from half a file', async () => {
    const lines = Array.from({ length: 300 }, (_, n) => `Product ${n},P${n},${idOf(n)},PLAN,${TEAMS},Teams`);
    expect(await refresh(lines)).toContain('300 products, 1 service plans');
    const written = readFileSync(join(folder, 'names.json'), 'utf8');
    expect(JSON.parse(written).products[idOf(299)].name).toBe('Product 299');
    await expect(refresh(lines.slice(0, 100))).rejects.toThrow(/Nothing was changed/);
    expect(readFileSync(join(folder, 'names.json'), 'utf8')).toBe(written);
  }, 60_000);
});
