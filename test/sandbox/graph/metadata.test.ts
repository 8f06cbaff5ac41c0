import { describe, expect, it } from 'vitest';
import { checkAddress } from '../../../src/sandbox/graph/metadata/checkAddress.ts';
import { checkValue } from '../../../src/sandbox/graph/metadata/checkBody.ts';
import { person, useGraph } from './useGraph.ts';

const use = useGraph();

/** Status and message: of the answer to a call with a new user's id in the place of `{id}`. */
async function ask(method: string, path: string, body?: object): Promise<[number, string]> {
  const id = await use.it.create('grace');
  const reply = await use.it.call(method, path.replace('{id}', id), body);
  return [reply.status, reply.body?.error?.message ?? ''];
}

const reference = (path: string) => ({ '@odata.id': `https://graph.microsoft.com/v1.0/${path}` });
const SKU = '6fd2c87f-b296-42f0-b197-1e91e994b900';

describe("a call is held against Graph's published description", () => {
  it.each([
    ['GET', '/users/{id}/licenses', "Resource not found for the segment 'licenses'."],
    ['GET', '/persons', "Resource not found for the segment 'persons'."],
    ['POST', '/users/{id}/assignLicenses', "Resource not found for the segment 'assignLicenses'."],
    ['GET', '/users/{id}/manager/$ref/id', "Resource not found for the segment 'id'."],
    ['GET', '/directory/deletedItems/graph.user', "Resource 'graph.user' does not exist"],
    [
      'GET',
      '/users?$select=id,licenses',
      "Could not find a property named 'licenses' on type 'microsoft.graph.user'",
    ],
    ['GET', '/users/{id}/manager?$select=manger', "Could not find a property named 'manger'"],
    ['GET', '/users?$fields=id', "The query parameter '$fields' is not supported."],
    ['GET', "/users?$filter=name eq 'Ada'", "Could not find a property named 'name'"],
    ['GET', "/users?$filter=accountEnabled eq 'true'", "'accountEnabled' is of the type 'Edm.Boolean'"],
    ['GET', "/users?$filter=startswith(fullName,'Ada')", "Could not find a property named 'fullName'"],
    [
      'GET',
      "/roleManagement/directory/roleAssignments?$filter=principalId eq 'x'&$expand=role",
      "Could not find a property named 'role' on type 'microsoft.graph.unifiedRoleAssignment'",
    ],
  ])('%s %s is refused', async (method, path, message) => {
    const [status, said] = await ask(method, path);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(said).toContain(message);
  });

  it.each<[string, string, object, string]>([
    ['PATCH', '/users/{id}', { location: 'DE' }, "Invalid property 'location'."],
    [
      'PATCH',
      '/users/{id}',
      { city: 7 },
      "Cannot convert the value of 'city' to the expected type 'Edm.String'.",
    ],
    [
      'PATCH',
      '/users/{id}',
      { businessPhones: '1' },
      'A PrimitiveValue node found for businessPhones, StartArray expected',
    ],
    ['PATCH', '/users/{id}', { passwordProfile: { forced: true } }, "Invalid property 'forced'."],
    ['PUT', '/users/{id}/manager/$ref', { id: 'x' }, "Invalid property 'id'."],
    [
      'PUT',
      '/users/{id}/manager/$ref',
      { '@odata.id': 'users/x' },
      'Invalid URL format specified in @odata.id',
    ],
    [
      'POST',
      '/users/{id}/assignLicense',
      { addLicenses: [], removeLicenses: [], licenses: [] },
      "The parameter 'licenses' in the request payload is not a valid parameter for the operation 'assignLicense'.",
    ],
    [
      'POST',
      '/users/{id}/assignLicense',
      { addLicenses: [{ skuId: 'E5', disabledPlans: [] }], removeLicenses: [] },
      "Cannot convert the value of 'skuId' to the expected type 'Edm.Guid'.",
    ],
    [
      'POST',
      '/users/{id}/authentication/temporaryAccessPassMethods',
      { isUsableOnce: 'yes' },
      "Cannot convert the value of 'isUsableOnce' to the expected type 'Edm.Boolean'.",
    ],
  ])('%s %s with %j is refused', async (method, path, body, message) => {
    const [status, said] = await ask(method, path, body);
    expect([status, said]).toEqual([400, expect.stringContaining(message)]);
  });

  it.each<[string, string, object | undefined, number]>([
    ['GET', '/users/{id}/transitiveMemberOf?$select=id,displayName,isAssignableToRole', undefined, 200],
    ['GET', "/users?$filter=accountEnabled eq true and displayName eq 'a eq b'", undefined, 200],
    ['PATCH', '/users/{id}', { city: 'Rome', businessPhones: ['1'] }, 204],
    ['PUT', '/users/{id}/manager/$ref', reference('users/87d349ed-44d7-43e1-9a83-5f2406dee5bd'), 404],
    ['POST', '/users/{id}/assignLicense', { addLicenses: [], removeLicenses: [SKU] }, 400],
  ])('%s %s is let through to the directory', async (method, path, body, expected) => {
    const [status, said] = await ask(method, path, body);
    expect([status, said]).not.toContain('Invalid property');
    expect(status, said).toBe(expected);
  });
});

describe("the loopback's answers are what Graph describes", () => {
  it.each([
    '/users/{id}',
    '/users/{id}?$select=assignedLicenses,licenseAssignmentStates,signInActivity,onPremisesExtensionAttributes',
    '/users/ada@contoso.com/manager',
    '/users/ada@contoso.com/memberOf',
    '/users/ada@contoso.com/licenseDetails',
    '/groups',
    '/domains',
    '/organization',
    '/subscribedSkus',
    '/directory/deletedItems/microsoft.graph.user',
    "/roleManagement/directory/roleAssignments?$filter=principalId eq '{id}'&$expand=roleDefinition",
    "/identityGovernance/privilegedAccess/group/eligibilityScheduleInstances?$filter=principalId eq '{id}'",
  ])('GET %s', async (path) => {
    const id = await use.it.create('grace', { usageLocation: 'US' });
    await use.it.call('POST', `/users/${id}/assignLicense`, {
      addLicenses: [{ skuId: SKU, disabledPlans: [] }],
      removeLicenses: [],
    });
    const address = path.replace('{id}', id);
    const { status, body } = await use.it.call('GET', address);
    expect(status).toBe(200);
    const target = checkAddress(address.split('?')[0]?.split('/').slice(1) ?? []);
    if ('status' in target) throw new Error(`${path} has no type.`);
    for (const one of target.many ? body.value : [body]) {
      const { '@odata.context': _, '@odata.type': own, ...value } = one;
      expect(checkValue(path, value, own?.replace('#microsoft.graph.', '') ?? target.type)).toBeUndefined();
    }
  });

  it('to a create and a restore too', async () => {
    const { body } = await use.it.call('POST', '/users', person('grace'));
    await use.it.call('DELETE', `/users/${body.id}`);
    const restored = await use.it.call('POST', `/directory/deletedItems/${body.id}/restore`, {
      autoReconcileProxyConflict: true,
    });
    expect(restored.body['@odata.type']).toBe('#microsoft.graph.user');
    for (const one of [body, restored.body]) {
      const { '@odata.context': _, '@odata.type': __, ...value } = one;
      expect(checkValue('user', value, 'user')).toBeUndefined();
    }
  });
});
