/** Prints what everybody sees, and keeps count of what should hold and does not. */
export interface Transcript {
  scene(title: string): void;
  /** Somebody does something. */
  does(who: string, what: string): void;
  /** Somebody sees something: the visible text of a message, card or modal. */
  sees(who: string, text: string): void;
  /** A fact that must hold. */
  holds(fact: string, truth: boolean): void;
  /** Facts that did not hold. */
  readonly failed: readonly string[];
  readonly held: number;
}

export function createTranscript(print: (line: string) => void): Transcript {
  const failed: string[] = [];
  let held = 0;
  return {
    failed,
    get held() {
      return held;
    },
    scene(title) {
      print('');
      print(`── ${title} ${'─'.repeat(Math.max(0, 74 - title.length))}`);
    },
    does(who, what) {
      print(`  ${who} ${what}`);
    },
    sees(who, text) {
      const lines = text.split('\n').filter((line) => line.trim() !== '');
      print(`  ${who} sees`);
      for (const line of lines) print(`    │ ${line}`);
    },
    holds(fact, truth) {
      if (truth) held += 1;
      else failed.push(fact);
      print(`    ${truth ? '✓' : '✗'} ${fact}`);
    },
  };
}
