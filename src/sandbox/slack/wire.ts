/** JSON objects as Slack's wire carries them. */
export type Json = { [name: string]: unknown };

export interface Block extends Json {
  type: string;
  block_id: string;
}

export interface SlackMessage {
  ts: string;
  channel: string;
  /** `bot`, or the user's id. */
  user: string;
  text: string;
  blocks: Block[];
  files: SlackFile[];
  edits: number;
}

/** A modal or home as stored, with what the person has filled in. */
export interface View extends Json {
  id: string;
  type: string;
  callback_id: string;
  private_metadata: string;
  hash: string;
  blocks: Block[];
  /** block_id → action_id → the element's state. */
  values: Record<string, Record<string, Json>>;
}

export interface SlackFile {
  id: string;
  name: string;
  mimetype: string;
  content: Buffer;
  /** Who put it here: a user id, or `bot`. */
  user: string;
}

/** Something the bot sent that Slack would refuse. */
export interface Violation {
  where: string;
  problems: string[];
}

/** A late, failed or senseless answer of the bot to a delivery. */
export interface ProtocolError {
  what: string;
  detail: string;
}
