import { constants, createHash, verify, X509Certificate } from 'node:crypto';

/** An app that may ask for tokens. */
export interface LoginClient {
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

/** Bots of many tenants ask here. Microsoft: "Authenticate requests with the Bot Connector API". */
const BOT_TENANT = 'botframework.com';

/** What tokens can be asked for here. */
export const AUDIENCES = ['https://graph.microsoft.com', 'https://api.botframework.com'] as const;

/** Undefined: the tenant has no such service. */
export const audienceOf = (scope: unknown) => AUDIENCES.find((audience) => scope === `${audience}/.default`);

/** Why an app gets no token. */
export interface Refusal {
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
export function admit(
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
