import { parseArgs } from 'node:util'
import { type Command, type Input, UsageProblem } from './command.ts'

export type Call =
  | { help: Command | undefined }
  | ({ command: Command } & Pick<Input, 'argument' | 'options'>)

/**
 * Finds out what is called. What was typed is repeated only where it is the name of a command or an option: anything
 * else may be a secret in the wrong place.
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
    // Its own errors repeat what was typed.
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
      throw wrong(command, `--${token.name} needs a value.`)
    if (token.name in options) throw wrong(command, `--${token.name} is given twice.`)
    options[token.name] = token.value
  }

  const missing = Object.keys(command.options).find(
    (name) => command.options[name]?.required && options[name] === undefined,
  )
  if (missing) throw wrong(command, `--${missing} is missing.`)
  const { argument } = command
  if (argument?.required && others.length === 0) throw wrong(command, `${argument.name} is missing.`)
  if (others.length > (argument ? 1 : 0))
    throw wrong(command, 'There are more words than it takes. Put quotes around a value with spaces.')
  return { command, argument: others[0], options }
}

function unknownCommand(commands: Command[], args: string[]) {
  const [group] = args
  const inGroup = commands.filter(({ name }) => name.startsWith(`${group} `)).map(({ name }) => name)
  if (group === undefined) return new UsageProblem('Say what to do. `stepkey --help` lists the commands.')
  return new UsageProblem(
    inGroup.length > 0
      ? `Say which of these: ${inGroup.map((name) => `stepkey ${name}`).join(', ')}.`
      : 'There is no such command. `stepkey --help` lists them.',
  )
}

function unknownOption(command: Command, name: string) {
  if (/^(password|pass|pw)$/i.test(name)) {
    return wrong(
      command,
      'A password is never given as an argument: others could see it. It is asked for, or read from the standard input.',
    )
  }
  return wrong(command, `It has no option ${name.length === 1 ? '-' : '--'}${name.slice(0, 40)}.`)
}

const wrong = ({ name }: Command, message: string) =>
  new UsageProblem(`stepkey ${name}: ${message} \`stepkey ${name} --help\` tells more.`)
