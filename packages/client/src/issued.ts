import type { Issued as IssuedAnswer } from './api.gen.ts'
import type { IssuedValues } from './issued-values.gen.ts'

/** The id of a built-in component: `petstore`, `github` … */
export type ComponentId = keyof IssuedValues
/** The id of a method of a component: `apiKey` … */
export type MethodId<C extends ComponentId> = keyof IssuedValues[C] & string

/** An issued credential: the opened values of one method. For several methods, the union of them. */
export type Issued<C extends ComponentId, M extends MethodId<C>> = {
  [Each in M]: Omit<IssuedAnswer, 'componentId' | 'methodId' | 'values'> & {
    componentId: C
    methodId: Each
    /** Methods with a token omit the secrets that obtain the token, so their values are partial. */
    values: IssuedValues[C][Each]
  }
}[M]
