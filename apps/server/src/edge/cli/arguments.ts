import { parseArgs } from 'node:util'
import { type Command, type Input, UsageProblem } from './command.ts'

/** A parsed command line: a command with its arguments, or a request for help. */
export type Call =
  | { help: Command | undefined }
  | ({ command: Command } & Pick<Input, 'argument' | 'options'>)

/**
 * Parses the command line. Errors repeat only names of commands and options: other input may be a secret in the wrong
 * place.
 * @throws UsageProblem
 */
export function parse(commands: Command[], args: string[]): Call {
  const wantsHelp = args.some((arg) => arg === '--help' || arg === '-h')
  const command = commands.find(({ name }) => name.split(' ').every((word, n) => args[n] === word))
  if (wantsHelp) return { help: command }
  if (!command) throw unknownCommand(commands, args)

  const { tokens } = parseArgs({
    args: args.slice(command.name.split(' ').length),
    options: Object.fromEntries([
      ...Object.keys(command.options).map((name) => [name, { type: 'string' as const }]),
      ['json', { type: 'boolean' as const }],
    ]),
    // Not strict: the errors of `parseArgs` repeat the input.
    strict: false,
    tokens: true,
  })
  const options: Input['options'] = {}
  const others: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') others.push(token.value)
    if (token.kind !== 'option' || token.name === 'json') continue
    if (!Object.hasOwn(command.options, token.name)) throw unknownOption(command, token.name)
    if (token.value === undefined || (!token.inlineValue && token.value.startsWith('-')))
      throw usageError(command, `--${token.name} needs a value.`)
    if (token.name in options) throw usageError(command, `--${token.name} is given twice.`)
    options[token.name] = token.value
  }

  const missing = Object.keys(command.options).find(
    (name) => command.options[name]?.required && options[name] === undefined,
  )
  if (missing) throw usageError(command, `--${missing} is missing.`)
  const { argument } = command
  if (argument?.required && others.length === 0) throw usageError(command, `${argument.name} is missing.`)
  if (others.length > (argument ? 1 : 0))
    throw usageError(command, 'Too many arguments. Put quotes around a value with spaces.')
  return { command, argument: others[0], options }
}

function unknownCommand(commands: Command[], args: string[]) {
  const [group] = args
  const inGroup = commands.filter(({ name }) => name.startsWith(`${group} `)).map(({ name }) => name)
  if (group === undefined)
    return new UsageProblem('A command is missing. `stepkey --help` lists all commands.')
  return new UsageProblem(
    inGroup.length > 0
      ? `The command is incomplete. Use one of these: ${inGroup.map((name) => `stepkey ${name}`).join(', ')}.`
      : 'There is no such command. `stepkey --help` lists all commands.',
  )
}

function unknownOption(command: Command, name: string) {
  if (/^(password|pass|pw)$/i.test(name)) {
    return usageError(
      command,
      'Passwords can’t be arguments, because other users could see them. The command prompts for it or reads the standard input.',
    )
  }
  return usageError(command, `There is no option ${name.length === 1 ? '-' : '--'}${name.slice(0, 40)}.`)
}

const usageError = ({ name }: Command, message: string) =>
  new UsageProblem(`stepkey ${name}: ${message} See \`stepkey ${name} --help\`.`)
