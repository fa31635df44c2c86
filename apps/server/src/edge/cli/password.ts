import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { StartError } from '../../platform/errors/start-error.ts'

/** Maximum input length: far more than a password may have. */
const LIMIT = 10_000

/**
 * Prompts twice for a new password without showing it, or reads the first line of the standard input if that is not a
 * terminal. Prompts are written to the standard error, because the standard output is for the result.
 * @throws StartError
 */
export async function readPassword(): Promise<string> {
  if (!process.stdin.isTTY) return await readLine('password')
  const password = await prompt('New password: ')
  if ((await prompt('Repeat the password: ')) !== password)
    throw new StartError('The passwords are different. Nothing was changed. Try again.')
  return password
}

/** As `readPassword`, for a secret that is pasted: prompts only once. `what` names it, such as “client secret”. */
export const readSecret = (what: string): Promise<string> =>
  process.stdin.isTTY ? prompt(`${what[0]?.toUpperCase()}${what.slice(1)}: `) : readLine(what)

async function readLine(what: string): Promise<string> {
  let text = ''
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += chunk
    if (text.includes('\n') || text.length > LIMIT) break
  }
  const line = text.split(/\r?\n/, 1)[0]
  if (line) return line
  throw new StartError(
    `There is no ${what} on the standard input. Write it there as one line, or run the command in a terminal.`,
  )
}

function prompt(question: string): Promise<string> {
  process.stderr.write(question)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true, historySize: 0 })
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      terminal.removeAllListeners('close')
      terminal.close()
      process.stderr.write('\n')
      settle()
    }
    const stopped = () => end(() => reject(new StartError('Cancelled. Nothing was changed.')))
    terminal.once('line', (line) => end(() => resolve(line)))
    terminal.once('SIGINT', stopped)
    terminal.once('close', stopped)
  })
}
