import { fieldErrors } from '@stepkey/shared/errors'
import type { z } from 'zod'
import type { Config } from '../../config.ts'

/** One command of `stepkey`, with everything that its help says. */
export interface Command {
  /** The words that call it, for example `keys revoke`. */
  name: string
  /** One line, for the list of commands. */
  summary: string
  /** More, for the help of the command alone. */
  details?: string
  /** The one argument that isn't an option, if there is one. */
  argument?: { name: string; required: boolean; help: string }
  options: Record<string, Option>
  run(input: Input): Promise<Result>
}

export interface Option {
  /** What stands for the value in the help. */
  value: string
  required?: boolean
  help: string
}

export interface Input {
  config: Config
  argument: string | undefined
  options: Record<string, string | undefined>
}

/** What a command has to say, for people and for programs. */
export interface Result {
  lines: string[]
  json: unknown
  /** A check found something wrong: the exit code is 1. */
  failed?: boolean
}

/** The command was called in a way that it can't be meant. */
export class UsageProblem extends Error {}

/** What the options say, parsed. @throws UsageProblem naming the option */
export function asked<T>(schema: z.ZodType<T>, options: Input['options']): T {
  const parsed = schema.safeParse(options)
  if (parsed.success) return parsed.data
  const [error] = fieldErrors(parsed.error)
  throw new UsageProblem(`--${error?.path}: ${error?.message}`)
}
