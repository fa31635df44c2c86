import type { catalog } from '@stepkey/shared/catalog/index'
import type { z } from 'zod'

type Catalog = typeof catalog

/** The id of a built-in component: `petstore`, `github` … */
export type ComponentId = keyof Catalog
/** The id of a method of a component: `apiKey` … */
export type MethodId<C extends ComponentId> = keyof Catalog[C]['methods'] & string

/** An issued credential: the opened values of one method. For several methods, the union of them. */
export type Issued<C extends ComponentId, M extends MethodId<C>> = {
  [Each in M]: {
    componentId: C
    methodId: Each
    values: IssuedValues<Catalog[C]['methods'][Each]>
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

/** Methods with a token omit the secrets that obtain the token, so their values are partial. */
type IssuedValues<M> = M extends { fields: infer Fields extends z.ZodType }
  ? M extends { token: object }
    ? Partial<z.infer<Fields>>
    : z.infer<Fields>
  : never
