/** An answer of the loopback Graph, before it is written to HTTP or into a batch. */
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** One entry of `error.details`. */
export interface Detail {
  code: string;
  message?: string;
  target: string;
}

/** The ids that an answer carries in its headers and in `error.innerError`. */
export interface AnswerIds {
  'request-id': string;
  'client-request-id': string;
}

/** Graph's error JSON. Its ids are added by `stampIds`. */
export function refuse(
  status: number,
  code: string,
  message: string,
  more: { details?: Detail[]; headers?: Record<string, string>; inner?: Record<string, string> } = {},
): Answer {
  return {
    status,
    ...(more.headers === undefined ? {} : { headers: more.headers }),
    body: {
      error: {
        code,
        message,
        ...(more.details === undefined ? {} : { details: more.details }),
        innerError: { ...more.inner, date: new Date().toISOString().slice(0, 19) },
      },
    },
  };
}

/** Puts the ids into the error of an answer; any other answer stays as it is. */
export function stampIds(answer: Answer, ids: AnswerIds): Answer {
  const error = (answer.body as { error?: { innerError?: object } } | undefined)?.error;
  if (error?.innerError === undefined) return answer;
  return { ...answer, body: { error: { ...error, innerError: { ...error.innerError, ...ids } } } };
}

/** 400 as the directory says it. */
export function badRequest(message: string, details?: Detail[]): Answer {
  return refuse(400, 'Request_BadRequest', message, details === undefined ? {} : { details });
}

/** 400 as the gateway in front of the directory says it. */
export function malformed(message: string): Answer {
  return refuse(400, 'BadRequest', message);
}

/** 400 for a query option, or a filter, that the directory does not support. */
export function unsupportedQuery(message: string): Answer {
  return refuse(400, 'Request_UnsupportedQuery', message);
}

/** 400 for a value that breaks the rules of a property. */
export function invalidValue(property: string): Answer {
  return badRequest(`Invalid value specified for property '${property}' of resource 'User'.`);
}

/** 400 for a body that is missing, or is no JSON object. */
export function unreadableBody(): Answer {
  return malformed(
    'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
  );
}

/** 400 for a change of what an on-premises Active Directory owns: a person's (graph-docs#7301) or a group's. */
export function keptOnPremises(): Answer {
  return badRequest(
    'Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.',
  );
}

/** 403 for whoever has created as many objects as a principal without a role may. */
export function principalIsFull(): Answer {
  return refuse(
    403,
    'Directory_QuotaExceeded',
    'The directory object quota limit for the Principal has been exceeded. Please ask your administrator to increase the quota limit or delete objects to reduce the used quota.',
  );
}

/** 403 for a change of a member of a restricted administrative unit, as admins have met it. */
export function restrictedUnit(): Answer {
  return refuse(
    403,
    'Authorization_RequestDenied',
    'Insufficient privileges to complete the operation. Target object is a member of a restricted management administrative unit and can only be modified by administrators scoped to that administrative unit.',
  );
}

/** 404 for an object that is not there, or not there yet. */
export function notFound(id: string): Answer {
  return refuse(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

/** 400 for an address that Graph does not have. */
export function noSegment(segment: string): Answer {
  return malformed(`Resource not found for the segment '${segment}'.`);
}

/** 405 for an address that does not take the method. */
export function wrongMethod(): Answer {
  return refuse(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.');
}
