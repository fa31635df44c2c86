import { type Logger, pino } from 'pino'

/**
 * Creates the log. Entries contain a fixed list of fields, never inputs, responses or error messages: those can contain
 * secrets.
 */
export const createLog = (level: string): Logger => pino({ level, base: null })

/** Logs an unexpected error with its name, code and stack frames, without its message, which can contain secrets. */
export function logFailure(log: Logger, where: string, error: unknown): void {
  const { name, code, stack } = (error instanceof Error ? error : {}) as {
    name?: string
    code?: unknown
    stack?: string
  }
  const frames = stack?.split('\n').filter((line) => line.startsWith('    at '))
  log.error({ where, error: name ?? typeof error, code: typeof code === 'string' ? code : undefined, frames })
}
