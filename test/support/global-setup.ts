/** Runs once before every test file: whatever all of them need outside their own process. */
export async function setup(): Promise<void> {}
