import { type Logger, pino } from 'pino'

/** Logs hold fields from a fixed list, never inputs, answers or messages of errors: those can echo secrets. */
export const createLog = (level: string): Logger => pino({ level, base: null })

/** Logs an unexpected error by its kind and the places in our code it came from, without its message. */
export function logFailure(log: Logger, where: string, error: unknown): void {
  const { name, code, stack } = (error instanceof Error ? error : {}) as {
    name?: string
    code?: unknown
    stack?: string
  }
  const frames = stack?.split('\n').filter((line) => line.startsWith('    at '))
  log.error({ where, error: name ?? typeof error, code: typeof code === 'string' ? code : undefined, frames })
}
