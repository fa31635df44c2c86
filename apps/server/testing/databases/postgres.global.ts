import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { createTemplate, dropAll } from './postgres-template.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The URL of a superuser's database, from which each test file creates and drops its own databases. */
    postgresUrl: string
    /** The name of a migrated database without rows, and the beginning of the names of all databases of tests. */
    postgresTemplate: string
  }
}

/**
 * Provides the PostgreSQL that TEST_POSTGRES_URL names, or else starts one from npm, before the first server test. Creates
 * the database there that tests copy.
 */
export default async function setup(project: TestProject) {
  const { url, stop } = process.env.TEST_POSTGRES_URL
    ? { url: process.env.TEST_POSTGRES_URL, stop: undefined }
    : await startKeeper()
  const template = await createTemplate(url)
  project.provide('postgresUrl', url)
  project.provide('postgresTemplate', template)
  return stop ?? (() => dropAll(url, template))
}

async function startKeeper() {
  // On Ctrl-C, vitest leaves no time for cleaning up. So the server belongs to a detached process, which Ctrl-C doesn't
  // reach and which cleans up as soon as its standard input ends.
  const keeper = spawn(process.execPath, [fileURLToPath(new URL('postgres.keeper.ts', import.meta.url))], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = once(keeper, 'exit')
  const started = once(createInterface({ input: keeper.stdout }), 'line')
  const url = await Promise.race([started.then(([line]) => String(line)), exited.then(() => undefined)])
  if (!url) throw new Error('PostgreSQL from npm did not start. Set TEST_POSTGRES_URL to use another server.')
  return {
    url,
    stop: async () => {
      keeper.stdin.end()
      await exited
    },
  }
}
