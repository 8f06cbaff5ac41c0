import { describe, expect, it } from 'vitest';
import { useGraph } from './useGraph.ts';

const use = useGraph();
const list = (query: string) => use.it.call('GET', `/users?${query}`);
const filter = (text: string) => list(`$select=displayName&$filter=${encodeURIComponent(text)}`);
const quoteAll = (count: number) => Array.from({ length: count }, (_, index) => `'p${index}@contoso.com'`);

describe('a filter', () => {
  it.each([
    ["userPrincipalName eq 'ADA@contoso.com'", ['Ada Lovelace']],
    ["userPrincipalName in ('ada@contoso.com', 'mia.meyer@contoso.com','x')", ['Ada Lovelace', 'Mia Meyer']],
    ["displayName eq 'Either or Both' or givenName eq 'Ada'", ['Ada Lovelace', 'Either or Both']],
    ["displayName eq 'Conan O''Brien' and accountEnabled eq true", ["Conan O'Brien"]],
    ["startswith(displayName,'conan')", ["Conan O'Brien"]],
    ["(displayName eq 'Either or Both')", ['Either or Both']],
    ["employeeId eq ''", []],
  ])('%s finds %j', async (text, names) => {
    await use.it.create('either', { displayName: 'Either or Both' });
    await use.it.create('conan', {
      displayName: "Conan O'Brien",
      onPremisesExtensionAttributes: { extensionAttribute1: 'op_1' },
    });
    const { body } = await filter(text);
    expect(body.value.map((user: { displayName: string }) => user.displayName).sort()).toEqual(names);
  });

  it.each([
    ["city eq 'Rome'", 'Request_UnsupportedQuery'],
    // G11: an advanced query.
    ["onPremisesExtensionAttributes/extensionAttribute1 eq 'op_1'", 'Request_UnsupportedQuery'],
    ["displayName ne 'Ada'", 'Request_UnsupportedQuery'],
    ["contains(displayName,'Ada')", 'Request_UnsupportedQuery'],
    ["displayName eq 'O'Brien'", 'BadRequest'],
    ['displayName eq Ada', 'BadRequest'],
    ["displayName eq 'Ada", 'BadRequest'],
    [`userPrincipalName in (${quoteAll(16).join(',')})`, 'Request_UnsupportedQuery'],
    [
      quoteAll(16)
        .map((name) => `mail eq ${name}`)
        .join(' or '),
      'Request_UnsupportedQuery',
    ],
  ])('%s is refused', async (text, code) => {
    expect(await filter(text)).toMatchObject({ status: 400, body: { error: { code } } });
  });

  it('may have 15 values', async () => {
    expect((await filter(`userPrincipalName in (${quoteAll(15).join(',')})`)).status).toBe(200);
    expect(
      (
        await filter(
          quoteAll(15)
            .map((name) => `mail eq ${name}`)
            .join(' or '),
        )
      ).status,
    ).toBe(200);
  });
});

describe('a list', () => {
  it('comes in pages that keep what was selected', async () => {
    const pages: object[][] = [];
    let next: string | undefined = `${use.it.url}/users?$select=userPrincipalName&$top=4`;
    while (next !== undefined) {
      const { body } = await use.it.call('GET', next);
      pages.push(body.value);
      next = body['@odata.nextLink'];
    }
    expect(pages.map((page) => page.length)).toEqual([4, 2]);
    expect(pages.flat().every((user) => Object.keys(user).join() === 'userPrincipalName')).toBe(true);
    expect(new Set(pages.flat().map((user) => JSON.stringify(user))).size).toBe(6);
  });

  it.each([
    ['$top=999', 200],
    ['$top=1000', 400],
    ['$top=0', 400],
    ['$top=x', 400],
    ['$skiptoken=nonsense', 400],
    ['$select=id,shoeSize', 400],
    ['$orderby=displayName', 400],
    ['$search=x', 400],
  ])('with %s answers %i', async (query, status) => {
    expect((await list(query)).status).toBe(status);
  });

  it('of who signed in is let through 5 times in 10 seconds, with smaller pages (G7)', async () => {
    use.it.graph.switches.largestSignInPage = 120;
    const ask = (top: number) => list(`$select=id,signInActivity&$top=${top}`);
    expect((await ask(500)).status).toBe(400);
    for (let asked = 1; asked < 5; asked += 1) expect((await ask(120)).status).toBe(200);
    const refused = await ask(120);
    expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([429, 10]);
    use.it.pass(10_000);
    expect((await ask(120)).status).toBe(200);
  });

  it.each([
    ['/domains?$select=id,isVerified', { id: 'contoso.com', isVerified: true }],
    [
      '/organization?$select=displayName,defaultUsageLocation',
      { displayName: 'Contoso', defaultUsageLocation: 'US' },
    ],
  ])('%s answers what is selected', async (path, first) => {
    expect((await use.it.call('GET', path)).body.value[0]).toEqual(first);
  });
});
