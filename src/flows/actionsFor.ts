import { z } from 'zod';
import type { Actor, Place, Role } from '../domain/terms.ts';
import type { Action, Answers } from './action.ts';
import type { Reply } from './reply.ts';

/** What every button carries: a record, and the version of it that was shown. The rest is loaded. */
export const button = z.object({ id: z.string(), version: z.coerce.number() });

type Run<Input> = (actor: Actor, place: Place, input: Input) => Promise<Reply>;
type Define = <Input>(id: string, input: z.ZodType<Input>, run: Run<Input>) => Action;

/**
 * Defines actions for people with one of these roles (none: everybody whom the policy knows), named for how they
 * answer: `action.form('adduser.open', input, run)`. See {@link Action} for what each part means.
 */
export function actionsFor(
  roles: readonly Role[],
  also: Pick<Action, 'guests' | 'everywhere' | 'forAll' | 'chooses' | 'readsGone'> = {},
): Readonly<Record<Answers, Define>> {
  const answering =
    (answers: Answers): Define =>
    (id, input, run) =>
      ({ id, answers, roles, input, run, ...also }) as Action;
  return {
    form: answering('form'),
    message: answering('message'),
    replace: answering('replace'),
    private: answering('private'),
  };
}
