import type { Domain as GraphDomain } from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import type { Domain } from '../../domain/tenant.ts';
import type { GraphClient } from '../client/client.ts';
import { withQuery } from '../client/odata.ts';
import { type NamedAs, needed, text } from '../client/shapes.ts';

const flag = z.boolean().nullish();
const shape = z.object({
  id: needed,
  isVerified: flag,
  isDefault: flag,
  isInitial: flag,
  authenticationType: text,
} satisfies NamedAs<GraphDomain>);

/** Anything but `Managed` counts as federated: nobody can be created there. */
function toDomain({
  id,
  isVerified,
  isDefault,
  isInitial,
  authenticationType,
}: z.output<typeof shape>): Domain {
  return {
    id,
    isVerified: isVerified === true,
    isDefault: isDefault === true,
    isInitial: isInitial === true,
    authenticationType: authenticationType === 'Managed' ? 'Managed' : 'Federated',
  };
}

/** GET /domains. */
export async function listDomains(client: GraphClient): Promise<Domain[]> {
  const path = withQuery('/domains', { $select: 'id,isVerified,isDefault,isInitial,authenticationType' });
  return (await client.readAll('listDomains', path, shape)).map(toDomain);
}
