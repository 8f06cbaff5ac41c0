import type { z } from 'zod';
import type { Actor, CustomerId, MessageRef, Place, Role } from '../domain/terms.ts';
import type { IncomingFile } from '../service/incomingFile.ts';
import type { Reply } from './reply.ts';

/**
 * What a room hands to an action: flat, as text. `id` and `version` come from the button or form;
 * multi-choice fields are arrays. Rooms add nothing else, so both chats send the same shape.
 */
export interface RawInput {
  id?: string;
  version?: number;
  /** For which of several customers the button or form was drawn. Left out: for the only one, or before it was said. */
  customer?: CustomerId;
  /** Words after a typed command. */
  text?: string;
  fields?: Readonly<Record<string, string | readonly string[]>>;
  file?: IncomingFile;
}

/**
 * How an action usually answers, so that a room can act before it is through: `private` has a loading
 * view first, `form` where it isn't ready at once, `message` lets a modal close at once and the answer follow as a message.
 */
export type Answers = 'form' | 'message' | 'replace' | 'private';

/** One named thing a person can do. */
export interface Action<Input = unknown> {
  /** `adduser.submit`: Slack's action_id, callback_id; Teams' verb. */
  id: string;
  answers: Answers;
  /** Also for somebody whom the policy does not name and who was asked to approve something as a manager. */
  guests?: true;
  /** For no customer in particular: it is all the same with several. */
  everywhere?: true;
  /** For all customers at once: only for somebody who may act for each of them. */
  forAll?: true;
  /** Its input says for which customer somebody goes on. */
  chooses?: true;
  /** It only reads what is kept of a customer, also of one that is gone from the policy. */
  readsGone?: true;
  /** One of these roles is needed; empty: everybody the policy knows. */
  roles: readonly Role[];
  input: z.ZodType<Input>;
  run(actor: Actor, place: Place, input: Input): Promise<Reply>;
}

/** Who is speaking, before the policy is asked. */
export interface Speaker {
  platform: 'slack' | 'teams';
  /** Slack team id or Teams tenant id. */
  workspace: string;
  userId: string;
  /** As the chat calls them: to be shown, and proof of nothing. */
  name?: string;
}

/** One of what was found for a field. Its text may come from anybody. */
export interface FoundChoice {
  value: string;
  text: string;
  description?: string;
  /** Several may have the same text, so the description is shown with it wherever there is one line. */
  isNamesake?: boolean;
  /** The description is shown there too, but changes by the hour: it tells none of them from another. */
  isPassing?: boolean;
}

/**
 * All flows, as a room calls them. `run` never throws: it finds the actor, checks the role, parses the input,
 * turns every error into a notice with a reference id, and audits refusals.
 */
export interface Flows {
  /** Undefined for an action id nobody knows. */
  answersOf(actionId: string): Answers | undefined;
  run(actionId: string, speaker: Speaker, place: Place, input: RawInput): Promise<Reply>;
  /**
   * The id of the request of which a message is somebody's card, so that a reply to it is one about that. Undefined for
   * somebody whom the policy does not name, without looking.
   */
  requestOf(message: MessageRef, speaker: Speaker): Promise<string | undefined>;
  /** True for a field that `search` has choices for. */
  isSearched(field: string): boolean;
  /**
   * What a field that searches as one types (`groups`) has to offer, best first; nothing for somebody who may not
   * see it, and when the directory does not say in time. Never throws.
   *
   * @param customer for which the form was drawn, where there are several
   */
  search(
    field: string,
    speaker: Speaker,
    text: string,
    customer?: CustomerId,
  ): Promise<readonly FoundChoice[]>;
  /**
   * A typed command word (`adduser`, `/adduser`, `help`) → its action id; undefined for other text.
   * Words are matched whole, without case, with or without a leading slash.
   */
  commandOf(text: string): { action: string; text: string } | undefined;
}
