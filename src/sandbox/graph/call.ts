/** One call of the API: an HTTP request, or an item of a batch. */
export interface Call {
  method: string;
  /** Below /v1.0; each segment is decoded. */
  segments: string[];
  /** The segments as one path. */
  path: string;
  query: URLSearchParams;
  /** Undefined: there is none, or it is no JSON object. */
  body: Record<string, unknown> | undefined;
  /** Of the API, for links to next pages. */
  baseUrl: string;
  /** It came with `ConsistencyLevel: eventual`, which advanced queries need. */
  isEventual?: boolean;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a call; undefined when its address, below /v1.0, cannot be decoded. */
export function readCall(method: string, address: string, body: unknown, baseUrl: string): Call | undefined {
  try {
    const url = new URL(`http://graph/${address.replace(/^\/+/, '')}`);
    // Segment by segment: an encoded slash belongs to a name.
    const segments = url.pathname.split('/').slice(1).map(decodeURIComponent);
    return {
      method: method.toUpperCase(),
      segments,
      path: `/${segments.join('/')}`,
      query: url.searchParams,
      body: isObject(body) ? body : undefined,
      baseUrl,
    };
  } catch {
    return undefined;
  }
}
