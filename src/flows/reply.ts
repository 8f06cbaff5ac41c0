import type { CustomerId, MessageRef, Place, Platform } from '../domain/terms.ts';
import type { FieldErrors } from './views/parts.ts';
import type { View } from './views.ts';

/** A file the bot made. */
export interface OutFile {
  name: string;
  contentType: 'text/csv';
  /** Made when it is sent, so that a consent given later gets what is true then. */
  bytes: Uint8Array;
  /** The action that makes this file again (Teams asks for consent first and uploads later). */
  again: { action: string; id: string; version: number; customer?: CustomerId };
}

/**
 * What a flow answers; the room decides how its chat shows it, and where by `isPrivate`.
 * - `message`: a new message in the actor's own chat with the bot (`here: true`: in the modal that this action opened,
 *   if it opened one).
 * - `follow`: notify sends a message that says the same. A modal closes; a card shows `view` until then.
 * - `replace`: takes the place of the message or modal the action came from.
 * - `form`: a modal in Slack, the card in place in Teams; where no modal can be opened, a message whose button does it.
 * - `fieldErrors`: at the fields where the chat can, else `form` with the same errors at its top.
 * - `private`: shown to the actor alone, never as a message that stays. The room shows a loading view, then
 *   claims, then shows; when showing fails it releases the claim.
 */
export type Reply =
  | {
      type: 'message';
      view: View;
      files?: readonly OutFile[];
      here?: boolean;
      /** Messages that this one takes the place of, and what they say from now on. */
      outdated?: readonly { ref: MessageRef; view: View }[];
      /** Told where the message is. A room whose messages are replaced in place, as Teams' cards, does neither. */
      shown?(ref: MessageRef): Promise<void>;
    }
  | { type: 'follow'; view: View }
  | { type: 'replace'; view: View }
  | {
      type: 'form';
      view: View;
      /** The message in the place of a modal; left out: the form as the room shows it in a message. */
      card?: View;
    }
  | { type: 'fieldErrors'; errors: FieldErrors; form: View }
  | {
      type: 'private';
      /** The room says `shown` once it is, or releases the claim. */
      claim: () => Promise<{
        view: View;
        shown?(): Promise<void>;
        release(reason: string): Promise<void>;
      }>;
      /** Written into the audit where what was shown cannot be taken away again. */
      about?: { actor: string; customer: CustomerId; job: string };
    };

/** A chat as notify drives it, for messages that outlive a request. Kept within the chat's rate limits. */
export interface Chat {
  readonly platform: Platform;
  /** The user's own conversation with the bot. Throws RollcallError NOT_HERE when there can be none. */
  openDirect(userId: string): Promise<Place>;
  /** With the user id of whom it is for, a conversation of theirs that is gone is opened anew. */
  post(place: Place, view: View, owner?: string): Promise<MessageRef>;
  /** Replaces a message; posts it anew when it is gone. Answers where it is now. */
  update(ref: MessageRef, view: View, owner?: string): Promise<MessageRef>;
}
