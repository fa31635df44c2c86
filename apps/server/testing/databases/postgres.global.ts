import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** A database of a superuser: each test file makes databases of its own from there, and drops them. */
    postgresUrl: string
  }
}

/** Before the first server test: the PostgreSQL that TEST_POSTGRES_URL names, else one of our own from npm. */
export default async function setup(project: TestProject) {
  if (process.env.TEST_POSTGRES_URL) {
    project.provide('postgresUrl', process.env.TEST_POSTGRES_URL)
    return
  }
  // vitest leaves a millisecond for cleaning up when it is interrupted. So the server belongs to a process
  // that Ctrl-C doesn't reach and that tidies up as soon as its input ends, for whatever reason.
  const keeper = spawn(process.execPath, [fileURLToPath(new URL('postgres.keeper.ts', import.meta.url))], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = once(keeper, 'exit')
  const started = once(createInterface({ input: keeper.stdout }), 'line')
  const url = await Promise.race([started.then(([line]) => String(line)), exited.then(() => undefined)])
  if (!url) throw new Error('PostgreSQL from npm did not start; TEST_POSTGRES_URL can name another server.')
  project.provide('postgresUrl', url)

  return async () => {
    keeper.stdin.end()
    await exited
  }
}
