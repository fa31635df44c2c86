import type { Api } from '../api.ts'

/** The component of the tutorial, with the address of its sandbox if this Stepkey runs one. */
export const sandboxDetail = (trpc: Api['trpc']) =>
  trpc.components.get.queryOptions({ componentId: 'petstore' })
