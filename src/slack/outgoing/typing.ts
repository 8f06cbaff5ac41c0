import type { RawInput, Speaker } from '../../flows/action.ts';
import { type HandlerContext, runFlow } from '../handlerContext.ts';
import { type OpenModal, updateModal } from './modals.ts';

/** What somebody has typed so far, in a form that answers while they type. */
interface Typed {
  action: string;
  input: RawInput;
  speaker: Speaker;
  modal: OpenModal;
}

/** Answers what was typed in a form, unless something newer is typed meanwhile. */
export type Typing = (typed: Typed) => void;

/**
 * Shows a form anew while somebody types in it. Slack sends each letter: one at a time is answered, then the newest of
 * those that came meanwhile. A form that was sent or closed is left alone: its hash is another by then.
 */
export function createTyping(context: HandlerContext): Typing {
  const newest = new Map<string, Typed>();
  const busy = new Set<string>();

  async function show({ action, input, speaker, modal }: Typed): Promise<void> {
    const place = () => context.chat.openDirect(speaker.userId);
    const reply = await runFlow(context, action, speaker, place, input);
    // Whatever is wrong is said when the form is sent.
    if (reply.type === 'form') await updateModal(context, modal, reply.view);
  }

  async function showAll(first: Typed): Promise<void> {
    const { id } = first.modal;
    for (let typed = first; ; ) {
      const before = typed.modal.hash;
      await show(typed);
      const next = newest.get(id);
      if (next === undefined || next === typed) return;
      // What came meanwhile was typed over the same form, which we have replaced since.
      const isSame = next.modal.hash === before && typed.modal.hash !== undefined;
      typed = isSame ? { ...next, modal: { ...next.modal, hash: typed.modal.hash as string } } : next;
      newest.set(id, typed);
    }
  }

  return (typed) => {
    const { id } = typed.modal;
    newest.set(id, typed);
    if (busy.has(id)) return;
    context.background.run(typed.speaker.userId, async () => {
      busy.add(id);
      await showAll(typed).finally(() => {
        busy.delete(id);
        newest.delete(id);
      });
    });
    // Somebody who waits for too much already is not answered.
    if (!busy.has(id)) newest.delete(id);
  };
}
