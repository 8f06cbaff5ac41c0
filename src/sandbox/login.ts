import { randomBytes } from 'node:crypto';
import express, { Router } from 'express';

/** An app that may ask for tokens. */
interface LoginClient {
  clientId: string;
  secret: string;
  audience: 'https://graph.microsoft.com' | 'https://api.botframework.com';
}

/** The token endpoint of the loopback tenant. */
export interface LoopbackLogin {
  /** `POST /login/:tenant/oauth2/v2.0/token`. */
  routes: Router;
  check(authorization: string | undefined, audience: LoginClient['audience']): boolean;
  /** Makes every token that was given out invalid. */
  revokeAll(): void;
}

export function createLoopbackLogin(options: {
  clients: readonly LoginClient[];
  lifeSeconds?: number;
}): LoopbackLogin {
  const lifeSeconds = options.lifeSeconds ?? 3_600;
  const tokens = new Map<string, { audience: string; until: number }>();
  const routes = Router();
  routes.post(
    '/login/:tenant/oauth2/v2.0/token',
    express.urlencoded({ extended: false }),
    (request, response) => {
      const { client_id, client_secret, client_assertion, grant_type, scope } = request.body as Record<
        string,
        string
      >;
      const refuse = (status: number, error: string, code: number, text: string) =>
        response
          .status(status)
          .json({ error, error_description: `AADSTS${code}: ${text}`, error_codes: [code] });
      const client = options.clients.find(({ clientId }) => clientId === client_id);
      if (grant_type !== 'client_credentials')
        return void refuse(400, 'unsupported_grant_type', 70003, 'Unsupported grant type.');
      if (client === undefined)
        return void refuse(400, 'unauthorized_client', 700016, 'Application was not found in the directory.');
      if (client_assertion === undefined && client_secret !== client.secret) {
        return void refuse(401, 'invalid_client', 7000215, 'Invalid client secret provided.');
      }
      if (scope !== `${client.audience}/.default`)
        return void refuse(400, 'invalid_scope', 70011, 'The scope is not valid.');
      const token = randomBytes(32).toString('base64url');
      tokens.set(token, { audience: client.audience, until: Date.now() + lifeSeconds * 1_000 });
      response.json({
        token_type: 'Bearer',
        expires_in: lifeSeconds,
        ext_expires_in: lifeSeconds,
        access_token: token,
      });
    },
  );
  return {
    routes,
    check(authorization, audience) {
      const known = tokens.get(/^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '');
      return known !== undefined && known.audience === audience && known.until > Date.now();
    },
    revokeAll: () => tokens.clear(),
  };
}
