// The command line for the operator; see `stepkey --help`.
import { readConfig } from '../../config.ts'
import { isUnavailable } from '../../platform/database/database-error.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { StartError } from '../../platform/errors/start-error.ts'
import { parse } from './arguments.ts'
import { type Result, UsageProblem } from './command.ts'
import { commands } from './commands.ts'
import { help } from './help.ts'

/** The output for a failed command, and its exit code. */
interface Problem {
  code: string
  message: string
  exit: 1 | 2
}

async function run(args: string[]): Promise<Result> {
  const call = parse(commands, args)
  if ('help' in call) {
    const text = help(commands, call.help)
    return { lines: [text], json: { help: text } }
  }
  const { command, argument, options } = call
  return await command.run({ config: readConfig(process.env), argument, options })
}

function problemOf(error: unknown): Problem {
  if (error instanceof UsageProblem) return { code: 'wrong_usage', message: error.message, exit: 2 }
  if (error instanceof StartError) return { code: 'refused', message: error.message, exit: 1 }
  if (error instanceof DomainError) return { code: error.code, message: error.message, exit: 1 }
  if (isUnavailable(error)) {
    const message = 'The database does not respond. Check that it is running, then try again.'
    return { code: 'unavailable', message, exit: 1 }
  }
  // Stack frames without the message, because the message of an unexpected error may contain secrets.
  const { name, code, stack } = (error instanceof Error ? error : {}) as Error & { code?: string }
  const frames = stack?.split('\n').filter((line) => line.startsWith('    at '))
  const message = ['Internal error of Stepkey:', name, code, ...(frames ?? [])]
  return { code: 'internal', message: message.filter(Boolean).join('\n'), exit: 1 }
}

// Created files must not be readable for other users of the machine.
process.umask(0o077)
const args = process.argv.slice(2)
const asJson = args.includes('--json')
try {
  const { lines, json, failed } = await run(args)
  console.log(asJson ? JSON.stringify(json) : lines.join('\n'))
  process.exitCode = failed ? 1 : 0
} catch (error) {
  const { exit, ...problem } = problemOf(error)
  console.error(asJson ? JSON.stringify({ error: problem }) : problem.message)
  process.exitCode = exit
}
