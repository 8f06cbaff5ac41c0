import type { PasswordLinkView } from '../../../flows/views/passwords.ts';
import { count } from '../../../flows/words.ts';
import { note, paragraph } from '../blocks.ts';
import type { Part } from '../lines.ts';
import { modal } from '../modal.ts';
import type { Renderer } from '../renderer.ts';
import { line, linkTo } from '../richText.ts';

function blocksOf(view: PasswordLinkView): Part[] {
  return [
    line({ bold: count(view.people, 'password', 'passwords') }, ' are too many for a window.'),
    paragraph(
      'They are on a page that opens once. Have a safe place ready for them before you press its button.',
    ),
    ...(view.replaced === undefined ? [] : [note(view.replaced)]),
    linkTo(view.url.reveal(), 'Open the page'),
    note(`The page is only for you. It opens until ${view.until}.`),
  ];
}

/** The address of a one-time page, in a window of its own. Never in a message: whoever has it can open the page. */
export const passwordLink = {
  message: () => ({
    text: 'The page is shown only in a window.',
    blocks: [
      paragraph('Links to passwords are never in a message. Press the button again to get one in a window.'),
    ],
  }),
  modal: (view) => modal('Passwords', blocksOf(view), undefined, { clear_on_close: true }),
} satisfies Renderer<'passwordLink'>;
