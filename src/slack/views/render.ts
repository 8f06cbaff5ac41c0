import type { KnownBlock, ModalView } from '@slack/types';
import type { View, ViewKind } from '../../flows/views.ts';
import { LIMITS } from '../outgoing/limits.ts';
import { approval } from './approval.ts';
import { customerChoice } from './customers/customerChoice.ts';
import { customerForm } from './customers/customerForm.ts';
import { customers } from './customers/customers.ts';
import { customersForm } from './customers/customersForm.ts';
import { drawMessageFor, drawModalFor } from './drawnFor.ts';
import { fitParts, isTooLong, shortenParts } from './fitMessage.ts';
import { help } from './help.ts';
import { history } from './history.ts';
import { passwordLink } from './jobs/passwordLink.ts';
import { passwords } from './jobs/passwords.ts';
import { progress } from './jobs/progress.ts';
import { results } from './jobs/results.ts';
import { sendTo } from './jobs/sendTo.ts';
import { assignConfirm } from './licensing/assignConfirm.ts';
import { assignForm } from './licensing/assignForm.ts';
import { licenses } from './licensing/licenses.ts';
import { localBlocks, localParts } from './localTimes.ts';
import { notice } from './notice.ts';
import { actsConfirm } from './people/actsConfirm.ts';
import { changeForm } from './people/changeForm.ts';
import { comeBackForm } from './people/comeBackForm.ts';
import { editForm } from './people/editForm.ts';
import { leaveForm } from './people/leaveForm.ts';
import { people } from './people/people.ts';
import { personCard } from './people/personCard.ts';
import { personConfirm } from './people/personConfirm.ts';
import { personForm } from './people/personForm.ts';
import { personResult } from './people/personResult.ts';
import { personSearch } from './people/personSearch.ts';
import { resetForm } from './people/resetForm.ts';
import { tickOffForm } from './people/tickOffForm.ts';
import { presetName } from './presets/presetName.ts';
import { presets } from './presets/presets.ts';
import type { MessageDraft, Renderer, SlackMessage } from './renderer.ts';
import { bulkConfirm } from './rosters/bulkConfirm.ts';
import { columnsForm } from './rosters/columnsForm.ts';
import { fixForm } from './rosters/fixForm.ts';
import { rosterUpload } from './rosters/rosterUpload.ts';
import { setupForm } from './rosters/setupForm.ts';
import { verification } from './rosters/verification.ts';
import { wave } from './rosters/wave.ts';
import { working } from './working.ts';
import { writeForm } from './writeForm.ts';

/** A view kind without a renderer does not compile. */
const RENDERERS = {
  notice,
  customerChoice,
  customersForm,
  wave,
  customerForm,
  customers,
  tickOffForm,
  working,
  help,
  personForm,
  personConfirm,
  personResult,
  passwords,
  passwordLink,
  sendTo,
  rosterUpload,
  verification,
  columnsForm,
  fixForm,
  setupForm,
  bulkConfirm,
  progress,
  results,
  licenses,
  personSearch,
  history,
  assignForm,
  assignConfirm,
  resetForm,
  editForm,
  actsConfirm,
  leaveForm,
  comeBackForm,
  people,
  personCard,
  approval,
  changeForm,
  writeForm,
  presetName,
  presets,
} satisfies { [K in ViewKind]: Renderer<K> };

/** The table knows which renderer takes which view; TypeScript cannot follow that through an index. */
function rendererOf(view: View): { message(view: View): MessageDraft; modal(view: View): ModalView } {
  return RENDERERS[view.kind] as unknown as ReturnType<typeof rendererOf>;
}

/**
 * A view as a message in every form, the fullest first: whole but for lines that are left off, in short, and as one
 * sentence without blocks, which Slack takes in any case. A form that is too long is left out.
 */
export function renderForms(view: View): [SlackMessage, ...SlackMessage[]] {
  const drawnAs = rendererOf(view).message(view);
  const { text } = drawnAs;
  const parts = drawMessageFor(view.drawnFor, drawnAs.blocks);
  const blocks = localParts(parts);
  const bare = { text: `${text} Slack didn't accept the rest of this message.`, blocks: [] };
  const drawn = [fitParts(blocks).slice(0, LIMITS.messageBlocks), localBlocks(shortenParts(parts))];
  const forms = drawn.filter((form) => !isTooLong(form)).map((form) => ({ text, blocks: form }));
  const [first, ...others] = forms;
  return first === undefined ? [bare] : [first, ...others, bare];
}

/** A view as a message. */
export function renderMessage(view: View): SlackMessage {
  return renderForms(view)[0];
}

/** A view as a modal. */
export function renderModal(view: View): ModalView {
  const modal = drawModalFor(view.drawnFor, rendererOf(view).modal(view));
  return { ...modal, blocks: localBlocks(modal.blocks as KnownBlock[]) };
}
