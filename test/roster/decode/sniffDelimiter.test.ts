import { describe, expect, it } from 'vitest';
import { sniffDelimiter } from '../../../src/roster/decode/sniffDelimiter.ts';
import { read } from '../reading.ts';

/** What is read of people, a line for each. */
async function namesIn(text: string): Promise<(string | undefined)[]> {
  const { rows } = await read(text);
  return rows.map(
    ({ person: { displayName, givenName, surname } }) => displayName ?? `${givenName} ${surname}`,
  );
}

describe('17 the separator of two columns', () => {
  it.each([
    'Name;Team\nAda Lee;IT\nBo Roy;HR, Payroll',
    'Name;Job\nAda Lee;Analyst, senior\nBo Roy;Rep',
    'Nom;Service\nAda Lee;DSI\nBo Roy;RH, Paie',
    'Naam;Afdeling\nAda Lee;HR, Salaris\nBo Roy;IT',
    'Namn;Avdelning\nAda Lee;Ekonomi, lön\nBo Roy;IT',
    'Nombre;Puesto\nAda Lee;Contable, senior\nBo Roy;Chofer',
    'Nome e cognome;Ufficio\nAda Lee;Vendite, Roma\nBo Roy;HR',
    'Name;Adresse\nAda Lee;Ring 5, Berlin\nBo Roy;Weg 7, Köln',
    'Name|Team\nAda Lee|IT\nBo Roy|HR, Payroll',
    'Name\tTeam\nAda Lee\tIT, Support\nBo Roy\tHR',
    'Name\tAddress\nAda Lee\t1 Main St, Seattle, WA 98101\nBo Roy\t2 Oak St, Seattle, WA 98101',
    'New hires, Contoso, Berlin, 2026\nName;Team;Ort\nAda Lee;IT;Köln\nBo Roy;HR;Bonn',
    'Name,Team\nAda Lee,IT; Support\nBo Roy,HR',
    'Name,Groups\nAda Lee,All; Sales\nBo Roy,All; HR',
  ])('is the one that cuts every row alike, whatever else stands in one of them: %j', async (text) => {
    expect(await namesIn(text)).toEqual(['Ada Lee', 'Bo Roy']);
  });

  it('leaves the header and whoever stands above a name with a comma in the list', async () => {
    const { rows, headerRow } = await read('Name;Abteilung\nAnna Groß;IT\nBerg, Udo;HR\nMüller, Klaus;IT');
    expect(headerRow).toBe(1);
    expect(rows.map(({ person }) => person.department)).toEqual(['IT', 'HR', 'IT']);
  });

  it.each([
    ['Name\nLima, Ada\nRoy, Bo', ','],
    ['Lima, Ada;ada.lima@contoso.com\nRoy, Bo;bo.roy@contoso.com', ';'],
    ['Name;User name\nAda;ada@contoso.com', ';'],
    ['Staff 2026\nName,Team\nAda Lee,IT\nBo Roy,HR', ','],
  ])('stays what it is in other lists: %j', (text, delimiter) => {
    expect(sniffDelimiter(text)).toBe(delimiter);
  });
});
