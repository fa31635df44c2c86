import type { Command } from './command.ts'

const everywhere: [string, string][] = [
  ['--json', 'answer in JSON, for programs'],
  ['--help', 'say what a command does'],
]

/** What all commands are, or what one of them does. */
export function help(commands: Command[], command: Command | undefined): string {
  return command ? helpOf(command) : overview(commands)
}

function overview(commands: Command[]) {
  return `stepkey: looks after a Stepkey from the machine that it runs on.

Commands
${table(commands.map((command) => [usage(command), command.summary]))}

With every command
${table(everywhere)}

It reads the same environment as the server: DATA_DIR, DATABASE_URL, KEY_FILE.
The exit code is 0 when all is well, 1 when something was refused or a check
failed, and 2 when the command was used wrongly.`
}

function helpOf(command: Command) {
  const { summary, details, argument, options } = command
  const rows: [string, string][] = [
    ...(argument ? [[argument.name, argument.help] as [string, string]] : []),
    ...Object.entries(options).map(([name, { value, help }]): [string, string] => [
      `--${name} ${value}`,
      help,
    ]),
    ...everywhere,
  ]
  return `stepkey ${usage(command)}\n\n${summary}.${details ? ` ${details}` : ''}\n\n${table(rows)}`
}

function usage({ name, argument, options }: Command) {
  const optional = (text: string, required: boolean | undefined) => (required ? text : `[${text}]`)
  return [
    name,
    ...(argument ? [optional(argument.name, argument.required)] : []),
    ...Object.entries(options).map(([option, { value, required }]) =>
      optional(`--${option} ${value}`, required),
    ),
  ].join(' ')
}

export function table(rows: string[][]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .join('\n')
}
