/**
 * One write in flight and one pending. Calls during a write share the pending one, which takes the newest value;
 * each caller gets the result of the write that carried its value, so a later failure never rejects an earlier
 * caller and nobody waits for more than two writes.
 */
export function coalesce<T>(write: (value: T) => Promise<void>): (value: T) => Promise<void> {
  let busy = false;
  let pending: { value: T; result: Promise<void>; start: (run: Promise<void>) => void } | undefined;

  function goOn(): void {
    busy = false;
    const next = pending;
    pending = undefined;
    next?.start(begin(next.value));
  }

  function begin(value: T): Promise<void> {
    busy = true;
    const run = write(value);
    run.then(goOn, goOn);
    return run;
  }

  return (value) => {
    if (!busy) return begin(value);
    if (pending !== undefined) {
      pending.value = value;
      return pending.result;
    }
    let start: (run: Promise<void>) => void = () => undefined;
    const result = new Promise<void>((resolve) => {
      start = resolve;
    });
    pending = { value, result, start };
    return result;
  };
}
