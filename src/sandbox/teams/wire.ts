/** Shapes of the Bot Framework protocol as Teams speaks it, loosely: what comes from the bot is checked, not trusted. */

export type Json = Record<string, unknown>;

/** An Adaptive Card as JSON. */
export type Card = Json;

export const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';
export const FILE_DOWNLOAD = 'application/vnd.microsoft.teams.file.download.info';
export const FILE_CONSENT = 'application/vnd.microsoft.teams.card.file.consent';
export const FILE_INFO = 'application/vnd.microsoft.teams.card.file.info';

export interface Attachment {
  contentType: string;
  content?: unknown;
  contentUrl?: string;
  name?: string;
}

/** An activity on its way to the bot. */
export interface Activity extends Json {
  type: string;
  id: string;
  conversation: Json & { id: string };
}

/** `pair`: a chat of two people without the bot, where its dialogs can be opened all the same. */
export type ConversationKind = 'personal' | 'channel' | 'group' | 'pair';

/** True for a plain JSON object. */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a JSON list; nothing for anything else. */
export function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

/** The string, or nothing to see. */
export function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
