import type { PasswordsView } from '../../../flows/views/passwords.ts';
import { count, cut } from '../../../flows/words.ts';
import { LENGTHS } from '../../outgoing/limits.ts';
import { note, paragraph } from '../blocks.ts';
import type { Part } from '../lines.ts';
import { modal } from '../modal.ts';
import type { Renderer } from '../renderer.ts';
import { toCopy } from '../richText.ts';

const AGAIN =
  "⚠️ Rollcall stopped while it was showing these, so someone may have seen them already. If that wasn't you, set new ones.";

/** People whose passwords fit one modal that can still be read. */
const MOST = 50;

function blocksOf(view: PasswordsView): Part[] {
  const shown = view.people.slice(0, MOST);
  const more = view.more + view.people.length - shown.length;
  return [
    note('Only you can see this, and only once. Each person must change the password when they sign in.'),
    ...(view.again ? [note(AGAIN)] : []),
    ...(view.replaced === undefined ? [] : [note(view.replaced)]),
    ...shown.map((person) =>
      toCopy(
        [
          { bold: cut(person.displayName, LENGTHS.value) },
          ' ',
          { code: cut(person.userPrincipalName, LENGTHS.paragraph) },
        ],
        person.password.reveal(),
      ),
    ),
    ...(more > 0
      ? [note(`${count(more, "more isn't", "more aren't")} shown here. They are in the email.`)]
      : []),
  ];
}

/** Passwords, in a window of their own that closes with everything under it. Never in a message. */
export const passwords = {
  message: () => ({
    text: 'Passwords are shown only in a window.',
    blocks: [paragraph('Passwords are never in a message. Press the button again to see them in a window.')],
  }),
  modal: (view) => modal('Passwords', blocksOf(view), undefined, { clear_on_close: true }),
} satisfies Renderer<'passwords'>;
