import type { WaveLine } from '../../../flows/views/waves.ts';
import { cut } from '../../../flows/words.ts';
import { sayCustomer } from '../../outgoing/cardsCustomer.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import { bindActions, bindButton, bindLines, describeMore, TONES } from '../parts.ts';

const SIGNS: Readonly<Record<WaveLine['stands'], string>> = {
  open: '✏',
  ready: '☑',
  waits: '⏸',
  runs: '⏳',
  done: '✅',
  wrong: '⚠',
  out: '➖',
};

export const bindWave: Binder<'wave'> = (view) => {
  const { target } = view;
  const start =
    target === undefined
      ? []
      : [
          {
            action: target.submit.action,
            label: target.submit.label,
            ...{ id: target.id, version: target.version, style: 'primary' as const },
          },
        ];
  const rest = view.more === 0 ? [] : [{ ...view.rest, id: `${view.rest.id} ${view.more}` }];
  return {
    title: `${TONES[view.tone].icon} ${view.title}`,
    color: TONES[view.tone].color,
    fileName: cut(view.fileName, LIMITS.value),
    notes: bindLines(view.notes),
    lines: view.lines.map(({ mark, name, stands, text, button }) => ({
      customer: sayCustomer({ mark, name }),
      text: `${SIGNS[stands]} ${cut(text, LIMITS.sentence)}`,
      open: (button === undefined ? [] : [button]).map(bindButton),
    })),
    hasMore: view.more > 0,
    more: describeMore(view.more, 'not shown on this card'),
    ...bindActions([...start, ...view.buttons, ...rest]),
  };
};
