import { z } from 'zod';
import { RollcallError } from '../../domain/errors.ts';

/**
 * Our own number: the document is answered in well under a second. Somebody has a form open meanwhile; too short refuses a
 * tenant that is there, too long leaves them without an answer, and they can ask again.
 */
const WITHIN_MS = 8_000;

const GUID_IN_ISSUER = /\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\//i;

const metadata = z.object({ issuer: z.string(), cloud_instance_name: z.string().optional() });

/** As the names of the clouds' logins end. Microsoft: "National cloud deployments". */
const endOf = (host: string): string => /\.(us|cn)$/.exec(host)?.[1] ?? 'com';

function otherCloud(): RollcallError {
  return new RollcallError('INPUT_INVALID', 'This tenant is in another Microsoft cloud than Rollcall.', {
    done: 'Nothing was done.',
    next: 'A tenant in another cloud needs a Rollcall of its own, with CLOUD set to its cloud.',
  });
}

function unknown(name: string): RollcallError {
  return new RollcallError('NOT_FOUND', `Microsoft knows no tenant called ${name}.`, {
    done: 'Nothing was done.',
    next: "Enter one of the tenant's verified domains, or its tenant ID: entra.microsoft.com → Overview → Tenant ID.",
  });
}

function down(cause: unknown): RollcallError {
  return new RollcallError('DIRECTORY_DOWN', "Microsoft's sign-in service doesn't answer.", {
    done: 'Nothing was done.',
    next: 'Try again in a few minutes. If it happens again, ask the person who runs Rollcall to check its network and AZURE_AUTHORITY_HOST.',
    cause,
  });
}

/**
 * The id of the tenant with this id or domain: `GET /{tenant}/v2.0/.well-known/openid-configuration`, which anybody may read.
 * Microsoft: "OpenID Connect on the Microsoft identity platform". A domain is verified in one tenant, or in none.
 *
 * @param cloudLogin the login of Rollcall's cloud, which the document of a tenant of that cloud names
 * @throws RollcallError NOT_FOUND, INPUT_INVALID for a tenant of another cloud, DIRECTORY_DOWN
 */
export async function findTenant(
  name: string,
  { authorityHost, cloudLogin }: { authorityHost: string; cloudLogin: string },
  fetch: typeof globalThis.fetch,
): Promise<string> {
  let status: number;
  let body: unknown;
  try {
    const url = `${authorityHost}/${encodeURIComponent(name)}/v2.0/.well-known/openid-configuration`;
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(WITHIN_MS) });
    status = response.status;
    body = await response.json();
  } catch (cause) {
    throw down(cause);
  }
  // AADSTS90002, "Tenant not found", comes with 400.
  if (status === 400 || status === 404) throw unknown(name);
  const read = metadata.safeParse(body);
  const id = read.success ? GUID_IN_ISSUER.exec(`${read.data.issuer}/`)?.[1] : undefined;
  if (status !== 200 || !read.success || id === undefined) throw down(new Error(`status ${status}`));
  const { cloud_instance_name: instance } = read.data;
  if (instance !== undefined && endOf(instance) !== endOf(new URL(cloudLogin).hostname)) throw otherCloud();
  return id.toLowerCase();
}

/**
 * Microsoft: "Admin consent on the Microsoft identity platform": by the tenant's id, never `common`; an app's own permissions
 * are asked for with `.default` alone. Without a page to come back to it is the older endpoint, which needs none.
 */
export function writeConsentLink(
  { authorityHost, clientId, audience }: { authorityHost: string; clientId: string; audience: string },
  tenantId: string,
  back?: { to: string; state: string },
): string {
  if (back === undefined) return `${authorityHost}/${tenantId}/adminconsent?client_id=${clientId}`;
  const link = new URL(`${authorityHost}/${tenantId}/v2.0/adminconsent`);
  const asked = {
    client_id: clientId,
    scope: `${audience}/.default`,
    redirect_uri: back.to,
    state: back.state,
  };
  for (const [key, value] of Object.entries(asked)) link.searchParams.set(key, value);
  return link.href;
}
