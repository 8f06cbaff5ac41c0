import { randomBytes, randomUUID } from 'node:crypto';
import express, { Router } from 'express';
import { type AdminConsent, createAdminConsent, type LoginTenant } from './adminConsent.ts';
import { TENANT_ID } from './contoso.ts';
import { AUDIENCES, admit, audienceOf, type LoginClient, type Refusal } from './loginRules.ts';

/** The application permissions that manifests/README.md names. */
const ROLES: readonly string[] = [
  'User.ReadWrite.All',
  'LicenseAssignment.ReadWrite.All',
  'GroupMember.ReadWrite.All',
  'Domain.Read.All',
  'Organization.Read.All',
  'Directory.Read.All',
  'AuditLog.Read.All',
  'MailboxSettings.ReadWrite',
  'UserAuthenticationMethod.ReadWrite.All',
  'UserAuthMethod-TAP.ReadWrite.All',
  'User-PasswordProfile.ReadWrite.All',
  'RoleManagement.Read.Directory',
  'PrivilegedEligibilitySchedule.Read.AzureADGroup',
];
/** The object id of the app's service principal in the tenant. */
export const APP_OBJECT_ID = 'c0a7f9d4-5d0e-4c55-8f37-1d2b6a8e9f10';

/** The token endpoint of the loopback tenants, and the page where their admins consent. */
export interface LoopbackLogin {
  /** `POST /login/:tenant/oauth2/v2.0/token`, and those of {@link AdminConsent}. */
  routes: Router;
  /** Who has consented to the app that reaches Graph. */
  consent: Pick<AdminConsent, 'isGiven' | 'withdraw' | 'give'>;
  /** Whether this Authorization header holds a living token for the audience. */
  check(authorization: string | undefined, audience: LoginClient['audience']): boolean;
  /** Makes every token that was given out invalid. */
  revokeAll(): void;
  /**
   * Paths of Graph, below /v1.0 and decoded, that no admin has consented to. It goes into the tokens that are given from
   * now on: those of before keep what they were given with (graph-docs#10907).
   */
  notConsented: RegExp | undefined;
  /** The application permissions that tokens for Graph are given with from now on. */
  roles: readonly string[];
  /** What this Authorization header's token was given with. */
  rolesOf(authorization: string | undefined): readonly string[];
  /** The tenant that this Authorization header's token is of. */
  tenantOf(authorization: string | undefined): string | undefined;
  /** The paths that this Authorization header's token was given without. */
  deniedTo(authorization: string | undefined): RegExp | undefined;
  /** How many tokens were given out. */
  readonly given: number;
}

/** A JSON Web Token in its form; nobody here looks at its signature, which is random. */
function writeToken(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ typ: 'JWT', alg: 'RS256' })}.${part(claims)}.${randomBytes(32).toString('base64url')}`;
}

/**
 * App-only logins with a client secret. A token lives `lifeSeconds`, 3,600 by default, and says what Microsoft's say of
 * an app: "Access token claims reference", `roles` among them.
 */
export function createLoopbackLogin(options: {
  clients: readonly LoginClient[];
  tenantId?: string;
  /** More tenants, whether or not the app for Graph has consent there. */
  tenants?: readonly LoginTenant[];
  /** Where Microsoft sends an admin back to who has consented. Left out: the app has registered none. */
  consentUrl?: string;
  lifeSeconds?: number;
  /** Milliseconds; for tests. */
  now?: () => number;
}): LoopbackLogin {
  const now = options.now ?? (() => Date.now());
  // Microsoft gives a token 60 to 90 minutes.
  const lifeSeconds = options.lifeSeconds ?? 3_600;
  const tenantId = options.tenantId ?? TENANT_ID;
  const others = (options.tenants ?? []).filter((one) => one.tenantId !== tenantId);
  const here = others.filter(({ isInUsGov }) => isInUsGov !== true);
  const tenantIds = [tenantId, ...here.map((one) => one.tenantId)];
  const domains = options.tenants?.find((one) => one.tenantId === tenantId)?.domains ?? [];
  const consent = createAdminConsent([{ tenantId, domains }, ...others], {
    clientId: options.clients.find(({ audience }) => audience === AUDIENCES[0])?.clientId ?? '',
    redirectUri: options.consentUrl ?? 'none',
  });
  const tokens = new Map<
    string,
    {
      tenant: string;
      audience: string;
      until: number;
      denied: RegExp | undefined;
      roles: readonly string[];
    }
  >();
  let given = 0;
  let notConsented: RegExp | undefined;
  let roles = ROLES;

  /**
   * Microsoft: "OAuth 2.0 client credentials flow": an app without rights at a service gets a token for it all the same,
   * without `roles`.
   */
  function giveToken({ audience: own, clientId }: LoginClient, audience = own, tenant = tenantId): string {
    for (const [token, { until }] of tokens) if (until <= now()) tokens.delete(token);
    const [aud, appid, tid, oid] = [audience, clientId, tenant, APP_OBJECT_ID];
    const hasRoles = own === audience && audience === 'https://graph.microsoft.com' && roles.length > 0;
    const token = writeToken({ aud, appid, tid, oid, idtyp: 'app', ...(hasRoles ? { roles } : {}) });
    // Nothing is let in by a token without rights.
    if (own !== audience) return token;
    const until = now() + lifeSeconds * 1_000;
    tokens.set(token, { tenant, audience, until, denied: notConsented, roles });
    given += 1;
    return token;
  }

  const find = (authorization: string | undefined) =>
    tokens.get(/^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '');

  /** Without consent there is no service principal; seen so of Azure's own SDK (azure-sdk-for-net#46762). */
  function findMissing({ audience }: LoginClient, asked: string): Refusal | undefined {
    if (audience !== AUDIENCES[0] || !tenantIds.includes(asked) || consent.isGiven(asked)) return undefined;
    const text = `The client application is missing service principal in the tenant ${asked}.`;
    return { status: 401, error: 'invalid_client', number: 7000229, text };
  }

  const routes = Router();
  routes.use(consent.routes);
  routes.post(
    '/login/:tenant/oauth2/v2.0/token',
    express.urlencoded({ extended: false }),
    (request, response) => {
      response.set('Cache-Control', 'no-store');
      const body: Record<string, unknown> = request.body ?? {};
      const asked = request.params.tenant.toLowerCase();
      const admitted = admit(asked, body, options.clients, tenantIds);
      const client = 'error' in admitted ? admitted : (findMissing(admitted, asked) ?? admitted);
      if ('error' in client) {
        const { status, error, number, text } = client;
        const [trace_id, correlation_id] = [randomUUID(), randomUUID()];
        response.status(status).json({
          error,
          error_description: `AADSTS${number}: ${text} Trace ID: ${trace_id} Correlation ID: ${correlation_id}`,
          error_codes: [number],
          timestamp: `${new Date(now()).toISOString().slice(0, 19).replace('T', ' ')}Z`,
          trace_id,
          correlation_id,
        });
        return;
      }
      response.json({
        token_type: 'Bearer',
        expires_in: lifeSeconds,
        ext_expires_in: lifeSeconds,
        access_token: giveToken(client, audienceOf(body.scope), tenantIds.includes(asked) ? asked : tenantId),
      });
    },
  );
  // Microsoft: "How to use managed identities on an Azure VM to acquire an access token": of 169.254.169.254.
  routes.get('/metadata/identity/oauth2/token', (request, response) => {
    const { resource, client_id: clientId, 'api-version': version } = request.query;
    const client = options.clients.find(({ identity, clientId: own, audience }) =>
      clientId === undefined
        ? identity === 'system' && audience === resource
        : identity !== undefined && own === clientId && audience === resource,
    );
    if (request.headers.metadata !== 'true' || version === undefined) {
      const error_description = 'Required metadata header not specified';
      response.status(400).json({ error: 'invalid_request', error_description });
    } else if (client === undefined) {
      response.status(400).json({ error: 'invalid_request', error_description: 'Identity not found' });
    } else {
      response.json({
        access_token: giveToken(client),
        client_id: client.clientId,
        expires_in: String(lifeSeconds),
        expires_on: String(Math.floor(now() / 1_000) + lifeSeconds),
        ext_expires_in: String(lifeSeconds),
        not_before: String(Math.floor(now() / 1_000)),
        resource,
        token_type: 'Bearer',
      });
    }
  });
  return {
    routes,
    consent,
    check(authorization, audience) {
      const known = find(authorization);
      // Graph refuses those of an app that was removed from the tenant: Microsoft365R#184, a 401.
      if (known?.audience === AUDIENCES[0] && !consent.isGiven(known.tenant)) return false;
      return known !== undefined && known.audience === audience && known.until > now();
    },
    revokeAll: () => tokens.clear(),
    get notConsented() {
      return notConsented;
    },
    set notConsented(paths) {
      notConsented = paths;
    },
    get roles() {
      return roles;
    },
    set roles(names) {
      roles = names;
    },
    rolesOf: (authorization) => find(authorization)?.roles ?? [],
    tenantOf: (authorization) => find(authorization)?.tenant,
    deniedTo: (authorization) => find(authorization)?.denied,
    get given() {
      return given;
    },
  };
}
