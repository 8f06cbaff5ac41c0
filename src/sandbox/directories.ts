import type { RequestHandler } from 'express';
import { createLoopbackGraph, type LoopbackGraph } from './graph/server.ts';
import type { LoopbackLogin } from './login.ts';
import { CONTOSO, type Tenant } from './tenants.ts';
import type { WireLog } from './wireLog.ts';

const AUDIENCE = 'https://graph.microsoft.com';

/** The directories of the sandbox. */
export interface Directories {
  /** Contoso's. */
  graph: LoopbackGraph;
  /** Each tenant's, by the id that the policy has for the customer. */
  tenants: ReadonlyMap<string, { tenant: Tenant; graph: LoopbackGraph }>;
  /** What the tenants are called: those of customers, and those that can be added. */
  names(): { customers: readonly string[]; toAdd: readonly string[] };
  /** `/graph/v1.0`: a call is answered by the tenant that its token is of. Microsoft: "Access token claims reference", `tid`. */
  routes: RequestHandler;
}

/** A loopback Graph for each tenant, at one address as the real one. */
export function createDirectories(
  login: LoopbackLogin,
  wire: WireLog,
  tenants: readonly Tenant[],
): Directories {
  const all = tenants.map((tenant) => {
    const graph = createLoopbackGraph({
      wire,
      tenant,
      checkToken: (authorization) => login.check(authorization, AUDIENCE),
      deniedTo: (authorization) => login.deniedTo(authorization),
      rolesOf: (authorization) => login.rolesOf(authorization),
    });
    return { tenant, graph };
  });
  const contoso = all.find(({ tenant }) => tenant.id === CONTOSO.id)?.graph;
  if (contoso === undefined) throw new Error('Contoso is missing.');
  return {
    graph: contoso,
    names: () => ({
      customers: tenants.filter(({ isNew }) => isNew !== true).map(({ name }) => name),
      toAdd: tenants.filter(({ isNew }) => isNew === true).map(({ name }) => name),
    }),
    tenants: new Map(all.map((one) => [one.tenant.id, one])),
    routes(request, response, next) {
      const tenantId = login.tenantOf(request.headers.authorization);
      const found = all.find(({ tenant }) => tenant.tenantId === tenantId);
      // Without a token of a tenant any of them refuses it.
      (found?.graph ?? contoso).routes(request, response, next);
    },
  };
}
