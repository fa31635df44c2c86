import type { ErrorCode, FieldCode } from '@stepkey/shared/errors'
import type { ProcedureName } from '../rpc/find-procedure.ts'

/** One route of the REST API. It runs a procedure. */
export interface RestRoute {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** The path below `/api/v1`. The parameters in braces become members of the input. */
  path: string
  /** The name of the operation in the API reference and in generated clients. */
  id: string
  procedure: ProcedureName
  /** One line for the API reference; begins with a verb. */
  summary: string
  /** What the summary does not say: sentences for the API reference. */
  description?: string
  /** The status of a successful answer; 200 unless given. */
  status?: number
  /** Members of the procedure's input that this route does not accept. */
  without?: readonly string[]
  /** The outcomes that are possible on this route; all of the procedure's unless given. */
  outcomes?: readonly string[]
  /** The error codes of this operation, besides those that all operations have. */
  errors?: readonly ErrorCode[]
  /** The codes of wrong fields of this operation, besides those that all operations have. */
  fieldCodes?: readonly FieldCode[]
  /** The versioned object that the answer is or contains. */
  answersWith?: 'credential' | 'flow'
  /** Answers have an ETag. GET accepts If-None-Match; PATCH and PUT accept If-Match. */
  etag?: true
  /** Accepts an Idempotency-Key. */
  idempotent?: true
  /**
   * The address of the object that the route creates, if it has one: the path of other routes, with members of the answer in
   * braces, for example `/credentials/{credential.id}`.
   */
  location?: `/${string}`
}

/** Whether a method reads its input from the query. The others read a JSON body. */
export const readsQuery = (method: RestRoute['method']): boolean => method === 'GET' || method === 'DELETE'

/** Returns the names of the parameters in a path. */
export const pathParameters = ({ path }: Pick<RestRoute, 'path'>): string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
