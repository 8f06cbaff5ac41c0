import { constants, createHash, randomBytes, randomUUID, verify, X509Certificate } from 'node:crypto';
import express, { Router } from 'express';
import { TENANT_ID } from './contoso.ts';

/** An app that may ask for tokens. */
interface LoginClient {
  clientId: string;
  secret: string;
  /** Where it has rights. */
  audience: 'https://graph.microsoft.com' | 'https://api.botframework.com';
  /** Its secret's time is over. */
  isExpired?: boolean;
  /** PEM of the certificate that was uploaded to it. */
  certificate?: string;
  /** It is a managed identity: of this machine itself, or assigned to it. Then it has no secret. */
  identity?: 'system' | 'user';
}

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

/** The token endpoint of the loopback tenant. */
export interface LoopbackLogin {
  /** `POST /login/:tenant/oauth2/v2.0/token`. */
  routes: Router;
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

/** Bots of many tenants ask here. Microsoft: "Authenticate requests with the Bot Connector API". */
const BOT_TENANT = 'botframework.com';

/** What tokens can be asked for here. */
const AUDIENCES = ['https://graph.microsoft.com', 'https://api.botframework.com'] as const;

/** Undefined: the tenant has no such service. */
const audienceOf = (scope: unknown) => AUDIENCES.find((audience) => scope === `${audience}/.default`);

interface Refusal {
  status: 400 | 401;
  error: string;
  number: number;
  text: string;
}

/**
 * Whether an assertion is signed with the key of the app's certificate, now, and speaks of the app. Microsoft: "Microsoft
 * identity platform application authentication certificate credentials".
 */
function isSigned(assertion: string, { certificate, clientId }: LoginClient): boolean {
  if (certificate === undefined) return false;
  const [head = '', payload = '', signature = ''] = assertion.split('.');
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
  const { alg, 'x5t#S256': thumbprint } = read(head);
  const { iss, sub, exp } = read(payload);
  const { publicKey, raw } = new X509Certificate(certificate);
  if (alg !== 'PS256' || thumbprint !== createHash('sha256').update(raw).digest('base64url')) return false;
  if (iss !== clientId || sub !== clientId || exp * 1_000 < Date.now()) return false;
  const key = { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  return verify('sha256', Buffer.from(`${head}.${payload}`), key, Buffer.from(signature, 'base64url'));
}

/**
 * The app that may have a token, or the first reason against it. Microsoft: "Microsoft Entra authentication and authorization
 * error codes".
 */
function admit(
  tenant: string,
  body: Record<string, unknown>,
  clients: readonly LoginClient[],
  tenantIds: readonly string[],
): LoginClient | Refusal {
  const client = clients.find(({ clientId }) => clientId === body.client_id);
  const missing = ['grant_type', 'client_id', 'scope'].find((name) => typeof body[name] !== 'string');
  const { grant_type, client_secret, client_assertion, scope } = body;
  const refuse = (status: Refusal['status'], error: string, number: number, text: string): Refusal => ({
    status,
    error,
    number,
    text,
  });
  if (!tenantIds.includes(tenant.toLowerCase()) && tenant !== BOT_TENANT)
    return refuse(400, 'invalid_request', 90002, `Tenant '${tenant}' not found.`);
  if (missing !== undefined) {
    const text = `The request body must contain the following parameter: '${missing}'.`;
    return refuse(400, 'invalid_request', 900144, text);
  }
  if (grant_type !== 'client_credentials')
    return refuse(400, 'unsupported_grant_type', 70003, `The app requested an unsupported grant type.`);
  if (client === undefined)
    return refuse(400, 'unauthorized_client', 700016, 'Application was not found in the directory.');
  if (client_assertion !== undefined && isSigned(String(client_assertion), client)) {
    return audienceOf(scope) !== undefined
      ? client
      : refuse(400, 'invalid_resource', 500011, 'The resource principal was not found in the tenant.');
  }
  if (client_assertion !== undefined)
    return refuse(401, 'invalid_client', 700027, 'The certificate is not registered on the application.');
  if (client_secret === undefined) {
    const text = "The request body must contain 'client_assertion' or 'client_secret'.";
    return refuse(401, 'invalid_client', 7000218, text);
  }
  if (client_secret !== client.secret)
    return refuse(401, 'invalid_client', 7000215, 'Invalid client secret provided.');
  if (client.isExpired === true)
    return refuse(401, 'invalid_client', 7000222, 'The provided client secret keys for the app are expired.');
  if (!String(scope).endsWith('/.default'))
    return refuse(400, 'invalid_scope', 1002012, 'Client credential flows must have a scope of /.default.');
  if (audienceOf(scope) === undefined)
    return refuse(400, 'invalid_resource', 500011, 'The resource principal was not found in the tenant.');
  return client;
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
  /** Other tenants that the same apps have consent in. */
  otherTenantIds?: readonly string[];
  lifeSeconds?: number;
  /** Milliseconds; for tests. */
  now?: () => number;
}): LoopbackLogin {
  const now = options.now ?? (() => Date.now());
  // Microsoft gives a token 60 to 90 minutes.
  const lifeSeconds = options.lifeSeconds ?? 3_600;
  const tenantId = options.tenantId ?? TENANT_ID;
  const tenantIds = [tenantId, ...(options.otherTenantIds ?? [])];
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

  const routes = Router();
  routes.post(
    '/login/:tenant/oauth2/v2.0/token',
    express.urlencoded({ extended: false }),
    (request, response) => {
      response.set('Cache-Control', 'no-store');
      const body: Record<string, unknown> = request.body ?? {};
      const asked = request.params.tenant.toLowerCase();
      const client = admit(asked, body, options.clients, tenantIds);
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
    check(authorization, audience) {
      const known = find(authorization);
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
