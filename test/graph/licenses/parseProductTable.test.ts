import { describe, expect, it } from 'vitest';
import { parseProductTable } from '../../../src/graph/licenses/parseProductTable.ts';

const HEADER =
  'Product_Display_Name,String_Id,GUID,Service_Plan_Name,Service_Plan_Id,Service_Plans_Included_Friendly_Names';
const E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const TEAMS = '57ff2da0-773e-42df-b2af-ffb7a2317929';
const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

function table(lines: readonly string[]): Uint8Array {
  return Buffer.from(`\ufeff${[HEADER, ...lines].join('\r\n')}\r\n`);
}

describe("Microsoft's table of products", () => {
  it('is read with one entry for each product and service plan, without the blanks at their ends', () => {
    const read = parseProductTable(
      table([
        `Office 365 E3,ENTERPRISEPACK\t,${E3.toUpperCase()},TEAMS1,${TEAMS},Microsoft Teams`,
        `Office 365 E3,ENTERPRISEPACK\t,${E3},EXCHANGE_S,${idOf(1)},`,
        `Office 365 E5\u00a0,E5,${idOf(2)},TEAMS1,${TEAMS},"Microsoft Teams"`,
      ]),
      'here',
      2,
    );
    expect(read.products).toEqual({
      [E3]: { partNumber: 'ENTERPRISEPACK', name: 'Office 365 E3' },
      [idOf(2)]: { partNumber: 'E5', name: 'Office 365 E5' },
    });
    expect(read.servicePlans[TEAMS]).toEqual({ name: 'TEAMS1', friendlyName: 'Microsoft Teams' });
    expect(read.servicePlans[idOf(1)]?.friendlyName).toBe('EXCHANGE_S');
  });

  it('F1: is read in Windows-1252 too, with its dashes and trade marks', () => {
    const lines = [HEADER, `Visio\x96Plan\x99 \xe9,VISIO,${E3},PLAN,${TEAMS},Bob\x92s`].join('\r\n');
    const read = parseProductTable(Buffer.from(lines, 'latin1'), 'here', 1);
    expect(read.products[E3]?.name).toBe('Visio–Plan™ é');
    expect(read.servicePlans[TEAMS]?.friendlyName).toBe('Bob’s');
  });

  it('is not read from something else', () => {
    expect(() => parseProductTable(Buffer.from('<html>Not here</html>'), 'x')).toThrow(/not the table/);
    expect(() => parseProductTable(table([`A,B,${E3},C,${TEAMS},D`]), 'x')).toThrow(/Only 1 products/);
  });
});
