import { type CardContext, checkCard } from './cards/checkCard.ts';
import type { World } from './world.ts';

/** Something the bot sent that Teams would refuse or could not show. */
export interface Violation {
  /** `POST message`, `invoke answer adaptiveCard/action`. */
  where: string;
  problems: readonly string[];
  /** What was sent. */
  payload?: unknown;
}

/** Something the bot did that breaks the protocol: late, unanswered, refused, unreachable, a leaked token. */
export interface ProtocolError {
  kind: 'late' | 'unanswered' | 'refused' | 'unreachable' | 'leak' | 'upload';
  what: string;
}

/** Collects what the bot did wrong. */
export interface Judge {
  violations: Violation[];
  protocolErrors: ProtocolError[];
  /** Checks a card; problems are collected, and returned. */
  card(where: string, card: unknown, place?: CardContext['in']): string[];
  /** Collects problems found elsewhere. */
  note(where: string, problems: readonly string[], payload?: unknown): void;
  protocol(kind: ProtocolError['kind'], what: string): void;
}

export function createJudge(world: World): Judge {
  const violations: Violation[] = [];
  const protocolErrors: ProtocolError[] = [];
  function note(where: string, problems: readonly string[], payload?: unknown): void {
    if (problems.length > 0) violations.push({ where, problems, payload });
  }
  return {
    violations,
    protocolErrors,
    note,
    card(where, card, place = 'message') {
      const problems = checkCard(card, { in: place, heard: world.heard });
      note(where, problems, card);
      return problems;
    },
    protocol(kind, what) {
      protocolErrors.push({ kind, what });
    },
  };
}
