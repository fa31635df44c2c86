import { UnusableValue } from '@stepkey/shared/auth/request'
import type { ErrorCode, FieldError } from '@stepkey/shared/errors'

/**
 * The one error that operations throw for what their caller can't have meant. Its message is shown to people.
 * trpc.ts translates it for the RPC; whatever is not a DomainError is an internal error and never shown.
 */
export class DomainError extends Error {
  readonly code: ErrorCode
  readonly fields: FieldError[] | undefined

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; fields?: FieldError[] } = {}) {
    super(message, { cause: options.cause })
    this.name = 'DomainError'
    this.code = code
    this.fields = options.fields
  }
}

export const notFound = (what: string) => new DomainError('not_found', `There is no such ${what} here.`)

export const invalidInput = (...fields: FieldError[]) =>
  new DomainError('invalid_input', fields[0]?.message ?? 'Check your input.', { fields })

/** Values that can't be put where a method puts them are wrong input, said at their fields. */
export function usable<T>(render: () => T): T {
  try {
    return render()
  } catch (error) {
    throw asInvalidInput(error)
  }
}

/** The same for what takes a while: `await asked.catch(orInvalidInput)`. */
export function orInvalidInput(error: unknown): never {
  throw asInvalidInput(error)
}

const asInvalidInput = (error: unknown) =>
  error instanceof UnusableValue
    ? invalidInput(...error.fields.map(({ path, message }) => ({ path: `values.${path}`, message })))
    : error
