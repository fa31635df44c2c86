import { expectTypeOf, it } from 'vitest'
import type { catalog } from './catalog/index.ts'
import type { Values } from './component.ts'

it('infers the type of the values of each method', () => {
  expectTypeOf<Values<typeof catalog.petstore, 'apiKey'>>().toEqualTypeOf<{
    baseUrl?: string
    apiKey: string
  }>()
  expectTypeOf<Values<typeof catalog.github, 'token'>['server']>().toEqualTypeOf<
    { kind: 'cloud' } | { kind: 'enterprise'; host: string }
  >()
  expectTypeOf<Values<typeof catalog.postgresql, 'password'>['tls']>().toEqualTypeOf<
    'verify-full' | 'verify-ca' | 'require' | 'disable'
  >()
})
