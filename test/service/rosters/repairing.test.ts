import { describe, expect, it } from 'vitest';
import { showVerification } from '../../../src/flows/rosters/rosterViews.ts';
import { repairGarbled } from '../../../src/roster/decode/repairGarbled.ts';
import { createWorld, OMAR, PLACE, type World } from '../fakes/world.ts';

const open = (world: World, ...lines: string[]) =>
  world.service.rosters.open(OMAR, PLACE, {
    name: 'people.csv',
    async open() {
      return (async function* () {
        yield Buffer.from(lines.join('\n'));
      })();
    },
  });
type Draft = Awaited<ReturnType<typeof open>>;
const namesOf = ({ data }: Draft) => data.rows.map(({ person }) => person.displayName);
const buttonsOf = (draft: Draft) => showVerification('Contoso', draft).buttons.map(({ label }) => label);
const HEADER = 'Username,Display name,Department';

describe('F2: garbled names of which exactly one text can be what they were', () => {
  it.each([
    ['JÃ¼rgen MÃ¼ller', 'Jürgen Müller'],
    ['Oâ€™Connor', 'O’Connor'],
    ['JosÃ© PeÃ±a', 'José Peña'],
    ['J√ºrgen', 'Jürgen'],
    ['J├╝rgen', 'Jürgen'],
    ['MÃƒÂ¼ller', 'Müller'],
    ['M&uuml;ller', 'Müller'],
    ['O&#39;Neil', "O'Neil"],
    ['O&#x2019;Neil', 'O’Neil'],
    ['R&amp;D', 'R&D'],
    ['M&amp;uuml;ller', 'Müller'],
    ['&Scaron;imkus &Oslash;ster', 'Šimkus Øster'],
    ['M%C3%BCller', 'Müller'],
    ['M=C3=BCller', 'Müller'],
    ['M\\u00fcller', 'Müller'],
    ['&lt;b&gt;Ada&lt;/b&gt;', undefined],
    ['&nosuch; Ada', undefined],
    ['Jiøí Dvoøák', undefined],
    ['M?ller', undefined],
    ['MÃ¼ller Müller', undefined],
  ])('%s: %s', (garbled, right) => {
    expect(repairGarbled(garbled)).toBe(right);
  });

  it.each([
    'Jürgen Müller',
    'R&D',
    "O'Neil",
    'Ångström',
    'ÃO',
    'Nguyễn',
    '100%',
    'José É” Peña',
    'Иван',
    'A&B; C',
  ])('is never said of %s', (name) => {
    expect(repairGarbled(name)).toBeUndefined();
  });

  it('is suggested, and taken by one click, after which nothing about the names is open', async () => {
    const world = createWorld();
    const draft = await open(
      world,
      HEADER,
      'j@contoso.com,JÃ¼rgen MÃ¼ller,BÃ¼ro',
      'p@contoso.com,Pat O&#39;Neil,IT',
      'z@contoso.com,Zoë Lima,IT',
    );
    expect(namesOf(draft)).toEqual(['JÃ¼rgen MÃ¼ller', 'Pat O&#39;Neil', 'Zoë Lima']);
    expect(draft.data.names).toMatchObject({ why: 'garbled', agreed: false });
    const told = draft.data.findings.filter(({ code }) => code === 'NAME_GARBLED');
    expect(told.map(({ row, property, suggestion }) => [row, property, suggestion])).toEqual([
      [2, 'displayName', 'Jürgen Müller'],
      [2, 'department', 'Büro'],
      [3, 'displayName', "Pat O'Neil"],
    ]);
    expect(buttonsOf(draft)).toEqual(expect.arrayContaining(['Names are right', 'Use the 3 suggestions']));
    const taken = await world.service.rosters.takeSuggestions(OMAR, draft.id, draft.version);
    expect(namesOf(taken)).toEqual(['Jürgen Müller', "Pat O'Neil", 'Zoë Lima']);
    expect(taken.data.rows[0]?.person.department).toBe('Büro');
    expect(taken.data.names).toMatchObject({ agreed: true });
    expect(taken.data.findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
  });

  it('leaves the names open while there are others that nobody can put right', async () => {
    const world = createWorld();
    const draft = await open(world, HEADER, 'j@contoso.com,JÃ¼rgen,IT', 'k@contoso.com,M?ller,IT');
    const taken = await world.service.rosters.takeSuggestions(OMAR, draft.id, draft.version);
    expect(namesOf(taken)).toEqual(['Jürgen', 'M?ller']);
    expect(taken.data.names?.agreed).toBe(false);
    expect(buttonsOf(taken)).not.toContain('Use the suggestion');
    await expect(world.service.rosters.agreeToNames(OMAR, taken.id, taken.version)).resolves.toMatchObject({
      data: { names: { agreed: true } },
    });
  });

  it('gives user names that are made of what the names were', async () => {
    const { data } = await open(createWorld(), 'First name,Last name', 'J&uuml;rgen,M&uuml;ller');
    const made = data.findings.find(({ property }) => property === 'userPrincipalName');
    expect(made?.suggestion).toMatch(/^jue?rgen\.mue?ller@/);
  });
});
