import type { Activity, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { json } from 'express';
import { takeDelivery } from '../../service/ports/takeDelivery.ts';
import { waitForTurn } from '../../service/ports/waitForTurn.ts';
import type { TeamsOptions } from '../options.ts';
import { INVOKE_ANSWER_MS } from '../outgoing/limits.ts';
import { isAllowedUrl } from './files.ts';
import { sayUnkept } from './unkept.ts';

/** Teams' own messages stay under 256 kB; a card's answers are far smaller. */
const MAX_BODY = '1mb';

/** Teams sends a message again when it was not answered, for far less than this. */
const REMEMBER_MS = 24 * 3_600_000;
/** What is done once for each time that Teams says it. */
const DEDUPED: readonly string[] = ['message', 'installationUpdate'];

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The tenants an activity names; all must be allowed. */
function tenantsOf(activity: Partial<Activity>): string[] {
  const channel = activity.channelData as { tenant?: { id?: unknown } } | undefined;
  return [text(activity.conversation?.tenantId), text(channel?.tenant?.id)]
    .filter((id) => id !== '')
    .map((id) => id.toLowerCase());
}

/**
 * What stands before the adapter on `/api/messages`: a valid token, a body of bounded size, an activity from
 * Teams with a service address, a sender and an allowed tenant. Refusals are audited and get no detail.
 */
export function createGuard(
  options: TeamsOptions,
  authentication: Pick<ConfigurationBotFrameworkAuthentication, 'authenticateRequest'>,
): RequestHandler[] {
  const isAllowed = (tenantId: string) => options.allowedTenants.some((id) => id.toLowerCase() === tenantId);

  async function refuse(response: Response, status: number, reason: string, activity?: Partial<Activity>) {
    const entry = {
      actor: `teams:${text(activity?.from?.aadObjectId) || 'unknown'}`,
      platform: 'teams',
      what: 'teams.request',
      detail: { reason },
    } as const;
    await options
      .auditRefusal(entry)
      .catch((error: unknown) => options.log.error({ err: error }, 'teams.auditFailed'));
    response.status(status).end();
  }

  /** Passes what has a token that is valid for this activity; answers 401 to everything else. */
  async function authenticate(
    { headers }: Request,
    response: Response,
    activity: Partial<Activity>,
  ): Promise<boolean> {
    try {
      const header = text(headers.authorization);
      if (header === '') throw new Error('no token');
      await authentication.authenticateRequest(activity as Activity, header);
      return true;
    } catch (error) {
      options.log.warn({ reason: error instanceof Error ? error.name : 'unknown' }, 'teams.unauthorized');
      // What is left of the body is not read, so the connection cannot be used again.
      response.set('connection', 'close');
      await refuse(response, 401, 'token');
      return false;
    }
  }

  /** The token is looked at before the body, so that nobody without one has a body read. */
  async function checkSender(request: Request, response: Response, next: NextFunction): Promise<void> {
    if (await authenticate(request, response, { channelId: 'msteams' })) next();
  }

  async function check(request: Request, response: Response, next: NextFunction): Promise<void> {
    const activity = request.body as Partial<Activity> | undefined;
    if (typeof activity !== 'object' || activity === null || Array.isArray(activity)) {
      response.status(400).end();
      return;
    }
    // And again with the activity: only now the token's service address can be compared with it.
    if (!(await authenticate(request, response, activity))) return;
    // The SDK compares the token's service address only when the activity has one. Passwords go to that address, so
    // that it must be Microsoft's, whatever the token says.
    const serviceUrl = text(activity.serviceUrl);
    if (!URL.canParse(serviceUrl) || !isAllowedUrl(new URL(serviceUrl), options.serviceHosts)) {
      return refuse(response, 403, 'serviceUrl', activity);
    }
    if (activity.channelId !== 'msteams') return refuse(response, 403, 'channelId', activity);
    if (text(activity.from?.id) === '' || text(activity.conversation?.id) === '') {
      return refuse(response, 403, 'sender', activity);
    }
    const tenants = tenantsOf(activity);
    if (tenants.length === 0 || !tenants.every(isAllowed)) {
      return refuse(response, 403, 'tenant', activity);
    }
    next();
  }

  /**
   * What Teams sends once more is answered and nothing else. Card actions are left to what they do, which their versions
   * and ids keep from being done twice.
   */
  async function takeOnce(request: Request, response: Response, next: NextFunction): Promise<void> {
    const { type, conversation, id } = request.body as Activity;
    const said = sayUnkept(request.body as Activity);
    try {
      await waitForTurn(options.turn, ...(said === undefined ? [] : [INVOKE_ANSWER_MS]));
    } catch (error) {
      if (said === undefined) throw error;
      options.log.error({ err: error }, 'teams.notTaken');
      response.json(said);
      return;
    }
    if (!DEDUPED.includes(type)) return next();
    const key = `teams:${conversation.id}:${id ?? ''}`;
    const delivery = await takeDelivery(options.store, key, REMEMBER_MS);
    if (delivery.isDouble) {
      response.status(200).end();
      return;
    }
    response.once('finish', () => {
      if (response.statusCode >= 500) return;
      delivery
        .answered()
        .catch((error: unknown) => options.log.error({ err: error }, 'teams.deliveryNotRemembered'));
    });
    next();
  }

  return [
    (request, response, next) => {
      checkSender(request, response, next).catch(next);
    },
    json({ limit: MAX_BODY }),
    (request, response, next) => {
      check(request, response, next).catch(next);
    },
    (request, response, next) => {
      takeOnce(request, response, next).catch(next);
    },
  ];
}
