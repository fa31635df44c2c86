import { fieldErrors } from '@stepkey/shared/field-errors'
import type { z } from 'zod'
import type { Config } from '../../config.ts'

/** A command of `stepkey`, with its help texts. */
export interface Command {
  /** The words of the command, for example `keys revoke`. */
  name: string
  /** One line for the list of commands, without a period. */
  summary: string
  /** Further sentences for the help of the command. */
  details?: string
  /** The positional argument, if there is one. */
  argument?: { name: string; required: boolean; help: string }
  options: Record<string, Option>
  run(input: Input): Promise<Result>
}

/** An option with a value. */
export interface Option {
  /** The placeholder for the value in the help. */
  value: string
  required?: boolean
  help: string
}

/** The parsed command line of a command, and the configuration. */
export interface Input {
  config: Config
  argument: string | undefined
  options: Record<string, string | undefined>
}

/** The output of a command: lines for people, JSON for programs. */
export interface Result {
  lines: string[]
  json: unknown
  /** A check found something wrong: the exit code is 1. */
  failed?: boolean
}

/** The command line is invalid. */
export class UsageProblem extends Error {}

/** Parses the options with a schema. @throws UsageProblem that names the option */
export function parseOptions<T>(schema: z.ZodType<T>, options: Input['options']): T {
  const parsed = schema.safeParse(options)
  if (parsed.success) return parsed.data
  const [error] = fieldErrors(parsed.error)
  const option = error?.path.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  throw new UsageProblem(`--${option}: ${error?.message}`)
}
