import { find } from './dom.ts';
import type { Option } from './slack/blockTypes.ts';

export interface Answer {
  errors?: Record<string, string>;
  shown?: string;
  error?: string;
  /** Of an external select in Slack. */
  options?: Option[];
  /** Of a typeahead in Teams. */
  choices?: { title: string; value: string }[];
}

export interface SentFile {
  name: string;
  base64: string;
}

/** Says one thing to the person: at the top of the page, and in the window that covers it. */
export function tell(words: string): void {
  find('#said').textContent = words;
  for (const trouble of document.querySelectorAll('dialog[open] .trouble')) trouble.textContent = words;
}

/** Does one thing as the chosen person; what went wrong is told. What was said before is cleared, unless it is to stay. */
export async function act(path: string, body: object, clears = true): Promise<Answer> {
  if (clears) tell('');
  const person = find<HTMLInputElement>('#people :checked').value;
  try {
    const response = await fetch(`/try/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person, ...body }),
    });
    const answer: Answer = await response.json();
    const trouble = answer.error ?? answer.shown;
    if (trouble !== undefined) tell(trouble);
    return answer;
  } catch {
    tell('The sandbox does not answer. Is npm start still running?');
    return { error: 'no answer' };
  }
}

export async function readFiles(files: readonly File[]): Promise<SentFile[]> {
  return Promise.all(
    files.map(async (file) => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      return {
        name: file.name,
        base64: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')),
      };
    }),
  );
}
