/** What became of tests: all passed, one said what isn't as expected, or one failed without saying that. */
export type Outcome = 'passed' | 'noticed' | 'broken';

/** Of vitest's JSON report, what is read here ("Reporters", `json`). A file that can't be run has no tests in it. */
interface Report {
  testResults: { assertionResults: { status: string; failureMessages?: string[] }[] }[];
}

/**
 * What `expect` throws: an AssertionError, or, of `.rejects`, `.resolves`, and `expect.poll`, an Error that its stack tells; and
 * what a person in the sandbox says who waited in vain for a message or a window. A test that took too long, a hook that
 * failed, and a server that wasn't there are none of these.
 */
const ASSERTED = /^AssertionError\b|^Error: \d+ ms without |__VITEST_(?:REJECTS|RESOLVES|POLL_CHAIN)__/;

/**
 * What a test throws itself where it was given something else than it goes on with ("This needed no approval."): the first line
 * of the stack is in `test`. What opens databases and services is in `composition`, and isn't meant.
 */
const GIVEN_UP = /^Error: (?:(?!\n\s+at )[\s\S])*\n\s+at [^\n]*\/test\/(?!composition\/)[^\n]*\.ts:\d+/;

/**
 * Tells a test that noticed something from one that could not be run, as where its database didn't start: the latter fails with every
 * control, and proves none.
 *
 * @param code of vitest's process
 * @param report as text; undefined where none was written
 */
export function judgeRun(code: number | null, report: string | undefined): Outcome {
  if (code === 0) return 'passed';
  if (report === undefined) return 'broken';
  const { testResults } = JSON.parse(report) as Report;
  const failed = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed'),
  );
  const said = failed.flatMap(({ failureMessages = [] }) => failureMessages);
  return said.some((message) => ASSERTED.test(message) || GIVEN_UP.test(message)) ? 'noticed' : 'broken';
}
