import type { ViewResponseAction, ViewSubmitAction } from '@slack/bolt';
import type { Reply } from '../../flows/reply.ts';
import type { FieldErrors } from '../../flows/views/parts.ts';
import { cut } from '../../flows/words.ts';
import { LENGTHS } from '../outgoing/limits.ts';
import { renderModal } from '../views/render.ts';
import { fieldOfBlock } from './fieldIds.ts';

/** What Slack is told at once. */
interface Decision {
  ack: ViewResponseAction;
  /** The answer itself is still to be posted in the person's chat. */
  isInChat: boolean;
}

/** Errors can stand only at input blocks that the submitted modal has: field id → block id. */
function fieldsOf(view: ViewSubmitAction['view']): Map<string, string> {
  const inputs = view.blocks.filter(({ type }) => type === 'input');
  return new Map(
    inputs.flatMap(({ block_id }) => (block_id === undefined ? [] : [[fieldOfBlock(block_id), block_id]])),
  );
}

/** Errors at their fields; when one belongs to no field that shows, all at the top of the form. */
function ackErrors(
  reply: Extract<Reply, { type: 'fieldErrors' }>,
  view: ViewSubmitAction['view'],
): ViewResponseAction {
  const errors: FieldErrors = reply.errors;
  const fields = fieldsOf(view);
  const names = Object.keys(errors);
  if (names.length === 0 || !names.every((name) => fields.has(name))) {
    return { response_action: 'update', view: renderModal(reply.form) };
  }
  return {
    response_action: 'errors',
    errors: Object.fromEntries(
      names.map((name) => [fields.get(name) ?? name, cut(errors[name] ?? '', LENGTHS.error)]),
    ),
  };
}

/**
 * True for a view that can have nothing laid over it. Slack: "Modals": a stack of three at most; a view tells which one
 * lies below it, and which is the lowest.
 */
function isTopmost({ root_view_id: root, previous_view_id: previous }: ViewSubmitAction['view']): boolean {
  return typeof previous === 'string' && previous !== root;
}

/** How a reply that came in time answers a submission; undefined for what needs a loading window first. */
export function decideAck(reply: Reply, view: ViewSubmitAction['view']): Decision | undefined {
  switch (reply.type) {
    case 'fieldErrors':
      return { ack: ackErrors(reply, view), isInChat: false };
    case 'form':
    case 'replace':
      return { ack: { response_action: 'update', view: renderModal(reply.view) }, isInChat: false };
    case 'follow':
      return { ack: { response_action: 'clear' }, isInChat: false };
    case 'private':
      return undefined;
    case 'message':
      // Laid over the form, so that what was typed is still there when the notice is closed.
      if (reply.here === true && (reply.files ?? []).length === 0 && !isTopmost(view)) {
        return { ack: { response_action: 'push', view: renderModal(reply.view) }, isInChat: false };
      }
      return { ack: { response_action: 'clear' }, isInChat: true };
  }
}
