import { UnusableValue } from '@stepkey/shared/auth/request'
import type { ErrorCode, ErrorMembers, FieldCode, FieldError, FieldMessage } from '@stepkey/shared/errors'

/**
 * An error that the caller of an operation can cause or fix. Its message is shown to users. Every other error is an
 * internal error, whose message is never shown.
 */
export class DomainError extends Error {
  readonly code: ErrorCode
  readonly fields: FieldError[] | undefined
  /** When the same call can succeed, in seconds from now. */
  readonly retryAfter: number | undefined
  /** Further members of the answer, by which programs can act. */
  readonly members: ErrorMembers | undefined

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; fields?: FieldError[]; retryAfter?: number; members?: ErrorMembers } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'DomainError'
    this.code = code
    this.fields = options.fields
    this.retryAfter = options.retryAfter
    this.members = options.members
  }
}

/** Returns the error for an unknown resource, or one of another workspace; `what` is its kind, such as “credential”. */
export const notFound = (what: string) => new DomainError('not_found', `There is no such ${what}.`)

/** Returns the error for invalid input, with a message for each field. Its own message describes the first field. */
export const invalidInput = (...fields: (FieldMessage & { code?: FieldCode })[]) =>
  new DomainError('invalid_input', fields[0] ? describeField(fields[0]) : 'Check your input.', {
    fields: fields.map(({ path, code = 'invalid', message }) => ({ path, code, message })),
  })

/** Returns the message about a field as one sentence that names the field, unless it does so already. */
function describeField({ path, message }: FieldMessage): string {
  const name = path.split('.').at(-1) ?? ''
  return message.includes(name) ? message : `${path}: ${message}`
}

/**
 * Renders a request, and converts an UnusableValue into an `invalid_input` error that names the fields.
 * @throws DomainError invalid_input if a value can't be put where the method places it
 */
export function withFieldErrors<T>(render: () => T): T {
  try {
    return render()
  } catch (error) {
    throw asInvalidInput(error)
  }
}

/** As `usable`, for promises: `await promise.catch(orInvalidInput)`. */
export function orInvalidInput(error: unknown): never {
  throw asInvalidInput(error)
}

const asInvalidInput = (error: unknown) =>
  error instanceof UnusableValue
    ? invalidInput(...error.fields.map(({ path, message }) => ({ path: `values.${path}`, message })))
    : error

/** Returns the error `version_outdated`, for callers who may not read the current object, which `stale` contains. */
export const versionOutdated = (thing: string): DomainError =>
  new DomainError('version_outdated', `The ${thing} was changed in the meantime. Send its current version.`)
