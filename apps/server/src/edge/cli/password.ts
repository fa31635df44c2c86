import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { StartError } from '../../platform/errors/start-error.ts'

/** Far more than a password may have; whoever sends more means something else. */
const LIMIT = 10_000

/**
 * Asks for a new password twice without showing it, or reads the first line of the standard input when that isn't a
 * terminal. Questions go to the standard error: the standard output is for the result.
 */
export async function readPassword(): Promise<string> {
  if (!process.stdin.isTTY) return await readLine('password')
  const password = await ask('New password: ')
  if ((await ask('The same again: ')) !== password)
    throw new StartError('The two passwords are not the same. Nothing was changed; try again.')
  return password
}

/** Asks once, without showing it, for a secret that can be copied; else the same. */
export const readSecret = (what: string): Promise<string> =>
  process.stdin.isTTY ? ask(`${what[0]?.toUpperCase()}${what.slice(1)}: `) : readLine(what)

async function readLine(what: string): Promise<string> {
  let text = ''
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += chunk
    if (text.includes('\n') || text.length > LIMIT) break
  }
  const line = text.split(/\r?\n/, 1)[0]
  if (line) return line
  throw new StartError(
    `There is no ${what} on the standard input. Write it there as one line, or start the command in a terminal to be asked for it.`,
  )
}

function ask(question: string): Promise<string> {
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
    const stopped = () => end(() => reject(new StartError('Stopped. Nothing was changed.')))
    terminal.once('line', (line) => end(() => resolve(line)))
    terminal.once('SIGINT', stopped)
    terminal.once('close', stopped)
  })
}
