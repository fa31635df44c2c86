import type { IssuedValues } from './issued-values.gen.ts'

/** The id of a built-in component: `petstore`, `github` … */
export type ComponentId = keyof IssuedValues
/** The id of a method of a component: `apiKey` … */
export type MethodId<C extends ComponentId> = keyof IssuedValues[C] & string

/** An issued credential: the opened values of one method. For several methods, the union of them. */
export type Issued<C extends ComponentId, M extends MethodId<C>> = {
  [Each in M]: {
    componentId: C
    methodId: Each
    /** Methods with a token omit the secrets that obtain the token, so their values are partial. */
    values: IssuedValues[C][Each]
    /** The access token, for methods that use tokens. */
    accessToken?: string
    /** Headers to add to every request, for methods that use HTTP. */
    headers?: Record<string, string>
    /** Query parameters to add to every request, for methods that use HTTP. */
    query?: Record<string, string>
    /** The base URL of requests, for methods that use HTTP. */
    baseUrl?: string
    /** Until when the values may be kept, as ISO 8601 UTC time. */
    expiresAt?: string
  }
}[M]
