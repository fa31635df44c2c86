import type { catalog } from '@stepkey/shared/catalog/index'
import type { z } from 'zod'

type Catalog = typeof catalog

/** `petstore`, `github`, … */
export type ComponentId = keyof Catalog
/** The methods of a component: `apiKey`, … */
export type MethodId<C extends ComponentId> = keyof Catalog[C]['methods'] & string

/** What is issued for one method of a component; of several, one of them. */
export type Issued<C extends ComponentId, M extends MethodId<C>> = {
  [Each in M]: {
    componentId: C
    methodId: Each
    values: IssuedValues<Catalog[C]['methods'][Each]>
    /** For methods that work with tokens. */
    accessToken?: string
    /** What to add to every request, and where requests start, for methods that speak HTTP. */
    headers?: Record<string, string>
    query?: Record<string, string>
    baseUrl?: string
    /** Until when it may be kept. */
    expiresAt?: string
  }
}[M]

/** A token stands for the secrets that it is got with: those are not issued. */
type IssuedValues<M> = M extends { fields: infer Fields extends z.ZodType }
  ? M extends { token: object }
    ? Partial<z.infer<Fields>>
    : z.infer<Fields>
  : never
