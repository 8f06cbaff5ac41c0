import type { RollcallError } from '../../domain/errors.ts';

/** One call of Graph. `op` names it in logs, because paths hold user names. */
export interface GraphCall {
  op: string;
  method: 'GET' | 'POST';
  /** Absolute. */
  url: string;
  body?: unknown;
  timeoutMs: number;
  /** It changes nothing, though it is posted. */
  isRead?: boolean;
}

/** What Graph said. A body that is no JSON is undefined. */
export interface GraphAnswer {
  status: number;
  /** Any case. */
  header(name: string): string | undefined;
  body: unknown;
}

/**
 * What became of a call: `answered`; `lost`, when it may have been carried out but no whole answer came; `unsent`,
 * when it cannot have reached Graph.
 */
export type Exchange =
  | { kind: 'answered'; answer: GraphAnswer }
  | { kind: 'lost'; cause: unknown }
  | { kind: 'unsent'; error: RollcallError };
