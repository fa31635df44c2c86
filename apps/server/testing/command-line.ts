import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { TestDatabase } from './databases/databases.ts'
import { STEPKEY } from './programs.ts'

/** The exit code and the output of a command. */
export interface Outcome {
  code: number | null
  out: string
  error: string
}

/** Runs `stepkey …` in a separate process, with `input` on its standard input. */
export async function runStepkey(
  environment: Record<string, string>,
  args: string[],
  input = '',
): Promise<Outcome> {
  const child = spawn(process.execPath, [...STEPKEY, ...args], {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...environment },
  })
  const outcome: Outcome = { code: null, out: '', error: '' }
  child.stdout.on('data', (text) => {
    outcome.out += text
  })
  child.stderr.on('data', (text) => {
    outcome.error += text
  })
  // A command that doesn't read its input may exit before the input is written.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  ;[outcome.code] = await once(child, 'close')
  return outcome
}

/** Returns a function that runs `stepkey …` on a test's database. */
export const operatorOf =
  ({ location, folder }: TestDatabase) =>
  (args: string[], input?: string) =>
    runStepkey(
      {
        DATA_DIR: folder,
        ...(location.engine === 'postgres' && { DATABASE_URL: location.url }),
        SIGN_UP: 'off',
      },
      args,
      input,
    )
