import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';

/**
 * Our own number: a token is answered in well under a second. Too short fails a sign-in that would have worked; too
 * long holds up every call of a job, which is worse, as the next call asks again.
 */
const LOGIN_TIMEOUT_MS = 15_000;

/** How MSAL reaches Microsoft's login: with a time limit, which its own client has not for POST. */
export function createLoginNetwork(fetch: typeof globalThis.fetch): INetworkModule {
  async function send<T>(
    method: 'GET' | 'POST',
    url: string,
    options: NetworkRequestOptions = {},
  ): Promise<NetworkResponse<T>> {
    const response = await fetch(url, {
      method,
      headers: options.headers ?? {},
      ...(options.body === undefined ? {} : { body: options.body }),
      // A redirect would carry the client secret elsewhere.
      redirect: 'error',
      signal: AbortSignal.timeout(LOGIN_TIMEOUT_MS),
    });
    const body = (await response.json()) as T;
    return { status: response.status, headers: Object.fromEntries(response.headers), body };
  }

  return {
    sendGetRequestAsync: (url, options) => send('GET', url, options),
    sendPostRequestAsync: (url, options) => send('POST', url, options),
  };
}
