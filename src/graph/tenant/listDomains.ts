import type { Domain as GraphDomain } from '@microsoft/microsoft-graph-types';
import type { Domain } from '../../domain/terms.ts';
import type { GraphClient } from '../client/client.ts';
import { withQuery } from '../client/odata.ts';

/** Anything but `Managed` counts as federated: nobody can be created there. */
function toDomain({ id, isVerified, isDefault, isInitial, authenticationType }: GraphDomain): Domain {
  return {
    id: id ?? '',
    isVerified: isVerified === true,
    isDefault: isDefault === true,
    isInitial: isInitial === true,
    authenticationType: authenticationType === 'Managed' ? 'Managed' : 'Federated',
  };
}

/** GET /domains. */
export async function listDomains(client: GraphClient): Promise<Domain[]> {
  const path = withQuery('/domains', { $select: 'id,isVerified,isDefault,isInitial,authenticationType' });
  const domains = (await client.readAll('listDomains', path)) as GraphDomain[];
  return domains.map(toDomain).filter(({ id }) => id !== '');
}
