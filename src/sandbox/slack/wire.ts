/** JSON objects as Slack's wire carries them. */
export type Json = { [name: string]: unknown };

/** A block as stored: Slack has given it an id where the app did not. */
export interface Block extends Json {
  type: string;
  block_id: string;
}

/** A message as stored. */
export interface SlackMessage {
  ts: string;
  channel: string;
  /** `bot`, or the user's id. */
  user: string;
  text: string;
  blocks: Block[];
  files: SlackFile[];
  edits: number;
  /** Only this person sees it, and it cannot be updated. */
  ephemeralFor?: string;
}

/** A modal or home as stored, with what the person has filled in. */
export interface View extends Json {
  id: string;
  type: string;
  callback_id: string;
  private_metadata: string;
  hash: string;
  /** The lowest view of its stack. */
  root_view_id: string;
  /** The view below; null for the lowest. */
  previous_view_id: string | null;
  blocks: Block[];
  /** block_id → action_id → the element's state. */
  values: Record<string, Record<string, Json>>;
}

/** A file of the workspace with its bytes. */
export interface SlackFile {
  id: string;
  name: string;
  mimetype: string;
  content: Buffer;
  /** Who put it here: a user id, or `bot`. */
  user: string;
}

/** Something the bot sent that Slack would refuse, or that Slack takes and people pay for. */
export interface Violation {
  where: string;
  problems: string[];
}

/** A late, failed or senseless answer of the bot to a delivery. */
export interface ProtocolError {
  what: string;
  detail: string;
}

/** The value as text; '' for anything that is no string. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Whether a value is a JSON object, so not a list and not null. */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list; none when it is no list. */
export function asObjects(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}
