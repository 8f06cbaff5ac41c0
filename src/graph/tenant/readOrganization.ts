import type { Organization as GraphOrganization } from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import { RollcallError } from '../../domain/errors.ts';
import type { Organization } from '../../domain/tenant.ts';
import type { GraphClient } from '../client/client.ts';
import { withQuery } from '../client/odata.ts';
import { type NamedAs, needed, text } from '../client/shapes.ts';

const shape = z.object({
  id: needed,
  displayName: text,
  defaultUsageLocation: text,
  verifiedDomains: z.array(z.object({ name: text })).nullish(),
} satisfies NamedAs<GraphOrganization>);

/** GET /organization: the tenant's name, its domains, and the location it gives people by default. */
export async function readOrganization(client: GraphClient): Promise<Organization> {
  const path = withQuery('/organization', { $select: 'id,displayName,defaultUsageLocation,verifiedDomains' });
  const [organization] = await client.readAll('readOrganization', path, shape);
  if (organization === undefined) {
    throw new RollcallError('FORBIDDEN', "Rollcall isn't allowed to read the organization of this tenant.", {
      next: 'Ask an admin of the tenant to grant the permission Organization.Read.All, and to consent to it.',
    });
  }
  const { id, displayName, defaultUsageLocation, verifiedDomains } = organization;
  return {
    tenantId: id,
    displayName: displayName ?? id,
    verifiedDomains: (verifiedDomains ?? []).flatMap(({ name }) => (name ? [name] : [])),
    ...(defaultUsageLocation ? { defaultUsageLocation } : {}),
  };
}
