import { expectTypeOf } from 'vitest'
import type { StepkeyClient } from './client.ts'

declare const client: StepkeyClient
const step = { flowId: 'f', stepId: 's' }

const petstore = await client.issue('petstore', step)
expectTypeOf(petstore.values.apiKey).toEqualTypeOf<string>()
expectTypeOf(petstore.values).toEqualTypeOf<{ apiKey: string; baseUrl?: string }>()
expectTypeOf(petstore.methodId).toEqualTypeOf<'apiKey'>()

// A misspelt field, component or method does not compile.
// @ts-expect-error
petstore.values.apikey
// @ts-expect-error
await client.issue('petstor', step)
// @ts-expect-error
await client.issue('petstore', step, 'password')
// @ts-expect-error
await client.issue('petstore', { flowId: 'f' })

// Without a method id the result is a union, discriminated by `methodId`. With one, it is that method.
const http = await client.issue('http', step)
if (http.methodId === 'basic') expectTypeOf(http.values.password).toEqualTypeOf<string>()
const database = await client.issue('postgresql', step, 'password')
expectTypeOf(database.values.port).toEqualTypeOf<number>()

// Methods with a token return the access token instead of the secrets.
const github = await client.issue('github', step, 'oauth')
expectTypeOf(github.accessToken).toEqualTypeOf<string | undefined>()

const page = await client.credentials.list.query({ componentId: 'github' })
expectTypeOf(page.items[0]?.status).not.toBeAny()
// @ts-expect-error
await client.credentials.list.query({ component: 1, limit: 'many' })
