import type { Json } from '../wire.ts';
import { isJson } from '../wire.ts';

/** What goes through a socket: a payload that HTTP would have carried as a body. */
export interface Envelope extends Json {
  envelope_id: string;
  type: 'slash_commands' | 'events_api' | 'interactive';
  payload: Json;
  accepts_response_payload: boolean;
}

function parse(text: string): Json {
  const parsed: unknown = JSON.parse(text);
  return isJson(parsed) ? parsed : {};
}

/**
 * The envelope of what HTTP carries as this body. Slack: "Using Socket Mode", Receive events and Using interactive
 * features; a retry's number and reason are no headers here (socket-mode, SocketModeClient.ts).
 */
export function wrapInEnvelope(
  envelopeId: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Envelope {
  if (body.startsWith('{')) {
    return {
      envelope_id: envelopeId,
      payload: parse(body),
      type: 'events_api',
      accepts_response_payload: false,
      retry_attempt: Number(headers['x-slack-retry-num'] ?? 0),
      retry_reason: headers['x-slack-retry-reason'] ?? '',
    };
  }
  const fields = Object.fromEntries(new URLSearchParams(body));
  const isInteractive = fields.payload !== undefined;
  return {
    envelope_id: envelopeId,
    payload: isInteractive ? parse(fields.payload ?? '') : fields,
    type: isInteractive ? 'interactive' : 'slash_commands',
    accepts_response_payload: true,
  };
}
