/**
 * Throws while no customer's directory can be used, for the reason of the first. Trouble in one tenant is no reason to send
 * the people of the others elsewhere: what fails there is told to whoever asks for it, and counted by customer.
 */
export async function checkDirectories(directories: readonly { check(): Promise<void> }[]): Promise<void> {
  try {
    await Promise.any(directories.map((directory) => directory.check()));
  } catch (error) {
    throw error instanceof AggregateError ? error.errors[0] : error;
  }
}
