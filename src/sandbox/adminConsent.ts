import { type Request, type Response, Router } from 'express';

/** A tenant as Microsoft's login knows it. */
export interface LoginTenant {
  tenantId: string;
  /** Verified ones. */
  domains: readonly string[];
  /** No admin there has consented to the app yet. Left out: somebody did, before the sandbox began. */
  isNew?: true;
  /** It is in Microsoft's cloud for the US government, whose login alone signs anybody in there. */
  isInUsGov?: true;
}

/** Where tenants are found by name, and where an admin of one consents to an app. */
export interface AdminConsent {
  routes: Router;
  /** Whether an admin of this tenant has consented. */
  isGiven(tenantId: string): boolean;
  /** As if an admin had removed the app from their tenant, or pressed Accept. */
  withdraw(tenantId: string): void;
  give(tenantId: string): void;
}

const GRAPH_SCOPE = 'https://graph.microsoft.com/.default';

function asked(request: Request, name: string): string {
  const value = request.query[name];
  return typeof value === 'string' ? value : '';
}

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/**
 * Microsoft: "OpenID Connect on the Microsoft identity platform", the metadata document: `{tenant}` is a GUID or one of the
 * tenant's domains, and what comes back names the GUID. "National clouds": the login of one cloud says so of a tenant of another.
 */
function answerMetadata(tenant: LoginTenant | undefined, request: Request, response: Response): void {
  if (tenant === undefined) {
    const name = String(request.params.tenant);
    const error_description = `AADSTS90002: Tenant '${name}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`;
    response.status(400).json({ error: 'invalid_tenant', error_description, error_codes: [90002] });
    return;
  }
  const [cloud, region, graph] =
    tenant.isInUsGov === true
      ? ['microsoftonline.us', 'USGov', 'graph.microsoft.us']
      : ['microsoftonline.com', 'NA', 'graph.microsoft.com'];
  const authority = `https://login.${cloud}/${tenant.tenantId}`;
  response.json({
    issuer: `${authority}/v2.0`,
    authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
    token_endpoint: `${authority}/oauth2/v2.0/token`,
    jwks_uri: `${authority}/discovery/v2.0/keys`,
    tenant_region_scope: region,
    cloud_instance_name: cloud,
    msgraph_host: graph,
  });
}

/**
 * Microsoft: "Admin consent on the Microsoft identity platform": the parameters, what comes back, and that it comes back with
 * `admin_consent=True` where it was refused, too. Pressing Accept and Cancel are links of the page.
 */
export function createAdminConsent(
  tenants: readonly LoginTenant[],
  app: { clientId: string; redirectUri: string },
): AdminConsent {
  const consented = new Set(tenants.filter(({ isNew }) => isNew !== true).map(({ tenantId }) => tenantId));
  const find = (name: string) =>
    tenants.find(
      ({ tenantId, domains }) => tenantId === name.toLowerCase() || domains.includes(name.toLowerCase()),
    );

  /** "Microsoft Entra authentication and authorization error codes"; `common` has no tenant to consent for. */
  function objectTo(request: Request): string | undefined {
    const tenant = find(String(request.params.tenant));
    if (tenant === undefined || tenant.isInUsGov === true) return 'AADSTS90002: Tenant not found.';
    if (asked(request, 'client_id') !== app.clientId)
      return 'AADSTS700016: Application was not found in the directory.';
    // It has to match one that is registered, letter for letter.
    if (asked(request, 'redirect_uri') !== app.redirectUri)
      return 'AADSTS50011: The redirect URI specified in the request does not match.';
    if (asked(request, 'scope') === '')
      return "AADSTS900144: The request must contain the following parameter: 'scope'.";
    return asked(request, 'scope') === GRAPH_SCOPE
      ? undefined
      : 'AADSTS70011: The provided value for scope is not valid.';
  }

  function sendBack(request: Request, response: Response, found: Readonly<Record<string, string>>): void {
    const back = new URL(asked(request, 'redirect_uri'));
    const tenant = find(String(request.params.tenant))?.tenantId ?? '';
    const all = { admin_consent: 'True', tenant, state: asked(request, 'state'), ...found };
    for (const [name, value] of Object.entries(all)) back.searchParams.set(name, value);
    response.redirect(302, back.href);
  }

  const routes = Router();
  routes.get('/login/:tenant/v2.0/.well-known/openid-configuration', (request, response) =>
    answerMetadata(find(request.params.tenant), request, response),
  );
  routes.get('/login/:tenant/v2.0/adminconsent', (request, response) => {
    const objection = objectTo(request);
    if (objection !== undefined) {
      response.status(400).send(escapeHtml(objection));
      return;
    }
    const query = escapeHtml(request.originalUrl.split('?')[1] ?? '');
    const link = (pressed: string, words: string) =>
      `<p><a href="adminconsent/${pressed}?${query}">${words}</a></p>`;
    response.send(
      `<!doctype html><title>Sign in to your account</title><h1>Permissions requested</h1><p>Rollcall wants to create and look after people in this tenant.</p>${link('accept', 'Accept')}${link('cancel', 'Cancel')}`,
    );
  });
  routes.get('/login/:tenant/v2.0/adminconsent/:pressed', (request, response) => {
    if (objectTo(request) !== undefined) response.status(400).end();
    else if (request.params.pressed === 'accept') {
      consented.add(find(request.params.tenant)?.tenantId ?? '');
      sendBack(request, response, { scope: asked(request, 'scope') });
    } else {
      const error_description = 'AADSTS65004: The resource owner or authorization server denied the request.';
      sendBack(request, response, { error: 'consent_required', error_description });
    }
  });
  return {
    routes,
    isGiven: (tenantId) => consented.has(tenantId),
    withdraw: (tenantId) => void consented.delete(tenantId),
    give: (tenantId) => void consented.add(tenantId),
  };
}
