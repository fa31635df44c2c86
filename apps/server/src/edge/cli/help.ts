import type { Command } from './command.ts'

const commonOptions: [string, string][] = [
  ['--json', 'print JSON, for programs'],
  ['--help', 'show the help of a command'],
]

/** Returns the help of a command, or an overview of all commands. */
export function help(commands: Command[], command: Command | undefined): string {
  return command ? helpOf(command) : overview(commands)
}

function overview(commands: Command[]) {
  return `stepkey: manages a Stepkey server from the machine that it runs on.

Commands
${table(commands.map((command) => [usage(command), command.summary]))}

Options of every command
${table(commonOptions)}

Reads the same environment variables as the server: DATA_DIR, DATABASE_URL,
KEY_FILE. The exit code is 0 on success, 1 if the command was refused or a check
failed, and 2 if the command line is invalid.`
}

function helpOf(command: Command) {
  const { summary, details, argument, options } = command
  const rows: [string, string][] = [
    ...(argument ? [[argument.name, argument.help] as [string, string]] : []),
    ...Object.entries(options).map(([name, { value, help }]): [string, string] => [
      `--${name} ${value}`,
      help,
    ]),
    ...commonOptions,
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

/** Formats rows as a table with aligned columns. */
export function table(rows: string[][]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .join('\n')
}
