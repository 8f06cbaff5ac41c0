import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, beforeEach } from 'vitest';
import { createLoopbackGraph, type LoopbackGraph } from '../../../src/sandbox/graph/server.ts';

export const ENTERPRISE = '6fd2c87f-b296-42f0-b197-1e91e994b900';
export const FULL = '05e9a617-0261-4cee-bb44-138d3ef5d965';
export const LAST = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';
/** Its seats are overdrawn but for those in the days of grace. */
export const GRACE = 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46';

/** What Graph answered: the body is parsed JSON, or undefined. */
export interface Reply {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  body: any;
}

export interface GraphUnderTest {
  graph: LoopbackGraph;
  url: string;
  /** Moves the loopback's clock on. */
  pass(ms: number): void;
  /** `path` below /v1.0, already encoded. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  batch(requests: unknown[]): Promise<Reply>;
  /** Creates a user and answers the id. */
  create(localPart: string, more?: object): Promise<string>;
}

/** A body that Graph takes. */
export function person(localPart: string, more: object = {}): Record<string, unknown> {
  return {
    accountEnabled: true,
    displayName: `Test ${localPart}`,
    mailNickname: localPart.replace(/[^a-z0-9]/gi, ''),
    userPrincipalName: `${localPart}@contoso.com`,
    passwordProfile: { forceChangePasswordNextSignIn: true, password: 'Kfm4-x7pw-9ctr' },
    ...more,
  };
}

/** One item of a batch. */
export function item(id: string, method: string, url: string, body?: unknown): Record<string, unknown> {
  return {
    id,
    method,
    url,
    ...(body === undefined ? {} : { body, headers: { 'Content-Type': 'application/json' } }),
  };
}

/** A fresh loopback Graph over real HTTP for each test. */
export function useGraph(): { readonly it: GraphUnderTest } {
  let under: GraphUnderTest | undefined;
  let stop: (() => Promise<void>) | undefined;

  beforeEach(async () => {
    let time = Date.now();
    const graph = createLoopbackGraph({ checkToken: (header) => header === 'Bearer ok', now: () => time });
    const server = createServer(express().use(graph.routes));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graph/v1.0`;
    const call: GraphUnderTest['call'] = async (method, path, body, headers = {}) => {
      const response = await fetch(path.startsWith('http') ? path : `${url}${path}`, {
        method,
        headers: {
          authorization: 'Bearer ok',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: text === '' ? undefined : JSON.parse(text),
      };
    };
    under = {
      graph,
      url,
      pass: (ms) => {
        time += ms;
      },
      call,
      batch: (requests) => call('POST', '/$batch', { requests }),
      create: async (localPart, more) => (await call('POST', '/users', person(localPart, more))).body.id,
    };
    stop = () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      });
  });
  afterEach(() => stop?.());

  return {
    get it() {
      if (under === undefined) throw new Error('No test is running.');
      return under;
    },
  };
}
