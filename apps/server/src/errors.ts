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
