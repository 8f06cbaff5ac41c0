import { describe, expect, it } from 'vitest';
import { person, useGraph } from './useGraph.ts';

const use = useGraph();
const DOMAIN =
  'The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.';
const WEAK =
  'The specified password does not comply with password complexity requirements. Please provide a different password.';
const invalid = (name: string) => `Invalid value specified for property '${name}' of resource 'User'.`;
const required = (name: string) => `A value is required for property '${name}' of resource 'User'.`;
const name = (local: string, domain = 'contoso.com') => ({ userPrincipalName: `${local}@${domain}` });
const password = (text: unknown) => ({ passwordProfile: { password: text } });

describe('a user who is synced from Active Directory', () => {
  const MASTERED = expect.stringContaining('on-premises mastered Directory Sync objects');

  it('keeps what Active Directory owns, and takes what the cloud owns', async () => {
    const { call, create, graph } = use.it;
    const id = await create('grace');
    const synced = graph.state.users.get(id);
    if (synced !== undefined) synced.onPremisesSyncEnabled = true;
    const { body } = await call('GET', `/users/${id}?$select=onPremisesSyncEnabled`);
    expect(body.onPremisesSyncEnabled).toBe(true);
    for (const change of [{ displayName: 'G' }, { accountEnabled: false }, password('Kfm4-x7pw-9ctz')]) {
      expect(await call('PATCH', `/users/${id}`, { usageLocation: 'DE', ...change })).toMatchObject({
        status: 400,
        body: { error: { code: 'Request_BadRequest', message: MASTERED } },
      });
    }
    expect(await call('PATCH', `/users/${id}`, { usageLocation: 'DE' })).toMatchObject({ status: 204 });
    expect(synced).toMatchObject({ displayName: 'Test grace', accountEnabled: true, usageLocation: 'DE' });
  });

  it('is told by a property that is null for others, and that nobody sets', async () => {
    const id = await use.it.create('grace');
    const { body } = await use.it.call('GET', `/users/${id}?$select=onPremisesSyncEnabled`);
    expect(body.onPremisesSyncEnabled).toBeNull();
    const { status } = await use.it.call('PATCH', `/users/${id}`, { onPremisesSyncEnabled: true });
    expect(status).toBe(400);
  });
});

describe('creating a user', () => {
  it('answers the default properties and nothing else', async () => {
    const { status, body, headers } = await use.it.call('POST', '/users', person('grace', { city: 'Rome' }));
    expect(status).toBe(201);
    expect(Object.keys(body).sort()).toEqual(
      [
        '@odata.context',
        'id',
        'businessPhones',
        'displayName',
        'givenName',
        'jobTitle',
        'mail',
        'mobilePhone',
        'officeLocation',
        'preferredLanguage',
        'surname',
        'userPrincipalName',
      ].sort(),
    );
    expect(headers.get('location')).toContain(body.id);
  });

  it.each<[string, object, object, string, string]>([
    [
      'a foreign domain',
      name('a', 'not-ours.example'),
      name('a', 'CONTOSO.com'),
      'Request_BadRequest',
      DOMAIN,
    ],
    [
      'a federated domain',
      name('a', 'corp.contoso.com'),
      { ...name('a', 'corp.contoso.com'), onPremisesImmutableId: 'x1' },
      'Request_BadRequest',
      required('onPremisesImmutableId'),
    ],
    [
      'an accent',
      name('zoë'),
      name("z'o#e^~!"),
      'Request_BadRequest',
      'Property userPrincipalName is invalid.',
    ],
    [
      'a dot before the @',
      name('a.'),
      name('a.b'),
      'Request_BadRequest',
      'Property userPrincipalName is invalid.',
    ],
    [
      '65 characters before the @',
      name('a'.repeat(65)),
      name('a'.repeat(64)),
      'Request_BadRequest',
      'Property userPrincipalName is invalid.',
    ],
    ['a weak password', password('lowercase1'), password('Lowercase1'), 'Request_BadRequest', WEAK],
    ['a short password', password('Abc-123'), password('Abc-1234'), 'Request_BadRequest', WEAK],
    ['a password with an umlaut', password('Käse-1234'), password('Kase-1234'), 'Request_BadRequest', WEAK],
    [
      'no password',
      { passwordProfile: {} },
      password('Abc-1234'),
      'Request_BadRequest',
      'A password must be specified to create a new user.',
    ],
    [
      'no nickname',
      { mailNickname: undefined },
      { mailNickname: 'a.b' },
      'Request_BadRequest',
      required('mailNickname'),
    ],
    [
      'a nickname that starts with a dot',
      { mailNickname: '.a' },
      { mailNickname: 'a.b' },
      'Request_BadRequest',
      invalid('mailNickname'),
    ],
    [
      'a lower-case location',
      { usageLocation: 'us' },
      { usageLocation: 'US' },
      'Request_BadRequest',
      invalid('usageLocation'),
    ],
    [
      'three letters as location',
      { usageLocation: 'USA' },
      { usageLocation: null },
      'Request_BadRequest',
      invalid('usageLocation'),
    ],
    [
      'a long surname',
      { surname: 'x'.repeat(65) },
      { surname: 'x'.repeat(64) },
      'Request_BadRequest',
      invalid('surname'),
    ],
    ['an empty text', { city: '' }, { city: 'Rome' }, 'Request_BadRequest', invalid('city')],
    [
      'two office phones',
      { businessPhones: ['1', '2'] },
      { businessPhones: ['1'] },
      'Request_BadRequest',
      invalid('businessPhones'),
    ],
    [
      'an object for a text',
      { usageLocation: {} },
      { usageLocation: 'GB' },
      'BadRequest',
      'When trying to read a null or primitive value, a StartObject node found for usageLocation, PrimitiveValue expected',
    ],
    [
      'a text for a flag',
      { accountEnabled: 'yes' },
      { accountEnabled: false },
      'BadRequest',
      "Cannot convert the value of 'accountEnabled' to the expected type 'Edm.Boolean'.",
    ],
    [
      'a sixteenth extension attribute',
      { onPremisesExtensionAttributes: { extensionAttribute16: 'x' } },
      { onPremisesExtensionAttributes: { extensionAttribute15: 'x' } },
      'Request_BadRequest',
      "Invalid property 'extensionAttribute16'.",
    ],
    [
      'an unknown property',
      { nickname: 'x' },
      { employeeId: 'x' },
      'Request_BadRequest',
      "Invalid property 'nickname'.",
    ],
    [
      'a read-only property',
      { proxyAddresses: ['smtp:a@contoso.com'] },
      { otherMails: ['a@example.org'] },
      'Request_BadRequest',
      "Property 'proxyAddresses' is read-only and cannot be set.",
    ],
  ])('refuses %s, and takes a good value', async (_, bad, good, code, message) => {
    const refused = await use.it.call('POST', '/users', person('x', bad));
    expect(refused).toMatchObject({ status: 400, body: { error: { code, message } } });
    expect(await use.it.call('POST', '/users', person('x', good))).toMatchObject({ status: 201 });
  });

  it('refuses a banned password, and takes another', async () => {
    use.it.graph.switches.bannedPassword = (text) => text === 'Banned-9999';
    const refused = await use.it.call('POST', '/users', person('x', password('Banned-9999')));
    expect(refused.body.error.message).toBe(WEAK);
    expect((await use.it.call('POST', '/users', person('x'))).status).toBe(201);
  });
});

describe('conflicts', () => {
  it('names the property when the user name is taken, whatever its case', async () => {
    const { status, body } = await use.it.call('POST', '/users', person('ADA'));
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      code: 'Request_BadRequest',
      message: 'Another object with the same value for property userPrincipalName already exists.',
      details: [{ target: 'userPrincipalName', code: 'ObjectConflict' }],
    });
  });

  it('names the other object when a mail address is in the way', async () => {
    const id = await use.it.create('first', { mail: 'alias@contoso.com' });
    const { body } = await use.it.call('POST', '/users', person('alias'));
    const message = 'Another object with the same value for property proxyAddresses already exists.';
    expect(body.error.details).toEqual([
      { code: 'ObjectConflict', message, target: 'proxyAddresses' },
      { code: 'ConflictingObjects', message, target: `User_${id}` },
    ]);
    expect((await use.it.call('PATCH', `/users/${id}`, { mail: 'other@contoso.com' })).status).toBe(204);
    expect((await use.it.call('POST', '/users', person('alias'))).status).toBe(201);
  });

  it('keep a rename from a name that is taken; the old name is free after a rename', async () => {
    const id = await use.it.create('old');
    const rename = (to: string) => use.it.call('PATCH', `/users/${id}`, name(to));
    expect((await rename('ada')).body.error.details[0].code).toBe('ObjectConflict');
    expect((await rename('new')).status).toBe(204);
    expect((await use.it.call('GET', '/users/new@contoso.com')).body.id).toBe(id);
    expect((await use.it.call('GET', '/users/old@contoso.com')).status).toBe(404);
    expect((await use.it.call('POST', '/users', person('old'))).status).toBe(201);
  });
});

describe('one user', () => {
  it.each(["o'neil", 'a#b', '#ext#^~'])('is found as %s by path and by key', async (local) => {
    const id = await use.it.create(local);
    const upn = `${local}@contoso.com`;
    const paths = [
      `/users/${encodeURIComponent(upn)}`,
      `/users(${encodeURIComponent(`'${upn.replaceAll("'", "''")}'`)})`,
      `/users/${id}`,
    ];
    for (const path of paths) expect((await use.it.call('GET', path)).body.id).toBe(id);
    expect((await use.it.call('GET', `/users/none-${encodeURIComponent(upn)}`)).status).toBe(404);
  });

  it('shows what is selected, never a password', async () => {
    const id = await use.it.create('grace', { usageLocation: 'GB' });
    const select = '$select=usageLocation,passwordProfile,assignedLicenses';
    const { '@odata.context': _, ...shown } = (await use.it.call('GET', `/users/${id}?${select}`)).body;
    expect(shown).toEqual({ usageLocation: 'GB', passwordProfile: null, assignedLicenses: [] });
    const refused = await use.it.call('GET', `/users/${id}?$select=id,password`);
    expect(refused.status).toBe(400);
    expect(refused.body.error.message).toContain("Could not find a property named 'password'");
  });

  it('can be changed, but not cleared of its name or location', async () => {
    const id = await use.it.create('grace', { onPremisesExtensionAttributes: { extensionAttribute1: 'a' } });
    const change = (body: object) => use.it.call('PATCH', `/users/${id}`, body);
    expect(
      (await change({ city: null, onPremisesExtensionAttributes: { extensionAttribute2: 'b' } })).status,
    ).toBe(204);
    for (const property of ['displayName', 'usageLocation']) {
      expect((await change({ [property]: null })).body.error.message).toBe(required(property));
    }
    const { body } = await use.it.call('GET', `/users/${id}?$select=onPremisesExtensionAttributes`);
    expect(body.onPremisesExtensionAttributes).toEqual({
      extensionAttribute1: 'a',
      extensionAttribute2: 'b',
    });
  });

  it('can be signed out', async () => {
    const id = await use.it.create('grace');
    expect((await use.it.call('POST', `/users/${id}/revokeSignInSessions`)).body.value).toBe(true);
    expect((await use.it.call('GET', `/users/${id}/revokeSignInSessions`)).status).toBe(405);
  });
});
