import type { GraphAnswer } from './graphAnswer.ts';
import { property, textProperty } from './json.ts';
import { readRetryAfter } from './retryAfter.ts';

/** One entry of Graph's `error.details`. */
export interface FailureDetail {
  code: string;
  target: string;
  message: string;
}

/** Graph's error answer, taken apart. Microsoft: "Microsoft Graph error responses and resource types". */
export interface GraphFailure {
  status: number;
  /** `error.code`, then the codes of its inner errors, outermost first. */
  codes: readonly string[];
  message: string;
  details: readonly FailureDetail[];
  requestId?: string;
  retryAfterMs?: number;
  /** Of a write where the app's role reaches only an administrative unit. */
  inUnit?: true;
}

/** Inner errors nest; nobody has seen more than two levels. */
const DEEPEST = 5;

function readDetails(error: unknown): FailureDetail[] {
  const details = property(error, 'details');
  if (!Array.isArray(details)) return [];
  return details.map((detail) => ({
    code: textProperty(detail, 'code'),
    target: textProperty(detail, 'target'),
    message: textProperty(detail, 'message'),
  }));
}

/** The inner errors, outermost first. Graph writes `innerError`, OData `innererror`. */
function innerErrors(error: unknown): unknown[] {
  const found: unknown[] = [];
  for (let inner: unknown = error; found.length < DEEPEST; ) {
    inner = property(inner, 'innerError') ?? property(inner, 'innererror');
    if (inner === undefined || inner === null) break;
    found.push(inner);
  }
  return found;
}

/** Reads an answer that is no success. Whatever is missing stays empty. */
export function readFailure({ status, header, body }: GraphAnswer, now: number): GraphFailure {
  const error = property(body, 'error');
  const inner = innerErrors(error);
  const requestId =
    header('request-id') ?? inner.map((one) => textProperty(one, 'request-id')).find((id) => id !== '');
  const retryAfterMs = readRetryAfter(header('retry-after'), now);
  return {
    status,
    codes: [error, ...inner].map((one) => textProperty(one, 'code')).filter((code) => code !== ''),
    message: textProperty(error, 'message'),
    details: readDetails(error),
    ...(requestId === undefined ? {} : { requestId }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}
